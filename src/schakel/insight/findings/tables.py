"""The waits of a view as temporary tables `pinch_*`, made from the SQL files beside this module."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from importlib.resources import files

from duckdb import DuckDBPyConnection

from schakel.data.sql import Row, drop, rows, run
from schakel.insight.findings.reach import REACH, make_reach
from schakel.insight.view import LogView

# In the order in which they need each other.
MADE = (
    *("words", "steps", "referrals", "answers", "repeats", "starts"),
    *("follows", "horizons", "open_waits", "overlaps", "keys", "waits"),
)
NAMES = {"open_waits": "open"}
_SEEN = """
CREATE OR REPLACE TEMP TABLE pinch_seen AS
SELECT CAST(? AS DATE) AS reference_on, CAST(? AS INTEGER) AS threshold, CAST(? AS INTEGER) AS cycle_days
"""
_CLOSING = "CREATE OR REPLACE TEMP TABLE pinch_closing AS SELECT unnest(CAST(? AS VARCHAR[])) AS activity"


@contextmanager
def waits_of(view: LogView, threshold: int, cycle: int) -> Iterator[DuckDBPyConnection]:
    """The view's cursor with the tables pinch_*; gone afterwards. cycle: days after which all rhythms recur."""
    connection, manifest = view.connection, view.manifest
    names = [f"pinch_{NAMES.get(name, name)}" for name in MADE]
    try:
        run(connection, _SEEN, [manifest.reference_on, threshold, cycle])
        run(connection, _CLOSING, [list(manifest.closing)])
        make_reach(connection, manifest)
        for name, table in zip(MADE, names, strict=True):
            run(connection, f"CREATE OR REPLACE TEMP TABLE {table} AS {text(name)}")
        yield connection
    finally:
        drop(connection, *names, *REACH, "pinch_seen", "pinch_closing", "pinch_rhythms", "pinch_found")


def records(connection: DuckDBPyConnection, name: str) -> list[Row]:
    """Rows of `<name>.sql`; its header says what they are."""
    return rows(connection, text(name))


@lru_cache(maxsize=32)
def text(name: str) -> str:
    """The text of `<name>.sql`."""
    return (files("schakel.insight.findings") / f"{name}.sql").read_text(encoding="utf-8")
