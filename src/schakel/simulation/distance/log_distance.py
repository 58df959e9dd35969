"""All distances between two logs at once."""

from dataclasses import dataclass
from datetime import timedelta

from schakel.simulation.distance.absolute_event import absolute_event_distance
from schakel.simulation.distance.case_arrival import case_arrival_distance
from schakel.simulation.distance.circadian_event import circadian_event_distance
from schakel.simulation.distance.circadian_workforce import circadian_workforce_distance
from schakel.simulation.distance.cycle_time import cycle_time_distance
from schakel.simulation.distance.moment import HOUR
from schakel.simulation.distance.n_gram import n_gram_distance
from schakel.simulation.distance.relative_event import relative_event_distance
from schakel.simulation.distance.timed_log import TimedLog


@dataclass(frozen=True)
class LogDistances:
    """n_gram: from 0 to 1. circadian_event, circadian_workforce: from 0 to 23 hours. The others: in bins, no maximum.

    circadian_workforce is None where a log has no resources.
    """

    n_gram: float
    absolute_event: float
    circadian_event: float
    relative_event: float
    case_arrival: float
    cycle_time: float
    circadian_workforce: float | None


def log_distances(first: TimedLog, second: TimedLog, n: int = 3, bin_size: timedelta = HOUR) -> LogDistances:
    """Seven measures after Chapela-Campa et al. (BPM 2023), of starts and ends together. Each hides what others show.

    Equal to log-distance-measures 2.2.0 with its metric WASSERSTEIN and only n-grams normalised.
    """
    staffed = first.resource is not None and second.resource is not None
    return LogDistances(
        n_gram=n_gram_distance(first, second, n),
        absolute_event=absolute_event_distance(first, second, bin_size=bin_size),
        circadian_event=circadian_event_distance(first, second),
        relative_event=relative_event_distance(first, second, bin_size=bin_size),
        case_arrival=case_arrival_distance(first, second, bin_size),
        cycle_time=cycle_time_distance(first, second, bin_size),
        circadian_workforce=circadian_workforce_distance(first, second) if staffed else None,
    )
