"""How far the sources reach: reference dates, and which partner's work was delivered in which month."""

import calendar
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from duckdb import DuckDBPyConnection

from schakel.data.manifest import Coverage, Reference
from schakel.data.sql import rows, run
from schakel.data.staged import Staged
from schakel.data.steps.schema import sql

DELIVERED, PARTLY, NOT = "d", "p", "n"
YEARS = range(1900, 2101)


class ImpossibleDate(Exception):
    """A time lies outside the years that readers let through."""


@dataclass(frozen=True)
class Span:
    """What one partner did in one source. place: of the source among the deliveries; last_at: UTC."""

    place: int
    partner: str | None
    first_on: date
    last_on: date
    last_at: datetime
    steps: int
    ties: int
    days: int


def start_spans(con: DuckDBPyConnection) -> None:
    """Make the table that `add_spans` fills from `linked`, a bucket at a time."""
    run(
        con,
        "CREATE TEMP TABLE spans (place UTINYINT, partner VARCHAR, first_on DATE, last_on DATE, last_at TIMESTAMP, "
        "steps BIGINT, ties BIGINT, days BIGINT)",
    )


def add_spans(con: DuckDBPyConnection) -> None:
    """Add those of `linked`."""
    run(con, sql("spans.sql"))


def spans_of(con: DuckDBPyConnection) -> tuple[Span, ...]:
    """All spans, those of several buckets as one."""
    found = rows(
        con,
        "SELECT place, partner, min(first_on), max(last_on), max(last_at), CAST(sum(steps) AS BIGINT), "
        "CAST(sum(ties) AS BIGINT), CAST(sum(days) AS BIGINT) FROM spans GROUP BY ALL ORDER BY ALL",
    )
    # A damaged Parquet file can hold other times than its own summary says, past every check that trusts it. Dates
    # beyond the calendar come back as text.
    for day in (day for row in found for day in row[2:4]):
        if not isinstance(day, date) or day.year not in YEARS:
            raise ImpossibleDate
    return tuple(Span(*row) for row in found)


def references_of(staged: Staged, spans: Sequence[Span]) -> dict[str, Reference]:
    """Until when each source was seen: as declared, else the local day of its last event."""
    latest = max(span.last_on for span in spans)
    found = {}
    for place, delivery in enumerate(staged.deliveries):
        last = max((span.last_on for span in spans if span.place == place), default=latest)
        found[delivery.name] = Reference(delivery.reference_date or last, delivery.reference_date is not None)
    return found


def reference_at(staged: Staged, spans: Sequence[Span], references: Mapping[str, Reference]) -> datetime:
    """The earliest instant (UTC) until which a source was seen: the end of a declared day, else its last event."""
    zone = ZoneInfo(staged.time_zone)
    ends = []
    for place, delivery in enumerate(staged.deliveries):
        reference = references[delivery.name]
        if reference.declared:
            midnight = datetime.combine(reference.on + timedelta(days=1), time(), zone)
            ends.append(midnight.astimezone(UTC).replace(tzinfo=None))
        else:
            ends += [max(span.last_at for span in spans if span.place == place)]
    return min(ends)


def coverage(
    spans: Sequence[Span], staged: Staged, references: Mapping[str, Reference], named: Sequence[str]
) -> Coverage:
    """A source covers the partners that act in it, from the month of its first event to its reference date.

    The month of a declared reference date counts as partly delivered unless the date is its last day. named:
    partners that are spoken of; those that act nowhere are delivered in no month.
    """
    begins = {span.place: min(s.first_on for s in spans if s.place == span.place) for span in spans}
    months = _months(min(begins.values()), max(reference.on for reference in references.values()))
    partners: dict[str, str] = {}
    for span in spans:
        if span.partner is not None:
            seen = _letters(months, begins[span.place], references[staged.deliveries[span.place].name])
            partners[span.partner] = _best(partners.get(span.partner, NOT * len(months)), seen)
    for name in named:
        partners.setdefault(name, NOT * len(months))
    return Coverage(tuple(months), dict(sorted(partners.items())))


def _months(first: date, last: date) -> list[str]:
    begin, end = first.year * 12 + first.month - 1, last.year * 12 + last.month - 1
    return [f"{month // 12:04d}-{month % 12 + 1:02d}" for month in range(begin, end + 1)]


def _letters(months: list[str], first: date, reference: Reference) -> str:
    begin, end = f"{first:%Y-%m}", f"{reference.on:%Y-%m}"
    whole = not reference.declared or reference.on.day == calendar.monthrange(reference.on.year, reference.on.month)[1]
    return "".join(
        NOT if not begin <= month <= end else PARTLY if month == end and not whole else DELIVERED for month in months
    )


def _best(one: str, other: str) -> str:
    order = DELIVERED + PARTLY + NOT
    return "".join(min(pair, key=order.index) for pair in zip(one, other, strict=True))
