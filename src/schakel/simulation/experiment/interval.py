"""Intervals over replications: of a mean, of a paired difference, and of several at once."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from schakel.simulation.experiment.estimate import Array, Estimate, as_samples, estimate, t_factor

LEVEL = 0.95


@dataclass(frozen=True)
class Interval:
    """An estimate with its bounds, in the unit of the outcome."""

    value: float
    low: float
    high: float

    @property
    def half_width(self) -> float:
        """Half the distance between the bounds."""
        return (self.high - self.low) / 2.0

    def covers(self, value: float = 0.0) -> bool:
        """Whether the value lies within the bounds, bounds included."""
        return self.low <= value <= self.high


@dataclass(frozen=True, eq=False)
class Band:
    """An interval per cell: three arrays of the shape of the cells, () for one outcome."""

    value: Array
    low: Array
    high: Array

    def at(self, *cell: int) -> Interval:
        """The interval of one cell; without a cell, of the one outcome."""
        return Interval(float(self.value[cell]), float(self.low[cell]), float(self.high[cell]))


def band_of(found: Estimate, level: float = LEVEL) -> Band:
    """The estimate with its bounds, each cell at this level by itself."""
    return Band(found.mean, *found.bounds(level))


def mean_band(samples: npt.ArrayLike, level: float = LEVEL) -> Band:
    """Student t interval of the mean per cell, from samples (replications, ...cells)."""
    return band_of(estimate(samples), level)


def mean_interval(samples: npt.ArrayLike, level: float = LEVEL) -> Interval:
    """Student t interval of the mean, from samples (replications,). ValueError with fewer than two."""
    return mean_band(_one_outcome(samples), level).at()


def paired_difference(a: npt.ArrayLike, b: npt.ArrayLike, level: float = LEVEL) -> Interval:
    """Interval of the mean of a - b, where both (replications,) ran on the same seeds in the same order."""
    one, other = _one_outcome(a), _one_outcome(b)
    if one.shape != other.shape:
        raise ValueError("a paired difference needs the same replications on both sides")
    return mean_interval(one - other, level)


def joint_level(level: float, n: int) -> float:
    """Level for each of n intervals, so that all hold together with at least `level` (Bonferroni)."""
    if n < 1:
        raise ValueError("at least one interval")
    return 1.0 - (1.0 - level) / n


def holm(p_values: npt.ArrayLike) -> Array:
    """P-values adjusted for all of them together (Holm 1979), in the same shape.

    Naming only what stays below 1 - level gives a false name with a chance of at most 1 - level, however they depend.
    """
    given = np.asarray(p_values, dtype=np.float64)
    flat = given.ravel()
    order = np.argsort(flat, kind="stable")
    raised = np.maximum.accumulate(flat[order] * np.arange(flat.size, 0, -1))
    adjusted = np.empty_like(flat)
    adjusted[order] = np.minimum(raised, 1.0)
    return adjusted.reshape(given.shape)


def distinguishable(
    estimates: Sequence[Estimate], level: float = LEVEL, rounding: float = 0.0
) -> npt.NDArray[np.bool_]:
    """Which means differ from zero, adjusted for all estimates and all their cells together: (estimates, ...cells).

    rounding: means of at most this size count as zero, whatever their spread.
    """
    if not estimates:
        return np.zeros(0, dtype=np.bool_)
    adjusted = holm(np.stack([one.p_values(rounding) for one in estimates]))
    return np.asarray(adjusted < 1.0 - level)


def needed_replications(samples: npt.ArrayLike, half_width: float, level: float = LEVEL) -> int:
    """Replications in total for a half-width of at most this, given the spread of the samples (replications,).

    Never fewer than there are. A plan, not a promise: the spread of the rest may differ.
    """
    pilot = _one_outcome(samples)
    if half_width <= 0:
        raise ValueError("half_width must be more than zero")
    spread = float(pilot.std(ddof=1))

    def is_enough(n: int) -> bool:
        return float(t_factor(n - 1, level)) * spread <= half_width * math.sqrt(n)

    low = high = pilot.size
    while not is_enough(high):
        low, high = high + 1, high * 2
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if is_enough(middle) else (middle + 1, high)
    return high


def _one_outcome(samples: npt.ArrayLike) -> Array:
    array = as_samples(samples)
    if array.ndim != 1:
        raise ValueError("one number per replication")
    return array
