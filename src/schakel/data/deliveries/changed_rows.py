"""Which rows of two snapshots differ, and in what: equal rows first, then those of one step of a case in order."""

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb
from duckdb import DuckDBPyConnection

from schakel.data.snapshot import Snapshot
from schakel.data.sql import identifier, quiet, rows, run

KEY = ("case_id", "source", "activity")
OF_STEP = (
    "partner",
    "to_partner",
    "started",
    "ended",
    "requested",
    "started_on",
    "ended_on",
    "requested_on",
    "precision",
)
OF_CASE = ("resident", "household")
FIELDS = {"started_on": "started", "ended_on": "ended", "requested_on": "requested"}  # a day and its instant are one


@dataclass(frozen=True)
class RowsMoved:
    """How many rows of a source, a partner ("" is nobody) and a month were added, changed and are gone.

    A changed row is told under what it is now. fields: in how many of them which field changed.
    """

    source: str
    partner: str
    month: str
    added: int
    changed: int
    gone: int
    fields: tuple[tuple[str, int], ...] = ()


def changed_rows(old: Snapshot, new: Snapshot) -> tuple[RowsMoved, ...]:
    """By source, partner and month, without those in which nothing changed.

    The ids of cases must be pseudonyms under one key, else all rows would seem to be others.
    """
    with duckdb.connect() as con:
        quiet(con)
        slugs = _attributes(old, new)
        columns = [*KEY, *OF_STEP, *OF_CASE, *slugs]
        for name, snapshot in (("old_rows", old), ("new_rows", new)):
            run(con, f"CREATE TEMP VIEW {name} AS {_rows(snapshot, slugs)}")
        for name, own, other in (("gone", "old_rows", "new_rows"), ("come", "new_rows", "old_rows")):
            run(con, f"CREATE TEMP TABLE {name} AS {_left(columns, own, other)}")
        return _counted(con, [*OF_STEP, *OF_CASE, *slugs])


def _attributes(old: Snapshot, new: Snapshot) -> list[str]:
    """Columns of the attributes of either, without quotes."""
    return sorted({a.column for snapshot in (old, new) for a in snapshot.manifest.attributes})


def _rows(snapshot: Snapshot, attributes: Sequence[str]) -> str:
    """The rows as they were delivered; an attribute that was not is empty."""
    has = {a.column for a in snapshot.manifest.attributes}
    steps, cases = (_parquet(snapshot, table) for table in ("steps", "cases"))
    own = [
        "c.case_id",
        "s.source",
        "s.activity",
        *(f"s.{name}" for name in OF_STEP),
        *(f"c.{name}" for name in OF_CASE),
    ]
    own += [
        f"CAST({name[0].replace('e', 's')}.{identifier(name)} AS VARCHAR)" if name in has else "CAST(NULL AS VARCHAR)"
        for name in attributes
    ]
    named = ", ".join(identifier(name) for name in (*KEY, *OF_STEP, *OF_CASE, *attributes))
    return f"SELECT * FROM (SELECT {', '.join(own)} FROM {steps} AS s JOIN {cases} AS c USING (case_no)) AS r({named})"  # noqa: S608


def _parquet(snapshot: Snapshot, table: str) -> str:
    files = ", ".join("'" + str(path).replace("'", "''") + "'" for path in snapshot.files(table))
    return f"read_parquet([{files}], hive_partitioning = false)"


def _left(columns: Sequence[str], own: str, other: str) -> str:
    """Rows that the other snapshot does not have as often, numbered within their step of the case."""
    names = ", ".join(identifier(column) for column in columns)
    left = f"SELECT {names} FROM {own} EXCEPT ALL SELECT {names} FROM {other}"  # noqa: S608
    order = ", ".join(identifier(column) for column in columns if column not in KEY)
    return (
        f"SELECT *, row_number() OVER (PARTITION BY {', '.join(KEY)} "  # noqa: S608
        f"ORDER BY coalesce(started, ended), {order}) AS nth FROM ({left})"
    )


def _counted(con: DuckDBPyConnection, fields: Sequence[str]) -> tuple[RowsMoved, ...]:
    both = " AND ".join(f"o.{name} = n.{name}" for name in (*KEY, "nth"))
    differs: dict[str, list[str]] = {}
    for field in fields:
        name = identifier(field)
        differs.setdefault(FIELDS.get(field, field), []).append(f"o.{name} IS DISTINCT FROM n.{name}")
    counts = ", ".join(
        f"count(*) FILTER (o.nth IS NOT NULL AND n.nth IS NOT NULL AND ({' OR '.join(tests)}))"
        for tests in differs.values()
    )
    day = "coalesce(n.started_on, n.ended_on, o.started_on, o.ended_on)"
    partner = "CASE WHEN n.nth IS NULL THEN o.partner ELSE n.partner END"
    found = rows(
        con,
        f"SELECT coalesce(n.source, o.source), coalesce({partner}, ''), strftime({day}, '%Y-%m'), "  # noqa: S608
        "count(*) FILTER (o.nth IS NULL), count(*) FILTER (o.nth IS NOT NULL AND n.nth IS NOT NULL), "
        f"count(*) FILTER (n.nth IS NULL), {counts} FROM gone AS o FULL JOIN come AS n ON {both} "
        "GROUP BY 1, 2, 3 ORDER BY 1, 2, 3",
    )
    names = [field[2:] if field[:2] in ("c_", "e_") else field for field in differs]
    return tuple(
        RowsMoved(
            source, partner, month, added, changed, gone, tuple(pair for pair in zip(names, n, strict=True) if pair[1])
        )
        for source, partner, month, added, changed, gone, *n in found
    )
