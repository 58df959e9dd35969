"""A model of the first part against the last part: a right one is as near as chance allows, a wrong one is told."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from schakel.insight.opened import open_log
from schakel.simulation.calibration.calibrated import Calibrated, calibrate
from schakel.simulation.calibration.held_out import HeldOut, held_out
from schakel.simulation.calibration.observed import Observed
from schakel.simulation.calibration.reading import observe
from schakel.simulation.decision import Decision
from schakel.simulation.event_log import make_simulated_log
from schakel.simulation.layout import lay_out
from schakel.simulation.model.checks import check_model
from schakel.simulation.model.model_file import read_model, write_model
from schakel.simulation.model.quantity import given
from schakel.simulation.run import Run
from unit.simulation.calibration.known_chain import POPULATIONS, WARM_UP, known_chain, known_run

SEEDS = (1, 2, 3, 4)


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Observed:
    with open_log(make_simulated_log(known_chain(), known_run(7), tmp_path_factory.mktemp("log") / "log")) as view:
        return observe(view)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Calibrated:
    run = known_run(8, weeks=156)
    told: list[tuple[str, float]] = []
    tell: Callable[[str, float], None] = lambda stage, share: told.append((stage, share))  # noqa: E731
    with open_log(make_simulated_log(known_chain(), run, tmp_path_factory.mktemp("log") / "log")) as view:
        found = calibrate(view, populations=POPULATIONS, seeds=SEEDS, on_progress=tell)
    assert [stage for stage, _ in told] == ["read", "fit", "test", "done"]
    return found


def far(test: HeldOut) -> set[str]:
    return {one.name for one in test.distances if one.to_real.low > one.between.high}


def test_the_true_model_is_as_near_as_two_of_its_runs(seen: Observed) -> None:
    # stages of the log are by name, and those of the model must be as well
    model = known_chain()
    model = replace(model, stages=tuple(sorted(model.stages, key=lambda one: one.name)), warm_up=WARM_UP)
    test = held_out(seen, model, 140.0, SEEDS, 0.99)
    assert far(test) == set()
    assert {one.stage for one in test.stages if not one.agrees} <= {"Help"}
    slow = replace(
        model, stages=tuple(replace(one, duration=(given(one.duration[0].value * 2),)) for one in model.stages)
    )
    wrong = held_out(seen, slow, 140.0, SEEDS, 0.99)
    assert {"cycle_time", "relative_event"} & far(wrong)
    assert ("Intake", "work") in {(one.stage, one.what) for one in wrong.stages if not one.agrees}


def test_threads_change_nothing(seen: Observed) -> None:
    model = known_chain()
    with ThreadPoolExecutor(2) as pool:
        assert held_out(seen, model, 140.0, SEEDS[:2], 0.95, pool) == held_out(seen, model, 140.0, SEEDS[:2], 0.95)


def test_a_calibrated_model_is_tested_on_what_it_has_not_seen(whole: Calibrated) -> None:
    card = whole.card
    assert card.test is not None
    assert (card.until - card.since).days == pytest.approx(156 * 7 * 0.7, abs=1)
    assert card.test.since == pytest.approx(156 * 0.7)
    assert len(card.test.distances) == 7
    assert len(far(card.test)) <= 1
    assert [one for one in card.test.stages if one.what == "work" and not one.agrees] == []
    assert [one for one in card.drift if one.is_drift] == []
    assert dict(card.starts) == {"adult": 1.0, "youth": 1.0}


def test_it_can_be_written_read_and_run(whole: Calibrated, tmp_path: Path) -> None:
    check_model(whole.model)
    write_model(whole.model, tmp_path / "model.toml")
    again = read_model(tmp_path / "model.toml")
    assert [one.duration for one in again.stages] == [one.duration for one in whole.model.stages]
    assert Run(lay_out(again), 1, weeks=10).go().state["came"] > 50


def test_a_change_in_the_last_part_is_reported(tmp_path: Path) -> None:
    run = Run(
        lay_out(known_chain()),
        9,
        [Decision(110, "adult", "type.inflow", 2.0, "a"), Decision(110, "Care", "partner.people", 60.0, "b")],
        weeks=156,
        warm_up=WARM_UP,
        keeps_log=True,
    ).go()
    with open_log(make_simulated_log(known_chain(), run, tmp_path / "log")) as view:
        card = calibrate(view, populations=POPULATIONS, seeds=SEEDS[:2]).card
    assert {(one.noun, one.name) for one in card.drift if one.is_drift} >= {("type", "adult"), ("partner", "Care")}
    assert ("type", "youth") not in {(one.noun, one.name) for one in card.drift if one.is_drift}


def test_equal_logs_give_equal_models(seen: Observed) -> None:
    from schakel.simulation.calibration.calibrated import calibrated

    options = {"name": "x", "populations": {}, "first_part": 0.6, "seeds": (1, 2), "level": 0.9, "executor": None}
    one, other = (calibrated(seen, tell=lambda _stage, _share: None, **options) for _ in range(2))  # type: ignore[arg-type]
    assert one == other
    assert one.model.municipalities[0].population.source == "assumed"
    with pytest.raises(ValueError, match="first part"):
        calibrated(seen, tell=lambda _stage, _share: None, **{**options, "first_part": 0.0})  # type: ignore[arg-type]
