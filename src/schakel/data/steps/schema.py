"""Columns of the stored tables, and SQL text from the files beside this one."""

from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files

from schakel.chain.attribute import Attribute
from schakel.data.sql import identifier

# Parquet types as DuckDB and Spark read them; words are dictionary-encoded VARCHAR.
STEP_COLUMNS = {
    "case_no": "INTEGER",
    "pos": "INTEGER",
    "resident_no": "INTEGER",
    "household_no": "INTEGER",
    "activity": "VARCHAR",
    "partner": "VARCHAR",
    "to_partner": "VARCHAR",
    "started": "TIMESTAMP",
    "ended": "TIMESTAMP",
    "requested": "TIMESTAMP",
    "started_on": "DATE",
    "ended_on": "DATE",
    "requested_on": "DATE",
    "precision": "VARCHAR",
    "source": "VARCHAR",
    "source_row": "BIGINT",
    "next_activity": "VARCHAR",
    "next_partner": "VARCHAR",
    "next_started": "TIMESTAMP",
    "gap_us": "BIGINT",
    "wait_us": "BIGINT",
    "is_parallel": "BOOLEAN",
    "own_wait_us": "BIGINT",
    "touch_us": "BIGINT",
    "is_first": "BOOLEAN",
    "is_last": "BOOLEAN",
    "is_open": "BOOLEAN",
    "is_tied": "BOOLEAN",
}
CASE_COLUMNS = {
    "case_no": "INTEGER",
    "case_id": "VARCHAR",
    "resident": "VARCHAR",
    "household": "VARCHAR",
    "resident_no": "INTEGER",
    "household_no": "INTEGER",
    "started": "TIMESTAMP",
    "ended": "TIMESTAMP",
    "started_on": "DATE",
    "ended_on": "DATE",
    "duration_us": "BIGINT",
    "observed_us": "BIGINT",
    "length": "INTEGER",
    "variant": "BIGINT",
    "variant_today": "BIGINT",
    "is_open": "BOOLEAN",
    "is_return": "BOOLEAN",
    "since_previous_days": "INTEGER",
    "sight_until_on": "DATE",
    "outcome": "VARCHAR",
}


@lru_cache(maxsize=32)
def sql(name: str) -> str:
    """Text of one SQL file of this room, with `{parts}` to fill in by SQL of our own making."""
    return (files(__package__) / name).read_text(encoding="utf-8")


def columns(attributes: Sequence[Attribute], level: str) -> list[str]:
    """Quoted column names of the attributes of one level."""
    return [identifier(attribute.column) for attribute in attributes if attribute.level == level]
