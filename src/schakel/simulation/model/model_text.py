"""A model as the text of MODEL.toml: short lines, in a fixed order, and only what differs from the default."""

import dataclasses
import re
from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import Any

from schakel.data.deliveries.proposal.toml_text import quoted
from schakel.simulation.model.client_type import ClientType
from schakel.simulation.model.contract import Contract
from schakel.simulation.model.field_kind import default
from schakel.simulation.model.handover import Handover
from schakel.simulation.model.model import Model
from schakel.simulation.model.municipality import Municipality
from schakel.simulation.model.partner import Partner
from schakel.simulation.model.place import ARRAYS
from schakel.simulation.model.quantity import Quantity
from schakel.simulation.model.route import Route
from schakel.simulation.model.solidarity import Solidarity
from schakel.simulation.model.stage import Stage

WIDTH = 100
FIRST = ("format", "name", "start", "weeks", "warm_up")
# Written even where they are as by default, because a person will want to change them.
ALWAYS: dict[type[Any], tuple[str, ...]] = {
    Model: FIRST,
    Municipality: ("budget", "threshold", "admission"),
    ClientType: ("severity", "households"),
    Stage: ("line", "work", "helps", "deterioration", "leaving", "norm"),
    Partner: ("people", "slots", "absence"),
    Route: (),
    Handover: ("partner", "next_partner", "delay", "lost", "kept"),
    Contract: ("municipality", "stage", "cap"),
    Solidarity: ("rule",),
}
MEETING = ("every", "places")  # likewise, of a stage with meetings
_BARE = re.compile(r"[A-Za-z0-9_-]+")


def model_text(model: Model, *, apart: Collection[str] = ()) -> str:
    """The text of a model's file. apart: stages whose table stands in the Parquet file, under the stage's name."""
    rows = {array.field for array in ARRAYS}
    scalars = [one for one in dataclasses.fields(Model) if one.name not in rows]
    first = sorted(scalars, key=lambda one: FIRST.index(one.name) if one.name in FIRST else len(FIRST))
    lines = ["[model]", *_lines(model, first)]
    for array in ARRAYS:
        for row in getattr(model, array.field):
            lines += ["", f"[[{array.table}]]", *_row(row, array.table, apart)]
    return "\n".join(lines) + "\n"


def number(value: float) -> str:
    """A number as TOML reads it back exactly; whole ones without a point."""
    return str(int(value)) if float(value).is_integer() and abs(value) < 1e15 else repr(float(value))


def _row(row: Any, table: str, apart: Collection[str]) -> Iterator[str]:
    fields = list(dataclasses.fields(row))
    long = [one for one in fields if _is_long(getattr(row, one.name))]
    for line in _lines(row, [one for one in fields if one not in long]):
        is_apart = line.startswith("table = ") and isinstance(row, Stage) and row.name in apart
        yield f"table = {quoted(row.name)}" if is_apart else line
    for one in long:  # an inline table must stand on one line; this form need not
        yield f"[{table}.{one.name}]"
        yield from (f"{_key(key)} = {_value(value)}" for key, value in getattr(row, one.name).items())


def _lines(row: Any, fields: list[dataclasses.Field[Any]]) -> Iterator[str]:
    always = ALWAYS[type(row)] + (MEETING if isinstance(row, Stage) and row.work == "slotted" else ())
    for one in fields:
        value = getattr(row, one.name)
        if one.name in always or value != default(one):
            yield f"{one.name} = {_broken(value, len(one.name) + 3)}"


def _is_long(value: Any) -> bool:
    return isinstance(value, Mapping) and len(_value(value)) > WIDTH - 20


def _broken(value: Any, indent: int) -> str:
    """A value on one line, or a list on several lines where one would be too long."""
    text = _value(value)
    if len(text) + indent <= WIDTH or not isinstance(value, tuple):
        return text
    lines = [""]
    for part in map(_value, value):
        if len(lines[-1]) + len(part) > WIDTH - 8:
            lines.append("")
        lines[-1] += f" {part},"
    return "\n".join(["[", *(f"   {line}" for line in lines), "]"])


def _value(value: Any) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return quoted(value)
        case int() | float():
            return number(value)
        case date():
            return value.isoformat()
        case Quantity():
            return _quantity(value)
        case tuple():
            single = len(value) == 1 and isinstance(value[0], Quantity)
            return _value(value[0]) if single else f"[{', '.join(map(_value, value))}]"
    return "{" + ", ".join(f"{_key(key)} = {_value(one)}" for key, one in value.items()) + "}"


def _quantity(quantity: Quantity) -> str:
    parts = [f"value = {number(quantity.value)}"]
    if (quantity.low, quantity.high) != (quantity.value, quantity.value):
        parts += [f"low = {number(quantity.low)}", f"high = {number(quantity.high)}"]
    if quantity.source != "given":
        parts.append(f"source = {quoted(quantity.source)}")
    return number(quantity.value) if len(parts) == 1 else "{" + ", ".join(parts) + "}"


def _key(key: str) -> str:
    return key if _BARE.fullmatch(key) else quoted(key)
