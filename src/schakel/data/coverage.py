"""Which partner's work was delivered in which month: waits between two partners need months that both delivered."""

import calendar
from collections.abc import Mapping
from datetime import date

from duckdb import DuckDBPyConnection

from schakel.data.manifest import Coverage, Reference
from schakel.data.sql import rows
from schakel.data.staged import Staged

DELIVERED, PARTLY, NOT = "d", "p", "n"


def coverage(con: DuckDBPyConnection, staged: Staged, references: Mapping[str, Reference]) -> Coverage:
    """A source covers the partners that act in it, from the month of its first event to its reference date.

    The month of a declared reference date counts as partly delivered unless the date is its last day.
    """
    acting = rows(
        con, "SELECT place, CAST(partner AS VARCHAR), min(coalesce(started_on, ended_on)) FROM coded GROUP BY ALL"
    )
    begins: dict[int, date] = {}
    for place, _, first in acting:
        begins[place] = min(first, begins.get(place, first))
    names = [delivery.name for delivery in staged.deliveries]
    latest = max(references[name].on for name in names)
    months = _months(min(begins.values()), latest)
    partners: dict[str, str] = {}
    for place, partner, _ in acting:
        if partner is not None:
            seen = _letters(months, begins[place], references[names[place]])
            partners[partner] = _best(partners.get(partner, NOT * len(months)), seen)
    for (named,) in rows(con, "SELECT DISTINCT CAST(to_partner AS VARCHAR) FROM coded WHERE to_partner IS NOT NULL"):
        partners.setdefault(named, NOT * len(months))
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
