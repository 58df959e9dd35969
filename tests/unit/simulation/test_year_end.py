"""Transfers between municipalities, worked out by hand."""

import numpy as np
import pytest

from schakel.simulation.model.quantity import given
from schakel.simulation.model.solidarity import Rule, ShareBy, Solidarity
from schakel.simulation.year_end import transfers

BUDGET = np.array([1000.0, 2000.0, 1000.0])
SPENT = np.array([1500.0, 2100.0, 900.0])  # overruns of 500, 100 and 0
PEOPLE = np.array([10_000.0, 20_000.0, 20_000.0])
OWN = np.array([450.0, 0.0, 0.0])


@pytest.mark.parametrize(
    ("rule", "share_by", "expected"),
    [
        ("none", "population", [0, 0, 0]),
        # 600 pooled: carried 120, 240, 240 by people, 150, 300, 150 by budget
        ("pool", "population", [380_00, -140_00, -240_00]),
        ("pool", "budget", [350_00, -200_00, -150_00]),
        # between 10 % and 30 % of its budget the first overran 200; the second stays below 200
        ("deductible", "population", [160_00, -80_00, -80_00]),
        # of the first, 450 is its own doing: 50 and 100 pooled; carried 30, 60, 60
        ("fault", "population", [20_00, 40_00, -60_00]),
    ],
)
def test_by_hand(rule: Rule, share_by: ShareBy, expected: list[int]) -> None:
    found = transfers(
        Solidarity(rule, share_by=share_by, deductible=given(0.1), ceiling=given(0.3)), BUDGET, SPENT, PEOPLE, OWN
    )
    assert found.tolist() == expected


def test_cents_that_cannot_be_shared_go_to_the_largest_remainders() -> None:
    found = transfers(Solidarity("pool"), np.ones(3), np.array([1.0, 1.0, 1.1]), np.ones(3))
    assert found.tolist() == [-4, -3, 7]


def test_no_budget_is_no_overrun() -> None:
    assert transfers(Solidarity("pool"), np.zeros(2), np.array([5.0, 9.0]), np.ones(2)).tolist() == [0, 0]


def test_without_people_or_budgets_all_carry_the_same() -> None:
    found = transfers(Solidarity("pool"), np.array([10.0, 10.0]), np.array([12.0, 10.0]), np.zeros(2))
    assert found.tolist() == [100, -100]


def test_more_fault_than_overrun_pools_nothing() -> None:
    own = np.array([9e9, -5.0, 0.0])
    found = transfers(Solidarity("fault"), BUDGET, SPENT, PEOPLE, own)
    assert found.tolist() == transfers(Solidarity("fault"), BUDGET, SPENT, PEOPLE, np.array([500.0, 0, 0])).tolist()


def test_fault_must_be_told() -> None:
    with pytest.raises(ValueError, match="caused itself"):
        transfers(Solidarity("fault"), BUDGET, SPENT, PEOPLE)


def test_one_number_for_each() -> None:
    with pytest.raises(ValueError, match="one number"):
        transfers(Solidarity("pool"), BUDGET, SPENT[:2], PEOPLE)
