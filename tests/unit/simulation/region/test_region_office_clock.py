"""Moments of a model become moments in working hours, in the same order."""

from datetime import date, datetime

import numpy as np

from schakel.simulation.region.office_clock import DAY, OPENING, WORKDAY, known_moments, moments, office_minutes

MONDAY = date(2021, 1, 4)


def test_a_week_begins_on_monday_half_past_eight() -> None:
    assert office_minutes(np.array([0.0, 1.0, 2.0])).tolist() == [OPENING, OPENING + 7 * DAY, OPENING + 14 * DAY]


def test_a_day_of_a_meeting_is_that_day() -> None:
    """at = 3/5 of a week, a number that no float holds exactly, is Thursday, in every week."""
    found = moments(MONDAY, office_minutes(np.arange(300) + 0.6), np.zeros(300, bool))
    assert {one.weekday() for one in found} == {3}
    assert {f"{one:%H:%M}" for one in found} == {"08:30"}


def test_order_is_kept_and_nobody_works_at_night_or_in_a_weekend() -> None:
    weeks = np.sort(np.random.default_rng(1).uniform(0, 261, 20_000))
    minutes = office_minutes(weeks)
    assert (np.diff(minutes) >= 0).all()
    of_day = minutes % DAY
    assert of_day.min() >= OPENING
    assert of_day.max() <= OPENING + WORKDAY
    assert set((minutes // DAY % 7).tolist()) == {0, 1, 2, 3, 4}
    assert (minutes // (7 * DAY) == np.floor(weeks)).all()


def test_what_is_not_known_stays_so() -> None:
    assert office_minutes(np.array([np.nan])).tolist() == [-1]
    assert known_moments(MONDAY, np.array([-1, DAY + 60]), np.zeros(2, bool)) == [
        None,
        datetime.fromisoformat("2021-01-05 01:00"),
    ]


def test_a_day_is_its_midnight() -> None:
    assert moments(MONDAY, np.array([DAY + 600]), np.ones(1, bool)) == [datetime.fromisoformat("2021-01-05")]
