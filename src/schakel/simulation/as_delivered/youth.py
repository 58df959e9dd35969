"""The youth provider: a table of clients and one of provisions, which are renewed and get a new number each time."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from schakel.simulation.as_delivered.names_then import PRODUCT_RENAMED
from schakel.simulation.as_delivered.text_file import dutch, text_file
from schakel.simulation.event import Event
from schakel.simulation.facts import Facts

_RUNNING, _NEVER = "31-12-9999", "01-01-1900"
_KINDS = {"Intake aanbieder": "Intake", "Begeleiding": "Begeleiding", "Verwijzing aanbieder": "Doorverwijzing"}
# Provisions run until the end of the year, and those of the renamed product until it was renamed.
_RENEWED = tuple(datetime.combine(day, datetime.min.time()) for day in (
    date(2025, 1, 1), PRODUCT_RENAMED, date(2026, 1, 1),
))  # fmt: skip
_CLIENTS = ("Dossier", "Cliëntnummer", "Gemeente", "Wijk", "Leeftijdsgroep")
_PROVISIONS = (
    "Voorzieningnr", "Dossier", "Zaaknummer", "Soort", "Product", "Datum verwijzing", "Startdatum", "Einddatum",
    "Doorverwezen naar", "Uren per week",
)  # fmt: skip


def files(events: Sequence[Event], known: Facts) -> dict[str, bytes]:
    """Both tables by name. A resident's number stands in that of the clients only."""
    clients = {event.resident.number: event for event in events}
    dossiers = {number: f"D{place:05d}" for place, number in enumerate(sorted(clients), 1)}
    people = [_client(dossiers[number], clients[number]) for number in sorted(clients)]
    rows = [row for event in events for row in _provisions(event, known)]
    provisions = [
        (str(300_000 + 7 * place), dossiers[event.resident.number], *row) for place, (event, row) in enumerate(rows)
    ]
    return {
        "clienten.csv": text_file(_CLIENTS, people, delimiter=",", encoding="utf-8-sig"),
        "voorzieningen.csv": text_file(_PROVISIONS, provisions, delimiter=",", encoding="utf-8-sig"),
    }


def _client(dossier: str, event: Event) -> tuple[str, ...]:
    someone = event.resident
    age = ("0-4", "5-11", "12-17", "18-23")[someone.number % 4]
    return (dossier, event.client, someone.municipality.name, someone.neighbourhood, age)


def _provisions(event: Event, known: Facts) -> Iterator[tuple[Event, tuple[str, ...]]]:
    """A row for each piece of an event that lies between two renewals."""
    for place, (start, end) in enumerate(_pieces(event)):
        yield (
            event,
            (
                event.case,
                _KINDS[event.activity],
                _product(event, start),
                _requested(event) if place == 0 else "",
                dutch(start),
                dutch(end) or _RUNNING,
                known.partners[event.to_partner].name if event.to_partner else "",
                f"{1 + event.number % 6},5" if event.activity == "Begeleiding" else "",
            ),
        )


def _pieces(event: Event) -> list[tuple[datetime, datetime | None]]:
    """First and last day of each piece. What still runs was renewed for the next year already."""
    if event.activity != "Begeleiding":
        return [(event.started, event.ended)]
    cuts = [day for day in _RENEWED if event.started < day and (event.ended is None or day <= event.ended)]
    lasts: list[datetime | None] = [day - timedelta(days=1) for day in cuts]
    return list(zip([event.started, *cuts], [*lasts, event.ended], strict=True))


def _product(event: Event, start: datetime) -> str:
    if event.activity != "Begeleiding":
        return ""
    return "BGL-1" if start.date() < PRODUCT_RENAMED else "AMB-1"


def _requested(event: Event) -> str:
    if event.requested or event.activity != "Intake aanbieder":
        return dutch(event.requested)
    return _NEVER if event.number % 2 else ""
