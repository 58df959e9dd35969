"""Causes of a simulated chain: shares add up, and an innocent cause gets exactly nothing."""

from collections.abc import Callable
from concurrent.futures import Executor, Future
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from oracle.chain_model import (
    ACTUAL,
    LESS_CARE,
    LOWER_THRESHOLD,
    MODEL,
    NOTHING,
    REFERENCE,
    SLOWER_INTAKE,
    change,
)
from schakel.chain.problem import Refusal
from schakel.simulation.causes.scenario_causes import ScenarioCauses, causes_of, combined, differing_causes
from schakel.simulation.experiment.replication import Trial, replicate_all
from schakel.simulation.experiment.seeds import seeds
from schakel.simulation.experiment.yardstick import OUTSIDE, WAY
from schakel.simulation.scenario import Scenario

SEEDS = seeds(6, 16)


class Serial(Executor):
    """At once, in this thread; counts the replications asked."""

    def __init__(self) -> None:
        self.replications = 0

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        self.replications += len(args[0].seeds)
        future: Future[Any] = Future()
        future.set_result(fn(*args, **kwargs))
        return future


@pytest.fixture(scope="module")
def found() -> ScenarioCauses:
    return causes_of(MODEL, REFERENCE, ACTUAL, "severity_weeks", SEEDS)


def test_shares_add_up_per_replication(found: ScenarioCauses) -> None:
    runs = replicate_all((Trial(MODEL, REFERENCE), Trial(MODEL, ACTUAL)), SEEDS, metrics=("severity_weeks",))
    expected = runs[1].values["severity_weeks"] - runs[0].values["severity_weeks"]
    added = sum(one.per_replication for one in found.total.causes)
    assert added == pytest.approx(expected, abs=1e-9)
    assert found.total.method == "exact"
    assert found.total.evaluated == 16


def test_an_innocent_cause_gets_nothing(found: ScenarioCauses) -> None:
    shares = {one.name: one for one in found.total.causes}
    assert shares["nothing"].per_replication.tolist() == [0.0] * 16
    assert not shares["nothing"].is_distinguishable
    assert shares["lower threshold"].is_distinguishable
    assert shares["care loses people"].share.at().low > 0


def test_the_map_adds_up_to_the_share(found: ScenarioCauses) -> None:
    assert found.axes == ("period", "place")
    assert found.labels[0] == ("0", "13", "26")
    assert found.labels[1][-3:] == ("Job", WAY, OUTSIDE)
    assert found.where is not None
    for whole, cells in zip(found.total.causes, found.where.causes, strict=True):
        assert cells.per_replication.shape == (16, 3, 7)
        assert cells.per_replication.sum(axis=(1, 2)) == pytest.approx(whole.per_replication, abs=1e-9)


def test_the_symptom_shows_elsewhere(found: ScenarioCauses) -> None:
    assert found.where is not None
    care = next(one for one in found.where.causes if one.name == "care loses people")
    stay = found.labels[1].index("Stay")
    assert care.share.value[1:, stay].min() > 0
    assert care.share.value[0, stay] < care.share.value[2, stay]


def test_each_set_is_run_once_and_executors_agree(found: ScenarioCauses) -> None:
    serial = Serial()
    told: list[tuple[int, int]] = []
    again = causes_of(
        MODEL, REFERENCE, ACTUAL, "severity_weeks", SEEDS, executor=serial, on_progress=lambda *one: told.append(one)
    )
    assert serial.replications == 16 * 16
    assert told[-1] == (256, 256)
    for one, other in zip(found.total.causes, again.total.causes, strict=True):
        np.testing.assert_array_equal(one.per_replication, other.per_replication)


def test_more_than_six_causes_are_sampled() -> None:
    extra = tuple(change(f"inflow {n}", "youth", "type.inflow", f"x1.0{n}", (n, None)) for n in range(1, 5))
    many = Scenario("many", (*ACTUAL.changes, *extra))
    found = causes_of(MODEL, REFERENCE, many, "rights", SEEDS[:3], pairs=2)
    assert found.total.method == "sampled"
    assert found.total.evaluated <= 2 * 2 * 8 + 16
    added = sum(one.per_replication for one in found.total.causes)
    assert np.asarray(added).mean() == pytest.approx(found.total.total.at().value, abs=1e-9)


def test_a_metric_without_parts_has_no_map() -> None:
    assert causes_of(MODEL, REFERENCE, ACTUAL, "handovers", SEEDS[:2]).where is None
    waits = causes_of(MODEL, REFERENCE, ACTUAL, "wait_mean", SEEDS[:2])  # nobody waits for a job
    assert (waits.where, waits.axes, waits.labels) == (None, (), ())


def test_causes_are_what_differs() -> None:
    milder = replace(LOWER_THRESHOLD, value=1.5)
    reference = Scenario("agreed", (NOTHING, milder, SLOWER_INTAKE))
    actual = Scenario("went", (LESS_CARE, NOTHING, LOWER_THRESHOLD))
    assert differing_causes(reference, actual) == ("lower threshold", "slower intake", "care loses people")
    assert combined(reference, actual, ()) is reference
    assert combined(reference, actual, differing_causes(reference, actual)) is actual
    some = combined(reference, actual, ("lower threshold",))
    assert some.changes == (NOTHING, SLOWER_INTAKE, LOWER_THRESHOLD)
    gone = combined(reference, actual, ("slower intake",))
    assert gone.changes == (NOTHING, milder)


def test_the_same_twice_has_no_causes() -> None:
    with pytest.raises(Refusal) as refused:
        causes_of(MODEL, ACTUAL, replace(ACTUAL, name="again"), "severity_weeks", SEEDS)
    assert refused.value.problems[0].code == "causes_none"


def test_a_metric_that_is_not_told_is_refused() -> None:
    with pytest.raises(Refusal) as refused:
        causes_of(MODEL, REFERENCE, ACTUAL, "cost_per_lasting_52", SEEDS[:2])
    assert refused.value.problems[0].code == "metric_untold"
