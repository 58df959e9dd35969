"""Which rows of kept deliveries may not stay: of erased people, and of sources that are kept for so long."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from duckdb import DuckDBPyConnection

from schakel.data.deliveries.store import EVENTS, GONE, Part
from schakel.data.removal.exclusion import Exclusion
from schakel.data.sql import rows, run
from schakel.sharing.erased import Of, marks
from schakel.sharing.pseudonym import Key

KEPT, LEAVING = "kept_rows", "leaving_rows"
_COLUMNS = "part INTEGER, source VARCHAR, turn INTEGER, case_id VARCHAR, resident VARCHAR, row_id VARCHAR"
KEPT_COLUMNS = f"{_COLUMNS}, source_row BIGINT, events BIGINT, first_on DATE, last_on DATE"
# Of the rows of one source that bear one row_id the latest says how long they are kept, or else a row that it took the
# place of would count again.
_OLD = """
SELECT part, source_row FROM (
  SELECT k.part, k.source_row, k.last_on, s.since,
         CASE WHEN k.row_id IS NULL THEN k.last_on ELSE last_value(k.last_on) OVER (
           PARTITION BY k.source, k.row_id ORDER BY k.turn, k.part, k.source_row
           ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) END AS latest_on
  FROM kept_rows AS k JOIN kept_since AS s ON s.source = k.source
) WHERE last_on < since OR latest_on < since
"""


@dataclass(frozen=True)
class Removed:
    """What goes out of one delivery. first, last: days of the events; None where none has one."""

    source: str
    delivery: str
    file: str
    rows: int
    events: int
    first: date | None
    last: date | None


def make_kept(con: DuckDBPyConnection, parts: Sequence[Part]) -> None:
    """Make `kept_rows`: a row for each row of the deliveries that were kept, with the day of its last known moment.

    Of what still runs that is the day until when its source was seen, or never where that is not known.
    """
    run(con, f"CREATE OR REPLACE TEMP TABLE {KEPT} ({KEPT_COLUMNS})")
    for number, part in enumerate(parts):
        if not (part.folder / EVENTS).is_file():
            continue
        one = part.delivery
        seen = f"DATE '{one.reference_date.isoformat()}'" if one.reference_date else "DATE 'infinity'"
        runs = "bool_or(ended_on IS NULL AND NOT is_moment)" if one.knows_ends else "FALSE"
        run(
            con,
            f"INSERT INTO {KEPT} SELECT {number}, ?, ?, any_value(case_id), any_value(resident), any_value(row_id), "  # noqa: S608
            "source_row, count(*), min(coalesce(started_on, ended_on, requested_on)), "
            f"CASE WHEN {runs} THEN {seen} ELSE max(coalesce(ended_on, started_on, requested_on)) END "
            f"FROM read_parquet('{quoted(part, EVENTS)}') GROUP BY source_row",
            [one.name, one.turn],
        )


def make_leaving(con: DuckDBPyConnection, exclusion: Exclusion, key: Key) -> None:
    """Make `leaving_rows` (part, source_row) of `kept_rows`."""
    run(con, f"CREATE OR REPLACE TEMP TABLE {LEAVING} (part INTEGER, source_row BIGINT)")
    _marked(con, key, "resident", exclusion.people)
    _marked(con, key, "case", exclusion.cases)
    run(con, "CREATE OR REPLACE TEMP TABLE kept_since (source VARCHAR, since DATE)")
    for name, day in exclusion.since.items():
        run(con, "INSERT INTO kept_since VALUES (?, ?)", [name, day])
    run(
        con,
        f"INSERT INTO {LEAVING} SELECT part, source_row FROM {KEPT} WHERE "  # noqa: S608
        "resident IN (SELECT id FROM marked_resident) OR resident IS NULL AND case_id IN (SELECT id FROM marked_case) "
        f"UNION {_OLD}",
    )


def _marked(con: DuckDBPyConnection, key: Key, of: Of, wanted: frozenset[str]) -> None:
    """Make `marked_<of>`: pseudonyms that occur and of which the mark is wanted."""
    run(con, f"CREATE OR REPLACE TEMP TABLE marked_{of} (id VARCHAR)")
    if not wanted:
        return
    column = "resident" if of == "resident" else "case_id"
    ids = [row[0] for row in rows(con, f"SELECT DISTINCT {column} FROM {KEPT} WHERE {column} IS NOT NULL")]  # noqa: S608
    found = [one for one, mark in zip(ids, marks(key, of, ids), strict=True) if mark in wanted]
    run(con, f"INSERT INTO marked_{of} SELECT unnest(CAST(? AS VARCHAR[]))", [found])


def removed(con: DuckDBPyConnection, parts: Sequence[Part]) -> list[Removed]:
    """What `leaving_rows` takes out of each delivery; those of which nothing goes are not named."""
    found = rows(
        con,
        f"SELECT k.part, count(*), sum(k.events), min(k.first_on), max(CASE WHEN k.last_on < DATE 'infinity' "  # noqa: S608
        f"THEN k.last_on END) FROM {KEPT} AS k JOIN {LEAVING} AS l USING (part, source_row) GROUP BY k.part ORDER BY 1",
    )
    made = []
    for number, count, events, first, last in found:
        one = parts[number].delivery
        made.append(Removed(one.name, one.id, one.file, int(count), int(events), first, last))
    return made


def remaining(con: DuckDBPyConnection, parts: int) -> int:
    """How many events stay of the first so many deliveries that `kept_rows` was made of."""
    return int(
        rows(
            con,
            f"SELECT coalesce(sum(events), 0) FROM {KEPT} AS k WHERE part < ? AND NOT EXISTS "  # noqa: S608
            f"(SELECT 1 FROM {LEAVING} AS l WHERE l.part = k.part AND l.source_row = k.source_row)",
            [parts],
        )[0][0]
    )


def make_gone_for_nothing(con: DuckDBPyConnection) -> None:
    """Make `no_row_ids` (source, row_id): numbers of which no row stays, which therefore need not be withdrawn."""
    run(
        con,
        "CREATE OR REPLACE TEMP TABLE no_row_ids AS "  # noqa: S608
        f"SELECT k.source, k.row_id FROM {KEPT} AS k LEFT JOIN {LEAVING} AS l USING (part, source_row) "
        "WHERE k.row_id IS NOT NULL GROUP BY ALL HAVING count(l.part) = count(*)",
    )


def quoted(part: Part, name: str) -> str:
    """The path of a file of a delivery inside a text of SQL."""
    return os.fspath(part.folder / name).replace("'", "''")


def has_gone(part: Part) -> bool:
    """Whether a delivery withdraws rows."""
    return (part.folder / GONE).is_file()
