"""The page of plants names every kind, every field and every bound there is, and no other."""

import dataclasses
import re
from pathlib import Path

import pytest

from schakel.simulation.region.base import base
from schakel.simulation.region.plants.kinds import KINDS
from schakel.simulation.region.plants.plants_file import BOUNDS, lindewaard_plants, read_plants

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "reference" / "plants.md").read_text(encoding="utf-8")
TRUTH = (DOCS / "background" / "a-known-truth.md").read_text(encoding="utf-8")


def rows(heading: str) -> list[list[str]]:
    """Cells of the table under a heading, without its head."""
    section = PAGE.split(f"## {heading}\n")[1].split("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("| `")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def names(cell: str) -> list[str]:
    return re.findall(r"`(\w+)`", cell)


def test_every_kind_is_named_with_its_fields() -> None:
    told = {names(kind)[0]: {"name", *names(fields)} for kind, fields, *_ in rows("Kinds")}
    assert told == {name: {one.name for one in dataclasses.fields(kind)} for name, kind in KINDS.items()}


def test_every_field_is_told() -> None:
    told = {name for field, *_ in rows("Fields") for name in names(field)}
    assert told == {"kind"} | {one.name for kind in KINDS.values() for one in dataclasses.fields(kind)}


@pytest.mark.parametrize("field", BOUNDS)
def test_bounds_are_those_of_the_code(field: str) -> None:
    (allowed,) = (row[2] for row in rows("Fields") if names(row[0]) == [field])
    assert allowed == "{:g} – {:g}".format(*BOUNDS[field])


def test_weeks_are_those_of_the_region() -> None:
    assert f"there are {base().weeks}." in PAGE
    (allowed,) = (row[2] for row in rows("Fields") if "from_week" in row[0])
    assert allowed.startswith(f"0 – {base().weeks},")


def test_findings_are_those_that_the_truth_names() -> None:
    by_kind = {kind: name for name, kind in KINDS.items()}
    codes = {by_kind[type(p)]: {t.finding_code for t in p.truth()} - {""} for p in lindewaard_plants()}
    assert {names(row[0])[0]: set(names(row[3])) for row in rows("Kinds")} == codes


def test_the_example_reads(tmp_path: Path) -> None:
    text = re.findall(r"```toml plants.toml\n(.*?)```", PAGE, re.S)[0]
    (tmp_path / "plants.toml").write_text(text, encoding="utf-8")
    assert len(read_plants(tmp_path / "plants.toml")) == 1


def test_the_page_of_the_truth_has_each_kind_once() -> None:
    table = TRUTH.split("## What was put in")[1].split("\n## ")[0]
    assert sorted(re.findall(r"^\| `(\w+)`", table, re.M)) == sorted(KINDS)
