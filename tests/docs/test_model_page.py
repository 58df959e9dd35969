"""The page about the model names every field, limit and lever as they are, and its examples are read."""

import dataclasses
import re
from pathlib import Path
from typing import Any, get_args

import pytest

from schakel.simulation.levers import levers
from schakel.simulation.model.field_kind import default, kinds
from schakel.simulation.model.model import Model
from schakel.simulation.model.model_file import read_model
from schakel.simulation.model.place import ARRAYS
from schakel.simulation.model.quantity import Quantity
from schakel.simulation.scenario import Change, decisions, read_scenario

PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "model.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| `([a-z_0-9.]+)` \| (.*) \| (.*) \|$", re.M)
ROWS = {array.field for array in ARRAYS}
SECTIONS: list[tuple[str, type[Any]]] = [
    ("`[model]`", Model),
    *((f"`[[{one.table}]]`", one.row) for one in ARRAYS),
    ("A scenario", Change),
]


def section(title: str) -> str:
    return PAGE.split(f"\n## {title}\n")[1].split("\n## ")[0]


@pytest.mark.parametrize(("title", "row"), SECTIONS, ids=[title for title, _ in SECTIONS])
def test_every_field_is_told_and_no_other(title: str, row: type[Any]) -> None:
    told = [name for name, _, _ in ROW.findall(section(title))]
    arrays = ROWS if row is Model else set()
    assert sorted(told) == sorted(one.name for one in dataclasses.fields(row) if one.name not in arrays)


@pytest.mark.parametrize(("title", "row"), SECTIONS[:-1], ids=[title for title, _ in SECTIONS[:-1]])
def test_what_holds_when_a_field_is_absent_is_told(title: str, row: type[Any]) -> None:
    fields = {one.name: one for one in dataclasses.fields(row)}
    for name, _, absent in ROW.findall(section(title)):
        value = default(fields[name])
        assert (value is dataclasses.MISSING) == (absent == "needed"), name
        if isinstance(value, Quantity):
            assert absent.partition(":")[0] == f"{value.value:.15g}", name
        elif isinstance(value, bool | int) or (isinstance(value, str) and value):
            assert absent.strip("`") == str(value).lower(), name


@pytest.mark.parametrize(("title", "row"), SECTIONS[:-1], ids=[title for title, _ in SECTIONS[:-1]])
def test_every_word_that_a_field_takes_is_told(title: str, row: type[Any]) -> None:
    told = {name: said for name, said, _ in ROW.findall(section(title))}
    for name, kind in kinds(row).items():
        words = [word for word in get_args(kind) if isinstance(word, str)]
        assert all(f"`{word}`" in told[name] for word in words), name


def test_every_lever_is_told_with_its_bounds_and_roles() -> None:
    rows = [line.strip("| ").split(" | ") for line in section("Levers").splitlines() if line.startswith("| `")]
    assert [row[0].strip("`") for row in rows] == list(levers())
    for row, lever in zip(rows, levers().values(), strict=True):
        assert row[2:] == [f"{lever.low:g}", f"{lever.high:g}", ", ".join(lever.roles[:-1]) or "–"]


def test_the_examples_are_read(tmp_path: Path) -> None:
    for name, text in re.findall(r"```toml (\S+)\n(.*?)```", PAGE, re.S):
        (tmp_path / name).write_text(text, encoding="utf-8")
    model = read_model(tmp_path / "model.toml")
    found = decisions(read_scenario(tmp_path / "scenario.toml", model), model)
    assert [(one.week, one.value) for one in found] == [(0, 2), (10, pytest.approx(7.2)), (36, 12)]
