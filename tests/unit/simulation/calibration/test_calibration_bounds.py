"""Intervals of counts, means and likelihoods, against values that are known otherwise."""

import numpy as np
import pytest
from scipy.stats import norm

from schakel.simulation.calibration.bounds import count_interval, mean_interval, most_likely, profile_interval


@pytest.mark.parametrize(("count", "low", "high"), [(0, 0.0, 3.68888), (1, 0.02532, 5.57164), (10, 4.79539, 18.39036)])
def test_counts_have_the_exact_bounds_of_garwood(count: int, low: float, high: float) -> None:
    found = count_interval(count, 2.0, 0.95)
    assert (found.value, found.low, found.high) == pytest.approx((count / 2, low / 2, high / 2), abs=1e-5)


def test_a_mean_has_bounds_of_student_and_is_never_below_zero() -> None:
    found = mean_interval(np.array([1.0, 2.0, 3.0]), 0.95)
    assert (found.value, found.high) == pytest.approx((2.0, 2 + 4.302653 / np.sqrt(3)))
    assert found.low == 0.0
    with pytest.raises(ValueError, match="two values"):
        mean_interval(np.array([1.0]), 0.95)


def test_the_profile_of_a_parabola_is_the_normal_interval() -> None:
    def loss(x: np.ndarray) -> tuple[float, np.ndarray]:
        """Correlated: the profile of the first has variance 1 / (1 - 0.36)."""
        one, other = x - np.array([1.0, 2.0])
        return float((one**2 + other**2 + 1.2 * one * other) / 2), np.array([one + 0.6 * other, other + 0.6 * one])

    limits = [(-50.0, 50.0), (-50.0, 50.0)]
    best, least = most_likely(loss, np.array([0.0, 0.0]), limits)
    found = profile_interval(loss, best, least, 0, limits, 0.95)
    half = norm.ppf(0.975) / np.sqrt(1 - 0.36)
    assert (found.value, found.low, found.high) == pytest.approx((1.0, 1 - half, 1 + half), abs=2e-3)


def test_a_profile_stops_at_its_limit() -> None:
    def loss(x: np.ndarray) -> tuple[float, np.ndarray]:
        return float(x[0]), np.array([1.0])

    found = profile_interval(loss, np.array([0.0]), 0.0, 0, [(0.0, 9.0)], 0.95)
    assert found.low == 0.0
    assert found.high == pytest.approx(norm.ppf(0.975) ** 2 / 2, abs=1e-3)
