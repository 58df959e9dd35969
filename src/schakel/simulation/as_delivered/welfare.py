"""Welfare, which also registers for the volunteers and for client support: the text file of a spreadsheet."""

from collections.abc import Sequence

from schakel.simulation.as_delivered.names_then import municipality_then
from schakel.simulation.as_delivered.text_file import dutch, dutch_time, text_file
from schakel.simulation.event import Event
from schakel.simulation.facts import Facts

_BY = {"welfare": "WLK", "volunteers": "VLB", "support": "CSL"}
_KINDS = {"Nazorg": "Nazorg", "Vrijwillige inzet": "Vrijwilliger", "Cliëntondersteuning": "Cliëntsteun"}
# In these municipalities one and the same word stands for two things; names.csv tells which.
_LOCAL = {("Nazorg", "Ravenzande"): "Buurtcontact", ("Vrijwillige inzet", "Lindehage"): "Buurtcontact"}
_HEADING = (
    "Zaak", "Klant", "Huishouden", "Wet", "Gemeente", "Wijk", "Doelgroep", "Hulpvraag", "Uitvoerder", "Functie", "Lijn",
    "Soort", "Van", "Tot", "Locatie",
)  # fmt: skip


def files(events: Sequence[Event], known: Facts) -> dict[str, bytes]:
    """The file by name."""
    rows = [_row(event, known) for event in events]
    return {"activiteiten.txt": text_file(_HEADING, rows, delimiter="\t", encoding="utf-16-le")}


def _row(event: Event, known: Facts) -> tuple[str, ...]:
    someone, partner = event.resident, known.partners[event.partner]
    when = dutch if event.is_day else dutch_time
    return (
        event.case,
        event.client,
        event.household,
        event.question.law,
        municipality_then(someone, event.started.date()),
        someone.neighbourhood,
        event.question.client_group,
        event.question.name,
        _BY[event.partner],
        partner.function,
        partner.line,
        _LOCAL.get((event.activity, someone.municipality.name)) or _KINDS[event.activity],
        when(event.started),
        when(event.ended),
        f"Buurthuis {1 + event.number % 5}",
    )
