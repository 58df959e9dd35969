"""Who is late and then refused lost a right once, whichever way it is counted."""

from dataclasses import replace

import numpy as np
import pytest

from oracle.small_chains import queue, stage
from schakel.simulation.experiment.metrics import RIGHT, metric
from schakel.simulation.experiment.yardstick import yardstick_of
from schakel.simulation.identities import check_identities
from schakel.simulation.layout import lay_out
from schakel.simulation.model.contract import Contract
from schakel.simulation.model.model import Model
from schakel.simulation.model.partner import Partner
from schakel.simulation.model.quantity import given
from schakel.simulation.model.route import END, Route
from schakel.simulation.result import Result, result_of
from schakel.simulation.run import Run

TERM, WEEKS = 3.0, 40


def _model(warm_up: int = 0) -> Model:
    """Two come a week and one is helped, so that soon all are late; what comes next has no money for anybody."""
    one = queue(2, 1, pattern="regular", distribution="fixed")
    return replace(
        one,
        types=(replace(one.types[0], term=given(TERM)),),
        stages=(*one.stages, stage("then", 1)),
        partners=(Partner("P", ("s",)), Partner("Q", ("then",))),
        routes=(Route("s", "then", given(1)), Route("then", END, given(1))),
        contracts=(Contract("Q", "effort", given(10), cap=given(1), cap_rule="stop"),),
        weeks=WEEKS - warm_up,
        warm_up=warm_up,
    )


def _go(model: Model) -> tuple[np.ndarray, Result]:
    run = Run(lay_out(model), 1, weeks=model.weeks, warm_up=model.warm_up, keeps_log=True).go()
    result = result_of(run)
    assert check_identities(run, result) == ()
    return run.steps(), result


def _count(model: Model, result: Result, name: str) -> float:
    return float(metric(name).value(result, yardstick_of(model, lay_out(model), (), model.weeks)))


def test_who_was_late_and_then_refused_counts_once() -> None:
    model = _model()
    steps, result = _go(model)
    helped_late = steps["started"] - steps["requested"] > TERM  # all of them were refused where they went on to
    both, refused = int(helped_late.sum()), len(steps)
    assert 20 < both < refused
    assert (_count(model, result, "late_refused"), _count(model, result, "refused")) == (both, refused)
    late = _count(model, result, "late")
    assert late > both  # some are being helped, or wait past the term
    assert _count(model, result, RIGHT) == refused + late - both


@pytest.mark.parametrize("warm_up", [13, 20])
def test_who_was_late_before_counting_began_and_is_refused_after_it_counts(warm_up: int) -> None:
    model = _model(warm_up)
    steps, result = _go(model)
    refused = steps[steps["ended"] > warm_up]
    started_before = refused["started"] < warm_up
    assert started_before.sum() == 1
    is_late = refused["started"] - refused["requested"] > TERM
    assert _count(model, result, "refused") == len(refused)
    assert _count(model, result, "late_refused") == int((is_late & ~started_before).sum())
