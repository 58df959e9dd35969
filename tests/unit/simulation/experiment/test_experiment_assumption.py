"""Assumed numbers are all found, moved one at a time, and those that decide are named."""

from dataclasses import replace

import pytest

from oracle.chain_model import ACTUAL, LESS_CARE, MODEL, REFERENCE
from schakel.chain.problem import Refusal
from schakel.simulation.experiment.assumed_kinds import assumed_kinds
from schakel.simulation.experiment.assumption import Whole, assumptions, with_value
from schakel.simulation.experiment.seeds import seeds
from schakel.simulation.experiment.sensitivity import Sign
from schakel.simulation.experiment.sensitivity_study import screening_seeds, sensitivity
from schakel.simulation.experiment.steering import steering
from schakel.simulation.model.checks import check_model
from schakel.simulation.model.model import Model
from schakel.simulation.model.quantity import assumed, given
from schakel.simulation.scenario import Scenario

SEEDS = seeds(8, 12)
NAMES = (
    "model / deterioration",
    "model / escalation",
    "stage / Help / deterioration",
    "stage / Help / leaving",
    "stage / Help / escalates.0",
    "handover / Team > * / lost",
)


def with_help(**numbers: object) -> Model:
    stages = tuple(replace(one, **numbers) if one.name == "Help" else one for one in MODEL.stages)  # type: ignore[arg-type]
    return replace(MODEL, stages=stages)


def test_every_assumed_number_is_found() -> None:
    assert tuple(one.name for one in assumptions(MODEL)) == NAMES


@pytest.mark.parametrize("number", range(len(NAMES)))
def test_only_the_number_itself_moves(number: int) -> None:
    one = assumptions(MODEL)[number]
    for value in (one.low, one.high):
        moved = with_value(MODEL, one, value)
        check_model(moved)
        assert (moved == MODEL) == (value == one.value)
    if one.whole is None:
        assert with_value(MODEL, one, one.value) == MODEL


def test_the_wholes_move_all_of_their_kind() -> None:
    worse, heavier = assumptions(MODEL)[:2]
    assert (worse.whole, heavier.whole) == (Whole.DETERIORATION, Whole.ESCALATION)
    rates = [stage.deterioration.value for stage in with_value(MODEL, worse, 2).stages]
    assert rates == [0, 0.06, 0.04, 0, 0]
    assert with_value(MODEL, heavier, 2).stages[1].escalates[0].value == 1.0
    assert with_value(MODEL, heavier, 0).stages[1].escalates[0].value == 0.0


def test_a_model_without_deterioration_is_tried_with_it() -> None:
    stages = tuple(replace(one, deterioration=given(0), escalates=(given(0),)) for one in MODEL.stages)
    calm = replace(MODEL, stages=stages)
    worse = assumptions(calm)[0]
    assert (worse.whole, worse.is_rate, worse.value) == (Whole.DETERIORATION, True, 0)
    assert Whole.ESCALATION not in [one.whole for one in assumptions(calm)]
    rates = [stage.deterioration.value for stage in with_value(calm, worse, 0.01).stages]
    assert rates == [0.01, 0.01, 0.01, 0.01, 0]  # nobody waits for a job


def test_numbers_inside_fields_are_found() -> None:
    kind = replace(
        MODEL.types[0],
        factors={"Bee": assumed(1, 0.5, 2)},
        households=(assumed(0.8, 0.7, 0.9), given(0.2)),
        per_1000=assumed(10, 10, 10),
    )
    model = replace(MODEL, types=(kind, MODEL.types[1]))
    found = {one.name: one for one in assumptions(model)}
    assert {"type / youth / factors.Bee", "type / youth / households.0"} <= set(found)
    assert "type / youth / per_1000" not in found  # without a range there is nothing to try
    assert with_value(model, found["type / youth / factors.Bee"], 2).types[0].factors["Bee"].value == 2
    assert with_value(model, found["type / youth / households.0"], 0.7).types[0].households[0].value == 0.7


def test_escalation_flips_the_sign_and_it_is_said_where() -> None:
    # Who gives up and is gone fills no place; who then comes in heavier does, for longer.
    model = with_help(
        leaving=given(0.4),
        deterioration=given(0),
        escalates=(assumed(0.5, 0, 1),),
        duration=(given(12),),
    )
    fewer = Scenario("fewer people", (replace(LESS_CARE, value="-60%"),))
    told: list[tuple[int, int]] = []
    found = sensitivity(
        model,
        (REFERENCE, fewer),
        SEEDS,
        metrics=("present",),
        on_progress=lambda done, total: told.append((done, total)),
    )[0]
    line = next(one for one in found.lines if one.assumption.name == "stage / Help / escalates.0")
    assert line.line.sign is Sign.FLIPS
    assert len(line.line.crossings) == 1
    assert line in found.deciding
    assert line.line.effects[0].high < 0 < line.line.effects[-1].low
    assert told[-1][0] == told[-1][1]
    assert [done for done, _ in told] == sorted(done for done, _ in told)


def test_lines_go_by_influence_and_the_rest_is_only_screened() -> None:
    found = sensitivity(MODEL, (REFERENCE, ACTUAL), SEEDS[:6], most_lines=1)[0]
    assert [one.influence for one in found.lines] == sorted((one.influence for one in found.lines), reverse=True)
    full = [one.assumption.name for one in found.lines if not one.is_screened]
    assert {"model / deterioration", "model / escalation"} < set(full)
    assert len(full) == 3
    assert {one.assumption.name for one in found.lines} == set(NAMES)
    screened = next(one for one in found.lines if one.is_screened)
    assert set(screened.line.at) == {screened.assumption.low, screened.assumption.value, screened.assumption.high}


def test_one_scenario_gives_the_metric_itself() -> None:
    goal, rights = sensitivity(MODEL, (REFERENCE,), SEEDS[:6], metrics=("severity_weeks", "rights"), most_lines=0)
    assert not goal.is_difference
    assert (goal.metric, rights.metric) == ("severity_weeks", "rights")
    lost = next(one for one in goal.lines if one.assumption.name.startswith("handover"))
    assert lost.line.effects[0].value < lost.line.effects[-1].value  # the lost keep their question
    assert goal.deciding == ()


def test_a_metric_that_is_not_told_is_refused() -> None:
    with pytest.raises(Refusal):
        sensitivity(MODEL, (REFERENCE,), SEEDS[:4], metrics=("cost_per_lasting_52",))


def test_screening_is_bounded() -> None:
    assert screening_seeds(6, 2) == 20
    assert screening_seeds(100, 2) == 9
    assert screening_seeds(10_000, 2) == 4


def test_contract_against_agreement() -> None:
    found = steering(MODEL, ACTUAL, REFERENCE, SEEDS[:6], most_lines=0)
    assert found.goal.metric == "severity_weeks"
    assert found.goal.by_agreement.is_better
    assert found.rights.by_agreement.is_better
    assert found.verdict_on_contract.rise
    assert not found.verdict_on_contract.gains_by_rights
    assert not found.verdict_on_agreement.rise
    assert found.cost is not None
    assert found.cost.metric == "cost_per_lasting_26"
    assert [one.metric for one in found.sensitivities] == ["severity_weeks", "cost_per_lasting_26"]
    assert all(one.is_difference for one in found.sensitivities)


def test_every_assumed_number_is_of_one_kind_or_divides_a_whole() -> None:
    severity = tuple(assumed(one, 0, 1) for one in (0.4, 0.3, 0.2, 0.1))
    model = replace(MODEL, types=tuple(replace(one, severity=severity) for one in MODEL.types))
    model = replace(model, stages=tuple(replace(one, leaving=assumed(0.1, 0.05, 0.3)) for one in model.stages))
    found = assumed_kinds(model)
    assert found.dividing == 8
    assert found.numbers + found.dividing == sum(one.whole is None for one in assumptions(model))
    names = [one.name for one in found.kinds]
    assert names == ["model / deterioration", "model / escalation", "stage / * / leaving", "handover / Team > * / lost"]


def test_a_kind_moves_all_of_it_and_nothing_else() -> None:
    model = replace(MODEL, stages=tuple(replace(one, leaving=assumed(0.1, 0.05, 0.3)) for one in MODEL.stages))
    leaving = next(one for one in assumed_kinds(model).kinds if one.is_kind)
    assert with_value(model, leaving, 0.0) == model
    for part, value in ((-1, 0.05), (-0.5, 0.075), (0.5, 0.2), (1, 0.3)):
        moved = with_value(model, leaving, part)
        check_model(moved)
        assert [stage.leaving.value for stage in moved.stages] == pytest.approx([value] * 5)
        assert replace(moved, stages=model.stages) == model
        assert [replace(one, leaving=model.stages[0].leaving) for one in moved.stages] == list(model.stages)


def test_less_can_be_spent_on_kinds() -> None:
    told: list[tuple[int, int]] = []
    (found,) = sensitivity(
        MODEL,
        (REFERENCE,),
        SEEDS[:4],
        numbers=assumed_kinds(MODEL).kinds,
        points=3,
        most_screening=2,
        most_lines=0,
        on_progress=lambda done, total: told.append((done, total)),
    )
    assert {one.assumption.name for one in found.lines} == {one.name for one in assumed_kinds(MODEL).kinds}
    assert all(len(one.line.at) == 3 for one in found.lines)
    assert told[-1][0] == told[-1][1] == (2 * len(found.lines) + 1) * 2 + (3 * 2 + 1) * 4
    ends = [one.line.effects[-1].value - one.line.effects[0].value for one in found.lines]
    assert [one.change.value for one in found.lines] == pytest.approx(ends)
