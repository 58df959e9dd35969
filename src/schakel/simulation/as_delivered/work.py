"""Work and income, which also registers what employers and those who look for work do, until it stopped delivering."""

from collections.abc import Sequence

from schakel.simulation.as_delivered.text_file import dutch, text_file
from schakel.simulation.region.event import Event
from schakel.simulation.region.facts import Facts

_BY = {"Werkbedrijf Lindewaard": "WBL", "Werkgevers Lindewaard": "WGV", "Inwoner": "KLANT"}
_PARTS = {
    "Intake werk": "INT",
    "Zelf naar werk zoeken": "ZELF",
    "Proefplaatsing": "PROEF",
    "Plaatsing regulier": "PLTS",
    "Nazorg werk": "NZ",
    "Afsluiting": "EIND",
}  # another word is written out, as is the one that this partner uses in its own way
_HEADING = (
    "Zaak", "Klant", "Onderdeel", "Door", "Functie", "Lijn", "Start", "Einde", "Verder bij", "Resultaat",
    "Klantmanager",
)  # fmt: skip


def files(events: Sequence[Event], known: Facts) -> dict[str, bytes]:
    """The file by name."""
    rows = [_row(event, known) for event in events]
    return {"trajecten.csv": text_file(_HEADING, rows, delimiter="|", encoding="iso-8859-15")}


def _row(event: Event, known: Facts) -> tuple[str, ...]:
    return (
        event.case,
        event.client,
        _PARTS.get(event.activity, event.activity),
        _BY.get(event.partner, event.partner),
        known.partners[event.partner].function,
        event.line,
        dutch(event.started, "/"),
        dutch(event.ended, "/"),
        _BY.get(event.to_partner, event.to_partner),
        event.outcome,
        f"KM{1 + event.number % 9}",
    )
