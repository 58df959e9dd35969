"""Durations of which some still run."""

import numpy as np
import pytest

from schakel.insight.kaplan_meier import kaplan_meier
from schakel.simulation.calibration.survival import survival

RANDOM = np.random.default_rng(7)


def cut_off(lasted: np.ndarray, at: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    return np.minimum(lasted, at), lasted <= at


def test_the_curve_is_that_of_the_figures() -> None:
    lasted = RANDOM.integers(0, 30, 400).astype(float)
    is_ended = RANDOM.random(400) < 0.7
    rows = [
        (t, int((is_ended & (lasted == t)).sum()), int((~is_ended & (lasted == t)).sum())) for t in np.unique(lasted)
    ]
    curve = kaplan_meier(rows)
    found = survival(lasted, is_ended)
    assert found.time.tolist() == [point.time for point in curve]
    assert found.share.tolist() == pytest.approx([point.share for point in curve], abs=1e-12)


def test_without_running_steps_mean_and_error_are_the_plain_ones() -> None:
    lasted = RANDOM.lognormal(1, 1, 500)
    found = survival(lasted, np.ones(500, dtype=bool))
    assert found.mean == pytest.approx(lasted.mean())
    assert found.error == pytest.approx(lasted.std(ddof=1) / np.sqrt(500), rel=2e-3)
    assert found.left == 0


def test_running_steps_do_not_make_it_faster_than_it_is() -> None:
    lasted, until = RANDOM.exponential(10.0, 4000), RANDOM.uniform(0, 40, 4000)
    found = survival(*cut_off(lasted, until))
    bounds = found.interval(0.99)
    assert bounds.low < 10 < bounds.high
    seen = np.minimum(lasted, until)[lasted <= until].mean()
    assert seen < bounds.low  # what leaving out the running ones would say


def test_the_bounds_of_the_mean_hold_it_as_often_as_they_say() -> None:
    held = 0
    for _ in range(300):
        bounds = survival(*cut_off(RANDOM.exponential(4.0, 200), RANDOM.uniform(5, 60, 200))).interval(0.95)
        held += bounds.low <= 4 <= bounds.high
    assert 268 <= held <= 298  # 99.9 % of a binomial of 300 and 0.95, and 0.93 for the skew of a mean of 200


def test_averages_rise_and_have_the_mean_of_the_curve() -> None:
    found = survival(*cut_off(RANDOM.exponential(10.0, 3000), np.full(3000, 25.0)))
    table = found.averages(101)
    assert (np.diff(table) >= 0).all()
    assert float((table[1:] + table[:-1]).mean() / 2) == pytest.approx(found.mean, rel=1e-6)
    assert table[50] == pytest.approx(10 * np.log(2), rel=0.08)
    assert table[-1] > 25


def test_one_time_for_all_is_one_time() -> None:
    table = survival(np.full(20, 8.0), np.ones(20, dtype=bool)).averages(11)
    assert table[1:].tolist() == [8.0] * 10


def test_nothing_that_ended_is_refused() -> None:
    with pytest.raises(ValueError, match="nothing ended"):
        survival(np.ones(3), np.zeros(3, dtype=bool))


def test_no_single_duration_weighs_more_than_one_in_ten() -> None:
    lasted = np.sort(RANDOM.exponential(10.0, 240))
    ended = np.ones(240, dtype=bool)
    table = survival(lasted, ended).averages(13)  # 240 / (2 * 12) is ten
    assert not np.isin(np.round(table, 9), np.round(lasted, 9)).any()
    for place in range(0, 240, 7):
        other = lasted.copy()
        moved = min(0.4, other[place + 1] - other[place]) if place < 239 else 0.4
        other[place] += moved
        change = np.abs(survival(other, ended).averages(13) - table)
        assert change[:-1].max() <= moved / 10 + 1e-9
