"""Comparing scenarios: rights come first, and who gains by them is marked."""

from dataclasses import replace

import numpy as np
import pytest

from oracle.chain_model import ACTUAL, MODEL, REFERENCE, change
from schakel.chain.problem import Refusal
from schakel.simulation.experiment.comparison import Comparison, compare, compared, rank
from schakel.simulation.experiment.interval import joint_level, paired_difference
from schakel.simulation.experiment.metrics import METRICS
from schakel.simulation.experiment.replication import Replications, Trial, replicate_all
from schakel.simulation.experiment.rights_rule import rights_verdict
from schakel.simulation.experiment.seeds import seeds
from schakel.simulation.experiment.settling import is_warming_up, settling
from schakel.simulation.model.quantity import given
from schakel.simulation.scenario import Scenario

SEEDS = seeds(4, 24)
CAPPED = replace(MODEL, contracts=(replace(MODEL.contracts[0], cap=given(3e6), cap_rule="stop"), *MODEL.contracts[1:]))
SAME = Scenario("the same")
REFUSING = Scenario("refuse at the cap", (change("cap", "Care", "contract.cap", 900_000),))
MORE_PEOPLE = Scenario("more people", (change("people", "Care", "partner.people", "+20%"),))


@pytest.fixture(scope="module")
def found() -> Comparison:
    return compare(CAPPED, (REFERENCE, SAME, REFUSING, MORE_PEOPLE, ACTUAL), SEEDS)


def test_who_refuses_gains_and_is_marked(found: Comparison) -> None:
    verdict = found.scenarios[2].rights
    assert verdict.gains_by_rights
    assert verdict.change is not None
    assert verdict.change.low > 0
    assert "spent" in verdict.gains
    assert "severity_weeks" not in verdict.gains  # who is refused still has the question
    assert ("youth", "Aa") in verdict.groups_worse
    assert all(kind == "youth" for kind, _ in verdict.groups_worse)


def test_who_gains_otherwise_is_not_marked(found: Comparison) -> None:
    first, same, _, more, actual = (one.rights for one in found.scenarios)
    assert "severity_weeks" in more.gains
    assert not more.rise
    assert not any(one.gains_by_rights for one in (first, same, more, actual))
    assert actual.rise  # it only loses
    assert actual.gains == ()


def test_the_first_is_held_against_the_others_too(found: Comparison) -> None:
    assert not found.scenarios[2].rights_of_first.rise
    runs = replicate_all([Trial(CAPPED, one) for one in (REFUSING, REFERENCE)], SEEDS)
    assert compared(("refusing", "as agreed"), runs, "spent", 0.95)[1].rights_of_first.gains_by_rights


def test_the_best_and_the_best_without_gaining_by_rights(found: Comparison) -> None:
    assert (found.best, found.fair_best) == (3, 3)
    assert found.by == "severity_weeks"
    by_money = compare(CAPPED, (REFERENCE, SAME, REFUSING, MORE_PEOPLE, ACTUAL), SEEDS, by="spent")
    assert by_money.best == 2
    assert by_money.fair_best != 2


def test_ties_are_named() -> None:
    found = compare(MODEL, (REFERENCE, SAME, ACTUAL), SEEDS)
    assert (found.best, found.ties, found.fair_best) == (0, (1,), 0)


def test_every_result_begins_with_rights_and_ends_with_money(found: Comparison) -> None:
    for one in found.scenarios:
        assert [difference.metric for difference in one.differences] == list(METRICS)
        assert one.differences[0].metric == "rights"


def test_differences_are_paired_and_hold_together(found: Comparison) -> None:
    runs = replicate_all([Trial(CAPPED, one) for one in (REFERENCE, REFUSING)], SEEDS, metrics=("spent",))
    expected = paired_difference(runs[1].values["spent"], runs[0].values["spent"], joint_level(0.95, 4))
    row = found.scenarios[2].of("spent")
    assert row.than_first == expected
    assert row.is_better is True
    assert found.scenarios[2].of("rights").is_better is False
    assert found.scenarios[0].of("spent").than_first is None
    assert found.scenarios[1].of("spent").than_first is not None
    assert found.scenarios[1].of("spent").is_better is None
    assert found.scenarios[3].of("severity_weeks").is_better is True
    assert found.scenarios[3].of("came").is_better is None


def test_what_a_replication_cannot_tell_is_left_open(found: Comparison) -> None:
    row = found.scenarios[1].of("cost_per_lasting_52")  # nobody can last a year in 39 weeks
    assert (row.mean, row.than_first, row.is_better) == (None, None, None)
    with pytest.raises(Refusal) as refused:
        compare(MODEL, (REFERENCE, SAME), SEEDS[:4], by="cost_per_lasting_52")
    assert refused.value.problems[0].code == "metric_untold"


def test_a_rise_in_one_group_is_a_rise() -> None:
    first, other = replicate_all([Trial(MODEL, REFERENCE)] * 2, SEEDS, metrics=("rights", "spent", "severity_weeks"))
    moved = np.array(first.parts["rights"])
    moved[:, 0, 1] += 5
    moved[:, 0, 0] -= 9
    shifted = replace(
        other,
        values={**other.values, "rights": moved.sum(axis=(1, 2)), "spent": first.values["spent"] - 1},
        parts={**other.parts, "rights": moved},
    )
    verdict = rights_verdict(shifted, first)
    assert verdict.change is not None
    assert verdict.change.high < 0
    assert verdict.groups_worse == (("youth", "Bee"),)
    assert verdict.gains == ("spent",)
    assert verdict.gains_by_rights


def test_rank_follows_the_direction_of_the_metric() -> None:
    samples = np.array([[1.0, 1.1, 0.9, 1.0], [2.0, 2.1, 1.9, 2.0]])
    assert rank("severity_weeks", samples, 0.1).best == 0
    assert rank("better", samples, 0.1).best == 1


def test_a_chain_that_begins_empty_is_told(found: Comparison) -> None:
    assert found.is_warming_up
    quick = replace(MODEL, types=tuple(replace(one, start="Trajectory") for one in MODEL.types), warm_up=104)
    quick = replace(quick, stages=tuple(replace(one, duration=(given(1),), cv=given(0.2)) for one in MODEL.stages))
    assert not is_warming_up(quick, settling(quick, SEEDS))
    assert is_warming_up(replace(quick, warm_up=0), settling(replace(quick, warm_up=0), SEEDS))


@pytest.mark.parametrize(("n", "by"), [(1, "spent"), (21, "spent"), (2, "came")])
def test_what_cannot_be_compared(n: int, by: str) -> None:
    with pytest.raises(ValueError, match=r"scenarios|direction"):
        compare(MODEL, [REFERENCE] * n, SEEDS, by=by)


def test_a_scenario_that_does_not_fit_is_refused() -> None:
    wrong = Scenario("wrong", (change("x", "Nobody", "partner.people", 1),))
    with pytest.raises(Refusal):
        compare(MODEL, (REFERENCE, wrong), SEEDS)


def test_replications_of_both_are_needed() -> None:
    one, other = replicate_all([Trial(MODEL, REFERENCE)] * 2, SEEDS[:3])
    assert isinstance(one, Replications)
    np.testing.assert_array_equal(one.values["rights"], other.values["rights"])
