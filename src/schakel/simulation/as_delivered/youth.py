"""Youth providers: a table of clients and one of provisions, which are renewed and get a new number each time."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from schakel.simulation.as_delivered.names_then import PRODUCT_RENAMED, provider_then
from schakel.simulation.as_delivered.source import CLOSING
from schakel.simulation.as_delivered.text_file import dutch, text_file
from schakel.simulation.region.event import Event

_RUNNING, _NEVER = "31-12-9999", "01-01-1900"
_RENAMED = "Ambulante hulp"  # the help whose product got another name
_KINDS = {_RENAMED: "Ambulant", CLOSING: "Einde zorg"}
# Provisions run until the end of the year, and those of the renamed product until it was renamed.
_NEW_YEARS = tuple(date(year, 1, 1) for year in range(2022, 2027))
_CLIENTS = ("Dossier", "Cliëntnummer", "Gemeente", "Wijk", "Leeftijdsgroep")
_PROVISIONS = (
    "Voorzieningnr", "Dossier", "Zaaknummer", "Soort", "Product", "Datum verwijzing", "Startdatum", "Einddatum",
    "Doorverwezen naar", "Reden einde", "Uren per week",
)  # fmt: skip


def files(events: Sequence[Event]) -> dict[str, bytes]:
    """Both tables by name. A resident's number stands in that of the clients only."""
    clients = {event.resident.number: event for event in events}
    dossiers = {number: f"D{place:05d}" for place, number in enumerate(sorted(clients), 1)}
    people = [_client(dossiers[number], clients[number]) for number in sorted(clients)]
    rows = [(event, row) for event in events for row in _provisions(event)]
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


def _provisions(event: Event) -> Iterator[tuple[str, ...]]:
    """A row for each piece of an event that lies between two renewals."""
    for place, (start, end) in enumerate(_pieces(event)):
        yield (
            event.case,
            _KINDS.get(event.activity, event.activity),
            _product(event, start),
            _requested(event) if place == 0 else "",
            dutch(start),
            dutch(end) or _RUNNING,
            provider_then(event.to_partner, event),
            event.outcome,
            "" if event.activity == CLOSING else f"{1 + event.number % 6},5",
        )


def _pieces(event: Event) -> list[tuple[datetime, datetime | None]]:
    """First and last day of each piece. What still runs was renewed for the next year already."""
    renewed = sorted({*_NEW_YEARS, *([PRODUCT_RENAMED] if event.activity == _RENAMED else ())})
    days = [datetime.combine(day, datetime.min.time()) for day in renewed]
    cuts = [day for day in days if event.started < day and (event.ended is None or day <= event.ended)]
    lasts: list[datetime | None] = [day - timedelta(days=1) for day in cuts]
    return list(zip([event.started, *cuts], [*lasts, event.ended], strict=True))


def _product(event: Event, start: datetime) -> str:
    if event.activity != _RENAMED:
        return ""
    return "BGL-1" if start.date() < PRODUCT_RENAMED else "AMB-1"


def _requested(event: Event) -> str:
    if event.requested or event.activity == CLOSING:
        return dutch(event.requested)
    return _NEVER if event.number % 2 else ""
