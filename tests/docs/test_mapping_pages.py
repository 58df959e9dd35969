"""Both pages about the mapping name every key that is read, and the example of the Dutch one is read."""

import re
from pathlib import Path

import pytest

from schakel.data.mapping import COLUMNS, read_mapping
from schakel.data.mapping_file import CASE_KEYS, FILE_KEYS, SECTIONS, VALUES

FOLDER = Path(__file__).parents[2] / "docs" / "reference"


@pytest.mark.parametrize("name", ["mapping.md", "mapping.nl.md"])
def test_every_key_is_told(name: str) -> None:
    told = set(re.findall(r"`\[?([a-z_.]+)\]?`", (FOLDER / name).read_text(encoding="utf-8")))
    wanted = {*FILE_KEYS, *CASE_KEYS, *COLUMNS, *(f"values.{value}" for value in VALUES), *SECTIONS} - {"values"}
    assert not wanted - told


def test_the_dutch_example_is_read(tmp_path: Path) -> None:
    example = (FOLDER / "mapping.nl.md").read_text(encoding="utf-8").split("```toml\n")[1].split("```")[0]
    (tmp_path / "mapping.toml").write_text(example, encoding="utf-8")
    mapping = read_mapping(tmp_path / "mapping.toml")
    assert len(mapping.file.date_format) == 2
    assert mapping.case.closing == ("Afsluiting", "outcome=verhuisd")
    assert mapping.partner_words.closed_list
    assert dict(mapping.ranks)["Begeleiding"] == 3
