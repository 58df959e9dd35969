"""A mean over replications with its standard error, for one outcome or for many cells at once.

Only `scipy.special` is used, and only when needed: `scipy.stats` takes most of a second to import.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Estimate:
    """mean, error and freedom all have the shape of the cells, () for one outcome.

    error: standard error of the mean, in the unit of the outcome. freedom: degrees of freedom of Student's t.
    """

    mean: Array
    error: Array
    freedom: Array

    def bounds(self, level: float) -> tuple[Array, Array]:
        """Low and high of the two-sided interval at this level."""
        half = t_factor(self.freedom, level) * self.error
        return self.mean - half, self.mean + half

    def p_values(self, rounding: float = 0.0) -> Array:
        """Two-sided p of a true mean of zero. A mean of at most `rounding` counts as zero, so that p is 1.

        Without spread there is no doubt: p is 0 unless the mean is zero.
        """
        from scipy import special

        size = np.abs(self.mean)
        ratio = np.where(size > rounding, np.inf, 0.0)
        np.divide(size, self.error, out=ratio, where=(self.error > 0) & (size > rounding))
        return np.asarray(2.0 * special.stdtr(self.freedom, -ratio), dtype=np.float64)


def t_factor(freedom: Array | float, level: float) -> Array:
    """Student's t that leaves (1 - level) / 2 above it."""
    from scipy import special

    if not 0 < level < 1:
        raise ValueError(f"level must lie between 0 and 1, not {level}")
    return np.asarray(special.stdtrit(freedom, (1.0 + level) / 2.0), dtype=np.float64)


def as_samples(samples: Any) -> Array:
    """The samples as floats, replications first; ValueError with fewer than two or with a value that is not finite."""
    array = np.asarray(samples, dtype=np.float64)
    if array.ndim == 0 or array.shape[0] < 2:
        raise ValueError("an interval needs at least two replications")
    if not np.isfinite(array).all():
        raise ValueError("every replication must give a finite number")
    return array


def estimate(samples: npt.ArrayLike) -> Estimate:
    """From samples (replications, ...cells) of independent replications."""
    array = as_samples(samples)
    n = array.shape[0]
    error = np.asarray(array.std(axis=0, ddof=1) / np.sqrt(n))
    return Estimate(np.asarray(array.mean(axis=0)), error, np.full(error.shape, n - 1.0))
