"""How many weeks at the start of a run still show that the model began empty.

MSER: White (1997), An effective truncation heuristic for bias reduction in simulation output, Simulation 69(6).
In batches of five: White, Cobb and Spratt (2000), A comparison of five steady-state truncation heuristics, WSC.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

BATCH = 5
LEAST_BATCHES = 10


@dataclass(frozen=True)
class WarmUp:
    """cut: index of the first week to keep, a multiple of five.

    is_long_enough: False when the best cut found is the last one allowed, halfway: the run may still be warming up.
    A series that grows ever faster is not noticed: that it settles at all must be known otherwise.
    """

    cut: int
    is_long_enough: bool


def mser5(series: npt.ArrayLike) -> WarmUp:
    """From a weekly series (weeks,), or (replications, weeks), which is averaged first.

    The cut with the smallest squared standard error of the mean of what is kept, among cuts in the first half; the
    earliest of equals. A last batch of fewer than five weeks is left out. ValueError below fifty weeks.
    """
    weekly = np.atleast_2d(np.asarray(series, dtype=np.float64)).mean(axis=0)
    batches = weekly.size // BATCH
    if batches < LEAST_BATCHES:
        raise ValueError(f"a warm-up cannot be found in fewer than {BATCH * LEAST_BATCHES} weeks")
    if not np.isfinite(weekly).all():
        raise ValueError("every week must have a finite number")
    means = weekly[: batches * BATCH].reshape(batches, BATCH).mean(axis=1)
    means = means - means[-1]  # so that a constant series has exactly no spread
    errors = [means[cut:].var() / (batches - cut) for cut in range(batches // 2 + 1)]
    best = int(np.argmin(errors))
    return WarmUp(best * BATCH, best < batches // 2)
