"""A scenario: what is otherwise than in the model, by cause. A cause is the unit of attribution."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from schakel.chain.problem import refuse
from schakel.data.toml_reading import is_text
from schakel.simulation.change import Change, note_problems
from schakel.simulation.decision import Decision, decided
from schakel.simulation.levers import levers
from schakel.simulation.model.model import Model
from schakel.simulation.model.model_file import toml_tables
from schakel.simulation.model.place import said
from schakel.simulation.model.row_reading import RowReading

__all__ = [
    "Change",
    "Decision",
    "Scenario",
    "causes",
    "check_scenario",
    "decisions",
    "read_scenario",
    "read_together",
    "subset",
]


@dataclass(frozen=True)
class Scenario:
    """Changes in the order in which they were written."""

    name: str
    changes: tuple[Change, ...] = ()


def read_scenario(path: Path, model: Model) -> Scenario:
    """The scenario of a file. Refusal with every key, name, week and number that the model or the levers do not allow.

    A file without changes is the model as it is.
    """
    found = toml_tables(path)
    reading = RowReading(path.name)
    reading.keys("TOML", found, ("name", "change"))
    name = found.get("name", "")
    if not is_text(name):
        reading.problem("model_field_missing", "TOML", "name", allowed='"..."')
    rows = reading.rows("change", found)
    changes = tuple(_change(reading, number, row, model) for number, row in enumerate(rows, 1))
    refuse(reading.problems)
    return Scenario(str(name).strip(), changes)


def read_together(paths: Sequence[Path], model: Model) -> Scenario:
    """The changes of several files as one scenario, in the order of the files; without files the model as it is."""
    found = [read_scenario(path, model) for path in paths]
    return Scenario(" + ".join(one.name for one in found), tuple(change for one in found for change in one.changes))


def check_scenario(scenario: Scenario, model: Model) -> None:
    """Refusal when a scenario, made by a program, does not fit a model and the levers."""
    reading = RowReading(scenario.name)
    for turn, change in enumerate(scenario.changes, 1):
        note_problems(reading, _place(turn, change.cause), change, model)
    refuse(reading.problems)


def decisions(scenario: Scenario, model: Model) -> tuple[Decision, ...]:
    """The decisions of a scenario that was checked, sorted by week and then by order; see `decision.decided`."""
    return decided(scenario.changes, model)


def causes(scenario: Scenario) -> tuple[str, ...]:
    """The causes of a scenario, each once, in order of appearance."""
    return tuple(dict.fromkeys(change.cause for change in scenario.changes))


def subset(scenario: Scenario, chosen: Collection[str]) -> Scenario:
    """The scenario with these causes only, in the same order. ValueError for a cause that it does not have."""
    unknown = set(chosen) - set(causes(scenario))
    if unknown:
        raise ValueError(f"no cause {sorted(unknown)} in scenario {scenario.name!r}")
    return Scenario(scenario.name, tuple(change for change in scenario.changes if change.cause in chosen))


def _change(reading: RowReading, turn: int, row: dict[str, Any], model: Model) -> Change:
    place = _place(turn, row.get("cause", ""))
    lever = levers().get(key) if isinstance(key := row.get("key"), str) else None
    optional = {"from_week": 0, **({"who": ""} if lever and lever.of == "model" else {})}
    before = len(reading.problems)
    change = Change(**reading.row(Change, place, {**optional, **row}))
    if len(reading.problems) == before:
        note_problems(reading, place, change, model)
    return change


def _place(turn: int, cause: object) -> str:
    return f"change {turn}" + (f" ({said(cause)})" if cause else "")
