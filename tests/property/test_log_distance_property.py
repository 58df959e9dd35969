"""Distances: nothing between a log and itself, the same both ways, a shift is that shift, and slow counts agree."""

from collections import Counter
from dataclasses import astuple, replace

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import wasserstein_distance

from schakel.simulation.distance.absolute_event import absolute_event_distance
from schakel.simulation.distance.case_arrival import case_arrival_distance
from schakel.simulation.distance.circadian_event import circadian_event_distance
from schakel.simulation.distance.cycle_time import cycle_time_distance
from schakel.simulation.distance.log_distance import log_distances
from schakel.simulation.distance.n_gram import n_gram_distance
from schakel.simulation.distance.relative_event import relative_event_distance
from schakel.simulation.distance.timed_log import TimedLog
from schakel.simulation.distance.wasserstein import wasserstein

quietly = settings(deadline=None, derandomize=True, max_examples=60)
SEEDS = st.integers(0, 2**32)
MINUTE = np.timedelta64(60_000_000, "us")


def made(seed: int) -> TimedLog:
    """Up to forty events of up to eight cases in some weeks, many at the same moment."""
    rng = np.random.default_rng(seed)
    size = int(rng.integers(1, 40))
    started = np.datetime64("2024-02-26T00:00", "us") + rng.integers(0, 4000, size) * 10 * MINUTE
    ended = started + rng.integers(0, 5, size) * 25 * MINUTE
    names = np.array(["Ada", "Bram", "Cor"])[rng.integers(0, 3, size)]
    return TimedLog(rng.integers(0, 8, size), rng.integers(0, 4, size), started, ended, names)


def shifted(log: TimedLog, hours: int) -> TimedLog:
    """The same, so many hours later."""
    later = np.timedelta64(hours, "h")
    return replace(log, started=log.started + later, ended=log.ended + later)


@quietly
@given(SEEDS)
def test_a_log_is_not_away_from_itself(seed: int) -> None:
    log = made(seed)
    assert astuple(log_distances(log, log)) == (0.0,) * 7


@quietly
@given(SEEDS, SEEDS)
def test_both_ways_are_equally_far(one: int, other: int) -> None:
    first, second = made(one), made(other)
    assert astuple(log_distances(first, second)) == pytest.approx(astuple(log_distances(second, first)), abs=1e-12)


@quietly
@given(SEEDS, SEEDS)
def test_names_of_cases_and_the_order_of_the_rows_say_nothing(one: int, other: int) -> None:
    first, second = made(one), made(other)
    first = replace(first, started=first.started + np.arange(len(first.case)))  # at one moment the place would decide
    mixed = np.random.default_rng(one).permutation(len(first.case))
    assert first.resource is not None
    same = TimedLog(
        900 - first.case[mixed],
        first.activity[mixed],
        first.started[mixed],
        first.ended[mixed],
        first.resource[mixed],
    )
    assert log_distances(first, second) == log_distances(same, second)


@quietly
@given(SEEDS, st.integers(-5000, 5000))
def test_a_shift_by_whole_hours_is_that_shift(seed: int, hours: int) -> None:
    log, later = made(seed), shifted(made(seed), hours)
    assert absolute_event_distance(log, later) == pytest.approx(abs(hours))
    assert case_arrival_distance(log, later) == pytest.approx(abs(hours))
    assert relative_event_distance(log, later) == cycle_time_distance(log, later) == n_gram_distance(log, later) == 0.0


@quietly
@given(SEEDS, st.integers(-50, 50))
def test_whole_weeks_do_not_move_the_hours_of_the_week(seed: int, weeks: int) -> None:
    log, later = made(seed), shifted(made(seed), weeks * 7 * 24)
    assert circadian_event_distance(log, later) == log_distances(log, later).circadian_workforce == 0.0


@quietly
@given(SEEDS, st.integers(0, 300))
def test_later_ends_of_all_cases_are_longer_cases(seed: int, hours: int) -> None:
    log = made(seed)
    longer = replace(log, ended=log.ended + np.timedelta64(hours, "h"))
    assert cycle_time_distance(log, longer) == pytest.approx(hours)
    assert relative_event_distance(log, longer, "ended") == pytest.approx(hours)


@quietly
@given(*[st.lists(st.integers(-1000, 1000), min_size=1, max_size=40)] * 2)
def test_wasserstein_is_that_of_scipy(first: list[int], second: list[int]) -> None:
    found = wasserstein(np.array(first), np.array(second))
    assert found == pytest.approx(float(wasserstein_distance(first, second)), abs=1e-9)


@quietly
@given(*[st.lists(st.integers(-1000, 1000), min_size=1, max_size=20)] * 2, st.integers(2, 7))
def test_wasserstein_of_repeated_samples_is_the_same(first: list[int], second: list[int], times: int) -> None:
    found = wasserstein(np.array(first * times), np.array(second))
    assert found == pytest.approx(wasserstein(np.array(first), np.array(second)), abs=1e-9)
    assert wasserstein(np.array(first * times), np.array(first)) == 0.0


@quietly
@given(SEEDS, SEEDS, st.integers(1, 7))
def test_n_grams_counted_one_by_one(one: int, other: int, n: int) -> None:
    first, second = made(one), made(other)
    counts = slow_grams(first, n), slow_grams(second, n)
    apart = sum(abs(counts[0][gram] - counts[1][gram]) for gram in counts[0] | counts[1])
    assert n_gram_distance(first, second, n, normalised=False) == apart
    assert n_gram_distance(first, second, n) == pytest.approx(apart / (counts[0] + counts[1]).total())


def slow_grams(log: TimedLog, n: int) -> Counter[tuple[int | None, ...]]:
    """Every n-gram of every case, with blanks around it."""
    counts: Counter[tuple[int | None, ...]] = Counter()
    keys: npt.NDArray[np.int64] = np.arange(len(log.case))
    for case in set(log.case.tolist()):
        places = sorted(keys[log.case == case], key=lambda place: (log.started[place], log.ended[place], place))
        blanks: list[int | None] = [None] * (n - 1)
        route = [*blanks, *(int(log.activity[place]) for place in places), *blanks]
        counts.update(tuple(route[place : place + n]) for place in range(len(route) - n + 1))
    return counts
