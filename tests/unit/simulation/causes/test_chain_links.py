"""The weakest link of a chain, and what each of its partners adds."""

from dataclasses import replace

import pytest

from oracle.chain_model import ACTUAL, MODEL, REFERENCE, change
from schakel.simulation.causes.added_value import State
from schakel.simulation.causes.partner_values import not_judgeable, partner_values, without
from schakel.simulation.causes.repair import Repair, repaired, repairs
from schakel.simulation.causes.weakest_link import Kind
from schakel.simulation.causes.weakest_links import used_handovers, weakest_links
from schakel.simulation.experiment.seeds import seeds
from schakel.simulation.model.partner import Partner
from schakel.simulation.model.quantity import given
from schakel.simulation.scenario import Scenario, check_scenario, decisions

SEEDS = seeds(3, 8)
USED = (("Team", "Care"), ("Care", "House"), ("Desk", "Employers"))


def repair(name: str) -> Repair:
    return next(one for one in repairs(MODEL, USED) if one.candidate.name == name)


def test_every_repair_fits_the_model() -> None:
    found = repairs(MODEL, USED)
    names = [one.candidate.name for one in found]
    assert len(set(names)) == len(names)
    for one in found:
        check_scenario(Scenario("repair", one.changes), MODEL)
    kinds = [one.candidate.kind for one in found]
    assert kinds.count(Kind.CAPACITY) == 5  # four with slots, one meeting
    assert kinds.count(Kind.HANDOVER) == 2  # nothing is lost on the way to a job
    assert kinds.count(Kind.RULE) == 4 + 1 + 2


def test_capacity_grows_by_a_slot_at_least() -> None:
    small = replace(
        MODEL, partners=(*MODEL.partners[:1], Partner("Care", ("Help",), given(1), given(4.2)), *MODEL.partners[2:])
    )
    grown = next(one for one in repairs(small, ()) if one.candidate.name == "partner.people / Care")
    decision = decisions(Scenario("more", grown.changes), small)[0]
    assert int(decision.value * 4.2 + 1e-9) == 5
    assert grown.candidate.size == pytest.approx(5 / 4.2 - 1, abs=1e-5)
    house = decisions(Scenario("more", repair("partner.people / House").changes), MODEL)[0]
    assert house.value == pytest.approx(11)


def test_meetings_come_twice_as_often_with_half_the_places() -> None:
    found = decisions(Scenario("oftener", repair("stage.every / Intake").changes), MODEL)
    assert {one.key: one.value for one in found} == {"stage.every": 1, "stage.places": 15}


def test_a_threshold_moves_with_what_the_scenario_decides() -> None:
    scenario = Scenario("s", (change("all", "*", "municipality.threshold", 1, (5, None)),))
    found = decisions(repaired(MODEL, scenario, repair("municipality.threshold / Aa / +0.25")), MODEL)
    assert [(one.week, one.who, one.value) for one in found] == [(0, "Aa", 2.75), (5, "Aa", 1.25), (5, "Bee", 1.0)]


def test_handovers_in_use_are_those_in_the_log() -> None:
    found = used_handovers(MODEL, REFERENCE, SEEDS[0])
    assert found[0] == ("Team", "Care")
    assert set(found) == {
        ("Team", "Care"),
        ("Team", "Other care"),
        ("Care", "House"),
        ("Other care", "House"),
        ("Desk", "Employers"),
    }
    assert used_handovers(MODEL, REFERENCE, SEEDS[0], most=1) == found[:1]


def test_the_link_that_was_made_weak_is_found() -> None:
    weak = replace(
        MODEL, partners=tuple(replace(one, people=given(3)) if one.name == "Desk" else one for one in MODEL.partners)
    )
    found = weakest_links(weak, REFERENCE, "left", SEEDS)
    assert found.found.is_found
    assert found.found.best.name == "partner.people / Desk"
    assert found.by_rights == ()


def test_a_repair_that_gains_by_rights_is_named() -> None:
    strict = replace(
        MODEL, contracts=(replace(MODEL.contracts[0], cap=given(700_000), cap_rule="stop"), *MODEL.contracts[1:])
    )
    found = weakest_links(strict, REFERENCE, "spent", SEEDS)
    flagged = {one.name for one in found.by_rights}
    better = {gain.candidate.name for gain in found.found.gains if gain.gain.low > 0}
    assert flagged <= better
    assert weakest_links(strict, REFERENCE, "rights", SEEDS).found.best.name == "contract.cap / Care / Aa / *"


def test_values_add_up_and_substitutes_share() -> None:
    found = partner_values(MODEL, REFERENCE, "severity_weeks", SEEDS[:6])
    rows = {row.partner: row for row in found.partners}
    assert list(rows) == [one.name for one in MODEL.partners]
    assert found.method == "exact"
    assert sum(row.value for row in found.partners if row.value is not None) == pytest.approx(found.total, abs=1e-9)
    for name in ("Employers", "Broker"):
        assert (rows[name].state, rows[name].value) == (State.NOT_JUDGEABLE, None)
    other = rows["Other care"]
    assert other.leave_one_out is not None
    assert other.value is not None
    assert other.leave_one_out < other.value  # Care stands in for it


def test_many_partners_are_sampled_within_bounds() -> None:
    told: list[tuple[int, int]] = []
    found = partner_values(
        MODEL, REFERENCE, "severity_weeks", SEEDS[:2], exact_until=3, pairs=2, on_progress=lambda *one: told.append(one)
    )
    assert found.method == "sampled"
    assert told[-1][1] <= 2 * (2 * 2 * 5 + 5)
    assert sum(row.value for row in found.partners if row.value is not None) == pytest.approx(found.total, abs=1e-9)


def test_a_partner_that_is_out_is_out_whatever_a_scenario_decides() -> None:
    people = Scenario("p", (change("more", "*", "partner.people", "+10%"), *ACTUAL.changes))
    found = decisions(without(MODEL, people, ("Care", "Team")), MODEL)
    of = {
        name: {round(one.value, 9) for one in found if one.key == "partner.people" and one.who == name}
        for name in ("Care", "House")
    }
    assert of["Care"] == {0.0}
    assert of["House"] == {11.0}
    meetings = {one.key: one.value for one in found if one.who == "Intake" and one.key != "stage.duration"}
    assert meetings == {"stage.every": 104, "stage.places": 1}


def test_who_is_not_judgeable() -> None:
    assert not_judgeable(MODEL) == ("Employers", "Broker")


@pytest.mark.parametrize("of", [weakest_links, partner_values])
def test_a_metric_without_a_better_direction(of: object) -> None:
    with pytest.raises(ValueError, match="direction"):
        of(MODEL, REFERENCE, "came", SEEDS)  # type: ignore[operator]
