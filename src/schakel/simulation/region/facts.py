"""How the partners of the fictional region register, read from lindewaard.toml."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True)
class Municipality:
    """A municipality by its name in the model."""

    name: str
    neighbourhoods: tuple[str, ...]


@dataclass(frozen=True)
class Registration:
    """How a partner registers.

    is_day: it delivers dates without a time. delivers: False for one that is named by others only. requested: share of
    its steps of which it knows when they were asked for. is_referred_to: who sends a resident there writes that down.
    """

    name: str
    function: str
    line: int
    is_day: bool
    delivers: bool = True
    requested: float = 0.0
    is_referred_to: bool = False


@dataclass(frozen=True)
class Question:
    """What a resident comes with: a type of the model, as the field names it."""

    name: str
    law: str
    client_group: str


@dataclass(frozen=True)
class Facts:
    """All of it; partners, questions and municipalities by their names in the model. first_day is a Monday."""

    first_day: date
    reference_date: date
    municipalities: Mapping[str, Municipality]
    partners: Mapping[str, Registration]
    questions: Mapping[str, Question]


@lru_cache(maxsize=1)
def facts() -> Facts:
    """The facts of the packaged file."""
    found = tomllib.loads((files(__package__) / "lindewaard.toml").read_text(encoding="utf-8"))
    towns = [Municipality(one["name"], tuple(one["neighbourhoods"])) for one in found["municipality"]]
    return Facts(
        first_day=found["region"]["first_day"],
        reference_date=found["region"]["reference_date"],
        municipalities={one.name: one for one in towns},
        partners={one["name"]: _registration(one) for one in found["partner"]},
        questions={one["name"]: Question(**one) for one in found["question"]},
    )


def _registration(row: dict[str, Any]) -> Registration:
    rest = {name: value for name, value in row.items() if name != "precision"}
    return Registration(is_day=row["precision"] == "day", **rest)
