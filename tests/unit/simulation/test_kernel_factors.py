"""What is otherwise for one type of client, or at one partner: the only thing that differs in each of these chains."""

from dataclasses import replace

import numpy as np
import pytest

from oracle.small_chains import queue
from schakel.simulation.identities import check_identities
from schakel.simulation.kernel import codes as c
from schakel.simulation.layout import lay_out
from schakel.simulation.model.client_type import ClientType
from schakel.simulation.model.contract import Contract
from schakel.simulation.model.model import Model
from schakel.simulation.model.partner import Partner
from schakel.simulation.model.quantity import given
from schakel.simulation.model.stage import Distribution
from schakel.simulation.result import result_of
from schakel.simulation.run import Run

MODERATE = (given(0), given(1), given(0), given(0))


def _steps(model: Model) -> np.ndarray:
    run = Run(lay_out(model), 1, (), weeks=52, keeps_log=True).go()
    assert check_identities(run, result_of(run)) == ()
    return run.steps()


def _two_types(factor: float, distribution: Distribution) -> Model:
    """Two types that come alike; the stage lasts otherwise for the second."""
    model = queue(1, 9, pattern="regular", mean=2, distribution=distribution, table=(1, 2, 5))
    one = model.types[0]
    return replace(model, types=(one, replace(one, name="u", durations={"s": given(factor)})))


@pytest.mark.parametrize("distribution", ["fixed", "lognormal", "exponential", "table"])
def test_a_stage_lasts_otherwise_for_one_type_only(distribution: Distribution) -> None:
    plain, other = _two_types(1, distribution), _two_types(0.25, distribution)
    lasted = [
        {(int(row["key"]), int(row["type"])): row["ended"] - row["started"] for row in _steps(model)}
        for model in (plain, other)
    ]
    both = sorted(lasted[0].keys() & lasted[1].keys())
    assert {kind for _, kind in both} == {0, 1}
    for key in both:
        assert lasted[1][key] == pytest.approx(lasted[0][key] * (0.25 if key[1] else 1), rel=1e-9)


def test_money_expects_how_long_it_lasts_for_a_type() -> None:
    """A cap of one client's expected cost: with half the time, two fit in it at once."""
    model = queue(2, 9, pattern="regular", mean=8, distribution="fixed")
    contract = Contract("P", "effort", given(10), cap=given(90), cap_rule="stop")
    kept = [
        replace(model, contracts=(contract,), types=(replace(model.types[0], durations={"s": given(factor)}),))
        for factor in (1, 0.5)
    ]
    started = [_steps(one)["started"] for one in kept]
    assert [int((one[~np.isnan(one)] < 2).sum()) for one in started] == [1, 2]


def test_a_partner_can_add_nothing_where_another_does() -> None:
    model = queue(2, 4, pattern="regular", mean=1, distribution="fixed", helps=given(1))
    model = replace(
        model,
        types=(ClientType("t", given(4), "s", severity=MODERATE),),
        partners=(Partner("P", ("s",), given(4), helps={"s": given(0)}), Partner("Q", ("s",), given(4))),
    )
    steps = _steps(model)
    outcomes = {partner: set(steps["outcome"][steps["partner"] == partner]) for partner in (0, 1)}
    assert c.O_BETTER not in outcomes[0]
    assert c.O_DONE in outcomes[0]
    assert outcomes[1] <= {c.O_BETTER, c.O_RUNNING}


def test_a_factor_lowers_the_chance_to_help_by_as_much() -> None:
    model = queue(40, 60, mean=0.5, distribution="fixed", helps=given(0.8))
    model = replace(
        model,
        types=(ClientType("t", given(40), "s", severity=MODERATE),),
        partners=(Partner("P", ("s",), given(60), helps={"s": given(0.5)}),),
    )
    outcomes = _steps(model)["outcome"]
    done = np.isin(outcomes, (c.O_BETTER, c.O_DONE))
    n = int(done.sum())
    assert n > 1500
    assert (outcomes[done] == c.O_BETTER).mean() == pytest.approx(0.4, abs=4 * (0.24 / n) ** 0.5)
