"""The general practitioners: a file a year, and the last months of it once more because a practice was missing."""

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from schakel.simulation.as_delivered.names_then import municipality_then, provider_then
from schakel.simulation.as_delivered.text_file import text_file
from schakel.simulation.event import Event
from schakel.simulation.facts import Facts

_ZONE = ZoneInfo("Europe/Amsterdam")
_AGAIN_FROM = date(2025, 10, 1)
_KINDS = {"Consult huisarts": "CONSULT", "Verwijzing aanbieder": "VERWIJZING"}
_HEADING = ("zaaknummer", "clientnummer", "gemeente", "contactsoort", "aanvang", "einde", "verwezen_naar", "praktijk")


def files(events: Sequence[Event], known: Facts) -> dict[str, bytes]:
    """The files by name; each replaces what was told before of its period."""
    of_2024 = [event for event in events if event.started.year < 2025]
    again = [event for event in events if event.started.date() >= _AGAIN_FROM]
    missing = {id(event) for event in again if _practice(event) == 3}
    of_2025 = [event for event in events if event.started.year >= 2025 and id(event) not in missing]
    made = {"2024.csv": of_2024, "2025.csv": of_2025, "2025-najaar-opnieuw.csv": again}
    return {
        name: text_file(_HEADING, [_row(event, known) for event in rows], delimiter=",", lines="\n")
        for name, rows in made.items()
        if rows
    }


def _practice(event: Event) -> int:
    return event.resident.number % 4


def _row(event: Event, known: Facts) -> tuple[str, ...]:
    return (
        event.case,
        event.client,
        municipality_then(event.resident, event.started.date()),
        _KINDS[event.activity],
        _zoned(event.started),
        _zoned(event.ended),
        provider_then(known, event.to_partner, event),
        f"praktijk {_practice(event) + 1}",
    )


def _zoned(moment: datetime | None) -> str:
    return moment.replace(tzinfo=_ZONE).isoformat(timespec="seconds") if moment else ""
