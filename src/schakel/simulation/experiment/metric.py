"""A number that says how a run went, and which way is better."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

import numpy as np

from schakel.simulation.experiment.estimate import Array
from schakel.simulation.experiment.yardstick import Yardstick
from schakel.simulation.result import Result

Measure: TypeAlias = Callable[[Result, Yardstick], Array | float]


class Direction(StrEnum):
    """Which way is better. neither: it tells what happened, and is not to be steered on."""

    LESS = "less"
    MORE = "more"
    NEITHER = "neither"


@dataclass(frozen=True)
class Metric:
    """unit: a key of texts simulation.unit. value: of a run, NaN where nothing happened that it could be told of.

    parts: the same by `axes` (keys of `Yardstick.labels`), None where it has none; with is_sum they add up to the
    value. is_money: EUR that municipalities spend. is_right: a right of residents that was not honoured.
    """

    name: str
    unit: str
    direction: Direction
    value: Measure
    parts: Measure | None = None
    axes: tuple[str, ...] = ()
    is_sum: bool = True
    is_money: bool = False
    is_right: bool = False

    @property
    def text(self) -> str:
        """Key of its texts, `<text>.name` and `<text>.about`."""
        return f"simulation.metric.{self.name}"

    def gain(self, of: Array, than: Array) -> Array:
        """By how much `of` is better than `than`; where neither way is, by how much it is less."""
        return of - than if self.direction is Direction.MORE else than - of


def summed(
    name: str,
    unit: str,
    direction: Direction,
    parts: Callable[[Result, Yardstick], Array],
    axes: tuple[str, ...],
    *,
    is_money: bool = False,
    is_right: bool = False,
) -> Metric:
    """A metric whose parts add up to its value."""
    return Metric(
        name,
        unit,
        direction,
        lambda result, yard: float(parts(result, yard).sum()),
        parts,
        axes,
        is_money=is_money,
        is_right=is_right,
    )


def ratio(
    name: str,
    unit: str,
    direction: Direction,
    over: Callable[[Result, Yardstick], tuple[Array, Array]],
    axes: tuple[str, ...],
) -> Metric:
    """A metric that is one sum over another, of all parts together or of each by itself."""

    def value(result: Result, yard: Yardstick) -> float:
        above, below = over(result, yard)
        return float(quotient(above.sum(), below.sum()))

    return Metric(name, unit, direction, value, lambda result, yard: quotient(*over(result, yard)), axes, is_sum=False)


def quotient(above: Array | float, below: Array | float) -> Array:
    """above / below, NaN where below is zero."""
    one, other = np.asarray(above, dtype=np.float64), np.asarray(below, dtype=np.float64)
    found = np.full(np.broadcast_shapes(one.shape, other.shape), np.nan)
    np.divide(one, other, out=found, where=other != 0)
    return found
