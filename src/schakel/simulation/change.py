"""One change of a scenario, and whether a model and the registry of levers allow it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from math import isfinite

from schakel.simulation.levers import Lever, levers
from schakel.simulation.model.model import Model
from schakel.simulation.model.row_reading import RowReading, nearest
from schakel.simulation.target import names_of, own_number, targets

FORMS = '8 | "+10%" | "-40%" | "x0.6"'
_PERCENT = re.compile(r"([+-]\d+(?:[.,]\d+)?) ?%")
_TIMES = re.compile(r"[x×] ?(\d+(?:[.,]\d+)?)")


@dataclass(frozen=True)
class Change:
    """What a cause does, from from_week up to to_week (None: until the end), in weeks after the warm-up.

    who: a name of the lever's noun, or *. key: of a lever. value: a number, a word of the lever, or a relative form of
    the model's own number: "+10%", "-40%", "x0.6".
    """

    cause: str
    from_week: float
    to_week: float | None
    who: str
    key: str
    value: float | str


def factor(value: float | str) -> float | None:
    """What a relative value multiplies the model's own number by; None when it is not relative."""
    if not isinstance(value, str):
        return None
    if found := _PERCENT.fullmatch(value.strip()):
        return 1 + float(found[1].replace(",", ".")) / 100
    if found := _TIMES.fullmatch(value.strip()):
        return float(found[1].replace(",", "."))
    return None


def number(lever: Lever, value: float | str) -> float | None:
    """The number that a value stands for by itself; None when it is relative or not a value of this lever."""
    if isinstance(value, str):
        return float(lever.words.index(value)) if value in lever.words else None
    return float(value) if isfinite(value) else None


def note_problems(reading: RowReading, place: str, change: Change, model: Model) -> None:
    """Note all that is wrong with a change: its key, whom it is about, its weeks, and its number."""
    if not 0 <= change.from_week < model.weeks:
        reading.problem("scenario_from", place, "from_week", f"{change.from_week:g}", f"0 – {model.weeks - 1}")
    elif change.to_week is not None and not change.to_week > change.from_week:
        reading.problem("scenario_to", place, "to_week", f"{change.to_week:g}", f"> {change.from_week:g}")
    if not change.cause:
        reading.problem("model_field_missing", place, "cause", allowed='"..."')
    lever = levers().get(change.key)
    if lever is None:
        reading.problem("scenario_key", place, "key", change.key, nearest(change.key, levers(), 40))
        return
    found = targets(lever.of, change.who, model)
    if not found:
        options = names_of(lever.of, model)
        allowed = nearest(change.who, options) or "-"
        reading.problem("scenario_who", place, "who", change.who or '""', allowed)
        return
    _note_value(reading, place, change, lever, {name: own_number(lever, name, model) for name in found})


def _note_value(reading: RowReading, place: str, change: Change, lever: Lever, own: dict[str, float]) -> None:
    times, plain = factor(change.value), number(lever, change.value)
    if times is None and plain is None:
        allowed = " | ".join(f'"{word}"' for word in lever.words) or FORMS
        reading.problem("scenario_value", place, "value", change.value, allowed)
    elif times is not None and lever.is_whole:
        allowed = " | ".join(f'"{word}"' for word in lever.words) or f"{lever.low:g} – {lever.high:g}"
        reading.problem("scenario_not_relative", place, "value", change.value, allowed)
    elif times is not None and not any(own.values()):
        reading.problem("scenario_own_zero", place, "value", change.value, f"{lever.low:g} – {lever.high:g}")
    else:
        _note_bounds(reading, place, change, lever, list(_numbers(times, plain, own)))


def _numbers(times: float | None, plain: float | None, own: dict[str, float]) -> Iterator[float]:
    for value in own.values():
        yield value * times if times is not None else plain or 0.0


def _note_bounds(reading: RowReading, place: str, change: Change, lever: Lever, numbers: list[float]) -> None:
    outside = next((one for one in numbers if not lever.low <= one <= lever.high), None)
    allowed = f"{lever.low:g} – {lever.high:g}" + (f" ({lever.sign})" if lever.sign else "")
    if outside is not None:
        is_relative = factor(change.value) is not None
        value = f"{change.value} = {outside:g}" if is_relative else f"{outside:g}"
        reading.problem("scenario_bounds", place, "value", value, allowed)
    elif lever.is_whole and any(one != int(one) for one in numbers):
        reading.problem("scenario_whole", place, "value", f"{numbers[0]:g}", allowed)
