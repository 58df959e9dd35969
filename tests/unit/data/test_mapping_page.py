"""The page of the mapping file: its example runs, and it leaves out no key."""

from pathlib import Path

import pytest

from docs.test_pages import blocks, missing, run_python
from schakel.data.mapping import COLUMNS
from schakel.data.mapping_file import CASE_KEYS, FILE_KEYS, SECTIONS

PAGE = Path(__file__).parents[3] / "docs" / "reference" / "mapping.md"


def test_the_example_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    printed = ""
    for block in blocks(PAGE):
        if block.kind == "python":
            printed = run_python(block, {"__name__": "page"})
        elif block.kind == "text":
            assert block.text == printed
            assert not missing(block.text, printed)
        else:
            (tmp_path / block.name).write_text(block.text, encoding="utf-8")
    assert printed


def test_every_key_is_on_the_page() -> None:
    text = PAGE.read_text(encoding="utf-8")
    keys = (*SECTIONS, *FILE_KEYS, *CASE_KEYS, *COLUMNS, "closed_list")
    absent = [key for key in keys if f"`{key}`" not in text and f"[{key}" not in text and f"{key} = " not in text]
    assert not absent
