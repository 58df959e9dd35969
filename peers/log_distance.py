"""Run in an environment with log-distance-measures: our seven distances beside its own, and the time both take.

python peers/log_distance.py [events per log, 7500 if not given]
"""

import importlib.metadata
import statistics
import sys
import time
from collections.abc import Callable
from datetime import timedelta

import numpy as np
import pandas as pd
from log_distance_measures.absolute_event_distribution import absolute_event_distribution_distance
from log_distance_measures.case_arrival_distribution import case_arrival_distribution_distance
from log_distance_measures.circadian_event_distribution import circadian_event_distribution_distance
from log_distance_measures.circadian_workforce_distribution import circadian_workforce_distribution_distance
from log_distance_measures.config import DEFAULT_CSV_IDS as IDS
from log_distance_measures.cycle_time_distribution import cycle_time_distribution_distance
from log_distance_measures.n_gram_distribution import n_gram_distribution_distance
from log_distance_measures.relative_event_distribution import relative_event_distribution_distance

from schakel.simulation.distance.log_distance import LogDistances, log_distances
from schakel.simulation.distance.timed_log import TimedLog

ACTIVITIES = np.array(["Melding", "Intake", "Onderzoek", "Beschikking", "Zorg", "Evaluatie", "Nazorg"])
RUNS = 5
ENOUGH = 20


def made(seed: int, events: int, mean_wait_days: float) -> TimedLog:
    """A log of a year in which a case has seven or eight steps, with a wait before each of them."""
    rng = np.random.default_rng(seed)
    steps = np.resize([7, 8], 2 * events // 15 + 1)
    case = np.repeat(np.arange(len(steps)), steps)[:events]
    opened = rng.uniform(0, 365 * 86400, len(steps))[case]
    waits = rng.exponential(mean_wait_days * 86400, events)
    first = np.flatnonzero(np.diff(case, prepend=-1))
    waited = waits.cumsum() - (waits.cumsum() - waits)[first][case]
    started = np.datetime64("2024-01-01", "us") + ((opened + waited) * 1e6).astype("timedelta64[us]")
    ended = started + (rng.exponential(7200, events) * 1e6).astype("timedelta64[us]")
    resource = np.array([f"medewerker {number:02}" for number in range(25)])[rng.integers(0, 25, events)]
    return TimedLog(case, ACTIVITIES[rng.integers(0, len(ACTIVITIES), events)], started, ended, resource)


def as_frame(log: TimedLog) -> pd.DataFrame:
    """The same log as the package takes it."""
    return pd.DataFrame(
        {
            IDS.case: log.case,
            IDS.activity: log.activity,
            IDS.resource: log.resource,
            IDS.start_time: pd.to_datetime(log.started, utc=True),
            IDS.end_time: pd.to_datetime(log.ended, utc=True),
        }
    )


def theirs(first: pd.DataFrame, second: pd.DataFrame) -> LogDistances:
    """The package's answer to each."""
    logs = (first, IDS, second, IDS)
    return LogDistances(
        n_gram=n_gram_distribution_distance(*logs, n=3),
        absolute_event=absolute_event_distribution_distance(*logs),
        circadian_event=circadian_event_distribution_distance(*logs),
        relative_event=relative_event_distribution_distance(*logs),
        case_arrival=case_arrival_distribution_distance(*logs),
        cycle_time=cycle_time_distribution_distance(*logs, bin_size=timedelta(hours=1)),
        circadian_workforce=circadian_workforce_distribution_distance(*logs),
    )


def median_seconds(measure: Callable[[], LogDistances]) -> float:
    """The median of five runs, after one that is not counted."""
    measure()
    taken = []
    for _ in range(RUNS):
        before = time.perf_counter()
        measure()
        taken.append(time.perf_counter() - before)
    return statistics.median(taken)


def main() -> None:
    """Compare, then time; ends with 1 if a distance differs or ours is not twenty times as fast."""
    events = int(sys.argv[1]) if len(sys.argv) > 1 else 7500
    first, second = made(1, events, 9.0), made(2, events, 11.0)
    frames = as_frame(first), as_frame(second)
    mine, peer = vars(log_distances(first, second)), vars(theirs(*frames))
    for name, distance in mine.items():
        print(f"    {name}: ours {distance:.12g}, theirs {peer[name]:.12g}")
    wrong = [name for name in mine if abs(mine[name] - peer[name]) > 1e-9]
    slow, fast = median_seconds(lambda: theirs(*frames)), median_seconds(lambda: log_distances(first, second))
    version = importlib.metadata.version("log-distance-measures")
    print(f"log-distance-measures {version}, two logs of {events} events: {'DIFFERENT' if wrong else 'equal to 1e-9'}")
    print(f"    median of {RUNS}: theirs {slow:.3f} s, ours {fast * 1000:.2f} ms, {slow / fast:.0f} times as fast")
    sys.exit(bool(wrong) or slow < ENOUGH * fast)


if __name__ == "__main__":
    main()
