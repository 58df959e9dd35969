"""How far the sources reach: reference dates, and which partner's work was delivered in which month."""

import calendar
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from duckdb import DuckDBPyConnection

from schakel.data.manifest import Coverage, Reference
from schakel.data.sql import rows, run
from schakel.data.staged import Source, Staged
from schakel.data.steps.schema import sql

DELIVERED, PARTLY, NOT = "d", "p", "n"
YEARS = range(1900, 2101)
SPANS = (
    "source_no USMALLINT, partner VARCHAR, first_on DATE, last_on DATE, last_at TIMESTAMP, steps BIGINT, ties BIGINT, "
    "days BIGINT"
)


class ImpossibleDate(Exception):
    """A time lies outside the years that readers let through."""


@dataclass(frozen=True)
class Span:
    """What one partner did in one source. source: its number among `Staged.sources`; last_at: UTC."""

    source: int
    partner: str | None
    first_on: date
    last_on: date
    last_at: datetime
    steps: int
    ties: int
    days: int


@dataclass(frozen=True)
class Horizon:
    """Until when a source was seen, as a local day and as an instant (UTC)."""

    on: date
    at: datetime


def start_spans(con: DuckDBPyConnection) -> None:
    """Make the table that `add_spans` fills from `linked`, a bucket at a time."""
    run(con, f"CREATE OR REPLACE TEMP TABLE spans ({SPANS})")


def add_spans(con: DuckDBPyConnection) -> None:
    """Add those of `linked`."""
    run(con, sql("spans.sql"))


def spans_of(con: DuckDBPyConnection) -> tuple[Span, ...]:
    """All spans, those of several buckets as one."""
    found = rows(
        con,
        "SELECT source_no, partner, min(first_on), max(last_on), max(last_at), CAST(sum(steps) AS BIGINT), "
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
    for number, source in enumerate(staged.sources):
        last = max((span.last_on for span in spans if span.source == number), default=latest)
        found[source.name] = Reference(source.reference_date or last, source.reference_date is not None)
    return found


def horizons_of(staged: Staged, spans: Sequence[Span], references: Mapping[str, Reference]) -> tuple[Horizon, ...]:
    """Until when each source was seen: the end of a declared day, else the instant of its last event."""
    zone = ZoneInfo(staged.time_zone)
    found = []
    for number, source in enumerate(staged.sources):
        reference = references[source.name]
        at = [span.last_at for span in spans if span.source == number]
        if reference.declared or not at:
            midnight = datetime.combine(reference.on + timedelta(days=1), time(), zone)
            at = [midnight.astimezone(UTC).replace(tzinfo=None)]
        found.append(Horizon(reference.on, max(at)))
    return tuple(found)


def coverage(
    spans: Sequence[Span], staged: Staged, references: Mapping[str, Reference], named: Sequence[str]
) -> Coverage:
    """A source covers the partners that act in it, from the start that it declares to the end of what it covers.

    Without a declared start that is the month of its first event, without a declared end its reference date. A month
    that is covered in part counts as partly delivered. named: partners that are spoken of; those that act nowhere are
    delivered in no month.
    """
    reach = [_reach(number, staged, spans, references) for number in range(len(staged.sources))]
    months = _months(min(since for since, _, _ in reach), max(until for _, until, _ in reach))
    partners: dict[str, str] = {}
    for span in spans:
        if span.partner is not None:
            seen = _letters(months, *reach[span.source])
            partners[span.partner] = _best(partners.get(span.partner, NOT * len(months)), seen)
    for name in named:
        partners.setdefault(name, NOT * len(months))
    return Coverage(tuple(months), dict(sorted(partners.items())))


def covered_months(found: Coverage) -> list[tuple[str, int]]:
    """(partner, months since year 0) that were delivered, at least in part."""
    return [
        (partner, int(month[:4]) * 12 + int(month[5:]) - 1)
        for partner, letters in found.partners.items()
        for month, letter in zip(found.months, letters, strict=True)
        if letter != NOT
    ]


def covered_by_key(
    spans: Sequence[Span], staged: Staged, references: Mapping[str, Reference]
) -> dict[int, list[tuple[str, int]]]:
    """`covered_months` for each group of sources that share a key: elsewhere a partner's work cannot be followed."""
    groups: dict[int, list[Span]] = {}
    for span in spans:
        groups.setdefault(staged.key_group(span.source), []).append(span)
    return {group: covered_months(coverage(own, staged, references, ())) for group, own in groups.items()}


def last_day(source: Source, reference: Reference) -> date:
    """Last day that a source covers."""
    return min(source.until, reference.on) if source.until else reference.on


def _reach(
    number: int, staged: Staged, spans: Sequence[Span], references: Mapping[str, Reference]
) -> tuple[date, date, bool]:
    """First and last day that a source covers, and whether a part of the first and of the last month tells so."""
    source, reference = staged.sources[number], references[staged.sources[number].name]
    until = last_day(source, reference)
    first = min((span.first_on for span in spans if span.source == number), default=until)
    since = source.since or first.replace(day=1)
    return min(since, until), until, reference.declared or source.until is not None


def _months(first: date, last: date) -> list[str]:
    begin, end = first.year * 12 + first.month - 1, last.year * 12 + last.month - 1
    return [f"{month // 12:04d}-{month % 12 + 1:02d}" for month in range(begin, end + 1)]


def _letters(months: list[str], since: date, until: date, declared: bool) -> str:
    begin, end = f"{since:%Y-%m}", f"{until:%Y-%m}"
    late = since.day > 1
    early = declared and until.day != calendar.monthrange(until.year, until.month)[1]
    return "".join(
        NOT
        if not begin <= month <= end
        else PARTLY
        if (month == end and early) or (month == begin and late)
        else DELIVERED
        for month in months
    )


def _best(one: str, other: str) -> str:
    order = DELIVERED + PARTLY + NOT
    return "".join(min(pair, key=order.index) for pair in zip(one, other, strict=True))
