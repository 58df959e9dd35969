"""Runs so small that every moment can be checked by hand."""

from dataclasses import replace

import pytest

from oracle.small_chains import queue, stage
from schakel.simulation.kernel.state import FLOWS
from schakel.simulation.layout import lay_out
from schakel.simulation.model.model import Model
from schakel.simulation.model.partner import Partner
from schakel.simulation.model.quantity import given
from schakel.simulation.model.route import END, Route
from schakel.simulation.run import Run

END_OF_COUNT = 31.5


def _impatient(**more: object) -> Model:
    """A client every 7 weeks; help takes 11; nobody waits more than 3."""
    patient = queue(1 / 7, 1, pattern="regular", distribution="fixed", mean=11.0, patience=given(3))
    return replace(patient, stages=(replace(patient.stages[0], **more),))  # type: ignore[arg-type]


def _run(model: Model, weeks: int = 33) -> Run:
    return Run(lay_out(model), 1, weeks=weeks, keeps_log=True)


def test_who_waits_longer_than_patience_leaves_at_that_moment() -> None:
    run = _run(_impatient())
    left = []
    for moment in (16.99, 17.01, 30.99, 31.01):
        left.append(float(run.go(moment).state["lane"][0]["left"]))
    assert left == [0, 1, 1, 2]
    flow = {name: float(run.go(END_OF_COUNT).state["lane"][0][name]) for name in FLOWS}
    assert [flow["arrived"], flow["started"], flow["left_wait"]] == pytest.approx([4, 2, 6])
    first, third = run.go(32.5).steps()
    assert (first["requested"], first["started"], first["ended"]) == pytest.approx((7, 7, 18))
    assert (third["requested"], third["started"], third["ended"]) == pytest.approx((21, 21, 32))


def test_who_leaves_goes_to_heavier_help_at_once() -> None:
    light = _impatient(escalates=(given(1),), escalates_to="heavy")
    model = replace(
        light,
        stages=(*light.stages, stage("heavy", 2.0, distribution="fixed")),
        partners=(*light.partners, Partner("H", ("heavy",))),
        routes=(*light.routes, Route("heavy", END, given(1))),
    )
    steps = _run(model).go(END_OF_COUNT).steps()
    (heavy,) = steps[steps["stage"] == 1]
    assert (heavy["requested"], heavy["started"], heavy["ended"]) == pytest.approx((17, 17, 19))


def test_slotted_work_starts_at_its_moments_only() -> None:
    moments = (1.5, 2.3, 2.8)
    model = queue(9, 1, work="slotted", at=moments, every=given(2.8), places=given(2), distribution="fixed", mean=0.01)
    steps = _run(model, 7).go().steps()
    started = sorted({round(float(week), 9) for week in steps["started"]})
    assert started == pytest.approx([1.5, 2.3, 2.8, 4.3, 5.1, 5.6])
    assert all((abs(steps["started"] - moment) < 1e-9).sum() == 2 for moment in started)


def test_who_came_first_goes_first() -> None:
    steps = _run(queue(1, 1, pattern="regular", distribution="fixed", mean=1.5), 20).go().steps()
    assert list(steps["requested"]) == pytest.approx(list(range(1, len(steps) + 1)))
    assert list(steps["started"]) == pytest.approx([1 + 1.5 * n for n in range(len(steps))])
