"""Rows that are no rows: totals, footers and blank rows, and how a mapping can tell them from the others."""

import re
from dataclasses import dataclass

from duckdb import DuckDBPyConnection

from schakel.data.deliveries.proposal.remark import Remark, doubt
from schakel.data.sql import one, rows, run

TAIL = 25  # rows at the end among which a footer may stand
FOOTER = 2  # cells that a footer fills at most; a case that has only begun fills more
MOST = 5000
# Nothing but words for a total: behind them the name of a person may stand, which must not enter a text.
TOTAL = re.compile(
    r"(?:sub|eind|grand |generaal )?(?:totaal|totalen|totals?|som)(?: (?:aantal|generaal|rijen|uren|bedrag|eind))?:?",
    re.IGNORECASE,
)
STARTS = ("tota", "subtot", "eindtot", "grand tot", "som", "generaal tot")
NEARLY_ALL = 0.995


@dataclass(frozen=True)
class OddRows:
    """rules: (place of a column, values that mark a row, "" is an empty cell); n: how many rows they take out."""

    rules: tuple[tuple[int, tuple[str, ...]], ...] = ()
    n: int = 0
    remarks: tuple[Remark, ...] = ()


NO_ODD_ROWS = OddRows()


def take_out_odd_rows(connection: DuckDBPyConnection, table: str, width: int) -> OddRows:
    """Find the odd rows of a table (row, c0, c1, ... as text) and delete them from it."""
    (count, last) = one(connection, f"SELECT count(*), max(row) FROM {table}")  # noqa: S608
    always = _always_filled(connection, table, width)
    if not count or not always:
        return OddRows()
    lacking = " + ".join(f"(c{place} IS NULL)::INTEGER" for place in always)
    total = " OR ".join(f"starts_with(lower(c{p}), '{word}')" for p in range(min(width, 4)) for word in STARTS)
    filled = " + ".join(f"(c{place} IS NOT NULL)::INTEGER" for place in range(width))
    found = rows(
        connection,
        f"SELECT * FROM {table} WHERE (row > {last - TAIL} AND {filled} <= {FOOTER} OR {total} "  # noqa: S608
        f"OR {lacking} = {len(always)}) "
        f"AND {lacking} > 0 AND {lacking} >= {len(always) / 2} ORDER BY row LIMIT {MOST}",
    )
    if not found:
        return OddRows()
    rules = _rules([row[1:] for row in found], always)
    taken = " OR ".join(f"coalesce(lower(c{place}), '') IN (SELECT unnest(?::VARCHAR[]))" for place, _ in rules)
    words = [[value.lower() for value in values] for _, values in rules]
    (n,) = one(connection, f"SELECT count(*) FROM {table} WHERE {taken}", words)  # noqa: S608
    run(connection, f"DELETE FROM {table} WHERE {taken}", words)  # noqa: S608
    others = n - len(found)
    remarks = [doubt("rows_dropped", n=n)]
    if others > 0:
        remarks.append(doubt("rows_dropped_others", n=others))
    return OddRows(rules, n, tuple(remarks))


def _always_filled(connection: DuckDBPyConnection, table: str, width: int) -> list[int]:
    """Columns that are filled in nearly all rows that hold anything in more than one cell."""
    filled = " + ".join(f"(c{place} IS NOT NULL)::INTEGER" for place in range(width))
    counts = one(
        connection,
        f"SELECT count(*), {', '.join(f'count(c{place})' for place in range(width))} FROM {table} "  # noqa: S608
        f"WHERE {filled} >= {min(width, 2)}",
    )
    full = counts[0] * NEARLY_ALL - 2  # two rows of totals in a short file are odd too
    return [place for place, n in enumerate(counts[1:]) if n and n >= full]


def _rules(found: list[tuple[str | None, ...]], always: list[int]) -> tuple[tuple[int, tuple[str, ...]], ...]:
    """The fewest columns whose values mark all these rows: by an empty cell or by a word for a total."""
    left, rules = found, []
    while left:
        marked = {place: [row for row in left if _marks(row[place])] for place in always}
        best = max(always, key=lambda place: (len(marked[place]), -place))
        if not marked[best]:
            break
        values = {(row[best] or "").strip() for row in marked[best]}
        rules.append((best, tuple(sorted(values, key=lambda value: (value == "", value.lower())))))
        left = [row for row in left if not _marks(row[best])]
    return tuple(rules)


def _marks(value: str | None) -> bool:
    return not value or TOTAL.fullmatch(value.strip()) is not None
