"""MSER-5 against a slow plain version, and on series whose warm-up is known."""

import numpy as np
import pytest

from schakel.simulation.experiment.warm_up import mser5


def slow_cut(weeks: list[float]) -> int:
    batches = [sum(weeks[place : place + 5]) / 5 for place in range(0, len(weeks) - len(weeks) % 5, 5)]
    best, least = 0, float("inf")
    for cut in range(len(batches) // 2 + 1):
        kept = batches[cut:]
        mean = sum(kept) / len(kept)
        error = sum((one - mean) ** 2 for one in kept) / len(kept) ** 2
        if error < least:
            best, least = cut, error
    return best * 5


@pytest.mark.parametrize("seed", range(12))
def test_equals_the_slow_version(seed: int) -> None:
    random = np.random.default_rng(seed)
    weeks = int(random.integers(50, 300))
    series = 10 - 10 * np.exp(-np.arange(weeks) / random.uniform(1, 40)) + random.normal(0, 1, weeks)
    assert mser5(series).cut == slow_cut(series.tolist())


def test_a_step_is_cut_where_it_ends() -> None:
    assert mser5([0.0] * 30 + [5.0, 5.1] * 60).cut == 30


def test_a_constant_series_keeps_all() -> None:
    found = mser5(np.full((3, 60), 0.1))
    assert (found.cut, found.is_long_enough) == (0, True)


def test_a_series_that_keeps_growing_is_too_short() -> None:
    assert not mser5(np.arange(100.0)).is_long_enough
    assert not mser5(np.sqrt(np.arange(100.0))).is_long_enough


def test_replications_are_averaged_first() -> None:
    runs = np.random.default_rng(1).normal(size=(8, 104)) + np.minimum(np.arange(104), 20)
    assert mser5(runs) == mser5(runs.mean(axis=0))


def test_too_few_weeks_are_refused() -> None:
    with pytest.raises(ValueError, match="50 weeks"):
        mser5(np.zeros(49))
    with pytest.raises(ValueError, match="finite"):
        mser5(np.full(50, np.nan))
