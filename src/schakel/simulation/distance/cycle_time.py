"""Cycle time distribution (CTD): how long cases take."""

from datetime import timedelta

from schakel.simulation.distance.case_span import case_spans
from schakel.simulation.distance.moment import HOUR, binned
from schakel.simulation.distance.timed_log import TimedLog
from schakel.simulation.distance.wasserstein import wasserstein


def cycle_time_distance(first: TimedLog, second: TimedLog, bin_size: timedelta = HOUR) -> float:
    """Wasserstein distance between the binned times from first start to last end, in bins.

    Bins begin at the shortest time in either log, not at zero.
    """
    spans = [case_spans(log) for log in (first, second)]
    lasted = [span.last_end - span.first_start for span in spans]
    shortest = min(int(times.min()) for times in lasted)
    bins = [binned(times, shortest, bin_size) for times in lasted]
    return wasserstein(*bins)
