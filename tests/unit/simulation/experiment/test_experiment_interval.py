"""Intervals equal scipy's and those worked out by hand."""

import numpy as np
import pytest
from scipy import stats

from schakel.simulation.experiment.estimate import estimate
from schakel.simulation.experiment.interval import (
    Interval,
    distinguishable,
    holm,
    joint_level,
    mean_band,
    mean_interval,
    needed_replications,
    paired_difference,
)

SAMPLES = np.array([2.0, 4.0, 4.0, 6.0])


def test_mean_interval_by_hand() -> None:
    # mean 4, variance 8/3, standard error sqrt(2/3); t(3) for 95 % is 3.182446
    found = mean_interval(SAMPLES)
    assert found.value == 4.0
    assert found.half_width == pytest.approx(3.1824463 * (2 / 3) ** 0.5, rel=1e-7)


@pytest.mark.parametrize("level", [0.5, 0.9, 0.99])
def test_mean_interval_equals_scipy(level: float) -> None:
    samples = np.random.default_rng(1).normal(3, 2, 17)
    expected = stats.t.interval(level, 16, loc=samples.mean(), scale=stats.sem(samples))
    found = mean_interval(samples, level)
    assert (found.low, found.high) == pytest.approx(expected, rel=1e-12)


def test_band_is_an_interval_per_cell() -> None:
    samples = np.random.default_rng(2).normal(size=(9, 2, 3))
    band = mean_band(samples)
    assert band.value.shape == (2, 3)
    assert band.at(1, 2) == mean_interval(samples[:, 1, 2])


def test_pairing_takes_out_what_both_share() -> None:
    shared = np.random.default_rng(3).normal(0, 100, 20)
    found = paired_difference(shared + np.tile([1.0, 2.0], 10), shared)
    assert found.value == pytest.approx(1.5)
    assert found.half_width < 0.3


def test_p_values_equal_scipy() -> None:
    samples = np.random.default_rng(4).normal(0.3, 1, (12, 5))
    assert estimate(samples).p_values() == pytest.approx(stats.ttest_1samp(samples, 0.0).pvalue, rel=1e-10)


def test_without_spread_there_is_no_doubt() -> None:
    assert estimate(np.array([[0.0, 2.0], [0.0, 2.0]])).p_values().tolist() == [1.0, 0.0]
    assert mean_interval([2.0, 2.0]) == Interval(2.0, 2.0, 2.0)


def test_a_mean_within_rounding_is_zero() -> None:
    tiny = estimate(np.array([1e-17, 1e-17, 1e-17]))
    assert not distinguishable([tiny], rounding=1e-12)[0]
    assert distinguishable([tiny])[0]


def test_holm_by_hand() -> None:
    assert holm([0.01, 0.04, 0.03, 0.5]).tolist() == pytest.approx([0.04, 0.09, 0.09, 0.5])
    assert holm([[0.6, 0.9]]).tolist() == [[1.0, 1.0]]


def test_holm_names_fewer_than_each_alone() -> None:
    samples = [estimate(np.random.default_rng(seed).normal(0.0, 1, 10)) for seed in range(40)]
    alone = sum(bool(distinguishable([one])[0]) for one in samples)
    assert alone > 0
    assert not distinguishable(samples).any()


def test_joint_level() -> None:
    assert joint_level(0.95, 5) == pytest.approx(0.99)
    assert joint_level(0.95, 1) == 0.95


def test_needed_replications_is_the_first_that_is_enough() -> None:
    samples = np.random.default_rng(5).normal(0, 2, 10)
    spread = samples.std(ddof=1)
    for half_width in (0.05, 0.3, 0.9):
        expected = next(n for n in range(10, 100_000) if stats.t.ppf(0.975, n - 1) * spread / n**0.5 <= half_width)
        assert needed_replications(samples, half_width) == expected
    assert needed_replications(samples, 50.0) == 10


@pytest.mark.parametrize("samples", [[], [1.0], [1.0, np.nan], [1.0, np.inf], 3.0, [[1.0], [2.0]]])
def test_what_gives_no_interval_is_refused(samples: object) -> None:
    with pytest.raises(ValueError, match="replication"):
        mean_interval(samples)  # type: ignore[arg-type]


def test_pairs_need_the_same_replications() -> None:
    with pytest.raises(ValueError, match="same replications"):
        paired_difference([1.0, 2.0], [1.0, 2.0, 3.0])
