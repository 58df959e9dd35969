"""Budgets, overruns and transfers by municipality, and rights not honoured by group."""

from dataclasses import replace

import numpy as np
import pytest

from oracle.chain_model import ACTUAL, LESS_CARE, LOWER_THRESHOLD, MODEL, REFERENCE, change
from schakel.simulation.experiment.accounts import accounts
from schakel.simulation.experiment.comparison import compare
from schakel.simulation.experiment.interval import mean_interval
from schakel.simulation.experiment.own_cause import own_causes
from schakel.simulation.experiment.replication import Replications, replicate
from schakel.simulation.experiment.rights_by_group import rights_by_group
from schakel.simulation.experiment.seeds import seeds
from schakel.simulation.model.model import Model
from schakel.simulation.model.quantity import given
from schakel.simulation.model.solidarity import Rule, Solidarity
from schakel.simulation.scenario import Scenario

SEEDS = seeds(4, 12)
TIGHT = replace(
    MODEL,
    municipalities=tuple(replace(one, budget=given(one.budget.value * 0.6)) for one in MODEL.municipalities),
    solidarity=(Solidarity("pool"),),
)


@pytest.fixture(scope="module")
def run() -> Replications:
    return replicate(TIGHT, ACTUAL, SEEDS)


def _with(rule: Rule) -> Model:
    return replace(TIGHT, solidarity=(Solidarity(rule),))


def test_by_hand() -> None:
    """Aa spends 130 and 170 of 100, Bee 40 and 60 of 50; of what is pooled, Aa with 30,000 people carries 3/4."""
    found = replicate(TIGHT, REFERENCE, SEEDS[:2])
    made = replace(
        found, parts={"spent": np.array([[[130.0, 40.0]], [[170.0, 60.0]]])}, budget=np.array([[100.0, 50.0]])
    )
    aa, bee = accounts(TIGHT, made).total
    assert (aa.budget, bee.budget) == (100, 50)
    assert (aa.before.value, bee.before.value) == (50, 5)  # 30 and 70; 0 and 10
    assert aa.transfer.value == pytest.approx((30 - 22.5 + 70 - 60) / 2)
    assert bee.transfer.value == pytest.approx(-aa.transfer.value)
    assert aa.after.value == pytest.approx((22.5 + 60) / 2)
    assert bee.after.value == pytest.approx((0 + 20) / 2)  # 47.50 of 50, and 70 of 50


@pytest.mark.parametrize("rule", ["none", "pool", "deductible"])
def test_transfers_add_up_to_zero_and_overruns_are_those_of_the_metric(run: Replications, rule: Rule) -> None:
    found = accounts(_with(rule), run)
    assert found.transfers_sum == 0
    assert sum(one.transfer.value for one in found.total) == pytest.approx(0, abs=1e-6)
    assert sum(one.before.value for one in found.total) == pytest.approx(run.values["overrun"].mean())
    assert sum(one.spent.value for one in found.total) == pytest.approx(run.values["spent"].mean())
    moved = max(abs(one.transfer.value) for one in found.total)
    assert moved == 0 if rule == "none" else moved > 1000
    if rule == "none":
        assert [one.after for one in found.total] == [one.before for one in found.total]


def test_rules_hold_one_after_the_other(run: Replications) -> None:
    once = accounts(TIGHT, run)
    twice = accounts(replace(TIGHT, solidarity=(Solidarity("pool"), Solidarity("none"))), run)
    assert [one.transfer for one in twice.total] == [one.transfer for one in once.total]
    alone = accounts(replace(TIGHT, solidarity=(Solidarity("pool", ("Aa",)),)), run)
    assert all(one.transfer.value == 0 for one in alone.total)


def test_years_add_up_to_the_total() -> None:
    long = replace(TIGHT, weeks=78)
    found = accounts(long, replicate(long, REFERENCE, SEEDS[:3]))
    assert len(found.years) == 2
    for m, whole in enumerate(found.total):
        years = [year[m] for year in found.years]
        assert whole.budget == pytest.approx(sum(one.budget for one in years)) == pytest.approx(years[0].budget * 1.5)
        for field in ("spent", "before", "transfer", "after"):
            of_years = sum(getattr(one, field).value for one in years)
            assert getattr(whole, field).value == pytest.approx(of_years, abs=1e-6)


def test_what_a_municipality_caused_itself_stays_with_it(run: Replications) -> None:
    model = _with("fault")
    own = own_causes(model, ACTUAL, run)
    assert own is not None
    without = replicate(TIGHT, Scenario("", tuple(one for one in ACTUAL.changes if one != LOWER_THRESHOLD)), SEEDS)
    overspent = [np.maximum(one.parts["spent"][..., 0] - one.budget[:, 0], 0) for one in (run, without)]
    assert own[..., 0] == pytest.approx(np.clip(overspent[0] - overspent[1], 0, overspent[0]))
    assert own[..., 0].mean() > 1000
    assert (own[..., 1] == 0).all()  # it changed nothing itself
    fault, pool = accounts(model, run, own), accounts(TIGHT, run)
    assert fault.total[0].transfer.value < pool.total[0].transfer.value
    assert fault.transfers_sum == 0
    assert fault.total[0].own_cause == mean_interval(own[:, :, 0].sum(axis=1))


def test_what_all_change_is_of_each_its_own(run: Replications) -> None:
    model = _with("fault")
    everywhere = Scenario("all", (change("lower", "*", "municipality.threshold", 1.0), LESS_CARE))
    found = own_causes(model, everywhere, replicate(TIGHT, everywhere, SEEDS))
    assert found is not None
    assert (found.mean(axis=(0, 1)) > 0).all()
    assert own_causes(TIGHT, ACTUAL, run) is None
    none = own_causes(model, REFERENCE, replicate(TIGHT, REFERENCE, SEEDS[:2]))
    assert none is not None
    assert not none.any()


def test_rights_by_group_add_up(run: Replications) -> None:
    whole, *groups = rights_by_group(run)
    assert (whole.municipality, whole.type) == ("", "")
    assert whole.rights.value == pytest.approx(run.values["rights"].mean())
    places = [one for one in groups if not one.type]
    assert [one.municipality for one in places] == ["Aa", "Bee"]
    for place in places:
        own = [one for one in groups if one.type and one.municipality == place.municipality]
        assert own
        for kind in ("rights", "refused", "late", "late_refused"):
            assert sum(getattr(one, kind).value for one in own) == pytest.approx(getattr(place, kind).value)
    for one in (whole, *groups):
        assert one.rights.value == pytest.approx(one.refused.value + one.late.value - one.late_refused.value)
        assert one.rights.low >= 0


def test_a_comparison_tells_them_of_every_scenario() -> None:
    found = compare(TIGHT, (REFERENCE, ACTUAL), SEEDS)
    assert len(found.groups) == len(found.accounts) == 2
    for number, one in enumerate(found.scenarios):
        mean = one.of("rights").mean
        assert mean is not None
        assert found.groups[number][0].rights.value == pytest.approx(mean.value)
