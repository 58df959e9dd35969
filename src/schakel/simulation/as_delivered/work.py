"""Work and income: a row an event, until it stopped delivering."""

from collections.abc import Sequence

from schakel.simulation.as_delivered.text_file import dutch, text_file
from schakel.simulation.event import Event

_PARTS = {
    "Plan van aanpak": "PLAN",
    "Werkfit-traject": "WF",
    "Jobcoaching": "JC",
    "Plaatsing werkgever": "PLTS",
    "Afsluiting": "EIND",
}
_HEADING = ("Zaak", "Klant", "Onderdeel", "Start", "Einde", "Resultaat", "Klantmanager")


def files(events: Sequence[Event]) -> dict[str, bytes]:
    """The file by name."""
    rows = [
        (
            event.case,
            event.client,
            _PARTS[event.activity],
            dutch(event.started, "/"),
            dutch(event.ended, "/"),
            event.outcome,
            f"KM{1 + event.number % 9}",
        )
        for event in events
    ]
    return {"trajecten.csv": text_file(_HEADING, rows, delimiter="|", encoding="iso-8859-15")}
