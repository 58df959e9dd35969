"""The assumed numbers of a model, and the same model with one of them at another value."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from typing import Any

from schakel.simulation.experiment.moved_together import moved_together
from schakel.simulation.model.model import Model
from schakel.simulation.model.place import ARRAYS
from schakel.simulation.model.quantity import Quantity
from schakel.simulation.model.stage import Stage
from schakel.simulation.target import contract_name

TWICE = 2.0
IF_NONE = 0.02  # a week: of 50 who wait, one becomes worse
MOST_RATE = 5.0


class Whole(StrEnum):
    """What is looked at whether or not anybody assumed it: all rates of becoming worse, all chances to escalate."""

    DETERIORATION = "deterioration"
    ESCALATION = "escalation"


@dataclass(frozen=True)
class Assumption:
    """One assumed number, with the range in which it may lie.

    noun: of the table that it stands in ("model" for none); row: its name there; field: of the row, with a number or a
    key after a dot where the field holds several. A Whole has only that, and is a factor on all of them, unless
    is_rate: then no queue has such a rate and it is one for all of them. is_kind: all assumed numbers of a noun and
    field move together, from -1 (all at their lowest) through 0 (as assumed) to 1 (all at their highest).
    """

    noun: str
    row: str
    field: str
    low: float
    value: float
    high: float
    whole: Whole | None = None
    is_rate: bool = False
    is_kind: bool = False

    @property
    def name(self) -> str:
        """Different for each of a model."""
        return " / ".join(part for part in (self.noun, self.row, self.field) if part)


def assumptions(model: Model) -> tuple[Assumption, ...]:
    """Deterioration and escalation as wholes, where the model can have them, then every assumed number with a range."""
    return (*_wholes(model), *(one for one, _ in _places(model)))


def with_value(model: Model, assumption: Assumption, value: float) -> Model:
    """The model with another value in the place of an assumption."""
    if assumption.whole is not None:
        return _with_whole(model, assumption, value)
    if assumption.is_kind:
        return moved_together(model, assumption.noun, assumption.field, value)
    put = next(put for one, put in _places(model) if one.name == assumption.name)
    return put(value)


def _wholes(model: Model) -> Iterator[Assumption]:
    if any(stage.deterioration.value > 0 for stage in model.stages):
        yield _factor(Whole.DETERIORATION)
    elif any(map(_queues, model.stages)):
        yield Assumption("model", "", Whole.DETERIORATION.value, 0.0, 0.0, IF_NONE, Whole.DETERIORATION, is_rate=True)
    if any(chance.value > 0 for stage in model.stages for chance in stage.escalates):
        yield _factor(Whole.ESCALATION)


def _factor(whole: Whole) -> Assumption:
    return Assumption("model", "", whole.value, 0.0, 1.0, TWICE, whole)


def _with_whole(model: Model, assumption: Assumption, value: float) -> Model:
    def changed(stage: Stage) -> Stage:
        if assumption.whole is Whole.ESCALATION:
            return replace(stage, escalates=tuple(_at(one, min(one.value * value, 1.0)) for one in stage.escalates))
        rate = value if assumption.is_rate else stage.deterioration.value * value
        may = _queues(stage) or not assumption.is_rate
        return replace(stage, deterioration=_at(stage.deterioration, min(rate, MOST_RATE))) if may else stage

    return replace(model, stages=tuple(map(changed, model.stages)))


def _queues(stage: Stage) -> bool:
    return stage.work != "free"


def _at(quantity: Quantity, value: float) -> Quantity:
    return replace(quantity, value=value, low=min(quantity.low, value), high=max(quantity.high, value))


Put = Callable[[float], Model]


def _places(model: Model) -> Iterator[tuple[Assumption, Put]]:
    """Each assumed number with what makes the model with another one."""
    yield from _of_row("model", "", model, lambda row: row)
    for array in ARRAYS:
        rows = getattr(model, array.field)
        for number, row in enumerate(rows):

            def put(new: Any, field: str = array.field, rows: Any = rows, number: int = number) -> Model:
                changed: dict[str, Any] = {field: (*rows[:number], new, *rows[number + 1 :])}
                return replace(model, **changed)

            yield from _of_row(array.table, _row_name(array.table, row, number), row, put)


def _of_row(noun: str, name: str, row: Any, put: Callable[[Any], Model]) -> Iterator[tuple[Assumption, Put]]:
    for field in fields(row):
        for key, quantity in _quantities(getattr(row, field.name)):
            if quantity.source != "assumed" or quantity.is_certain:
                continue

            def at(value: float, field: str = field.name, key: Any = key, of: Quantity = quantity) -> Model:
                return put(replace(row, **{field: _with(getattr(row, field), key, _at(of, value))}))

            label = field.name if key is None else f"{field.name}.{key}"
            yield Assumption(noun, name, label, quantity.low, quantity.value, quantity.high), at


def _quantities(value: Any) -> Iterator[tuple[Any, Quantity]]:
    """The numbers of a field, each with its place in it."""
    if isinstance(value, Quantity):
        yield None, value
    elif isinstance(value, Mapping):
        yield from ((key, one) for key, one in value.items() if isinstance(one, Quantity))
    elif isinstance(value, tuple):
        yield from ((number, one) for number, one in enumerate(value) if isinstance(one, Quantity))


def _with(value: Any, key: Any, new: Quantity) -> Any:
    if key is None:
        return new
    if isinstance(value, Mapping):
        return {**value, key: new}
    return (*value[:key], new, *value[key + 1 :])


def _row_name(noun: str, row: Any, number: int) -> str:
    if noun == "contract":
        return contract_name(row)
    if noun == "handover":
        return f"{row.partner or '*'} > {row.next_partner or '*'}"
    if noun == "route":
        return f"{row.stage} > {row.to}" + (f" ({row.type})" if row.type else "")
    return getattr(row, "name", str(number + 1))
