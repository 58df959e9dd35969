"""Whatever the rule and the numbers, what some municipalities receive others pay."""

from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from oracle.plenty import plenty
from schakel.simulation.model.quantity import given as certain
from schakel.simulation.model.solidarity import Solidarity
from schakel.simulation.year_end import transfers

EUROS = st.floats(0, 1e9).map(lambda euros: round(euros, 2))
QUICK = settings(deadline=None, derandomize=True, max_examples=plenty(100, 300))


@st.composite
def years(draw: st.DrawFn) -> dict[str, Any]:
    """A rule with a year of one to eight municipalities."""
    n = draw(st.integers(1, 8))
    numbers = st.lists(EUROS, min_size=n, max_size=n).map(np.array)
    low = draw(st.floats(0, 1))
    rule = Solidarity(
        draw(st.sampled_from(("none", "pool", "deductible", "fault"))),
        deductible=certain(low),
        ceiling=certain(low + draw(st.floats(0, 1))),
        share_by=draw(st.sampled_from(("population", "budget"))),
    )
    return {
        "rule": rule,
        "budget": draw(numbers),
        "spent": draw(numbers),
        "population": draw(numbers),
        "own_cause": draw(numbers),
    }


@QUICK
@given(years())
def test_they_add_up_to_zero_exactly(year: dict[str, Any]) -> None:
    found = transfers(**year)
    assert found.dtype == np.int64
    assert int(found.sum()) == 0


@QUICK
@given(years())
def test_nobody_receives_more_than_it_overran(year: dict[str, Any]) -> None:
    overrun = np.where(year["budget"] > 0, np.maximum(year["spent"] - year["budget"], 0), 0)
    assert (transfers(**year) <= np.round(overrun * 100) + 1).all()


@QUICK
@given(years())
def test_who_overran_nothing_receives_nothing(year: dict[str, Any]) -> None:
    found = transfers(**year)
    assert (found[year["spent"] <= year["budget"]] <= 0).all()


@QUICK
@given(years(), st.randoms())
def test_names_and_order_do_not_matter_but_for_a_cent(year: dict[str, Any], chance: Any) -> None:
    order = list(range(len(year["budget"])))
    chance.shuffle(order)
    other = {name: value[order] if name != "rule" else value for name, value in year.items()}
    assert np.abs(transfers(**other) - transfers(**year)[order]).max() <= 1


@QUICK
@given(years(), st.floats(0, 1))
def test_more_deductible_moves_no_more_money(year: dict[str, Any], more: float) -> None:
    rule = year["rule"]
    wider = Solidarity("deductible", deductible=certain(0), ceiling=rule.ceiling, share_by=rule.share_by)
    narrower = Solidarity(
        "deductible", deductible=certain(more * rule.ceiling.value), ceiling=rule.ceiling, share_by=rule.share_by
    )
    pooled = [
        transfers(kind, year["budget"], year["spent"], np.eye(1, len(year["budget"]))[0])[1:].sum()
        for kind in (wider, narrower)
    ]
    if rule.share_by == "population":  # the first carries all, so the others receive what is pooled of them
        assert pooled[1] <= pooled[0] + len(year["budget"])
