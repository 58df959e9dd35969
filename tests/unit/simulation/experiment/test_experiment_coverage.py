"""Scores of forecasts by hand and against scipy."""

import numpy as np
import pytest
from scipy import stats

from schakel.simulation.experiment.coverage import coverage, interval_scores, share_interval


def test_score_by_hand() -> None:
    # width 2; within, 1 below, half above; 2 / (1 - .9) = 20 per unit outside
    scores = interval_scores([1, 1, 1], [3, 3, 3], [2, 0, 3.5], level=0.9)
    assert scores.tolist() == pytest.approx([2.0, 22.0, 12.0])


def test_share_and_score() -> None:
    found = coverage([1, 1, 1, 1], [3, 3, 3, 3], [2, 0, 3, np.nan], level=0.9)
    assert (found.n, found.unseen) == (3, 1)
    assert found.share is not None
    assert found.share.value == pytest.approx(2 / 3)  # the bound itself is within
    assert found.score == pytest.approx((2 + 22 + 2) / 3)
    assert found.keeps_promise


@pytest.mark.parametrize(("hits", "n"), [(0, 5), (5, 5), (90, 100), (3, 17)])
def test_share_interval_is_exact_binomial(hits: int, n: int) -> None:
    expected = stats.binomtest(hits, n).proportion_ci(0.95, method="exact")
    found = share_interval(hits, n)
    assert (found.low, found.high) == pytest.approx((expected.low, expected.high), abs=1e-10)


def test_too_narrow_forecasts_break_their_promise() -> None:
    observed = np.random.default_rng(1).normal(size=200)
    assert coverage(np.full(200, -1.0), np.full(200, 1.0), observed).keeps_promise is False
    assert coverage(np.full(200, -1.96), np.full(200, 1.96), observed).keeps_promise is True


def test_the_score_is_least_at_the_true_interval() -> None:
    observed = np.random.default_rng(2).normal(size=4000)
    scores = [coverage(np.full(4000, -w), np.full(4000, w), observed).score for w in (1.0, 1.96, 3.5)]
    assert None not in scores
    assert scores[1] == min(score for score in scores if score is not None)


def test_nothing_seen_yet_is_no_score() -> None:
    found = coverage([1.0], [2.0], [np.nan])
    assert (found.n, found.unseen, found.share, found.score, found.keeps_promise) == (0, 1, None, None, None)


def test_bounds_the_wrong_way_round_are_refused() -> None:
    with pytest.raises(ValueError, match="above"):
        coverage([2.0], [1.0], [1.5])
    with pytest.raises(ValueError, match="per forecast"):
        coverage([2.0, 1.0], [3.0], [1.5])
