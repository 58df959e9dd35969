"""Case arrival rate (CAR): when, on the calendar, cases begin."""

from datetime import timedelta

from schakel.simulation.distance.case_span import case_spans
from schakel.simulation.distance.moment import HOUR, binned, hour_before
from schakel.simulation.distance.timed_log import TimedLog
from schakel.simulation.distance.wasserstein import wasserstein


def case_arrival_distance(first: TimedLog, second: TimedLog, bin_size: timedelta = HOUR) -> float:
    """Wasserstein distance between the binned first starts of the cases, in bins from the hour of the earliest one."""
    arrivals = [case_spans(log).first_start for log in (first, second)]
    origin = hour_before(min(int(arrival.min()) for arrival in arrivals))
    bins = [binned(arrival, origin, bin_size) for arrival in arrivals]
    return wasserstein(*bins)
