"""The page about the network file is made of the inputs, and its commands run, without data but for the last log."""

from pathlib import Path

import pytest

from docs.test_pages import blocks as blocks_of
from docs.test_pages import run_shell
from docs.test_whole import script
from oracle.made_region import Made
from oracle.plenty import plenty
from schakel.orchestration.inputs import inputs

REFERENCE = Path(__file__).parents[2] / "docs" / "reference"
PAGE = REFERENCE / "network-file.md"


def test_the_page_is_fresh() -> None:
    made = script(REFERENCE / "make_network_file.py")
    assert made.page() == PAGE.read_text(encoding="utf-8"), "run docs/reference/make_network_file.py"


def test_every_input_is_told_with_its_minutes() -> None:
    text = PAGE.read_text(encoding="utf-8")
    for noun in inputs().values():
        for field in noun.fields:
            assert f"| `{field.name}` |" in text or field.of


@pytest.mark.parametrize("lang", plenty(["nl"], ["nl", "en"]))
def test_its_commands_run(lang: str, tenth_of_region: Made, tmp_path: Path) -> None:
    (tmp_path / "lindewaard").symlink_to(tenth_of_region.log)
    printed = [run_shell(block, tmp_path, lang) for block in blocks_of(PAGE)]
    assert len(printed) == 3
    assert all(printed)
