"""What the sources of the region know: steps with the numbers, dates and facts by which they were registered."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from schakel.simulation.model.model import Model
from schakel.simulation.region.facts import Facts, Municipality, Question, facts
from schakel.simulation.region.luck import units
from schakel.simulation.region.office_clock import known_moments, moments
from schakel.simulation.region.registered import EPISODES, RESIDENT_BITS, registered
from schakel.simulation.run import Run

CLOSING = "Afsluiting"
_CHANNELS = ("telefoon", "website", "balie")
_CLIENT_NUMBERS = 8_999_993  # a prime: multiplying by less than it gives each resident another number
_NEIGHBOURHOOD = 3  # what draws are for, beside those of `registered`


@dataclass(frozen=True)
class Resident:
    """number and household count from 0 and mean nothing outside the region that is being made."""

    number: int
    household: int
    municipality: Municipality
    neighbourhood: str


@dataclass(frozen=True)
class Event:
    """A step that had started on the reference date.

    partner, to_partner: names, to_partner empty for none. number: of its case, from 0. is_day: its dates have no time,
    and are midnights here. ended is None while it runs, requested where nobody wrote it down. All in local time.
    """

    case: str
    number: int
    client: str
    household: str
    activity: str
    partner: str
    requested: datetime | None
    started: datetime
    ended: datetime | None
    is_day: bool
    to_partner: str
    outcome: str
    line: str
    life_domain: str
    resident: Resident
    question: Question


@dataclass(frozen=True)
class _Case:
    """What all events of a case have in common."""

    case: str
    client: str
    household: str
    resident: Resident
    question: Question
    life_domain: str


def events(
    model: Model, run: Run, words: Mapping[tuple[str, str], str], *, seed: int, share: float = 1.0
) -> list[Event]:
    """All of them by day, and within a day by case and its own order. words: by partner and stage, where another word
    than the name of the stage is used. share: of the households that are looked at.
    """
    known = facts()
    rows = registered(model, run, known, seed=seed, share=share)
    names = [partner.name for partner in model.partners]
    is_day = np.array([name in known.partners and known.partners[name].is_day for name in names])[rows["partner"]]
    started = moments(known.first_day, rows["started"], is_day)
    requested, ended = (known_moments(known.first_day, rows[name], is_day) for name in ("requested", "ended"))
    cases, places = _cases(model, known, rows, seed), _places(model, known, words)
    found = []
    columns = (rows[name].tolist() for name in ("number", "stage", "partner", "to_partner", "outcome"))
    for row, (number, stage, partner, to_partner, outcome) in enumerate(zip(*columns, strict=True)):
        case, place = cases[number], places[stage, partner]
        found.append(
            Event(
                case=case.case,
                number=number,
                client=case.client,
                household=case.household,
                activity=place.activity,
                partner=names[partner],
                requested=requested[row],
                started=started[row],
                ended=ended[row],
                is_day=place.is_day,
                to_partner=names[to_partner] if to_partner >= 0 else "",
                outcome=outcome,
                line=place.line,
                life_domain=place.life_domain or case.life_domain,
                resident=case.resident,
                question=case.question,
            )
        )
    return found


@dataclass(frozen=True)
class _Place:
    """What all events of one stage at one partner have in common."""

    activity: str
    line: str
    life_domain: str
    is_day: bool


def _places(model: Model, known: Facts, words: Mapping[tuple[str, str], str]) -> dict[tuple[int, int], _Place]:
    """By stage (-1 a closing) and partner."""
    found = {}
    for partner, row in enumerate(model.partners):
        facts_of = known.partners.get(row.name)
        if facts_of is None:
            continue
        found[-1, partner] = _Place(CLOSING, str(facts_of.line), "", facts_of.is_day)
        for stage, step in enumerate(model.stages):
            word = words.get((row.name, step.name), step.name)
            found[stage, partner] = _Place(word, str(step.line), step.domain, facts_of.is_day)
    return found


def channel(event: Event) -> str:
    """How a report came in; empty for every other step. Nobody asks for it."""
    return _CHANNELS[event.number % len(_CHANNELS)] if event.activity == "Melding" else ""


def _cases(model: Model, known: Facts, rows: Mapping[str, np.ndarray], seed: int) -> dict[int, _Case]:
    """By number of the case, numbered as they opened; residents and households by the order in which they came."""
    numbers, at = np.unique(rows["number"], return_index=True)
    keys = rows["cases"][at] // EPISODES
    opened = moments(known.first_day, rows["started"][at], np.ones(len(at), bool))
    years = [f"{one:%y}" for one in opened]
    luck = units(seed, _NEIGHBOURHOOD, keys >> RESIDENT_BITS)
    columns = (numbers, keys, rows["type"][at], rows["municipality"][at], luck)
    residents: dict[int, Resident] = {}
    households: dict[int, int] = {}
    found = {}
    for year, (number, key, kind, town, drawn) in zip(
        years, zip(*(one.tolist() for one in columns), strict=True), strict=True
    ):
        if key not in residents:
            municipality = known.municipalities[model.municipalities[town].name]
            hood = municipality.neighbourhoods[int(drawn * len(municipality.neighbourhoods))]
            household = households.setdefault(key >> RESIDENT_BITS, len(households))
            residents[key] = Resident(len(residents), household, municipality, hood)
        row = model.types[kind]
        found[number] = _case(year, number, residents[key], known.questions[row.name], row.domain)
    return found


def _case(year: str, number: int, resident: Resident, question: Question, life_domain: str) -> _Case:
    return _Case(
        case=f"Z{year}-{number + 1:05d}",
        client=str(1_000_007 + (resident.number + 1) * 4_271_831 % _CLIENT_NUMBERS),
        household=f"H-{resident.household + 1:05d}",
        resident=resident,
        question=question,
        life_domain=life_domain,
    )
