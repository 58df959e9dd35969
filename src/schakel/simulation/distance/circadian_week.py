"""Mass per weekday and hour, and the distance between two such weeks."""

import numpy as np
import numpy.typing as npt

from schakel.simulation.distance.moment import HOUR_US, Microseconds

DAYS, HOURS = 7, 24
FARTHEST = HOURS - 1.0
_MONDAY = 3 * HOURS  # 1970-01-01 was a Thursday


def hour_of_week(microseconds: Microseconds) -> npt.NDArray[np.int64]:
    """0 for Monday from midnight to one, 167 for the last hour of Sunday."""
    return (microseconds // HOUR_US + _MONDAY) % (DAYS * HOURS)


def week_distance(first: npt.NDArray[np.int64], second: npt.NDArray[np.int64]) -> float:
    """Mean over the seven weekdays of the Wasserstein distance between their hours, from 0 to 23.

    first, second: mass by weekday from Monday and hour, shape (7, 24); each weekday is scaled to mass 1. A weekday that
    only one of them has counts as 23, one that neither has as 0. Midnight is an end of the line: 23 h is far from 0 h.
    """
    totals = first.sum(axis=1), second.sum(axis=1)
    shares = [
        mass.cumsum(axis=1) / np.maximum(total, 1)[:, np.newaxis]
        for mass, total in zip((first, second), totals, strict=True)
    ]
    apart = np.abs(shares[0] - shares[1]).sum(axis=1)
    apart[(totals[0] == 0) != (totals[1] == 0)] = FARTHEST
    return float(apart.mean())
