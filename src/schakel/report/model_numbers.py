"""The numbers of a model, each with where it comes from."""

from collections.abc import Iterator, Mapping
from dataclasses import MISSING, dataclass, fields
from typing import Any

from schakel.simulation.model.handover import Handover
from schakel.simulation.model.model import Model
from schakel.simulation.model.quantity import Quantity, SourceOf
from schakel.simulation.model.route import Route
from schakel.simulation.target import ANY, contract_name

NOUNS = {
    "municipalities": "municipality",
    "types": "type",
    "stages": "stage",
    "partners": "partner",
    "routes": "route",
    "handovers": "handover",
    "contracts": "contract",
    "solidarity": "solidarity",
}


@dataclass(frozen=True)
class ModelNumber:
    """noun and name: of the row of the model file, name "" for the model itself. field: as in that file."""

    noun: str
    name: str
    field: str
    value: float
    low: float
    high: float
    source: SourceOf


def model_numbers(model: Model) -> tuple[ModelNumber, ...]:
    """All numbers of a model in the order of its file, but for those that are given and equal to the default."""
    found = list(_of_row("model", "", model))
    for plural, noun in NOUNS.items():
        for row in getattr(model, plural):
            found += _of_row(noun, _name(row), row)
    return tuple(found)


def _name(row: Any) -> str:
    if isinstance(row, Handover):
        return f"{row.partner or ANY} > {row.next_partner or ANY}"
    if isinstance(row, Route):
        return f"{row.stage} > {row.to}" + (f" ({row.type})" if row.type else "")
    if hasattr(row, "form"):
        return contract_name(row)
    return str(getattr(row, "name", "") or getattr(row, "rule", ""))


def _of_row(noun: str, name: str, row: Any) -> Iterator[ModelNumber]:
    for field in fields(row):
        value = getattr(row, field.name)
        default = field.default_factory() if field.default_factory is not MISSING else field.default
        if value == default:
            continue
        for label, one in _quantities(field.name, value):
            yield ModelNumber(noun, name, label, one.value, one.low, one.high, one.source)


def _quantities(field: str, value: Any) -> Iterator[tuple[str, Quantity]]:
    """The numbers in a field: one, one per severity or place, or one per name."""
    if isinstance(value, Quantity):
        yield field, value
    elif isinstance(value, Mapping):
        for key, one in value.items():
            yield from _quantities(f"{field} {key}", one)
    elif isinstance(value, tuple):
        several = len(value) > 1
        for place, one in enumerate(value, 1):
            yield from _quantities(f"{field} {place}" if several else field, one)
