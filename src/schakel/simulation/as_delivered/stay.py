"""The residential provider: one plain file, a row an event, with nothing about the resident but numbers."""

from collections.abc import Sequence
from datetime import datetime

from schakel.simulation.as_delivered.names_then import provider_then
from schakel.simulation.as_delivered.text_file import text_file
from schakel.simulation.region.event import Event

_HEADING = ("zaak", "jeugdige", "stap", "aangemeld", "begin", "einde", "vervolg", "uitkomst", "groep")


def files(events: Sequence[Event]) -> dict[str, bytes]:
    """The file by name."""
    return {"verblijven.csv": text_file(_HEADING, [_row(event) for event in events], delimiter=",", lines="\n")}


def _row(event: Event) -> tuple[str, ...]:
    return (
        event.case,
        event.client,
        event.activity,
        _day(event.requested),
        _day(event.started),
        _day(event.ended),
        provider_then(event.to_partner, event),
        event.outcome,
        f"groep {1 + event.number % 3}",
    )


def _day(moment: datetime | None) -> str:
    return moment.date().isoformat() if moment else ""
