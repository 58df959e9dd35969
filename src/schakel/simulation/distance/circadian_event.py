"""Circadian event distribution (CED): at which hours of each weekday things happen."""

import numpy as np
import numpy.typing as npt

from schakel.simulation.distance.circadian_week import DAYS, HOURS, hour_of_week, week_distance
from schakel.simulation.distance.moment import Moments, moments_of
from schakel.simulation.distance.timed_log import TimedLog


def circadian_event_distance(first: TimedLog, second: TimedLog, which: Moments = "both") -> float:
    """Mean over the weekdays of the Wasserstein distance between the hours of the moments, from 0 to 23 hours."""
    return week_distance(_week(first, which), _week(second, which))


def _week(log: TimedLog, which: Moments) -> npt.NDArray[np.int64]:
    return np.bincount(hour_of_week(moments_of(log, which)), minlength=DAYS * HOURS).reshape(DAYS, HOURS)
