"""A model with all assumed numbers of one kind moved through their ranges at once."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from schakel.simulation.model.model import Model
from schakel.simulation.model.place import ARRAYS
from schakel.simulation.model.quantity import Quantity


def moved_together(model: Model, noun: str, field: str, part: float) -> Model:
    """noun: the table ("model" for none). part: from -1, all as low as they may be, through 0 to 1, all as high."""
    if noun == "model":
        return replace(model, **{field: _moved(getattr(model, field), part)})
    array = next(one for one in ARRAYS if one.table == noun)
    rows = tuple(replace(row, **{field: _moved(getattr(row, field), part)}) for row in getattr(model, array.field))
    changed: dict[str, Any] = {array.field: rows}
    return replace(model, **changed)


def _moved(value: Any, part: float) -> Any:
    if isinstance(value, Quantity):
        return _at(value, part) if value.source == "assumed" else value
    if isinstance(value, Mapping):
        return {key: _moved(one, part) for key, one in value.items()}
    return tuple(_moved(one, part) for one in value) if isinstance(value, tuple) else value


def _at(one: Quantity, part: float) -> Quantity:
    end = one.high if part > 0 else one.low
    return replace(one, value=one.value + abs(part) * (end - one.value))
