"""Few numbers give a model that runs and stays stable, and what nobody filled in is assumed."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from schakel.simulation.layout import lay_out
from schakel.simulation.lindewaard import lindewaard
from schakel.simulation.model.model import Model
from schakel.simulation.model.model_file import read_model, write_model
from schakel.simulation.model.quantity import given
from schakel.simulation.run import Run
from schakel.simulation.sheet.model_from_sheet import model_from_region, model_from_sheet
from schakel.simulation.sheet.offered_load import offered_load
from schakel.simulation.sheet.roles import ROLES
from schakel.simulation.sheet.rows import GROUPS
from unit.simulation.sheet.filled_sheet import example_values, fill
from unit.simulation.sheet.test_read_sheet import where

WEEKS = 260
FULL = (0.6, 0.97)


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Model:
    """The sheet with Lindewaard's thirty numbers."""
    return model_from_sheet(fill(tmp_path_factory.mktemp("sheet") / "s.xlsx", example_values("nl")))


def series(model: Model, seeds: int = 4) -> np.ndarray:
    """Queue and busy by week and desk, on average over seeds."""
    layout = lay_out(model)
    runs = [Run(layout, seed, weeks=WEEKS, warm_up=model.warm_up).go() for seed in range(1, seeds + 1)]
    found = [[run.series[name][model.warm_up :] for name in ("queue", "busy")] for run in runs]
    mean: np.ndarray = np.asarray(found).mean(axis=0)
    return mean


def check_stable(model: Model) -> None:
    queue, busy = series(model)
    half = WEEKS // 2
    assert (queue[half:].mean(axis=0) < 2 * queue[:half].mean(axis=0) + 6).all()
    layout = lay_out(model)
    continuous = {one.name for one in model.stages if one.work == "continuous"}
    for partner in model.partners:
        desks = [n for n, (who, stage) in enumerate(layout.desks) if who == partner.name and stage in continuous]
        if desks and partner.people.value * partner.slots.value >= 20:  # in a few places one more or less is a lot
            places = int(partner.people.value * (1 - partner.absence.value) * partner.slots.value + 1e-9)
            assert FULL[0] < busy[:, desks].sum(axis=1).mean() / places < FULL[1], partner.name


def test_thirty_numbers_of_lindewaard_run_with_stable_waits(example: Model) -> None:
    assert example.name == "Lindewaard"
    check_stable(example)


def test_what_was_filled_in_is_given_and_the_rest_assumed(example: Model) -> None:
    assert [one.population.source for one in example.municipalities] == ["given"] * 3
    assert [one.budget.value for one in example.municipalities] == [18_400_000, 13_200_000, 8_400_000]
    people = {one.name: one.people for one in example.partners}
    assert (people["Jeugdhulp Oeverlinde"].value, people["Jeugdhulp Oeverlinde"].source) == (36, "given")
    assert people["werkgevers (aangenomen)"].source == "assumed"
    assert all(one.price.source == "assumed" for one in example.contracts)
    assert all(one.slots.source == "assumed" for one in example.partners if one.name == "GGZ Lindewaard")
    total = sum(one.population.value for one in example.municipalities) / 1000
    youth = sum(one.per_1000.value for one in example.types if one.name in GROUPS["youth"])
    assert youth * total == pytest.approx(2140)


def test_usual_waits_come_back_as_queue_and_handover(example: Model) -> None:
    """What places do not explain of a wait of 5.5 weeks is delay in the handover."""
    (row,) = (one for one in example.handovers if one.next_partner == "GGZ Lindewaard")
    assert 3 < row.delay.value <= 5.5
    (team,) = (one for one in example.handovers if one.next_partner == "Wijkteams Lindewaard")
    assert team.partner == "Loket Lindewaard"


def test_an_empty_sheet_is_a_region_that_is_all_assumed(tmp_path: Path) -> None:
    model = model_from_sheet(fill(tmp_path / "s.xlsx", {}, "en"))
    assert model.name == "Region without a name"
    assert len(model.municipalities) == 1
    assert len(model.partners) == len(ROLES) + 3
    assert all(one.people.source == "assumed" for one in model.partners if one.absence.value > 0)
    check_stable(model)


def test_agreements_are_taken_over(tmp_path: Path) -> None:
    values: dict[str, str | float] = {
        "meeting": 1,
        "publish": 4,
        "lead": 80,
        "warm": "ja",
        "coordinator": "ja",
        "solidarity": "geen",
    }
    model = model_from_sheet(fill(tmp_path / "s.xlsx", {where(key): value for key, value in values.items()}))
    (meeting,) = (one for one in model.stages if one.work == "slotted")
    assert (meeting.every.value, model.publish_every.value, model.solidarity) == (1, 4, ())
    assert {one.lead.value for one in model.types} == {0.8}
    assert {one.broker for one in model.handovers} == {"Netwerkregisseur"}
    assert {one.kept.value for one in model.handovers} == {0.95}


def test_more_inflow_with_the_same_people_means_more_clients_per_person(example: Model, tmp_path: Path) -> None:
    values = {**example_values("nl"), where("inflow_youth"): 4220.0}
    busier = model_from_sheet(fill(tmp_path / "s.xlsx", values))
    slots = [
        next(one.slots.value for one in model.partners if one.name == "Jeugdhulp Zandpoort")
        for model in (example, busier)
    ]
    assert slots[1] > 1.5 * slots[0]


def test_a_large_region_carries_so_many_times_as_much() -> None:
    model = lindewaard()
    places = tuple(replace(one, population=given(one.population.value * 40)) for one in model.municipalities)
    here, there = offered_load(model), offered_load(replace(model, municipalities=places))
    for stage in ("Melding", "Begeleiding", "Traject"):
        assert there[stage].helped == pytest.approx(40 * here[stage].helped, rel=0.1)
        assert there[stage].starts == pytest.approx(40 * here[stage].starts, rel=0.1)


def test_the_model_is_written_and_read_back(example: Model, tmp_path: Path) -> None:
    write_model(example, tmp_path / "region.toml")
    assert read_model(tmp_path / "region.toml") == example


def test_the_region_itself_is_a_model_too() -> None:
    assert model_from_region() == lindewaard()
