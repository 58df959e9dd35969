"""The crisis shelter: one file, sent as a zip."""

from collections.abc import Sequence

from schakel.simulation.as_delivered.stored import stored
from schakel.simulation.as_delivered.text_file import dutch_time, text_file
from schakel.simulation.event import Event

_HEADING = ("Zaak", "Cliënt", "Opname", "Vertrek", "Bed")


def files(events: Sequence[Event]) -> dict[str, bytes]:
    """The zip by name."""
    rows = [
        (event.case, event.client, dutch_time(event.started), dutch_time(event.ended), str(1 + event.number % 4))
        for event in events
    ]
    return {"plaatsingen.zip": stored({"plaatsingen.csv": text_file(_HEADING, rows)})}
