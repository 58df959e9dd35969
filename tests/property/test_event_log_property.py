"""Whatever chain runs, for however long: the events of its log are the counts of the run."""

import tempfile
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schakel.simulation.decision import Decision
from schakel.simulation.event_log import CLOSING, running_steps, write_simulated
from schakel.simulation.layout import lay_out
from schakel.simulation.model.model import Model
from schakel.simulation.model.partner import Partner
from schakel.simulation.model.quantity import given as number
from schakel.simulation.result import Result, result_of
from schakel.simulation.run import Run
from unit.simulation.calibration.known_chain import known_chain

SHARES = st.floats(0, 0.6)
COUNTS = """
SELECT count(*) FILTER (activity <> $1 AND started >= $2) AS started,
    coalesce(sum(epoch_us(started) - epoch_us(requested)) FILTER (started >= $2), 0) / 6048e8 AS waited,
    count(*) FILTER (activity = $1) AS closed,
    count(*) FILTER (ended IS NULL) AS running,
    count(to_partner) AS passed,
    count(DISTINCT case_id) FILTER (activity = $1) AS cases_closed,
    count(*) FILTER (ended < $2) AS before
FROM read_parquet($3)
"""


def chain(leaving: float, lost: float, returns: float, people: int) -> Model:
    model = known_chain()
    return replace(
        model,
        stages=tuple(
            replace(one, leaving=number(leaving), returns=number(returns), return_after=number(3))
            for one in model.stages
        ),
        handovers=tuple(replace(one, lost=number(lost)) for one in model.handovers),
        partners=tuple(_partner(one, people) for one in model.partners),
    )


def _partner(one: Partner, people: int) -> Partner:
    """Some go on to a stay with the partner that helped them: that is no referral, and they may give up there."""
    if one.name == "Board":
        return one
    stages = (*one.stages, "Stay") if one.name == "Care" else one.stages
    return replace(one, stages=stages, people=number(people), preempts=one.name == "House")


def ended_well(result: Result) -> float:
    found = {name: float(result.outcome[name].sum()) for name in ("ended", "ended_left", "ended_refused", "ended_lost")}
    return found["ended"] - found["ended_left"] - found["ended_refused"] - found["ended_lost"]


@settings(deadline=None, derandomize=True, max_examples=15)
@given(
    seed=st.integers(0, 2**31),
    leaving=SHARES,
    lost=SHARES,
    returns=SHARES,
    people=st.integers(1, 80),
    warm_up=st.integers(0, 40),
    until=st.floats(1, 30),
    stops=st.booleans(),
)
def test_the_events_are_the_counts_of_the_run(
    seed: int, leaving: float, lost: float, returns: float, people: int, warm_up: int, until: float, stops: bool
) -> None:
    model = chain(leaving, lost, returns, people)
    decisions = [Decision(until / 2, "Care", "partner.people", 0.0, "stops")] if stops else []
    run = Run(lay_out(model), seed, decisions, weeks=30, warm_up=warm_up, keeps_log=True).go(until)
    result = result_of(run)
    with tempfile.TemporaryDirectory() as folder, duckdb.connect() as connection:
        path = write_simulated(model, run, Path(folder))
        found = connection.execute(COUNTS, [CLOSING, model.start, str(path)]).fetchall()[0]
    started, waited, closed, running, passed, cases_closed, before = found
    assert started == result.flow["started"].sum()
    assert waited == pytest.approx(result.flow["wait"].sum(), abs=1e-3)
    assert closed == cases_closed == ended_well(result)
    assert running == len(running_steps(run))
    dropped = int(((run.steps()["outcome"] == 7) & (run.steps()["to_partner"] >= 0)).sum())
    assert passed == result.flow["passed"].sum() + dropped
    assert before == 0
