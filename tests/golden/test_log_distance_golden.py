"""Two small logs, made up here, against the answers of log-distance-measures 2.2.0 (pandas 2.3.3, scipy 1.17.1).

The answers were computed apart from this project, with times read as UTC and the package's metric WASSERSTEIN. The logs
have unequal sizes, events at one moment, a night, a weekday that only one of them has and one that neither has, and
resources that work twice in an hour.
"""

from dataclasses import astuple
from datetime import timedelta

import numpy as np
import pytest

from schakel.simulation.distance.absolute_event import absolute_event_distance
from schakel.simulation.distance.case_arrival import case_arrival_distance
from schakel.simulation.distance.circadian_event import circadian_event_distance
from schakel.simulation.distance.cycle_time import cycle_time_distance
from schakel.simulation.distance.log_distance import log_distances
from schakel.simulation.distance.moment import Moments
from schakel.simulation.distance.n_gram import n_gram_distance
from schakel.simulation.distance.relative_event import relative_event_distance
from schakel.simulation.distance.timed_log import TimedLog

FIRST = """
1 Melding     2024-03-04T09:10:00 2024-03-04T09:25:00 Ada
1 Intake      2024-03-05T10:00:00 2024-03-05T11:30:00 Bram
1 Besluit     2024-03-05T10:00:00 2024-03-05T10:45:00 Ada
1 Zorg        2024-03-12T14:05:30 2024-03-19T16:00:00 Cor
2 Melding     2024-03-04T09:59:59 2024-03-04T10:00:00 Ada
2 Intake      2024-03-06T22:30:00 2024-03-07T01:15:00 Bram
2 Zorg        2024-03-11T09:40:00 2024-03-14T09:40:00 Cor
3 Melding     2024-03-11T09:00:00 2024-03-11T09:05:00 Bram
3 Intake      2024-03-11T09:05:00 2024-03-11T09:30:00 Bram
3 Intake      2024-03-12T08:45:00 2024-03-12T09:45:00 Ada
3 Besluit     2024-03-13T11:20:00 2024-03-13T11:20:00 Ada
4 Melding     2024-03-18T16:20:00 2024-03-18T16:50:00 Cor
"""
SECOND = """
7 Melding     2024-03-11T08:15:00 2024-03-11T08:35:00 Dea
7 Intake      2024-03-12T13:10:00 2024-03-12T15:00:00 Eef
7 Zorg        2024-03-19T10:30:00 2024-04-02T17:00:00 Dea
8 Intake      2024-03-16T11:00:00 2024-03-16T11:59:59 Eef
8 Melding     2024-03-14T08:00:00 2024-03-14T08:10:00 Dea
8 Besluit     2024-03-18T09:15:00 2024-03-18T09:15:00 Dea
9 Melding     2024-03-18T09:20:00 2024-03-18T09:40:00 Eef
9 Nazorg      2024-03-20T23:50:00 2024-03-21T00:20:00 Eef
"""
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def read(text: str) -> TimedLog:
    """A log of lines: case, activity, start, end, resource."""
    case, activity, started, ended, resource = np.array([line.split() for line in text.split("\n") if line]).T
    moments = started.astype("datetime64[us]"), ended.astype("datetime64[us]")
    return TimedLog(case.astype(np.int64), activity, *moments, resource)


def test_all_seven() -> None:
    found = log_distances(read(FIRST), read(SECOND))
    expected = (
        0.4117647058823529,
        171.33333333333334,
        5.397186147186147,
        27.729166666666675,
        123.08333333333334,
        115.5,
        5.004405376608474,
    )
    assert astuple(found) == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize(
    ("n", "part", "count"),
    [
        (1, 0.3, 6),
        (2, 0.3333333333333333, 9),
        (3, 0.4117647058823529, 14),
        (5, 0.5, 24),
        (9, 0.5789473684210527, 44),  # longer than any case
    ],
)
def test_n_grams(n: int, part: float, count: int) -> None:
    first, second = read(FIRST), read(SECOND)
    assert n_gram_distance(first, second, n) == pytest.approx(part, abs=1e-9)
    assert n_gram_distance(first, second, n, normalised=False) == count


@pytest.mark.parametrize(
    ("which", "hours", "days", "since_hours", "since_minutes", "circadian"),
    [
        ("both", 171.33333333333334, 6.916666666666666, 27.729166666666675, 1666.604166666667, 5.397186147186147),
        ("started", 160.04166666666666, 6.5, 14.83333333333333, 888.9583333333331, 7.928571428571429),
        ("ended", 182.625, 7.333333333333334, 42.874999999999986, 2578.416666666666, 7.633333333333333),
    ],
)
def test_moments_and_bins(
    which: Moments, hours: float, days: float, since_hours: float, since_minutes: float, circadian: float
) -> None:
    first, second = read(FIRST), read(SECOND)
    found = (
        absolute_event_distance(first, second, which),
        absolute_event_distance(first, second, which, DAY),
        relative_event_distance(first, second, which),
        relative_event_distance(first, second, which, timedelta(minutes=1)),
        circadian_event_distance(first, second, which),
    )
    assert found == pytest.approx((hours, days, since_hours, since_minutes, circadian), abs=1e-9)


@pytest.mark.parametrize(
    ("bin_size", "distance"),
    [(HOUR / 2, 231.08333333333334), (HOUR, 115.5), (HOUR * 7 / 3, 49.0), (HOUR * 4, 28.833333333333336)],
)
def test_cycle_times(bin_size: timedelta, distance: float) -> None:
    assert cycle_time_distance(read(FIRST), read(SECOND), bin_size) == pytest.approx(distance, abs=1e-9)


def test_arrivals_by_day() -> None:
    assert case_arrival_distance(read(FIRST), read(SECOND), DAY) == pytest.approx(4.416666666666667, abs=1e-9)
