"""Ids as delivered, what is stored instead of them, and their numbers."""

from typing import Any

from duckdb import DuckDBPyConnection

from schakel.data.sql import one, rows, run
from schakel.data.steps.buckets import bucket_sql
from schakel.sharing.pseudonym import Domain, Key, pseudonyms

NAMELESS = "case "  # before the case of a resident of whom nothing else is known
BATCH = 122_880 * 4  # rows; a multiple of DuckDB's row group, so that a batch is read without a scan


def collect(con: DuckDBPyConnection, table: str, query: str) -> int:
    """Make a table of the distinct ids of a query with one column; returns how many there are."""
    run(
        con,
        f"CREATE OR REPLACE TEMP TABLE {table}_found AS SELECT DISTINCT * FROM ({query}) AS q(id) WHERE id IS NOT NULL",  # noqa: S608
    )
    return int(one(con, f"SELECT count(*) FROM {table}_found")[0])  # noqa: S608


def name(con: DuckDBPyConnection, table: str, key: Key | None, domain: Domain) -> None:
    """Make `<table>_named` (id, stored): the pseudonym of each id, or the id itself without a key."""
    if key is None:
        run(con, f"CREATE OR REPLACE TEMP VIEW {table}_named AS SELECT id, id AS stored FROM {table}_found")  # noqa: S608
        return
    run(con, f"CREATE OR REPLACE TEMP TABLE {table}_named (id VARCHAR, stored VARCHAR)")
    count = int(one(con, f"SELECT count(*) FROM {table}_found")[0])  # noqa: S608
    for first in range(0, count, BATCH):
        batch = con.execute(
            f"SELECT id FROM {table}_found WHERE rowid BETWEEN {first} AND {first + BATCH - 1}"  # noqa: S608
        ).fetchnumpy()
        ids = batch["id"]
        batch["stored"] = _objects(pseudonyms(key, domain, ids))
        con.register("batch_of_ids", batch)
        run(con, f"INSERT INTO {table}_named SELECT id, stored FROM batch_of_ids")  # noqa: S608
        con.unregister("batch_of_ids")


def name_nameless(con: DuckDBPyConnection, key: Key | None) -> None:
    """In `resident_named` an unknown resident is called after the pseudonym of the case, as kept deliveries call one.

    So whoever erases a person can tell rows without a resident, which may be theirs, from those of somebody else.
    """
    if key is None:
        return
    after = len(NAMELESS) + 1
    collect(con, "nameless", f"SELECT substr(id, {after}) FROM resident_found WHERE starts_with(id, '{NAMELESS}')")  # noqa: S608
    name(con, "nameless", key, "case")
    run(
        con,
        f"UPDATE resident_named SET stored = '{NAMELESS}' || n.stored FROM nameless_named AS n "  # noqa: S608
        f"WHERE resident_named.id = '{NAMELESS}' || n.id",
    )


def number_cases(con: DuckDBPyConnection, buckets: int) -> list[tuple[int, int, int]]:
    """Make case_ids (id, stored, bucket, case_no), dense in the order of (bucket, stored).

    Returns (bucket, first case_no, last case_no) of each bucket that holds a case.
    """
    run(
        con,
        "CREATE OR REPLACE TEMP TABLE case_ids AS SELECT id, stored, bucket, "  # noqa: S608
        "CAST(row_number() OVER (ORDER BY bucket, stored) AS INTEGER) AS case_no "
        f"FROM (SELECT id, stored, {bucket_sql('stored', buckets)} AS bucket FROM case_named)",
    )
    return [
        (int(bucket), int(first), int(last))
        for bucket, first, last in rows(
            con, "SELECT bucket, min(case_no), max(case_no) FROM case_ids GROUP BY bucket ORDER BY bucket"
        )
    ]


def number(con: DuckDBPyConnection, table: str) -> None:
    """Make `<table>_ids` (id, stored, no), dense in the order of what is stored."""
    run(
        con,
        f"CREATE OR REPLACE TEMP TABLE {table}_ids AS SELECT id, stored, "  # noqa: S608
        f"CAST(row_number() OVER (ORDER BY stored) AS INTEGER) AS no FROM {table}_named",
    )


def _objects(texts: list[str]) -> Any:
    """An array for DuckDB to read. Only here is numpy needed, which takes a tenth of a second to import."""
    import numpy

    made = numpy.empty(len(texts), dtype=object)
    made[:] = texts
    return made
