"""What could be repaired in a chain, each as a small change of about the same effort."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from math import ceil, floor

from schakel.simulation.causes.named_change import named
from schakel.simulation.causes.weakest_link import Candidate, Kind
from schakel.simulation.change import Change, factor
from schakel.simulation.levers import lever
from schakel.simulation.model.model import Model
from schakel.simulation.model.municipality import Municipality
from schakel.simulation.model.partner import Partner
from schakel.simulation.scenario import Scenario
from schakel.simulation.target import contract_name, handover_between, single_contracts

MORE = 1.1
HALF = 0.5
THRESHOLD_STEP = 0.25
THRESHOLD = "municipality.threshold"

Pair = tuple[str, str]


@dataclass(frozen=True)
class Repair:
    """A candidate, with the changes of a scenario that it stands for."""

    candidate: Candidate
    changes: tuple[Change, ...]


def repairs(model: Model, used: Iterable[Pair]) -> tuple[Repair, ...]:
    """All single repairs. used: pairs of partners between whom clients were handed over.

    A tenth more capacity, at least one slot, of each partner and each kind of meeting; half the delay and loss of each
    handover; and of each rule one step: the threshold of a municipality a quarter up and down, help that goes on when
    money is gone, meetings twice as often with half the places, and a tenth more under a cap.
    """
    return (
        *_capacities(model),
        *_handovers(model, used),
        *(one for place in model.municipalities for one in _rules_of(place)),
        *_meetings(model),
        *_caps(model),
    )


def repaired(model: Model, scenario: Scenario, repair: Repair) -> Scenario:
    """A scenario with a repair on top: its own thresholds move with the step, its own admission rules give way."""
    steps = {(one.key, one.who) for one in repair.changes if factor(one.value) is None}
    kept = []
    for change in named(scenario.changes, {key for key, _ in steps}, model):
        if (change.key, change.who) not in steps or factor(change.value) is not None:
            kept.append(change)
        elif not isinstance(change.value, str) and change.key == THRESHOLD:
            kept.append(replace(change, value=_threshold(change.value + repair.candidate.size)))
    return Scenario(scenario.name, (*repair.changes, *kept))


def _threshold(value: float) -> float:
    return min(max(value, lever(THRESHOLD).low), lever(THRESHOLD).high)


def _capacities(model: Model) -> Iterator[Repair]:
    works = {stage.name: stage.work for stage in model.stages}
    for partner in model.partners:
        if any(works[stage] == "continuous" for stage in partner.stages) and partner.people.value > 0:
            size = _growth(partner)
            yield _repair(Kind.CAPACITY, partner.name, "partner.people", size, _times(1 + size))
    for stage in model.stages:
        if stage.work == "slotted":
            places = int(stage.places.value)
            size = ceil(places * MORE - 1e-9) / places - 1
            yield _repair(Kind.CAPACITY, stage.name, "stage.places", size, _times(1 + size))


def _growth(partner: Partner) -> float:
    """A tenth, or what gives one slot more: capacity is whole."""
    slots = partner.people.value * (1 - partner.absence.value) * partner.slots.value
    whole = floor(slots + 1e-9)
    if slots <= 0 or floor(slots * MORE + 1e-9) > whole:
        return MORE - 1
    return ceil(((whole + 1) / slots - 1) * 1e6) / 1e6


def _handovers(model: Model, used: Iterable[Pair]) -> Iterator[Repair]:
    for one, other in used:
        row = handover_between(model, one, other)
        who = f"{one} > {other}"
        keys = [field for field in ("delay", "lost") if getattr(row, field).value > 0]
        changes = tuple(Change(who, 0, None, who, f"handover.{field}", _times(HALF)) for field in keys)
        if changes:
            yield Repair(Candidate(f"handover / {who}", Kind.HANDOVER, -HALF, "ratio"), changes)


def _rules_of(place: Municipality) -> Iterator[Repair]:
    for step in (THRESHOLD_STEP, -THRESHOLD_STEP):
        yield _repair(Kind.RULE, place.name, THRESHOLD, step, _threshold(place.threshold.value + step), "severity")
    if place.admission != "continue" and place.budget.value > 0:
        yield _repair(Kind.RULE, place.name, "municipality.admission", 1, "continue", "word")


def _meetings(model: Model) -> Iterator[Repair]:
    for stage in model.stages:
        if stage.work == "slotted" and stage.every.value * HALF > max(stage.at) - min(stage.at):
            places = int(stage.places.value)
            oftener = _repair(Kind.RULE, stage.name, "stage.every", -HALF, _times(HALF))
            fewer = Change(
                oftener.candidate.name, 0, None, stage.name, "stage.places", _times(ceil(places * HALF) / places)
            )
            yield Repair(oftener.candidate, (*oftener.changes, fewer))


def _caps(model: Model) -> Iterator[Repair]:
    for contract in single_contracts(model):
        if contract.cap.value > 0 and contract.cap_rule != "none":
            yield _repair(Kind.RULE, contract_name(contract), "contract.cap", MORE - 1, _times(MORE))


def _times(size: float) -> str:
    return f"x{size:.9f}"


def _repair(kind: Kind, who: str, key: str, size: float, value: float | str, unit: str = "ratio") -> Repair:
    name = f"{key} / {who}" + (f" / {size:+g}" if unit == "severity" else "")
    return Repair(Candidate(name, kind, size, unit), (Change(name, 0, None, who, key, value),))
