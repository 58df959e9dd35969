"""The general practitioners: a file a year, and the last months of it once more because a practice was missing."""

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from schakel.simulation.as_delivered.names_then import municipality_then, provider_then
from schakel.simulation.as_delivered.text_file import text_file
from schakel.simulation.region.event import Event

_ZONE = ZoneInfo("Europe/Amsterdam")
_AGAIN_FROM = date(2025, 10, 1)
_KINDS = {"Consult huisarts": "CONSULT", "Afsluiting": "GESLOTEN"}
_AT_HOME = {"CONSULT": "VISITE"}
_HEADING = (
    "zaaknummer", "clientnummer", "gemeente", "contactsoort", "aanvang", "einde", "verwezen_naar", "uitkomst",
    "praktijk",
)  # fmt: skip


def files(events: Sequence[Event]) -> dict[str, bytes]:
    """The files by name; each replaces what was told before of its period."""
    again = [event for event in events if event.started.date() >= _AGAIN_FROM]
    missing = {id(event) for event in again if _practice(event) == 3}
    first = [event for event in events if id(event) not in missing]
    made = {f"{year}.csv": [e for e in first if e.started.year == year] for year in _years(first)}
    made["2025-najaar-opnieuw.csv"] = again
    return {
        name: text_file(_HEADING, [_row(event) for event in rows], delimiter=",", lines="\n")
        for name, rows in made.items()
        if rows
    }


def _years(events: Sequence[Event]) -> list[int]:
    return sorted({event.started.year for event in events})


def _practice(event: Event) -> int:
    return event.resident.number % 4


def _kind(event: Event) -> str:
    """One step has two words: now and then the practitioner comes by."""
    kind = _KINDS.get(event.activity, event.activity)
    return _AT_HOME.get(kind, kind) if event.number % 6 == 1 else kind


def _row(event: Event) -> tuple[str, ...]:
    return (
        event.case,
        event.client,
        municipality_then(event.resident, event.started.date()),
        _kind(event),
        _zoned(event.started),
        _zoned(event.ended),
        provider_then(event.to_partner, event),
        event.outcome,
        f"praktijk {_practice(event) + 1}",
    )


def _zoned(moment: datetime | None) -> str:
    return moment.replace(tzinfo=_ZONE).isoformat(timespec="seconds") if moment else ""
