"""The provider of care at home, a merger of two: a row an event, with codes of which a spreadsheet damaged some."""

from collections.abc import Sequence
from datetime import datetime

from schakel.simulation.as_delivered.names_then import provider_then
from schakel.simulation.as_delivered.text_file import text_file
from schakel.simulation.region.event import Event

_CODES = {"Ambulante hulp": "1-5", "Begeleiding": "5E4", "Afsluiting": "EZ"}
_DAMAGED = {"1-5": "1-mei", "5E4": "5E+04"}  # saved by a program that took them for a day and a number
_PRODUCTS = {"Begeleiding": "02A"}
_HEADING = (
    "Regelnr", "Zaak", "Klant", "Uitvoerder", "Code", "Product", "Begindatum", "Einddatum", "Doorverwezen naar",
    "Resultaat", "Tariefgroep",
)  # fmt: skip


def files(events: Sequence[Event]) -> dict[str, bytes]:
    """The file by name."""
    rows = [_row(event, place) for place, event in enumerate(events, 1)]
    return {"gebeurtenissen.csv": text_file(_HEADING, rows, lines="\n")}


def _row(event: Event, place: int) -> tuple[str, ...]:
    code = _CODES.get(event.activity, event.activity)
    return (
        str(place),
        event.case,
        event.client,
        provider_then(event.partner, event),
        _DAMAGED.get(code, code) if place % 6 == 0 else code,
        _PRODUCTS.get(event.activity, ""),
        _compact(event.started),
        _compact(event.ended),
        event.to_partner,
        event.outcome,
        "ABC"[event.number % 3],
    )


def _compact(moment: datetime | None) -> str:
    return f"{moment.year:04d}{moment:%m%d}" if moment else ""
