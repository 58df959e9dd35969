"""The crisis shelter: one file, sent as a zip, with a row per stay and no column that says what happened."""

from collections.abc import Sequence

from schakel.simulation.as_delivered.names_then import provider_then
from schakel.simulation.as_delivered.source import CLOSING
from schakel.simulation.as_delivered.stored import stored
from schakel.simulation.as_delivered.text_file import dutch_time, text_file
from schakel.simulation.region.event import Event

_HEADING = ("Zaak", "Cliënt", "Opname", "Vertrek", "Doorgeplaatst naar", "Dossier gesloten", "Uitkomst", "Bed")


def files(events: Sequence[Event]) -> dict[str, bytes]:
    """The zip by name. That a case was closed stands in a row of its own."""
    rows = [_row(event) for event in events]
    return {"plaatsingen.zip": stored({"plaatsingen.csv": text_file(_HEADING, rows)})}


def _row(event: Event) -> tuple[str, ...]:
    started = dutch_time(event.started)
    if event.activity == CLOSING:
        return (event.case, event.client, "", "", "", started, event.outcome, "")
    to_partner = provider_then(event.to_partner, event)
    bed = str(1 + event.number % 4)
    return (event.case, event.client, started, dutch_time(event.ended), to_partner, "", "", bed)
