"""A chain in which waiting makes worse and drives to heavier help, and what its log tells of that."""

from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from schakel.insight.opened import open_log
from schakel.simulation.calibration.calibrated import calibrated
from schakel.simulation.calibration.escalation import escalation
from schakel.simulation.calibration.observed import Observed
from schakel.simulation.calibration.patience import patience
from schakel.simulation.calibration.reading import observe
from schakel.simulation.calibration.worsening import MIXES, MOST_RATE, share_up, worsening
from schakel.simulation.event_log import make_simulated_log
from schakel.simulation.layout import lay_out
from schakel.simulation.model.client_type import ClientType
from schakel.simulation.model.model import Model
from schakel.simulation.model.municipality import Municipality
from schakel.simulation.model.partner import Partner
from schakel.simulation.model.quantity import given
from schakel.simulation.model.route import END, Route
from schakel.simulation.model.stage import Stage
from schakel.simulation.run import Run

LEVEL = 0.95
RATE, LEAVING, ESCALATES = 0.06, 0.04, 0.5
SEASON = (1.8, 1.8, 1.6, 1.4, 1.0, 0.6, 0.4, 0.4, 0.4, 0.6, 0.8, 1.2)


def _chain(rate: float = RATE, leaving: float = 0.0, mix: tuple[float, ...] = MIXES[0], people: float = 120) -> Model:
    """Help of which the wait goes up and down with the season, and heavier help for who has become severe."""
    return Model(
        name="Waiting",
        start=date(2023, 1, 2),
        warm_up=104,
        extra_intake=given(0),
        choice_beta=given(0),
        municipalities=(Municipality("Aa", given(52_000)),),
        types=(ClientType("youth", given(15), "Intake", severity=tuple(map(given, mix)), season=SEASON),),
        stages=(
            Stage("Intake", (given(1),), line=0),
            Stage(
                "Help",
                (given(8),),
                line=2,
                helps=given(0.5),
                deterioration=given(rate),
                leaving=given(leaving),
                escalates=(given(ESCALATES if leaving else 0),),
                escalates_to="Stay",
            ),
            Stage("Stay", (given(10),), line=3),
        ),
        partners=(
            Partner("Access", ("Intake",), given(300)),
            Partner("Care", ("Help",), given(people)),
            Partner("House", ("Stay",), given(900)),
        ),
        routes=(
            Route("Intake", "Help", given(1)),
            Route("Help", END, given(1)),
            Route("Help", "Stay", is_up=True),
            Route("Stay", END, given(1)),
        ),
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("waiting")


@cache
def _seen(folder: Path, name: str) -> Observed:
    chains = {
        "worse": _chain(),
        "the same": _chain(rate=0.0),
        "lighter": _chain(mix=(0.55, 0.3, 0.1, 0.05)),
        "leaving": _chain(rate=0.0, leaving=LEAVING, people=112),
        "room": _chain(people=900),
    }
    model = chains[name]
    run = Run(lay_out(model), 3, weeks=208, warm_up=model.warm_up, keeps_log=True).go()
    with open_log(make_simulated_log(model, run, folder / name.replace(" ", "-"))) as view:
        return observe(view)


def _help(seen: Observed) -> int:
    return seen.stages.index("Help")


def test_the_share_that_goes_up_is_that_of_the_kernel() -> None:
    """The formula against draws of the rule itself."""
    generator = np.random.default_rng(1)
    n, weeks, rate, threshold, helps = 400_000, 9.0, 0.05, 2.2, 0.4
    severity = generator.choice(4, n, p=MIXES[0])
    severity = np.minimum(3, severity + generator.poisson(rate * weeks, n))
    severity = severity - ((severity > 0) & (generator.random(n) < helps))
    up = severity + 0.5 * generator.normal(size=n) >= threshold
    found = float(share_up(np.array([weeks]), rate, threshold, MIXES[0], helps)[0])
    assert found == pytest.approx(up.mean(), abs=5 * (0.25 / n) ** 0.5)


@pytest.mark.parametrize("name", ["worse", "lighter"])
def test_a_rate_that_is_there_is_found_within_its_bounds(folder: Path, name: str) -> None:
    seen = _seen(folder, name)
    found = worsening(seen, LEVEL)[0][_help(seen)]
    assert 0 < found.low <= RATE <= found.high < MOST_RATE
    if name == "worse":  # severity is as the value takes it to be
        assert found.value == pytest.approx(RATE, rel=0.5)


def test_where_waiting_does_nothing_none_is_within_the_bounds(folder: Path) -> None:
    seen = _seen(folder, "the same")
    found = worsening(seen, LEVEL)[0][_help(seen)]
    assert found.low == 0
    assert found.high < RATE


def test_where_nothing_can_be_seen_the_reason_is_told(folder: Path) -> None:
    found, unknown = worsening(_seen(folder, "room"), LEVEL)
    assert found == {}
    reasons = {one.name: one.reason for one in unknown}
    assert reasons["Help"] == "nobody_waits"
    few = replace(_seen(folder, "worse"), until=2.0)
    assert {one.reason for one in worsening(few, LEVEL)[1]} == {"too_few"}


def test_who_gave_up_and_went_to_heavier_help_is_counted(folder: Path) -> None:
    seen = _seen(folder, "leaving")
    known, _ = patience(seen, LEVEL)
    found, unknown = escalation(seen, known, LEVEL)
    one = found[_help(seen)]
    assert seen.stages[one.to] == "Stay"
    assert one.share.low <= ESCALATES <= one.share.high
    assert one.share.high - one.share.low < 0.5
    assert {other.name: other.reason for other in unknown} == {"Intake": "no_leaving", "Stay": "no_leaving"}


def test_a_calibrated_model_has_them_with_their_bounds(folder: Path) -> None:
    made = calibrated(
        _seen(folder, "leaving"),
        name="Waiting",
        populations={},
        first_part=1.0,
        seeds=(1, 2),
        level=LEVEL,
        executor=None,
        tell=lambda _stage, _share: None,
    )
    stage = next(one for one in made.model.stages if one.name == "Help")
    assert stage.escalates_to == "Stay"
    assert (stage.deterioration.source, stage.escalates[0].source) == ("data", "data")
    assert stage.deterioration.low == 0
    told = {(one.name, one.field): one.reason for one in made.card.not_identified}
    assert told["Stay", "deterioration"] == "nobody_waits"
    assert ("Help", "deterioration") not in told


def test_without_anybody_who_escalates_nothing_is_told(folder: Path) -> None:
    seen = _seen(folder, "worse")
    assert escalation(seen, patience(seen, LEVEL)[0], LEVEL)[0] == {}
