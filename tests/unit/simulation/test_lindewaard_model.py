"""The model of the fictional region: it holds together, stays stable for years, and shows a symptom elsewhere."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields, replace

import numpy as np
import pytest

from schakel.simulation.experiment.interval import Interval, mean_interval
from schakel.simulation.layout import lay_out
from schakel.simulation.lindewaard import lindewaard, lindewaard_scenario, scenario_names
from schakel.simulation.model.checks import check_model
from schakel.simulation.model.model import Model
from schakel.simulation.model.partner import Partner
from schakel.simulation.model.quantity import Quantity, given
from schakel.simulation.result import Result, result_of
from schakel.simulation.run import Run
from schakel.simulation.scenario import causes, decisions

SEEDS, FIVE_YEARS, TWO_YEARS, SHORT_WARM_UP = (1, 2, 3, 4, 5), 260, 104, 104
OCCUPANCY = (0.75, 0.95)
BROKER = "Netwerkregisseur Lindewaard"
LAYOUT = lay_out(lindewaard())
# Weeks of waiting at the desk itself, on average over SEEDS; handing over comes on top.
WAITS = {
    ("Loket Lindewaard", "Beschikking"): (0.8, 1.4),
    ("Wijkteam Ravenzande", "Keukentafelgesprek"): (0.1, 1.5),
    ("Jeugdhulp Oeverlinde", "Ambulante hulp"): (0.3, 5),
    ("Jeugdhulp Zandpoort", "Dagbehandeling"): (1.5, 5),
    ("GGZ Lindewaard", "GGZ-behandeling jeugd"): (1, 5),
    ("Verblijf Ravenlinde", "Verblijf"): (0.2, 7),  # has room as long as nothing goes wrong before it
    ("Crisisopvang Lindewacht", "Crisisopvang"): (0.1, 1),
}


def with_plain_queues(model: Model) -> Model:
    """The same model, but waiting makes nobody worse, and who gives up does not come to heavier help."""
    stages = (replace(one, escalates=(given(0),), deterioration=given(0)) for one in model.stages)
    return replace(model, stages=tuple(stages))


def ran(seed: int, weeks: int) -> Run:
    return Run(LAYOUT, seed, weeks=weeks, warm_up=lindewaard().warm_up).go()


@pytest.fixture(scope="module")
def five_years() -> list[Result]:
    with ThreadPoolExecutor(2) as pool:
        return [result_of(run) for run in pool.map(lambda seed: ran(seed, FIVE_YEARS), SEEDS)]


def severity_weeks(model: Model, names: Sequence[str], stage: str = "", seeds: int = 20) -> np.ndarray:
    """Severity weeks of two years (seeds, scenarios), at a stage or, without one, of all who are in the chain.

    The years before are run once per seed: scenarios begin from the same moment.
    """
    model = replace(model, warm_up=SHORT_WARM_UP)
    layout = lay_out(model)
    columns = [n for n, (_, done) in enumerate((*layout.desks, ("", ""))) if not stage or done == stage]
    rows = [decisions(lindewaard_scenario(name), model) for name in names]

    def of_seed(seed: int) -> list[float]:
        begun = Run(layout, seed, weeks=TWO_YEARS, warm_up=model.warm_up).go(-1)
        found = []
        for one in rows:
            run = begun.snapshot()
            run.decide(one)
            found.append(float(run.go().series[model.warm_up :]["severity"][:, columns].sum()))
        return found

    with ThreadPoolExecutor(2) as pool:
        return np.array(list(pool.map(of_seed, range(1, seeds + 1))))


def more(found: np.ndarray) -> Interval:
    """How much more there is in the second scenario than in the first."""
    return mean_interval(found[:, 1] - found[:, 0])


def capacity(partner: Partner) -> float:
    """Slots on average over a year, as the engine rounds them."""
    people = partner.people.value * (1 - partner.absence.value) * partner.slots.value
    return float(np.mean([np.floor(people * factor + 1e-9) for factor in partner.calendar or (1.0,)]))


def quantities(row: object) -> Iterator[Quantity]:
    for field in fields(row):  # type: ignore[arg-type]
        value = getattr(row, field.name)
        for one in value if isinstance(value, tuple) else value.values() if isinstance(value, dict) else (value,):
            if isinstance(one, Quantity):
                yield one


def test_it_passes_its_checks_and_has_both_chains() -> None:
    model = lindewaard()
    check_model(model)
    assert [one.name for one in model.municipalities] == ["Wilgenmeer", "Ravenzande", "Lindehage"]
    assert {one.chain for one in model.types} == {"care", "labour"}
    assert {one.work for one in model.stages} == {"continuous", "slotted", "free"}
    assert {one.form for one in model.contracts} == {"effort", "output", "task"}
    assert max(len(one.households) for one in model.types) == 5
    assert sum("Ambulante hulp" in one.stages for one in model.partners) == 3


def test_the_broker_is_in_no_stage_and_doubles_what_is_lost_when_it_is_absent() -> None:
    model = lindewaard()
    assert next(one for one in model.partners if one.name == BROKER).stages == ()
    assert {one.broker_factor.value for one in model.handovers if one.broker} == {2.0}
    assert {one.broker for one in model.handovers} == {BROKER, ""}


def test_what_nobody_measured_is_assumed_with_a_range() -> None:
    """Plain are only whole numbers that were decided on (norms, terms, meetings, ceilings, zeros), and half a week."""
    model = lindewaard()
    for row in (*model.types, *model.stages, *model.routes, *model.handovers):
        for one in quantities(row):
            is_plain = one.value in (0.5, int(one.value)) or one == getattr(type(row), "cv", None)
            assert is_plain if one.source == "given" else one.low < one.high, (row, one)
    assert all(row.price.source == "assumed" for row in model.contracts)
    assert all(row.share.source == "assumed" for row in model.routes if 0 < row.share.value < 1)
    assert all(one.source == "assumed" for row in model.stages for one in row.escalates if one.value > 0)


def test_five_years_are_one_to_two_hundred_thousand_steps() -> None:
    run = Run(LAYOUT, SEEDS[0], weeks=FIVE_YEARS, warm_up=lindewaard().warm_up, keeps_log=True).go()
    assert 100_000 < int((run.steps()["started"] >= run.warm_up).sum()) < 200_000


def test_partners_are_busy_and_not_overrun(five_years: list[Result]) -> None:
    model, layout = lindewaard(), LAYOUT
    continuous = {one.name for one in model.stages if one.work == "continuous"}
    for partner in model.partners:
        desks = [n for n, (who, stage) in enumerate(layout.desks) if who == partner.name and stage in continuous]
        if desks:
            busy = np.mean([one.series["busy"][:, desks].sum(axis=1).mean() for one in five_years])
            assert OCCUPANCY[0] < busy / capacity(partner) < OCCUPANCY[1], partner.name


def test_no_queue_grows_for_ever(five_years: list[Result]) -> None:
    queue = np.mean([one.series["queue"] for one in five_years], axis=0)
    first, last = queue[:TWO_YEARS].mean(axis=0), queue[-TWO_YEARS:].mean(axis=0)
    assert (last < 2 * first + 8).all()
    present = [one.series["queue"].sum(axis=1) for one in five_years]
    assert np.mean([one[-52:].mean() for one in present]) < 1.5 * np.mean([one[:52].mean() for one in present])


@pytest.mark.parametrize("desk", WAITS, ids=" ".join)
def test_waits_are_believable(desk: tuple[str, str], five_years: list[Result]) -> None:
    layout = LAYOUT
    lanes = [lane for lane, (number, _) in enumerate(layout.lanes) if layout.desks[number] == desk]
    waited, started = (sum(one.flow[name][lanes].sum() for one in five_years) for name in ("wait", "started"))
    low, high = WAITS[desk]
    assert low < waited / started < high


def test_two_years_run_and_people_are_placed_and_come_back() -> None:
    result = result_of(ran(1, TWO_YEARS))
    placed, half_year, year = (result.outcome[name].sum() for name in ("placed", "lasted_26", "lasted_52"))
    assert 0.2 * placed < year < 0.9 * half_year
    assert result.outcome["came_back"].sum() > 0
    assert (result.paid.sum(axis=2) > 1e6).all()
    assert (result.benefits > 1e6).all()


def test_a_provider_that_loses_people_makes_residential_care_busier_elsewhere_in_the_chain() -> None:
    assert more(severity_weeks(lindewaard(), ("reference", "ambulant-dropout"), "Verblijf")).low > 0


def test_in_plain_queues_the_same_makes_it_quieter() -> None:
    """What people assume of waiting decides the sign."""
    model = with_plain_queues(lindewaard())
    assert more(severity_weeks(model, ("reference", "ambulant-dropout"), "Verblijf")).value < 0


def test_every_scenario_fits_and_says_why() -> None:
    assert set(scenario_names()) == {
        "ambulant-dropout",
        "contract-steering",
        "lower-threshold",
        "network-agreement",
        "reference",
        "warm-handover",
        "weekly-meeting",
    }
    for name in scenario_names():
        scenario = lindewaard_scenario(name)
        assert bool(decisions(scenario, lindewaard())) == (name != "reference")
        assert bool(causes(scenario)) == (name != "reference")
    assert len(causes(lindewaard_scenario("contract-steering"))) == 6
    assert len(causes(lindewaard_scenario("network-agreement"))) == 6


def test_a_scenario_that_is_not_there_is_named() -> None:
    with pytest.raises(ValueError, match="reference"):
        lindewaard_scenario("nonsense")


def test_steering_as_a_network_differs_from_steering_by_contract() -> None:
    assert more(severity_weeks(lindewaard(), ("contract-steering", "network-agreement"), seeds=10)).high < 0
