"""What was taken in under a stated rule, counted: clock changes, midnights, mixed zones, duplicates, damaged codes."""

from collections.abc import Iterator, Sequence

from duckdb import DuckDBPyConnection

from schakel.chain.problem import Notice
from schakel.data.clock import clock
from schakel.data.mapping import Mapping
from schakel.data.overview import Overview
from schakel.data.parse import Parsed
from schakel.data.readers.raw import Raw
from schakel.data.shape import Precision
from schakel.data.spreadsheet import damaged
from schakel.data.sql import one


def row_notices(
    connection: DuckDBPyConnection,
    raw: Raw,
    parsed: Parsed,
    plan: Mapping,
    found: Precision,
    seen: Overview,
    *,
    words: bool = True,
) -> tuple[Notice, ...]:
    """All notices of a source's rows. words: False where its words were looked through already."""
    of_words = (*_duplicates(connection, raw, parsed), *damaged(connection, raw, parsed, plan)) if words else ()
    return (
        *_clock_notices(connection, raw, parsed, plan.file.time_zone, found, seen),
        *_zone_notices(connection, raw, parsed, plan.file.time_zone),
        *of_words,
    )


def double_rows(connection: DuckDBPyConnection, raw: Raw, names: Sequence[str]) -> Iterator[Notice]:
    """Rows of which all these columns are equal to those of another row."""
    columns = [f"coalesce(CAST(r.{column.sql} AS VARCHAR), '')" for name in names if (column := raw.column(name))]
    (double,) = one(
        connection,
        f"SELECT count(*) - count(DISTINCT md5_number(concat_ws(chr(31), {', '.join(columns)}))) "  # noqa: S608
        f"FROM {raw.relation} AS r",
    )
    if double:
        yield Notice("duplicates", double, raw.file)


def _clock_notices(
    connection: DuckDBPyConnection, raw: Raw, parsed: Parsed, zone: str, found: Precision, seen: Overview
) -> Iterator[Notice]:
    if found.midnights:
        yield Notice("all_midnight", raw.rows, raw.file)
    ticking = clock(zone)
    for time in parsed.times:
        if time.zoned == "always" or time.day == "always" or not found.instants:
            continue
        wall, naive = f"{time.name}_wall", f"NOT {time.name}_day AND {time.name}_zone IS NULL"
        facts = seen.dates[time.name]
        if facts.first is None or facts.last is None:
            continue
        near = ticking.between(facts.first, facts.last)
        gaps, doubles = one(
            connection,
            f"SELECT count(*) FILTER ({near.gaps(wall)}), count(*) FILTER ({near.doubles(wall)}) "  # noqa: S608
            f"FROM {parsed.relation} WHERE {naive}",
        )
        if gaps:
            yield Notice("clock_gap", gaps, raw.file, time.theirs, (("zone", zone),))
        if doubles:
            yield Notice("clock_double", doubles, raw.file, time.theirs, (("zone", zone),))


def _zone_notices(connection: DuckDBPyConnection, raw: Raw, parsed: Parsed, zone: str) -> Iterator[Notice]:
    """Times with and times without an offset in one column."""
    for time in parsed.times:
        if time.zoned != "some":
            continue
        naive, zoned = one(
            connection,
            f"SELECT count(*) FILTER ({time.name}_zone IS NULL AND NOT {time.name}_day), count({time.name}_zone) "  # noqa: S608
            f"FROM {parsed.relation} WHERE {time.name}_wall IS NOT NULL",
        )
        if naive and zoned:
            yield Notice("zones_mixed", naive, raw.file, time.theirs, (("zone", zone),))


def _duplicates(connection: DuckDBPyConnection, raw: Raw, parsed: Parsed) -> Iterator[Notice]:
    """Rows whose stored fields are all equal to those of another. They are kept: the source may mean both."""
    if not parsed.is_table:
        return  # ten million rows of Parquet would take a second to compare
    columns = list(_stored(parsed))
    (double,) = one(
        connection,
        f"SELECT count(*) - count(DISTINCT md5_number(concat_ws(chr(31), {', '.join(columns)}))) "  # noqa: S608
        f"FROM {parsed.relation}",
    )
    if double:
        yield Notice("duplicates", double, raw.file)


def _stored(parsed: Parsed) -> Iterator[str]:
    for name in ("case_id", "activity", "partner", "to_partner", "transition", "instance"):
        yield f"coalesce({name}, '')"
    for time in parsed.times:
        yield f"coalesce(CAST({time.name}_wall AS VARCHAR), '')"
    for attribute, _ in parsed.attributes:
        yield f"coalesce(CAST({attribute.column} AS VARCHAR), '')"
