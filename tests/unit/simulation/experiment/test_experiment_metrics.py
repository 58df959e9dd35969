"""Metrics by hand, on results small enough to read."""

from dataclasses import replace

import numpy as np
import pytest

from oracle.chain_model import MODEL, change
from schakel.simulation.experiment.metric import Direction
from schakel.simulation.experiment.metrics import METRICS, metric
from schakel.simulation.experiment.waits import wait_quantile
from schakel.simulation.experiment.yardstick import Yardstick, yardstick_of
from schakel.simulation.kernel.state import FLOWS, OUTCOMES, SERIES
from schakel.simulation.layout import lay_out
from schakel.simulation.result import Result
from schakel.simulation.scenario import Scenario, decisions

LAYOUT = lay_out(MODEL)
LANES, DESKS = len(LAYOUT.lanes), len(LAYOUT.desks)
WEEKS = 65
BUDGETS = Scenario(
    "budgets",
    (
        change("more", "Aa", "municipality.budget", 2_000_000, (30, None)),
        change("less", "Bee", "municipality.budget", 100, (60, None)),
    ),
)


def yard() -> Yardstick:
    return yardstick_of(MODEL, LAYOUT, decisions(BUDGETS, MODEL), WEEKS)


def empty() -> Result:
    return Result(
        flow={name: np.zeros(LANES) for name in FLOWS},
        outcome={name: np.zeros((2, 2)) for name in OUTCOMES},
        series=np.zeros((WEEKS, DESKS + 1), SERIES),
        waits=np.zeros((DESKS, 416), np.int64),
        paid=np.zeros((2, 2, 7)),
        benefits=np.zeros((2, 2)),
        cash=np.zeros(7),
        points=np.zeros((2, 2, 2)),
        present=0,
        weeks=WEEKS,
    )


def lane(stage: str, place: str) -> int:
    """The first lane of a stage in a municipality."""
    m = LAYOUT.names["municipality"].index(place)
    return next(n for n, (desk, at) in enumerate(LAYOUT.lanes) if at == m and LAYOUT.desks[desk][1] == stage)


def value(name: str, result: Result) -> float:
    return float(metric(name).value(result, yard()))


def parts(name: str, result: Result) -> np.ndarray:
    of = metric(name).parts
    assert of is not None
    return np.asarray(of(result, yard()))


def test_rights_come_first_and_money_last() -> None:
    kinds = ["right" if one.is_right else "money" if one.is_money else "" for one in METRICS.values()]
    assert kinds[:4] == ["right"] * 4
    assert "right" not in kinds[4:]
    money = [place for place, kind in enumerate(kinds) if kind == "money"]
    assert money == list(range(money[0], money[-1] + 1))
    assert len(kinds) - 1 - money[-1] == 1  # the cash of providers


def test_parts_fit_their_axes_and_add_up() -> None:
    result = empty()
    result.series["severity"][:] = 1
    for one in METRICS.values():
        if one.parts is None:
            assert one.axes == ()
            continue
        found = parts(one.name, result)
        assert found.shape == tuple(len(yard().labels[axis]) for axis in one.axes), one.name
        if one.is_sum:
            assert value(one.name, result) == pytest.approx(found.sum())


def test_rights_are_refusals_and_terms_passed() -> None:
    result = empty()
    result.outcome["ended_refused"][0, 1] = 3
    result.outcome["late"][:] = [[2, 0], [0, 1]]
    result.outcome["late_refused"][0, 0] = 1
    result.outcome["ended_refused"][0, 0] = 2
    assert value("rights", result) == 7
    assert parts("rights", result).tolist() == [[3, 3], [0, 1]]
    assert (value("refused", result), value("late", result), value("late_refused", result)) == (5, 3, 1)


def test_waits_leave_out_where_nobody_can_wait() -> None:
    result = empty()
    for stage, started, waited in (("Help", 4, 10.0), ("Stay", 1, 5.0), ("Job", 95, 0.0)):
        result.flow["started"][lane(stage, "Bee")] = started
        result.flow["wait"][lane(stage, "Bee")] = waited
    assert value("wait_mean", result) == 3.0
    assert parts("wait_mean", result).tolist() == pytest.approx([np.nan, 2.5, 5.0, np.nan, np.nan], nan_ok=True)


def test_ninetieth_percentile_by_hand() -> None:
    counts = np.zeros(416)
    counts[4], counts[12] = 8, 4  # eight within week 1 to 1.25, four within 3 to 3.25
    assert wait_quantile(counts, 0.5) == pytest.approx(1 + 6 / 8 / 4)
    assert wait_quantile(counts, 0.9) == pytest.approx(3 + 2.8 / 4 / 4)
    counts[0] = 1000
    assert wait_quantile(counts, 0.9) == 0.0
    assert np.isnan(wait_quantile(np.zeros(416), 0.9))


def test_only_stages_with_a_norm_count_for_it() -> None:
    result = empty()
    for stage in ("Help", "Job"):
        result.flow["started"][lane(stage, "Aa")] = 10
        result.flow["over_norm"][lane(stage, "Aa")] = 3 if stage == "Help" else 0
    assert value("within_norm", result) == pytest.approx(0.7)
    assert np.isnan(parts("within_norm", result)[4])


def test_a_norm_that_is_agreed_later_counts() -> None:
    agreed = Scenario("norm", (change("norm", "Job", "stage.norm", 2, (10, None)),))
    found = yardstick_of(MODEL, LAYOUT, decisions(agreed, MODEL), WEEKS)
    assert found.has_norm.tolist() == [True, True, True, True, True]
    assert not yard().has_norm[4]


def test_overrun_is_above_the_last_budget_of_the_year_and_by_its_part() -> None:
    assert yard().budget.tolist() == [[2_000_000, 800_000], [500_000, 25]]
    result = empty()
    result.paid[0, 0, 1], result.paid[0, 1, 1], result.paid[1, 1, 2] = 1_900_000, 900_000, 30
    assert parts("overrun", result).tolist() == [[0, 100_000], [0, 5]]
    assert value("spent", result) == 2_800_030


def test_no_budget_is_no_overrun() -> None:
    free = replace(MODEL, municipalities=tuple(replace(one, budget=MODEL.class_weeks) for one in MODEL.municipalities))
    free = replace(
        free, municipalities=tuple(replace(m, budget=replace(m.budget, value=0.0)) for m in free.municipalities)
    )
    result = empty()
    result.paid[:] = 5
    found = METRICS["overrun"].value(result, yardstick_of(free, LAYOUT, (), WEEKS))
    assert found == 0


def test_cost_per_result_counts_benefits_and_needs_a_result() -> None:
    result = empty()
    result.paid[0, 0, 0], result.benefits[1, 1] = 600, 400
    assert np.isnan(value("cost_per_lasting_26", result))
    result.outcome["lasted_26"][1, 0] = 4
    assert value("cost_per_lasting_26", result) == 250


def test_severity_is_laid_out_by_period_and_stage() -> None:
    result = empty()
    care, other = (LAYOUT.desks.index((partner, "Help")) for partner in ("Care", "Other care"))
    result.series["severity"][12, care], result.series["severity"][13, other] = 2, 3
    result.series["severity"][64, -1] = 5
    result.series["outside"][64, -1] = 7
    found = parts("severity_weeks", result)
    assert found.shape == (5, 7)
    assert (found[0, 1], found[1, 1], found[4, 5], found[4, 6], found.sum()) == (2, 3, 5, 7, 17)


def test_which_way_is_better() -> None:
    one, other = np.array([5.0]), np.array([3.0])
    assert metric("severity_weeks").gain(one, other)[0] == -2
    assert metric("better").gain(one, other)[0] == 2
    assert metric("provider_cash").direction is Direction.NEITHER
    assert metric("rights").text == "simulation.metric.rights"


def test_an_unknown_metric_names_the_nearest() -> None:
    with pytest.raises(ValueError, match="'severity_weeks'"):
        metric("severity_week")
