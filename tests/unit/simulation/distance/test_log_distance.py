"""Each distance on logs small enough to count by hand."""

from collections.abc import Sequence
from datetime import timedelta

import numpy as np
import pytest

from schakel.simulation.distance.absolute_event import absolute_event_distance
from schakel.simulation.distance.case_arrival import case_arrival_distance
from schakel.simulation.distance.circadian_event import circadian_event_distance
from schakel.simulation.distance.circadian_week import hour_of_week
from schakel.simulation.distance.circadian_workforce import circadian_workforce_distance
from schakel.simulation.distance.cycle_time import cycle_time_distance
from schakel.simulation.distance.log_distance import log_distances
from schakel.simulation.distance.n_gram import n_gram_distance
from schakel.simulation.distance.relative_event import relative_event_distance
from schakel.simulation.distance.timed_log import Labels, TimedLog

MONDAY = np.datetime64("2024-03-04", "us")


def log_of(
    rows: Sequence[tuple[int, str, float, float]], resource: Sequence[str] | None = None, coded: bool = False
) -> TimedLog:
    """Rows of case, activity, and start and end in hours since a Monday at midnight."""
    case, activity, started, ended = zip(*rows, strict=True)
    start, end = (MONDAY + (np.array(hours) * 3_600_000_000).astype("timedelta64[us]") for hours in (started, ended))
    labels: Labels = np.array([ord(name) for name in activity]) if coded else np.array(activity)
    return TimedLog(np.array(case), labels, start, end, None if resource is None else np.array(resource))


def at(*hours: float) -> TimedLog:
    """A case of one moment for each hour."""
    return log_of([(case, "A", hour, hour) for case, hour in enumerate(hours)])


@pytest.mark.parametrize("coded", [False, True])
def test_two_grams_count_starts_and_ends(coded: bool) -> None:
    first = log_of([(1, "A", 0, 1), (1, "B", 1, 2), (1, "C", 2, 3)], coded=coded)
    second = log_of([(1, "A", 0, 1), (1, "C", 1, 2)], coded=coded)
    # .A AB BC C. against .A AC C.: three occur in one of them only, of seven
    assert n_gram_distance(first, second, 2, normalised=False) == 3
    assert n_gram_distance(first, second, 2) == 3 / 7


def test_no_activity_in_common_is_one() -> None:
    first, second = log_of([(1, "A", 0, 1), (2, "B", 0, 1)]), log_of([(1, "C", 0, 1)])
    assert [n_gram_distance(first, second, n) for n in (1, 2, 3, 4)] == [1.0, 1.0, 1.0, 1.0]


def test_events_at_one_moment_go_by_their_end_then_by_their_place() -> None:
    by_end = log_of([(1, "B", 0, 2), (1, "A", 0, 1)])
    by_place = log_of([(1, "A", 0, 2), (1, "B", 0, 2)])
    assert n_gram_distance(by_end, by_place, 2) == 0.0
    assert n_gram_distance(by_end, log_of([(1, "B", 0, 2), (1, "A", 0, 2)]), 2) == 1.0


def test_n_grams_do_not_reach_into_the_next_case() -> None:
    together, apart = log_of([(1, "A", 0, 1), (1, "B", 1, 2)]), log_of([(1, "A", 0, 1), (2, "B", 1, 2)])
    # .A AB B. against .A A. .B B.
    assert n_gram_distance(together, apart, 2, normalised=False) == 3


def test_no_grams_of_zero_and_no_text_against_codes() -> None:
    log = log_of([(1, "A", 0, 1)])
    with pytest.raises(ValueError, match="n must be 1 or more"):
        n_gram_distance(log, log, 0)
    with pytest.raises(ValueError, match="text in both logs"):
        n_gram_distance(log, log_of([(1, "A", 0, 1)], coded=True))


def test_absolute_bins_begin_at_the_hour_of_the_earliest_start() -> None:
    assert absolute_event_distance(at(9.9), at(10.1)) == 1.0
    assert absolute_event_distance(at(9.2), at(9.9)) == 0.0
    day = timedelta(days=1)
    assert absolute_event_distance(at(9.5), at(24), bin_size=day) == 0.0  # midnight is within a day of nine
    assert absolute_event_distance(at(9.5), at(33), bin_size=day) == 1.0


def test_bins_of_ends_alone_begin_at_the_hour_of_the_earliest_end() -> None:
    first, second, day = log_of([(1, "A", 1, 10)]), log_of([(1, "A", 1, 26)]), timedelta(days=1)
    assert absolute_event_distance(first, second, "ended", day) == 0.0
    assert absolute_event_distance(first, second, "both", day) == 1 / 2


def test_logs_of_other_sizes_are_compared_by_their_shares() -> None:
    assert absolute_event_distance(at(1), at(1, 1, 1)) == 0.0
    assert absolute_event_distance(at(1), at(1, 4, 4)) == pytest.approx(2.0)


def test_a_bin_lasts_something() -> None:
    with pytest.raises(ValueError, match="a bin must last"):
        absolute_event_distance(at(1), at(2), bin_size=timedelta(0))


def test_circadian_takes_the_mean_over_seven_weekdays() -> None:
    assert circadian_event_distance(at(9), at(11 + 7 * 24)) == pytest.approx(2 / 7)
    assert circadian_event_distance(at(0), at(23)) == pytest.approx(23 / 7)  # midnight does not join its ends


def test_a_weekday_of_one_log_alone_counts_as_twenty_three() -> None:
    assert circadian_event_distance(at(9), at(9, 9 + 24)) == pytest.approx(23 / 7)
    assert circadian_event_distance(at(9), at(9 + 24)) == pytest.approx(2 * 23 / 7)


def test_the_week_begins_on_monday_also_before_1970() -> None:
    assert hour_of_week(MONDAY.reshape(1).view(np.int64)).tolist() == [0]
    weeks = 7 * 24 * 4000
    assert circadian_event_distance(at(9), at(9 - weeks)) == 0.0


def test_relative_moments_are_those_since_the_first_start_of_the_case() -> None:
    first = log_of([(1, "A", 5, 5), (1, "B", 7, 8)])
    later = log_of([(4, "B", 107, 109), (4, "A", 105, 105)])
    assert relative_event_distance(first, later) == pytest.approx(1 / 4)
    assert relative_event_distance(first, later, "started") == 0.0
    assert relative_event_distance(first, later, "ended") == pytest.approx(1 / 2)


def test_arrival_is_the_first_start_wherever_it_stands() -> None:
    first = log_of([(1, "B", 8, 9), (1, "A", 3, 20)])
    assert case_arrival_distance(first, at(7)) == 4.0


def test_cycle_times_run_from_first_start_to_last_end_in_bins_from_the_shortest() -> None:
    first = log_of([(1, "A", 0, 9), (1, "B", 1, 2)])
    second = log_of([(1, "A", 0, 3.5)])
    assert cycle_time_distance(first, second) == 5.0
    assert cycle_time_distance(first, second, timedelta(hours=5.5)) == 1.0
    assert cycle_time_distance(first, second, timedelta(hours=6)) == 0.0


def test_the_workforce_counts_a_resource_once_an_hour() -> None:
    rows = [(1, "A", 9, 9.5), (1, "B", 9.2, 9.7), (1, "C", 11, 11)]
    # Ada alone: one at nine and one at eleven; with Bram two at nine, so that a sixth of the day moves two hours
    alone, together = log_of(rows, ["Ada", "Ada", "Ada"]), log_of(rows, ["Ada", "Bram", "Ada"])
    assert circadian_workforce_distance(alone, together) == pytest.approx(2 / 6 / 7)


def test_the_workforce_is_a_mean_over_days_in_whole_hundredths() -> None:
    week = 7 * 24
    rows = [(1, "A", 9, 9), (1, "A", 9 + week, 9 + week), (1, "A", 11 + 2 * week, 11 + 2 * week)]
    # on three Mondays one at nine twice and at eleven once: 0.66 and 0.33
    once = log_of([(1, "A", 9, 9)], ["Ada"])
    assert circadian_workforce_distance(log_of(rows, ["Ada"] * 3), once) == pytest.approx(2 * 33 / 99 / 7)
    twice = log_of([*rows, (1, "A", 11, 11), (1, "A", 11 + week, 11 + week), (1, "A", 13, 13)], ["Ada"] * 6)
    # 0.66, 1.00 and 0.33
    assert circadian_workforce_distance(twice, once) == pytest.approx((2 * 100 + 4 * 33) / 199 / 7)


def test_no_workforce_without_resources() -> None:
    log = at(1)
    with pytest.raises(ValueError, match="resources of both"):
        circadian_workforce_distance(log, log)
    assert log_distances(log, log).circadian_workforce is None
