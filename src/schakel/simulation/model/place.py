"""Where in a model something stands, as a person finds it back in MODEL.toml."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from schakel.sharing.bsn import contains_bsn, shown
from schakel.simulation.model.client_type import ClientType
from schakel.simulation.model.contract import Contract
from schakel.simulation.model.handover import Handover
from schakel.simulation.model.model import Model
from schakel.simulation.model.municipality import Municipality
from schakel.simulation.model.partner import Partner
from schakel.simulation.model.route import Route
from schakel.simulation.model.solidarity import Solidarity
from schakel.simulation.model.stage import Stage

LONGEST = 60


@dataclass(frozen=True)
class Array:
    """An array of tables: its name in TOML, the field of Model, the class of a row, and what a row is called by."""

    table: str
    field: str
    row: type[Any]
    called: tuple[str, ...] = ("name",)


ARRAYS = (
    Array("municipality", "municipalities", Municipality),
    Array("type", "types", ClientType),
    Array("stage", "stages", Stage),
    Array("partner", "partners", Partner),
    Array("route", "routes", Route, ("stage", "to")),
    Array("handover", "handovers", Handover, ("partner", "next_partner")),
    Array("contract", "contracts", Contract, ("partner",)),
    Array("solidarity", "solidarity", Solidarity, ("rule",)),
)
MODEL = "[model]"


def said(value: object) -> str:
    """A value of a model as a message may hold it: on one line, not long, and without a number of a person."""
    text = " ".join(str(value).split())
    if contains_bsn(text) or not text.isprintable():
        return shown(text, is_id=True)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def place(array: Array, number: int, row: Mapping[str, Any] | object) -> str:
    """`stage 3 (Intake)`: the table, its number from 1, and what the row is called. row: of TOML or of a model."""
    values = [row.get(key, "") if isinstance(row, Mapping) else getattr(row, key) for key in array.called]
    called = " > ".join(said(value) or "*" for value in values) if any(values) else ""
    return f"{array.table} {number}" + (f" ({called})" if called else "")


def placed(model: Model, table: str = "") -> Iterator[tuple[Array, str, Any]]:
    """Every row of a model, or of one table, with its array and its place."""
    for array in ARRAYS:
        if table in ("", array.table):
            for number, row in enumerate(getattr(model, array.field), 1):
                yield array, place(array, number, row), row
