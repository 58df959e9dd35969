"""Absolute event distribution (AED): when, on the calendar, things happen."""

from datetime import timedelta

from schakel.simulation.distance.moment import HOUR, Moments, binned, hour_before, moments_of
from schakel.simulation.distance.timed_log import TimedLog
from schakel.simulation.distance.wasserstein import wasserstein


def absolute_event_distance(
    first: TimedLog, second: TimedLog, which: Moments = "both", bin_size: timedelta = HOUR
) -> float:
    """Wasserstein distance between the binned moments of both logs, in bins.

    Bins begin at the hour of the earliest start in either log, or of the earliest end where only ends count.
    """
    leading: Moments = "ended" if which == "ended" else "started"
    origin = hour_before(min(int(moments_of(log, leading).min()) for log in (first, second)))
    bins = [binned(moments_of(log, which), origin, bin_size) for log in (first, second)]
    return wasserstein(*bins)
