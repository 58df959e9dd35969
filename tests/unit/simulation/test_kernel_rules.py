"""Rules of the kernel that theory says nothing of, each in a chain where it alone decides."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from oracle.small_chains import PEOPLE, queue, stage
from schakel.chain.problem import Refusal
from schakel.simulation.decision import Decision
from schakel.simulation.identities import check_identities
from schakel.simulation.kernel import codes as c
from schakel.simulation.kernel.chance import HALF, STEP, U, unit
from schakel.simulation.layout import lay_out
from schakel.simulation.model.contract import Contract
from schakel.simulation.model.model import Model
from schakel.simulation.model.municipality import Municipality
from schakel.simulation.model.partner import Partner
from schakel.simulation.model.quantity import given
from schakel.simulation.model.route import END, Route
from schakel.simulation.result import Result, result_of
from schakel.simulation.run import Run


def _regular(rate: float, servers: int, mean: float, **more: Any) -> Model:
    """Clients at equal distances, help of one length: no chance at all."""
    return queue(rate, servers, pattern="regular", distribution="fixed", mean=mean, **more)


def _go(model: Model, *rows: Decision, weeks: int = 52) -> tuple[Run, Result]:
    run = Run(lay_out(model), 1, rows, weeks=weeks, keeps_log=True).go()
    result = result_of(run)
    assert check_identities(run, result) == ()
    return run, result


def _decide(week: float, key: str, value: float, who: str = "P") -> Decision:
    return Decision(week, who, key, value, "test")


def test_who_waits_for_a_slot_goes_before_who_goes_on_with_the_partner() -> None:
    one = _regular(1, 1, 0.75)
    model = replace(
        one,
        stages=(*one.stages, stage("then", 0.75, distribution="fixed")),
        partners=(Partner("P", ("s", "then")),),
        routes=(Route("s", "then", given(1)), Route("then", END, given(1))),
    )
    steps = _go(model, weeks=4)[0].steps()
    # at 1.75 the first goes on; the second comes at 2 and waits; at 2.5 it starts before anything else
    assert [int(row["stage"]) for row in steps] == [0, 1, 0]
    model = replace(model, types=(replace(model.types[0], per_1000=given(2)),))
    steps = _go(model, weeks=4)[0].steps()
    # two a week: at 1.25 the first is done, and the second, there since 1, goes before its next stage
    assert [int(row["stage"]) for row in steps][:2] == [0, 0]


def test_a_partner_that_takes_nobody_helps_who_came_before_and_lets_others_wait() -> None:
    run, result = _go(_regular(1, 1, 2), _decide(10.5, "partner.intake", 0), _decide(40.25, "partner.intake", 1))
    steps = run.steps()
    came_before = steps[steps["requested"] < 10.5]
    assert len(came_before) == 10
    others = steps[steps["requested"] > 10.5]
    assert others["started"].min() == 40.25
    assert result.series["queue"][38, 0] == pytest.approx(28)


def test_who_takes_nobody_is_passed_by_where_there_is_another() -> None:
    model = _regular(2, 1, 0.5)
    model = replace(model, partners=(Partner("P", ("s",), given(4)), Partner("Q", ("s",), given(4))))
    steps = _go(model, _decide(20, "partner.intake", 0))[0].steps()
    late = steps[steps["requested"] > 20]
    assert len(late) > 50
    assert set(late["partner"]) == {1}
    assert set(steps["partner"]) == {0, 1}


def test_a_partner_without_people_leaves_its_clients_to_another_in_order() -> None:
    model = _regular(4, 2, 5)
    model = replace(model, partners=(Partner("P", ("s",), given(2)), Partner("Q", ("s",), given(0))))
    rows = (_decide(0, "partner.intake", 0, "Q"), _decide(10, "partner.people", 2, "Q"))
    stops = (_decide(10.1, "partner.people", 0), _decide(10.1, "partner.intake", 1, "Q"))
    run, result = _go(model, *rows, *stops, weeks=30)
    dropped = run.steps()[run.steps()["outcome"] == c.O_DROPPED]
    assert len(dropped) == 2
    assert (result.flow["moved"] > 0).tolist() == [True, False]
    after = [row for row in run.steps() if row["partner"] == 1]
    assert len(after) > 4
    keys = [int(row["key"]) for row in after]
    assert keys[:2] == [int(row["key"]) for row in dropped]
    assert keys == sorted(keys)


def test_who_comes_to_a_partner_that_stopped_moves_on_when_another_opens() -> None:
    model = _regular(1, 2, 0.5)
    model = replace(model, partners=(Partner("P", ("s",), given(0)), Partner("Q", ("s",), given(0))))
    _, result = _go(model, _decide(20, "partner.people", 3, "Q"), weeks=30)
    assert result.flow["done"].tolist()[0] == 0
    assert result.flow["done"].tolist()[1] > 25


def test_slots_kept_for_the_first_class_are_not_used_by_others() -> None:
    model = _regular(4, 3, 1)
    model = replace(model, partners=(Partner("P", ("s",), given(3), reserved=given(1)),))
    _, result = _go(model)
    assert result.series["busy"][:, 0].max() == pytest.approx(2)


def _paid(model: Model, *contracts: Contract, rows: tuple[Decision, ...] = (), **partner: Any) -> Result:
    partners = (replace(model.partners[0], **partner),)
    return _go(replace(model, contracts=contracts, partners=partners), *rows, weeks=104)[1]


def test_effort_pays_slot_weeks() -> None:
    result = _paid(_regular(1, 3, 2), Contract("P", "effort", given(10)))
    assert result.paid[:, 0, 0].tolist() == pytest.approx(
        [result.series["busy"][y : y + 52, 0].sum() * 10 for y in (0, 52)]
    )


def test_a_task_pays_its_price_to_the_cent() -> None:
    assert _paid(_regular(1, 3, 2), Contract("P", "task", given(1000.01))).paid[:, 0, 0].tolist() == [1000.01, 1000.01]


def test_a_result_pays_a_share_at_the_start_and_the_rest_when_better() -> None:
    severe = replace(_regular(1, 3, 2, helps=given(1)))
    severe = replace(severe, types=(replace(severe.types[0], severity=(given(0), given(1), given(0), given(0))),))
    result = _paid(severe, Contract("P", "output", given(100), start_share=given(0.3)))
    assert result.paid.sum() == pytest.approx(30 * result.flow["started"][0] + 70 * result.flow["done"][0])


def test_a_partner_in_the_red_stops_and_is_paid_and_costs_no_more() -> None:
    result = _paid(
        _regular(1, 3, 2),
        Contract("P", "task", given(520)),
        fixed=given(100),
        patience=given(3),
        credit=given(400),
    )
    # 10 in, 100 out a week: below -400 from the fifth week, for the third time in the seventh
    assert result.cash[0] == pytest.approx(-90 * 7)
    assert result.paid.sum() == pytest.approx(70)


@pytest.mark.parametrize(("rule", "outcome"), [("waitlist", "queue"), ("stop", "refused")])
def test_a_cap_is_never_passed_by_who_starts(rule: Any, outcome: str) -> None:
    contract = Contract("P", "effort", given(10), cap=given(200), cap_rule=rule)
    result = _paid(_regular(1, 30, 4), contract)
    assert 150 <= result.paid[0, 0, 0] <= 200
    assert 150 <= result.paid[1, 0, 0] <= 200
    if outcome == "refused":
        assert result.flow["refused"][0] > 80
    else:
        assert result.series["queue"][-1, 0] > 80


def test_a_budget_lets_only_the_heavy_start_when_it_is_spent() -> None:
    model = _regular(2, 50, 4)
    half = replace(model.types[0], severity=(given(0.5), given(0), given(0.5), given(0)))
    place = Municipality("A", given(PEOPLE), budget=given(1000), admission="heavy_only")
    model = replace(model, types=(half,), municipalities=(place,), contracts=(Contract("P", "effort", given(10)),))
    steps = _go(model)[0].steps()
    late = steps[steps["started"] > 30]
    assert len(late) > 10
    assert set(late["severity"]) == {2}


def test_help_that_goes_on_is_expected_to_cost_in_the_next_year_too() -> None:
    place = Municipality("A", given(PEOPLE), budget=given(1e6), admission="waitlist")
    model = replace(_regular(1, 5, 80), municipalities=(place,), contracts=(Contract("P", "effort", given(10)),))
    run = Run(lay_out(model), 1, weeks=104).go(52)
    # five of them, 80 weeks each, begun in weeks 1 to 5: at 52 they still need 29 to 33
    assert int(run.state["municipality"][0]["committed"]) == pytest.approx(10 * 100 * (29 + 30 + 31 + 32 + 33))
    assert int(run.state["municipality"][0]["spent"]) == 0


def test_nobody_interrupts_whom_money_does_not_let_start() -> None:
    model = _regular(1, 1, 30, priority=0)
    late = replace(model.types[0], name="late", per_1000=given(0.5), severity=model.types[0].severity)
    first = replace(model.types[0], priority=1)
    place = Municipality("A", given(PEOPLE), budget=given(305), admission="waitlist")
    model = replace(
        model,
        types=(first, late),
        municipalities=(place,),
        partners=(replace(model.partners[0], preempts=True),),
        contracts=(Contract("P", "effort", given(10)),),
    )
    _, result = _go(model, weeks=20)
    assert result.flow["interrupted"][0] == 0
    assert result.flow["started"][0] == 1


def test_published_waits_fall_again_where_nobody_waits() -> None:
    model = replace(_regular(1, 1, 0.5), publish_every=given(4))
    run = Run(lay_out(model), 1, (_decide(0, "partner.absence", 1), _decide(12, "partner.absence", 0)), weeks=60)
    run.go(12)
    assert run.state["desk"][0]["published"] == pytest.approx(12)
    run.go(52)
    assert run.state["desk"][0]["published"] == pytest.approx(0)


def test_seasons_and_years_begin_where_counting_does() -> None:
    model = _regular(10, 50, 0.1)
    model = replace(model, types=(replace(model.types[0], season=(2.0, *[1.0] * 11)),))
    run = Run(lay_out(model), 1, weeks=52, warm_up=30).go()
    arrivals = result_of(run).series["arrivals"][:, 0]
    assert abs(arrivals[:4].sum() - 80) <= 1
    assert arrivals[6:].max() <= 11


def test_more_than_twenty_years_are_booked_in_the_last() -> None:
    model = replace(_regular(1, 1, 0.1), contracts=(Contract("P", "task", given(52)),))
    result = result_of(Run(lay_out(model), 1, weeks=22 * 52).go())
    assert result.paid[:, 0, 0].tolist() == [52.0] * 19 + [156.0]
    assert result.benefits.shape == (20, 1)


def test_random_numbers_lie_between_zero_and_one() -> None:
    found = [unit(U(7), 3, visit) for visit in range(999)]
    assert 0 < min(found) < 0.01
    assert 0.99 < max(found) < 1
    assert np.mean(found) == pytest.approx(0.5, abs=0.05)
    assert (2**52 - 1) * STEP + HALF < 1, "the largest of all"


def test_who_waits_feels_another_rate_of_leaving_at_once() -> None:
    """Nobody is helped; after the decision half of who waits leaves in 0.69 weeks."""
    model = _regular(100, 0, 1)
    decided = _decide(10, "stage.leaving", 1.0, "s")
    run, result = _go(model, decided, weeks=11)
    assert result.flow["left"][0] / 1100 == pytest.approx((1 - np.exp(-1)) * (1000 + 100 * 0.58) / 1100, abs=0.05)
    run = Run(run.layout, 1, (decided, _decide(10.5, "stage.leaving", 0.0, "s")), weeks=11)
    left = [float(run.go(week).state["lane"][0]["left"]) for week in (10.5, 11)]
    assert left[0] == left[1] > 300


def test_a_rate_that_doubles_halves_what_was_left_to_wait() -> None:
    model = _regular(1, 0, 1, leaving=given(0.01))
    leaves = Run(lay_out(model), 1, weeks=52).go(1.5).state["client"]["planned"][0]
    run = Run(lay_out(model), 1, (_decide(2, "stage.leaving", 0.02, "s"),), weeks=52).go(3)
    assert run.state["client"]["planned"][0] == pytest.approx(2 + (leaves - 2) / 2)


def test_more_ways_on_than_fit_are_refused() -> None:
    model = _regular(1, 1, 1)
    names = [f"s{n}" for n in range(9)]
    routes = (*(Route("s", name, given(1 / 9)) for name in names), *(Route(name, END, given(1)) for name in names))
    with pytest.raises(Refusal) as refused:
        lay_out(replace(model, stages=(*model.stages, *map(stage, names)), routes=routes))
    assert refused.value.problems[0].code == "model_too_large"
