"""Circadian workforce distribution (CWD): at which hours of each weekday how many are at work."""

import numpy as np
import numpy.typing as npt

from schakel.simulation.distance.circadian_week import DAYS, HOURS, hour_of_week, week_distance
from schakel.simulation.distance.label_code import label_codes
from schakel.simulation.distance.moment import HOUR_US, moments_of
from schakel.simulation.distance.timed_log import TimedLog


def circadian_workforce_distance(first: TimedLog, second: TimedLog) -> float:
    """Mean over the weekdays of the Wasserstein distance between the workforce by hour, from 0 to 23 hours.

    It compares at which hours they work, not how many they are: each weekday is scaled to mass 1. ValueError where a
    log has no resources.
    """
    return week_distance(_week(first), _week(second))


def _week(log: TimedLog) -> npt.NDArray[np.int64]:
    """Mean number of resources with a start or end in the hour, over the days of that weekday with any event.

    In hundredths, the rest cut off, as log-distance-measures counts it.
    """
    if log.resource is None:
        raise ValueError("the workforce needs the resources of both logs")
    hours = moments_of(log, "both") // HOUR_US
    resource, known = label_codes(log.resource)
    at_work = np.unique(hours * known + np.concatenate((resource, resource))) // known  # each of them once an hour
    counts = np.bincount(hour_of_week(at_work * HOUR_US), minlength=DAYS * HOURS).reshape(DAYS, HOURS)
    midnights = np.unique(hours // HOURS) * HOURS * HOUR_US
    days = np.bincount(hour_of_week(midnights) // HOURS, minlength=DAYS)[:, np.newaxis]
    return np.floor(counts / np.maximum(days, 1) * 100).astype(np.int64)
