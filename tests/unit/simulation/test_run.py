"""A run can be paused, copied, given room and decided upon, and never depends on how it was run."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oracle.rich_chain import decisions, rich_chain
from oracle.small_chains import queue
from schakel.simulation.decision import Decision
from schakel.simulation.kernel import codes as c
from schakel.simulation.kernel.state import copied, reset
from schakel.simulation.layout import lay_out
from schakel.simulation.model.quantity import given as certain
from schakel.simulation.result import result_of
from schakel.simulation.run import Run

WEEKS = 52
LAYOUT = lay_out(rich_chain())
PAUSE = st.integers(0, WEEKS) | st.floats(0, WEEKS, width=32)


def _run(rows: tuple[Decision, ...] = (), seed: int = 3, warm_up: int = 0) -> Run:
    return Run(LAYOUT, seed, rows, weeks=WEEKS, warm_up=warm_up, keeps_log=True)


def _bits(run: Run) -> tuple[bytes, ...]:
    used = copied(run._state)  # what nobody uses may hold anything
    return used.tobytes(), run.tables.tobytes(), run.steps().tobytes(), run.series.tobytes()


@settings(deadline=None, derandomize=True, max_examples=40)
@given(decisions(WEEKS), decisions(WEEKS), st.lists(PAUSE, min_size=1, max_size=4).map(sorted), st.sampled_from((0, 9)))
def test_paused_copied_and_decided_anew_is_the_same_as_never_paused(
    first: tuple[Decision, ...], second: tuple[Decision, ...], pauses: list[float], warm_up: int
) -> None:
    run = _run(first, warm_up=warm_up)
    for pause in pauses:
        run.go(pause)
    copy = run.snapshot()
    passed = float(run.state["now"]) - warm_up
    rows = (*(row for row in first if row.week < passed), *(row for row in second if row.week >= passed))
    copy.decide(rows)
    assert _bits(copy.go()) == _bits(_run(rows, warm_up=warm_up).go())
    assert _bits(run.go()) == _bits(_run(first, warm_up=warm_up).go())


@pytest.mark.parametrize("warm_up", [0, 20])
def test_counting_begins_at_the_end_of_the_warm_up_even_when_it_stops_there(warm_up: int) -> None:
    stops = _run(warm_up=warm_up).go(0)
    assert result_of(stops).outcome["came"].sum() == 0
    assert _bits(stops.go()) == _bits(_run(warm_up=warm_up).go())


def test_the_last_week_is_written_down_and_paid() -> None:
    run = _run().go()
    assert run.series["busy"][-1].sum() > 0
    toegang = LAYOUT.names["partner"].index("Toegang")
    volume_settled = result_of(run).paid[0, :, toegang].sum() - 160_000
    year = Run(LAYOUT, 3, weeks=WEEKS - 1).go()
    assert result_of(year).paid[0, :, toegang].sum() == pytest.approx(160_000 * 51 / 52, abs=0.02)
    assert volume_settled != 0


def test_seeds_differ() -> None:
    assert _bits(_run(seed=1).go())[2] != _bits(_run(seed=2).go())[2]


def test_a_decision_does_not_change_the_past() -> None:
    decided = _run((Decision(30.5, "Noord", "partner.people", 0, "stops"),)).go()
    free = _run().go()
    old, new = (run.steps()[run.steps()["ended"] < 30.5] for run in (free, decided))
    assert len(old) > 100
    assert old.tobytes() == new.tobytes()
    assert free.series[:30].tobytes() == decided.series[:30].tobytes()
    assert free.series[31:].tobytes() != decided.series[31:].tobytes()


def test_decisions_may_be_told_in_any_order() -> None:
    rows = (Decision(9, "Noord", "partner.people", 2, "a"), Decision(4, "Zuid", "partner.people", 2, "b"))
    assert _bits(_run(rows).go()) == _bits(_run(rows[::-1]).go())


def test_the_past_cannot_be_decided_anew() -> None:
    run = _run((Decision(5, "Noord", "partner.people", 2, "a"),)).go(10)
    for rows in (
        (),
        (Decision(5, "Noord", "partner.people", 3, "a"),),
        (Decision(9, "Zuid", "partner.people", 2, "b"),),
    ):
        with pytest.raises(ValueError, match="passed"):
            run.decide(rows)


def test_time_does_not_go_back_or_beyond_the_end() -> None:
    run = _run().go(10)
    for week in (9.9, WEEKS + 1):
        with pytest.raises(ValueError, match="cannot go on"):
            run.go(week)


def test_a_log_longer_than_its_room_is_whole_and_in_order() -> None:
    run = Run(lay_out(queue(20, 25)), 1, weeks=500, keeps_log=True).go()
    steps = run.steps()
    assert len(steps) == result_of(run).flow["done"].sum() > 2 * c.ROOMS[0]
    assert (np.diff(steps["ended"]) >= 0).all()
    assert len(np.unique(steps["key"])) == len(steps)


def test_plans_that_no_longer_hold_take_no_room() -> None:
    """Everybody who waits has a plan to leave that never comes true; the chain is the same as without."""
    rate, weeks = 50, 1000
    plain = Run(lay_out(queue(rate, 50, pattern="regular")), 1, weeks=weeks, keeps_log=True).go()
    planned = Run(
        lay_out(queue(rate, 50, pattern="regular", leaving=certain(1e-12))), 1, weeks=weeks, keeps_log=True
    ).go()
    assert int(planned.state["order"]) - int(plain.state["order"]) > len(planned.state["event"])
    assert plain.steps().tobytes() == planned.steps().tobytes()
    assert len(planned.state["client"]) == c.ROOMS[0]


def test_two_threads_give_the_same_bits_as_one() -> None:
    alone = [_bits(_run(seed=seed).go()) for seed in range(8)]
    with ThreadPoolExecutor(2) as threads:
        together = list(threads.map(lambda seed: _bits(_run(seed=seed).go()), range(8)))
    assert together == alone


@pytest.mark.parametrize("warm_up", [0, 9])
def test_memory_that_was_used_before_makes_no_difference(warm_up: int) -> None:
    run = _run(seed=1, warm_up=warm_up).go(30)
    reset(run._state, 2, keeps_log=True)
    run.series[:] = 0
    assert _bits(run.go()) == _bits(_run(seed=2, warm_up=warm_up).go())
