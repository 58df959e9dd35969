"""Welfare: the text file of a spreadsheet, in which days and times stand side by side."""

from collections.abc import Sequence

from schakel.simulation.as_delivered.names_then import municipality_then, provider_then
from schakel.simulation.as_delivered.text_file import dutch, dutch_time, text_file
from schakel.simulation.region.event import Event
from schakel.simulation.region.facts import Facts

_BY = {"Welzijn Lindekring": "WLK", "Werkbedrijf Lindewaard": "WBL"}
_KINDS = {"Vrijwillige inzet": "Vrijwilliger"}
# In these municipalities one and the same word stands for two things; names.csv tells which.
_LOCAL = {("Nazorg", "Ravenzande"): "Buurtcontact", ("Vrijwillige inzet", "Lindehage"): "Buurtcontact"}
_HEADING = (
    "Zaak", "Klant", "Huishouden", "Wet", "Gemeente", "Wijk", "Doelgroep", "Hulpvraag", "Uitvoerder", "Functie", "Lijn",
    "Soort", "Van", "Tot", "Doorverwezen naar", "Afloop", "Locatie",
)  # fmt: skip


def files(events: Sequence[Event], known: Facts) -> dict[str, bytes]:
    """The file by name."""
    rows = [_row(event, known) for event in events]
    return {"activiteiten.txt": text_file(_HEADING, rows, delimiter="\t", encoding="utf-16-le")}


def _row(event: Event, known: Facts) -> tuple[str, ...]:
    someone, to_partner = event.resident, provider_then(event.to_partner, event)
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
        _BY.get(event.partner, event.partner),
        known.partners[event.partner].function,
        event.line,
        _LOCAL.get((event.activity, someone.municipality.name)) or _KINDS.get(event.activity, event.activity),
        when(event.started),
        when(event.ended),
        _BY.get(to_partner, to_partner),
        event.outcome,
        f"Buurthuis {1 + event.number % 5}",
    )
