"""The desk: a workbook a year, with a title above and a total below the rows, and a second sheet that nobody sees."""

from collections.abc import Sequence
from datetime import datetime

from schakel.simulation.as_delivered.names_then import municipality_then, provider_then
from schakel.simulation.as_delivered.text_file import dutch_time
from schakel.simulation.as_delivered.workbook import Cell, Sheet, workbook
from schakel.simulation.region.event import Event, channel

_HEADING = (
    "Zaak", "Klantnr", "Huishouden", "Stap", "Gemeld op", "Begin", "Einde", "Doorverwezen naar", "Wet", "Gemeente",
    "Wijk", "Doelgroep", "Hulpvraag", "Leefgebied", "Afloop", "Kanaal",
)  # fmt: skip
_STEPS = {"Doorvragen": "Vraagverheldering", "Afsluiting": "Afgehandeld"}
_TO = {"Schuldhulp Lindewaard": "SHL", "Welzijn Lindekring": "WLK", "Crisisopvang Lindewacht": "CRI"}
_CODES = (("Code", "Betekenis"), *((code, name) for name, code in _TO.items()))
_NEVER = datetime(1900, 1, 1)  # noqa: DTZ001 -- what the program fills in where nobody did
_TYPED_EVERY = 211


def files(events: Sequence[Event]) -> dict[str, bytes]:
    """The workbooks by name."""
    years = sorted({event.started.year for event in events})
    return {f"loket-{year}.xlsx": _year(year, [e for e in events if e.started.year == year]) for year in years}


def _year(year: int, events: Sequence[Event]) -> bytes:
    # In 2025 the program called the column otherwise.
    heading = [("Aanvang" if name == "Begin" and year > 2024 else name) for name in _HEADING]
    rows: list[Sequence[Cell]] = [
        (f"Loket Lindewaard: alle stappen van {year}",),
        ("Gemaakt op 05-01-2026",),
        (),
        heading,
        *(_row(event, place) for place, event in enumerate(events)),
        (),
        ("Totaal", len(events)),
    ]
    return workbook([Sheet("Export", rows), Sheet("Codes", _CODES, is_hidden=True)])


def _row(event: Event, place: int) -> tuple[Cell, ...]:
    someone, question = event.resident, event.question
    return (
        event.case,
        int(event.client),
        event.household,
        _STEPS.get(event.activity, event.activity),
        _requested(event),
        # Now and then somebody typed the time instead of having it filled in: then it is text.
        dutch_time(event.started) if place % _TYPED_EVERY == _TYPED_EVERY - 1 else event.started,
        event.ended,
        _to(event),
        question.law,
        municipality_then(someone, event.started.date()),
        someone.neighbourhood,
        question.client_group,
        question.name,
        event.life_domain,
        event.outcome,
        channel(event),
    )


def _to(event: Event) -> str:
    name = provider_then(event.to_partner, event)
    return _TO.get(name, name)


def _requested(event: Event) -> Cell:
    """When the resident first asked. "Not known" is written in three ways at the moment of reporting."""
    if event.requested or event.activity != "Melding":
        return event.requested
    return (None, "onbekend", _NEVER)[event.number % 3]
