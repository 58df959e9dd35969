"""The mental health partner: it has numbers of its own for clients and treatments, and shares no other."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from schakel.simulation.as_delivered.names_then import municipality_then, provider_then
from schakel.simulation.as_delivered.text_file import text_file
from schakel.simulation.region.event import Event

_PHASES = {"GGZ-behandeling": "Behandeling", "GGZ-behandeling jeugd": "Jeugd", "Afsluiting": "Afgesloten"}
_HEADING = (
    "Behandelnr", "Patiënt", "Gemeente", "Fase", "Lijn", "Ingang", "Eind", "Verwezen naar", "Resultaat",
    "Zorgvraagtype",
)  # fmt: skip


def files(events: Sequence[Event]) -> dict[str, bytes]:
    """The file by name."""
    cases, people = own_numbers(events)
    rows = [_row(event, cases[event.number], people[event.resident.number]) for event in events]
    return {"behandelingen.tsv": text_file(_HEADING, rows, delimiter="\t", encoding="windows-1252")}


def own_numbers(events: Iterable[Event]) -> tuple[dict[int, str], dict[int, str]]:
    """Its numbers of cases and of residents, in the order in which they came, by the region's numbers from 0."""
    events = tuple(events)
    cases = dict.fromkeys(event.number for event in events)
    people = dict.fromkeys(event.resident.number for event in events)
    return (
        {number: f"B{place:04d}" for place, number in enumerate(cases, 1)},
        {number: f"P{place:04d}" for place, number in enumerate(people, 1)},
    )


def _row(event: Event, case: str, person: str) -> tuple[str, ...]:
    return (
        case,
        person,
        municipality_then(event.resident, event.started.date()),
        _PHASES.get(event.activity, event.activity),
        event.line,
        _short(event.started),
        _short(event.ended),
        provider_then(event.to_partner, event),
        event.outcome,
        str(1 + event.number % 8),
    )


def _short(moment: datetime | None) -> str:
    return f"{moment.day}-{moment.month}-{moment.year:04d}" if moment else ""
