"""The pages about the files of a log run, and name every key that is read; so do those about what cannot be seen."""

import re
from pathlib import Path

import pytest

from docs.test_pages import blocks as blocks_of
from docs.test_pages import missing, run_python, run_shell
from schakel.data.deliveries.names import COLUMNS, DUTCH
from schakel.data.deliveries.sources_file import DELIVERY_KEYS, SOURCE_KEYS

DOCS = Path(__file__).parents[2] / "docs"
PAGES = (
    "reference/sources.md",
    "reference/names.md",
    "background/what-cannot-be-seen.md",
    "background/what-cannot-be-seen.nl.md",
    "background/disclosure-control.md",
)


@pytest.mark.parametrize("name", PAGES)
def test_the_page_runs(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    printed = ""
    for block in blocks_of(DOCS / name):
        if block.kind == "shell":
            printed = run_shell(block, tmp_path, "en")
        elif block.kind == "python":
            printed = run_python(block, {"__name__": "page"})
        elif block.kind == "text":
            assert not missing(block.text, printed), printed
        else:
            (tmp_path / block.name).write_text(block.text, encoding="utf-8")
    assert printed


def told(name: str) -> set[str]:
    return set(re.findall(r"`([a-z_]+)`", (DOCS / "reference" / name).read_text(encoding="utf-8")))


def test_every_key_of_the_sources_file_is_told() -> None:
    assert {*SOURCE_KEYS, *DELIVERY_KEYS, "case", "ranks", "source"} <= told("sources.md")


def test_every_column_of_the_names_file_is_told() -> None:
    dutch = {name for name in DUTCH if " " not in name and name != "code"}
    assert {*COLUMNS, *dutch} <= told("names.md")
