"""From a filled-in sheet to a model that runs: what was filled in is given, all else is assumed from Lindewaard."""

from collections.abc import Iterator
from dataclasses import replace
from math import ceil
from pathlib import Path

from schakel.simulation.lindewaard import lindewaard
from schakel.simulation.model.checks import check_model
from schakel.simulation.model.client_type import ClientType
from schakel.simulation.model.model import Model
from schakel.simulation.model.municipality import Municipality
from schakel.simulation.model.quantity import given
from schakel.simulation.model.solidarity import Solidarity
from schakel.simulation.model.stage import Stage
from schakel.simulation.sheet.assumption import around, filled_or
from schakel.simulation.sheet.contracts import contracts
from schakel.simulation.sheet.handovers import handovers
from schakel.simulation.sheet.layout import text
from schakel.simulation.sheet.offered_load import Load, offered_load
from schakel.simulation.sheet.partners import Member, partners_of, unsized, with_places
from schakel.simulation.sheet.read_sheet import Filled, read_sheet
from schakel.simulation.sheet.rows import GROUPS, MUNICIPALITIES

POPULATION, EUR_PER_INHABITANT = 40_000.0, 200.0
FULL_MEETING = 0.86


def model_from_region() -> Model:
    """The model of the example region."""
    return lindewaard()


def model_from_sheet(path: Path) -> Model:
    """A model that runs, of a sheet that `write_sheet` wrote and people filled in.

    Refusal: see `read_sheet`. People per partner and usual waits decide how many clients one person helps at once (by
    Erlang C), so that the chain is stable as it is now; what a large partner cannot explain of its wait becomes delay
    in the handover to it.
    """
    return model_of(read_sheet(path))


def model_of(filled: Filled) -> Model:
    """The model of what was filled in."""
    members = partners_of(filled)
    model = _unsized(filled, members)
    check_model(model, filled.file)
    load = offered_load(model)
    model = replace(model, stages=tuple(_stage(filled, one, load[one.name]) for one in model.stages))
    sized, delays = with_places(filled, members, model, load)
    model = replace(model, partners=sized)
    model = replace(model, handovers=handovers(filled, members, delays), contracts=tuple(contracts(members, model)))
    check_model(model, filled.file)
    return model


def _unsized(filled: Filled, members: tuple[Member, ...]) -> Model:
    """All but how many clients partners can help, and what they are paid."""
    example = lindewaard()
    places = tuple(_municipalities(filled))
    people = sum(one.population.value for one in places)
    return replace(
        example,
        name=filled.word("region") or text("unnamed", filled.lang),
        municipalities=places,
        types=tuple(_type(filled, example, one, people) for one in example.types),
        partners=tuple(unsized(filled, members)),
        handovers=handovers(filled, members, {}),
        contracts=(),
        solidarity=_solidarity(filled, example),
        publish_every=filled_or(filled, "publish", example.publish_every),
    )


def _municipalities(filled: Filled) -> Iterator[Municipality]:
    """Those with a name, a population or a budget; one that is all assumed where there is none."""
    keys = ("municipality", "population", "budget")
    told = [turn for turn in range(1, MUNICIPALITIES + 1) if any(f"{key}{turn}" in filled.values for key in keys)]
    for turn in told or [1]:
        people = filled_or(filled, f"population{turn}", around(POPULATION))
        yield Municipality(
            name=filled.word(f"municipality{turn}") or f"{text('row.municipality.label', filled.lang)} {turn}",
            population=people,
            budget=filled_or(filled, f"budget{turn}", around(people.value * EUR_PER_INHABITANT)),
            threshold=lindewaard().municipalities[0].threshold,
        )


def _type(filled: Filled, example: Model, kind: ClientType, people: float) -> ClientType:
    """A type with the inflow of its group, if that was told, shared out as in the example."""
    group = next(key for key, names in GROUPS.items() if kind.name in names)
    inflow = filled.number(f"inflow_{group}")
    rate = kind.per_1000
    if inflow is not None:
        share = rate.value / sum(one.per_1000.value for one in example.types if one.name in GROUPS[group])
        rate = given(inflow * share / people * 1000)
    lead = filled.number("lead")
    return replace(kind, per_1000=rate, factors={}, lead=kind.lead if lead is None else given(lead / 100))


def _stage(filled: Filled, stage: Stage, load: Load) -> Stage:
    """The meeting as often as was told, with room for who comes."""
    if stage.work != "slotted":
        return stage
    every = filled_or(filled, "meeting", stage.every)
    at = tuple(moment * every.value / stage.every.value for moment in stage.at)
    return replace(stage, every=every, at=at, places=around(ceil(load.starts * every.value / FULL_MEETING) + 1))


def _solidarity(filled: Filled, example: Model) -> tuple[Solidarity, ...]:
    rule = filled.word("solidarity")
    if not rule:
        return example.solidarity
    return tuple(replace(one, rule="pool" if rule == "pool" else "deductible") for one in example.solidarity) * (
        rule != "none"
    )
