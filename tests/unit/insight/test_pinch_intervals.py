"""Intervals and chances against published values and exact sums."""

import math

import numpy as np
import pytest

from schakel.insight.findings.interval import (
    log_chance_of_rise,
    log_chance_of_share,
    mean_interval,
    student_quantile,
    wilson,
)


@pytest.mark.parametrize(
    ("freedom", "table"), [(6, 2.4469), (9, 2.2622), (20, 2.0860), (100, 1.9840), (10_000, 1.9602)]
)
def test_student_quantile_is_close_to_that_of_the_tables(freedom: int, table: float) -> None:
    assert student_quantile(0.975, freedom) == pytest.approx(table, rel=1e-3)


def test_mean_interval_is_that_of_a_mean_over_residents() -> None:
    weeks = [0.0, 1.0, 2.0, 4.0, 4.0, 5.0, 7.0, 8.0, 9.5, 12.0]
    half = 2.2622 * float(np.std(weeks, ddof=1)) / math.sqrt(10)
    found = mean_interval(sum(weeks), sum(w * w for w in weeks), len(weeks), 0.95)
    assert found == pytest.approx((5.25 - half, 5.25 + half), rel=1e-3)
    assert mean_interval(3.0, 9.0, 1, 0.95) is None
    low, _ = mean_interval(1.0, 1.0, 10, 0.95) or (None, None)
    assert low == 0.0


def test_wilson_gives_its_published_values() -> None:
    # Newcombe 1998, table I: 81 of 263, 15 of 148, 0 of 20, 1 of 29.
    for hits, n, low, high in (
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ):
        assert wilson(hits, n, 0.95) == pytest.approx((low, high), abs=1e-4)


@pytest.mark.parametrize(("hits", "n", "expected"), [(40, 60, 0.2), (20, 26, 0.1), (90, 120, 0.5), (30, 30, 0.2)])
def test_the_chance_of_a_share_is_never_told_too_small(hits: int, n: int, expected: float) -> None:
    exact = math.log(sum(math.comb(n, k) * expected**k * (1 - expected) ** (n - k) for k in range(hits, n + 1)))
    assert exact - 1e-9 <= log_chance_of_share(hits / n, expected, n) <= exact / 2


def test_what_is_expected_or_impossible_is_told_so() -> None:
    assert log_chance_of_share(0.2, 0.2, 100) == 0.0
    assert log_chance_of_share(0.2, 0.0, 100) == -math.inf
    assert log_chance_of_rise(10, 10) == 0.0
    assert log_chance_of_rise(10, 1e9) == -math.inf


def test_two_counts_of_one_mean_seldom_look_like_growth() -> None:
    draws = np.random.default_rng(1).poisson(40, (20_000, 2)).tolist()
    for chance in (0.05, 0.01):
        told = sum(log_chance_of_rise(a, b) < math.log(chance) for a, b in draws) / len(draws)
        assert told == pytest.approx(chance, rel=0.25)
