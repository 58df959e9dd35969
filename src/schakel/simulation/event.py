"""What the sources of the region know: steps with the numbers, dates and facts by which they were registered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from schakel.simulation.facts import Facts, Question
from schakel.simulation.journey import DAY, Journey, Resident, Step

_CHANNELS = ("telefoon", "website", "balie")
_CLIENT_NUMBERS = 8_999_993  # a prime: multiplying by less than it gives each resident another number


@dataclass(frozen=True)
class Event:
    """A step that had started on the reference date.

    partner, to_partner: keys of the facts' partners. number: of its case, from 0. is_day: its dates have no time, and
    are midnights here. ended is None while it runs, requested where nobody wrote it down. All in local time.
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
    resident: Resident
    question: Question


def events(known: Facts, made: Sequence[Journey]) -> list[Event]:
    """All of them by day, and within a day by case and its own order."""
    until = ((known.reference_date - known.first_day).days + 1) * DAY
    seen = [(journey, steps) for journey in made if (steps := _seen(journey, until))]
    seen.sort(key=lambda case: (case[1][0].started, case[0].resident.number))
    places = []
    for number, (_, steps) in enumerate(seen):
        places += [(step.started // DAY, number, place) for place, step in enumerate(steps)]
    return [
        _event(known, seen[number][0], seen[number][1][place], number, until) for _, number, place in sorted(places)
    ]


def partner_name(known: Facts, event: Event) -> str:
    """Who did it, by name; the district team is that of the resident's municipality."""
    return known.partners[event.partner].name or event.resident.municipality.team


def to_partner_name(known: Facts, event: Event) -> str:
    """Whom a referral is meant for, by name; empty where it is none."""
    return known.partners[event.to_partner].name if event.to_partner else ""


def channel(event: Event) -> str:
    """How a report came in; empty for every other step. Nobody asks for it."""
    return _CHANNELS[event.number % len(_CHANNELS)] if event.activity == "Melding" else ""


def _seen(journey: Journey, until: int) -> list[Step]:
    """Steps that had started on the reference date, by day and, within a day, as they happened."""
    return sorted((step for step in journey.steps if step.started < until), key=lambda step: step.started // DAY)


def _event(known: Facts, journey: Journey, step: Step, number: int, until: int) -> Event:
    someone = journey.resident
    opened = _at(known, journey.steps[0].started)
    return Event(
        case=f"Z{opened:%y}-{number + 1:05d}",
        number=number,
        client=str(1_000_007 + (someone.number + 1) * 4_271_831 % _CLIENT_NUMBERS),
        household=f"H-{someone.household + 1:05d}",
        activity=step.activity,
        partner=step.partner,
        requested=None if step.requested is None else _at(known, step.requested),
        started=_at(known, step.started),
        ended=_at(known, step.ended) if step.ended < until else None,
        is_day=known.partners[step.partner].is_day,
        to_partner=step.to_partner,
        outcome=step.outcome,
        resident=someone,
        question=journey.question,
    )


def _at(known: Facts, minute: int) -> datetime:
    return datetime.combine(known.first_day, time.min) + timedelta(minutes=minute)
