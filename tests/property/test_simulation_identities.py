"""Identities hold in every run, and a run that breaks one is told."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oracle.plenty import plenty
from oracle.rich_chain import decisions, rich_chain
from schakel.simulation.decision import Decision
from schakel.simulation.identities import IDENTITIES, check_identities
from schakel.simulation.kernel.state import FLOWS, OUTCOMES
from schakel.simulation.layout import lay_out
from schakel.simulation.result import result_of
from schakel.simulation.run import Run

WEEKS = 78
LAYOUT = lay_out(rich_chain())
UPSETS = (
    Decision(0, "Oost", "partner.people", 3, "less"),
    Decision(12.3, "Noord", "partner.people", 0, "stops"),
    Decision(20, "Zuid", "partner.intake", 0, "closed"),
    Decision(26, "Noord", "partner.people", 6, "again"),
    Decision(30, "Makelaar", "partner.people", 0, "no broker"),
    Decision(52, "Zuid", "partner.people", 0, "stops"),
)


@settings(deadline=None, derandomize=True, max_examples=plenty(20, 60))
@given(decisions(WEEKS), st.integers(0, 2**31), st.sampled_from((0, 13)), st.sampled_from((1.0, 7.5, 26.0)))
def test_identities_hold_at_every_pause(rows: tuple[Decision, ...], seed: int, warm_up: int, every: float) -> None:
    run = Run(LAYOUT, seed, rows, weeks=WEEKS, warm_up=warm_up)
    pause = 0.0
    while pause <= WEEKS:
        run.go(pause)
        assert check_identities(run, result_of(run)) == ()
        pause += every
    run.go()
    result = result_of(run)
    assert check_identities(run, result) == ()
    both = result.outcome["late_refused"]
    assert (both <= np.minimum(result.outcome["late"], result.outcome["ended_refused"])).all()


def _upset(seed: int = 1, warm_up: int = 0) -> Run:
    return Run(LAYOUT, seed, UPSETS, weeks=WEEKS, warm_up=warm_up, keeps_log=True)


def test_the_chain_of_these_tests_has_everything() -> None:
    results = [result_of(_upset(seed).go()) for seed in range(1, 6)]
    for name in FLOWS:
        assert sum(result.flow[name].sum() for result in results) > 0, name
    for name in OUTCOMES:
        assert sum(abs(result.outcome[name]).sum() for result in results) > 0, name
    assert any((result.cash < 0).any() for result in results)


def _one_more(rows: str, field: str, by: float = 1.0) -> Callable[[Any], None]:
    def spoil(state: Any) -> None:
        state[rows][field].flat[0] += by

    return spoil


FAULTS: tuple[tuple[str, Callable[[Any], None]], ...] = (
    ("clients", _one_more("group", "came")),
    ("flows", _one_more("lane", "left")),
    ("waits", _one_more("lane", "left_wait", 0.01)),
    ("help", _one_more("lane", "help", 0.01)),
    ("euros", _one_more("partner", "cash")),
    ("euros", _one_more("contract", "paid")),
    ("not_negative", _one_more("lane", "committed", -1e12)),
    ("capacity", _one_more("partner", "most", -1000)),
    ("places", _one_more("desk", "waiting")),
)


@pytest.mark.parametrize(("key", "spoil"), FAULTS)
def test_a_wrong_count_is_told(key: str, spoil: Callable[[Any], None]) -> None:
    run = _upset().go(40)
    spoil(run.state)
    assert key in check_identities(run, result_of(run))


def test_every_identity_can_be_broken_but_that_of_transfers_which_has_tests_of_its_own() -> None:
    assert {key for key, _ in FAULTS} == set(IDENTITIES) - {"transfers"}


def test_a_warm_up_is_not_judged() -> None:
    assert check_identities(_upset(warm_up=20).go(-3), result_of(_upset(warm_up=20))) == ()
