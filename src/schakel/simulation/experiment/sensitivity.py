"""What a compared effect does when one assumed number is moved through its range and the others stay."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from schakel.simulation.experiment.interval import LEVEL, Interval, joint_level, mean_interval

POINTS = 5
Evaluate = Callable[[str, float], npt.ArrayLike]


class Sign(StrEnum):
    """holds: every interval lies on the same side of zero. flips: some lie above and some below. unclear: the rest."""

    HOLDS = "holds"
    FLIPS = "flips"
    UNCLEAR = "unclear"


@dataclass(frozen=True)
class SensitivityLine:
    """The effect along the range of one assumed number.

    at: values of the number, rising, the assumed one among them. effects: interval per value; those of one line hold
    together at the level asked. crossings: where the mean, drawn straight between the points, passes through zero.
    """

    name: str
    assumed: float
    at: tuple[float, ...]
    effects: tuple[Interval, ...]
    sign: Sign
    crossings: tuple[float, ...]


def sensitivity_lines(
    ranges: Mapping[str, tuple[float, float, float]], evaluate: Evaluate, *, points: int = POINTS, level: float = LEVEL
) -> tuple[SensitivityLine, ...]:
    """One line per name of ranges {name: (low, value, high)}, in their order.

    evaluate(name, value) gives the compared effect per replication (replications,) with that number at that value; it
    is asked once per name and value, with a grid of `points` from low to high and the assumed value itself.
    """
    return tuple(_line(name, limits, evaluate, points, level) for name, limits in ranges.items())


def sign_of(effects: Iterable[Interval]) -> Sign:
    """What the intervals together say of the direction; an interval that touches zero says nothing."""
    sides = {0 if one.covers(0.0) else (1 if one.low > 0 else -1) for one in effects}
    if {1, -1} <= sides:
        return Sign.FLIPS
    return Sign.HOLDS if sides in ({1}, {-1}) else Sign.UNCLEAR


def _line(
    name: str, limits: tuple[float, float, float], evaluate: Evaluate, points: int, level: float
) -> SensitivityLine:
    low, assumed, high = (float(limit) for limit in limits)
    if not low <= assumed <= high or points < 2:
        raise ValueError(f"{name}: low <= value <= high and at least two points")
    grid = [float(value) for value in np.linspace(low, high, points)]
    at = tuple(sorted({*grid, assumed}))
    each = joint_level(level, len(at))
    effects = tuple(mean_interval(evaluate(name, value), each) for value in at)
    return SensitivityLine(name, assumed, at, effects, sign_of(effects), _crossings(at, [one.value for one in effects]))


def _crossings(at: tuple[float, ...], means: list[float]) -> tuple[float, ...]:
    found = []
    for place in range(1, len(at)):
        one, two = means[place - 1], means[place]
        if one * two < 0:
            found.append(at[place - 1] + (at[place] - at[place - 1]) * one / (one - two))
    return tuple(found)
