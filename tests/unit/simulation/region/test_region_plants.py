"""What each plant changes: in the model, in what is decided while it runs, or in the words; and nothing else."""

from dataclasses import replace
from typing import TypeVar

import pytest

from schakel.simulation.change import Change
from schakel.simulation.model.checks import check_model
from schakel.simulation.model.model import Model
from schakel.simulation.model.route import END
from schakel.simulation.region.base import base
from schakel.simulation.region.lived import planted_model
from schakel.simulation.region.plants.broker_absent import BrokerAbsent
from schakel.simulation.region.plants.handover_absent import HandoverAbsent
from schakel.simulation.region.plants.meeting import Meeting
from schakel.simulation.region.plants.no_added_value import NoAddedValue
from schakel.simulation.region.plants.no_lead import NoLead
from schakel.simulation.region.plants.one_word import OneWord
from schakel.simulation.region.plants.people_lost import PeopleLost
from schakel.simulation.region.plants.placement_short import PlacementShort
from schakel.simulation.region.plants.plant import Plant
from schakel.simulation.region.plants.plants_file import lindewaard_plants
from schakel.simulation.region.plants.referrals_lost import ReferralsLost
from schakel.simulation.region.plants.threshold_lowered import ThresholdLowered
from schakel.simulation.scenario import Scenario, decisions

P = TypeVar("P", bound=Plant)
PLANTS = {type(plant): plant for plant in lindewaard_plants()}
BY_DECISION = (PeopleLost, ReferralsLost, ThresholdLowered, BrokerAbsent)
IN_WORDS = (OneWord,)


def of(kind: type[P]) -> P:
    plant = PLANTS[kind]
    assert isinstance(plant, kind)
    return plant


def shares(model: Model) -> dict[tuple[str, str, str], float]:
    """Of those who come from a stage, by stage, next and type; without those who are referred up."""
    return {(row.stage, row.to, row.type): row.share.value for row in model.routes if not row.is_up}


def outflow(model: Model, stage: str, kind: str) -> float:
    """Sum of the shares of a stage for a type."""
    return sum(share for (one, _, of_type), share in shares(model).items() if (one, of_type) == (stage, kind))


@pytest.mark.parametrize("plant", PLANTS.values(), ids=lambda plant: type(plant).__name__)
def test_a_plant_gives_a_model_that_is_allowed_and_decisions_that_fit(plant: Plant) -> None:
    model = planted_model([plant])
    check_model(model)
    decisions(Scenario("plant", plant.changes()), model)
    changes_the_model = type(plant) not in (*BY_DECISION, *IN_WORDS)
    assert (model != base()) == changes_the_model
    assert bool(plant.changes()) == isinstance(plant, BY_DECISION)
    assert bool(plant.words()) == isinstance(plant, IN_WORDS)


def test_all_plants_together_give_a_model_that_is_allowed() -> None:
    check_model(planted_model(lindewaard_plants()))


def test_a_meeting_is_held_as_often_as_it_says_with_as_many_places_a_week() -> None:
    plant = of(Meeting)
    (before,), (after,) = (
        [one for one in model.stages if one.name == plant.stage] for model in (base(), planted_model([plant]))
    )
    assert (after.work, after.every.value, after.at) == ("slotted", 2, (0.6,))
    assert before.every.value == 0.2
    weekly = [one.places.value / one.every.value for one in (before, after)]
    assert weekly[0] <= weekly[1] < weekly[0] + 1 / after.every.value
    others = [[one for one in model.stages if one.name != plant.stage] for model in (base(), planted_model([plant]))]
    assert others[0] == others[1]


def test_who_lost_people_has_a_share_left_for_that_time_only() -> None:
    plant = of(PeopleLost)
    assert plant.changes() == (
        Change(plant.name, plant.from_week, plant.to_week, plant.partner, "partner.people", "x0.6"),
    )
    assert [one.next_partner for one in plant.truth()] == [plant.partner, plant.symptom_partner]
    assert {one.finding_code for one in plant.truth()} == {"growing_stock"}


def test_referrals_get_lost_on_one_handover_from_the_first_day() -> None:
    plant = of(ReferralsLost)
    (change,) = plant.changes()
    assert (change.who, change.key, change.value) == (
        f"{plant.partner} > {plant.next_partner}", "handover.lost", plant.share
    )  # fmt: skip
    assert (change.from_week, change.to_week) == (0, None)
    lost = {(row.partner, row.next_partner): row.lost.value for row in base().handovers}
    assert max(lost.values()) < plant.share, "nothing leaks as much before it is planted"


def test_a_threshold_is_one_municipality_s_and_every_heavier_stage_is_told() -> None:
    plant = of(ThresholdLowered)
    (change,) = plant.changes()
    assert (change.who, change.key, change.value) == (plant.municipality, "municipality.threshold", plant.threshold)
    (own,) = (one for one in base().municipalities if one.name == plant.municipality)
    assert plant.threshold < own.threshold.value
    assert {one.next_activity for one in plant.truth()} == {row.to for row in base().routes if row.is_up}


def test_a_broker_is_away_for_some_time_and_brokers_something() -> None:
    plant = of(BrokerAbsent)
    (change,) = plant.changes()
    assert (change.who, change.key, change.value) == (plant.partner, "partner.people", 0)
    assert [row for row in base().handovers if row.broker == plant.partner]
    assert not [row for row in base().partners if row.name == plant.partner and row.stages]


def test_help_of_one_partner_in_one_stage_helps_nobody() -> None:
    plant = of(NoAddedValue)
    found = {one.name: one for one in planted_model([plant]).partners}
    assert found[plant.partner].helps[plant.stage].value == 0
    for one in base().partners:
        kept = {stage: value for stage, value in found[one.name].helps.items() if stage != plant.stage}
        assert kept == {stage: value for stage, value in one.helps.items() if stage != plant.stage}
        assert replace(found[one.name], helps=one.helps) == one


def test_households_with_five_questions_have_no_lead_and_shares_add_up_to_one() -> None:
    plant = of(NoLead)
    (before,), (after,) = (
        [one for one in model.types if one.name == plant.type] for model in (base(), planted_model([plant]))
    )
    found = [one.value for one in after.households]
    assert len(found) == 5
    assert found[-1] == plant.share
    assert sum(found) == pytest.approx(1)
    held = [one.value for one in before.households]
    assert found[1] / found[0] == pytest.approx(held[1] / held[0])
    assert after.lead.value == 0


def test_a_placement_is_shorter_for_one_group() -> None:
    plant = of(PlacementShort)
    found = {one.name: one.durations.get(plant.stage) for one in planted_model([plant]).types}
    factor = found.pop(plant.type)
    assert factor is not None
    assert factor.value == plant.factor
    assert found == {one.name: one.durations.get(plant.stage) for one in base().types if one.name != plant.type}


def test_one_word_is_used_by_one_partner_for_one_stage() -> None:
    plant = of(OneWord)
    assert plant.words() == {(plant.partner, plant.stage): plant.word}
    stages = {one.name for one in base().stages}
    assert plant.word in stages - {plant.stage}, "others use the word for another step"


def test_a_handover_that_is_gone_leaves_shares_that_add_up() -> None:
    plant = of(HandoverAbsent)
    before, after = base(), planted_model([plant])
    gone = {kind for stage, to, kind in shares(before) if (stage, to) == (plant.stage, plant.next_stage)}
    assert gone
    assert not [key for key in shares(after) if key[:2] == (plant.stage, plant.next_stage)]
    for kind in gone:
        assert outflow(after, plant.stage, kind) == pytest.approx(outflow(before, plant.stage, kind))
        went = shares(before)[plant.stage, plant.next_stage, kind]
        ended = shares(before).get((plant.stage, END, kind), 0)
        assert shares(after)[plant.stage, END, kind] == pytest.approx(went + ended)
    rest = {key: share for key, share in shares(before).items() if key[:2] != (plant.stage, plant.next_stage)}
    assert {key: share for key, share in shares(after).items() if key[1] != END or key[0] != plant.stage} == {
        key: share for key, share in rest.items() if key[1] != END or key[0] != plant.stage
    }


def test_a_handover_that_ended_nowhere_yet_gets_an_end() -> None:
    """A type that always went on goes home after all."""
    plant = HandoverAbsent("gone", "Keukentafelgesprek", "Plan van aanpak")
    model = planted_model([plant])
    check_model(model)
    assert not [row for row in model.routes if (row.stage, row.to) == (plant.stage, plant.next_stage)]
