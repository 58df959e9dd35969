"""Whether a model can be simulated: what each field says, and how the parts fit together."""

import dataclasses
from collections.abc import Iterator, Mapping
from typing import Any

from schakel.chain.problem import Problem, refuse
from schakel.simulation.model.limits import LENGTHS, limit
from schakel.simulation.model.model import Model
from schakel.simulation.model.name_checks import domain_problems, double_problems, name_problems, unknown_problems
from schakel.simulation.model.place import ARRAYS, MODEL, placed, said
from schakel.simulation.model.quantity import Quantity
from schakel.simulation.model.reach import reach_problems
from schakel.simulation.model.rule_checks import rule_problems, share_problems


def check_model(model: Model, file: str = "") -> None:
    """Refusal when a model, read or made by a program, cannot be simulated. file: the name in its sentences."""
    file = file or model.name
    refuse(field_problems(model, file))
    refuse(cross_problems(model, file))


def field_problems(model: Model, file: str) -> list[Problem]:
    """What is wrong within single fields: bounds, ranges and lengths."""
    rows: list[tuple[str, Any]] = [(MODEL, model), *((place, row) for _, place, row in placed(model))]
    found = [problem for place, row in rows for problem in _row_problems(file, place, row)]
    for array in ARRAYS[:5]:
        if not getattr(model, array.field):
            found.append(_problem("model_table_empty", file, f"[[{array.table}]]", array.table, "", ""))
    return found


def cross_problems(model: Model, file: str) -> list[Problem]:
    """What is wrong between fields and tables. Where routes lead is looked at when all names are known."""
    found = [
        *name_problems(model, file),
        *double_problems(model, file),
        *unknown_problems(model, file),
        *domain_problems(model, file),
        *rule_problems(model, file),
        *share_problems(model, file),
    ]
    return found or list(reach_problems(model, file))


def _row_problems(file: str, place: str, row: Any) -> Iterator[Problem]:
    """At most one problem per field."""
    for one in dataclasses.fields(row):
        value = getattr(row, one.name)
        lengths = LENGTHS.get(type(row), {}).get(one.name, ())
        if lengths and len(value) not in lengths:
            allowed = ", ".join(str(length) for length in lengths if length)
            yield _problem("model_length", file, place, one.name, str(len(value)), allowed)
            continue
        bounds = limit(type(row), one.name)
        for number in _numbers(value):
            low, middle, high = _range(number)
            if not (low <= middle <= high):
                yield _problem("model_range", file, place, one.name, f"{low:g}, {middle:g}, {high:g}", "")
                break
            outside = next((part for part in (middle, low, high) if not bounds.holds(part)), None)
            if outside is not None:
                yield _problem("model_bounds", file, place, one.name, f"{outside:g}", str(bounds))
                break


def _numbers(value: Any) -> Iterator[Quantity | float]:
    if isinstance(value, Quantity) or (isinstance(value, int | float) and not isinstance(value, bool)):
        yield value
    elif isinstance(value, tuple | Mapping):
        for one in value.values() if isinstance(value, Mapping) else value:
            yield from _numbers(one)


def _range(number: Quantity | float) -> tuple[float, float, float]:
    return (number.low, number.value, number.high) if isinstance(number, Quantity) else (number, number, number)


def _problem(code: str, file: str, place: str, column: str, value: str, allowed: str) -> Problem:
    return Problem(code, file, column=column, value=said(value), allowed=allowed, more=(("place", place),))
