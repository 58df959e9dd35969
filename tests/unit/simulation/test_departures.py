"""Every client's way can be told from the log: what was done, where it went on to, and how it went out."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from oracle.rich_chain import decisions, rich_chain
from schakel.simulation.decision import Decision
from schakel.simulation.kernel import codes as c
from schakel.simulation.layout import lay_out
from schakel.simulation.result import result_of
from schakel.simulation.run import Run

WEEKS = 52
LAYOUT = lay_out(rich_chain())
ROWS = st.tuples(decisions(WEEKS), st.integers(0, 99))


def _run(rows: tuple[Decision, ...], seed: int) -> Run:
    return Run(LAYOUT, seed, rows, weeks=WEEKS, keeps_log=True).go()


def _by_desk(rows: np.ndarray) -> np.ndarray:
    names = LAYOUT.names
    places = [(names["partner"].index(partner), names["stage"].index(stage)) for partner, stage in LAYOUT.desks]
    return np.array([((rows["partner"] == p) & (rows["stage"] == g)).sum() for p, g in places])


def _flow(flow: np.ndarray) -> np.ndarray:
    return np.bincount([desk for desk, _ in LAYOUT.lanes], flow, len(LAYOUT.desks))


@settings(deadline=None, derandomize=True, max_examples=30)
@given(ROWS)
def test_departures_are_the_counts_of_the_run(drawn: tuple[tuple[Decision, ...], int]) -> None:
    run = _run(*drawn)
    result, rows, flow = result_of(run), run.departures(), result_of(run).flow
    at_desk = ~np.isnan(rows["requested"])
    by_code = {code: rows[(rows["outcome"] == code) & at_desk] for code in range(c.O_DROPPED + 1)}
    assert np.array_equal(_by_desk(by_code[c.O_LEFT]), _flow(flow["left"] - flow["escalated"]))
    assert np.array_equal(_by_desk(by_code[c.O_ESCALATED]), _flow(flow["escalated"]))
    assert np.array_equal(_by_desk(by_code[c.O_REFUSED]), _flow(flow["refused"]))
    assert np.array_equal(_by_desk(by_code[c.O_DROPPED]), _flow(flow["moved"]))
    for code, name in ((c.O_LEFT, "left"), (c.O_REFUSED, "refused"), (c.O_LOST, "lost")):
        assert ((rows["outcome"] == code) & (rows["to_stage"] < 0)).sum() == result.outcome[f"ended_{name}"].sum()
    weeks = sum(float((one["ended"] - one["requested"]).sum()) for one in by_code.values() if len(one))
    assert np.isclose(weeks, sum(flow[name].sum() for name in ("left_wait", "refused_wait", "moved_wait")))


@settings(deadline=None, derandomize=True, max_examples=30)
@given(ROWS)
def test_each_row_says_where_the_next_one_is_and_the_last_whether_the_client_is_out(
    drawn: tuple[tuple[Decision, ...], int],
) -> None:
    run = _run(*drawn)
    clients = run.state["client"]
    inside = clients[clients["where"] != c.NOWHERE]
    present = {(int(one["key"]), int(one["episode"])) for one in inside}
    told: dict[tuple[int, int], int] = {}
    rows = np.concatenate([run.steps(), run.departures()])
    # who gets lost does so at the moment of its step: by how far along the way
    for row in rows[np.lexsort((np.isnan(rows["requested"]), rows["ended"]))]:
        case = int(row["key"]), int(row["episode"])
        assert told.get(case, row["stage"]) == row["stage"]
        told[case] = int(row["to_stage"])
    assert {case for case, to in told.items() if to < 0}.isdisjoint(present)
    assert {case for case, to in told.items() if to >= 0} <= present
    assert len(told) + len(present - told.keys()) == run.state["came"]
    for client in inside[inside["where"] != c.COMING]:
        case = int(client["key"]), int(client["episode"])
        assert told.get(case, int(client["stage"])) == client["stage"]


def test_clients_of_every_kind_are_seen() -> None:
    rows = (Decision(20.5, "Noord", "partner.people", 0, "stops"),)
    assert set(_run(rows, 3).departures()["outcome"]) == {c.O_LEFT, c.O_ESCALATED, c.O_REFUSED, c.O_LOST, c.O_DROPPED}


def test_without_a_log_there_are_none() -> None:
    run = Run(LAYOUT, 3, weeks=WEEKS).go()
    assert len(run.steps()) == len(run.departures()) == 0
