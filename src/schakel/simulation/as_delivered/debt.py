"""Debt help: a first delivery of all, then each month what changed, with rows that come late or were wrong at first."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from schakel.simulation.as_delivered.names_then import provider_then
from schakel.simulation.as_delivered.text_file import dutch, text_file
from schakel.simulation.region.event import Event

_LAST_DAYS = (date(2025, 10, 31), date(2025, 11, 30), date(2025, 12, 31))
_LATE_FROM = date(2025, 8, 1)
_WORDS = {"Schuldhulp": "Regeling", "Afsluiting": "Uit traject"}
_MISTAKEN = {"Schuldhulp": "Afsluiting", "Afsluiting": "Schuldhulp"}
_HEADING = (
    "Regelnummer", "Mutatie", "Zaak", "Cliënt", "Traject", "Van", "Tot", "Verwezen naar", "Uitkomst",
    "Geregistreerd op",
)  # fmt: skip
_NEW, _CHANGED, _GONE = "N", "W", "V"
Row = tuple[str, ...]


@dataclass(frozen=True)
class _Line:
    """A line of the registration. first: the delivery in which it comes; right: that from which it is right."""

    number: str
    event: Event
    first: int
    right: int


def files(events: Sequence[Event]) -> dict[str, bytes]:
    """The three deliveries by name; the state after the last of them is the truth."""
    lines = [_line(event, place) for place, event in enumerate(events)]
    made = {}
    for turn, last in enumerate(_LAST_DAYS):
        rows = [row for line in lines for row in _sent(line, turn)]
        if rows:
            made[f"{last:%Y-%m}.csv"] = text_file(_HEADING, rows)
    return made


def _line(event: Event, place: int) -> _Line:
    """Every eighth line comes one or two months late, every eleventh is wrong at first."""
    due = next(turn for turn, last in enumerate(_LAST_DAYS) if event.started.date() <= last)
    late = (1 if place % 16 == 3 else 2) if place % 8 == 3 and event.started.date() >= _LATE_FROM else 0
    first = min(due + late, len(_LAST_DAYS) - 1)
    right = min(1 + place % 2, len(_LAST_DAYS) - 1) if place % 11 == 5 and first == 0 else first
    return _Line(f"R{place + 1:05d}", event, first, right)


def _sent(line: _Line, turn: int) -> Iterator[Row]:
    """What a delivery tells of a line: new, changed, or that it was there twice."""
    shown = _shown(line, turn)
    if turn == line.first:
        yield _row(line, shown, _NEW, turn)
    elif turn > line.first and shown != _shown(line, turn - 1):
        yield _row(line, shown, _CHANGED, turn)
    if line.event.number % 37 == 11 and line.first == 0 and turn < 2:
        double = replace(line, number=f"X{line.number[1:]}")
        yield _row(double, _shown(line, 0), (_NEW, _GONE)[turn], turn)


def _shown(line: _Line, turn: int) -> Event:
    """The event as the registration had it on the last day of a delivery."""
    event, last = line.event, _LAST_DAYS[turn]
    known = replace(event, ended=event.ended if event.ended and event.ended.date() <= last else None)
    if turn >= line.right:
        return known
    if known.ended and event.number % 2:
        return replace(known, ended=known.started + timedelta(days=(known.ended - known.started).days // 2 + 3))
    return replace(known, activity=_MISTAKEN.get(event.activity, event.activity))


def _row(line: _Line, event: Event, kind: str, turn: int) -> Row:
    return (
        line.number,
        kind,
        event.case,
        event.client,
        _WORDS.get(event.activity, event.activity),
        dutch(event.started),
        dutch(event.ended),
        provider_then(event.to_partner, event),
        event.outcome,
        dutch(_registered(event, turn)),
    )


def _registered(event: Event, turn: int) -> datetime:
    """A few days after it happened; of a line that came late, in the month of its delivery."""
    soon = event.started + timedelta(days=2 + event.number % 5)
    last = datetime.combine(_LAST_DAYS[turn], datetime.min.time())
    return last if turn and soon < last - timedelta(days=31) else min(soon, last)
