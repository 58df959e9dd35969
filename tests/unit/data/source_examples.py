"""Sources written on the spot, and the events they become."""

from pathlib import Path
from typing import Any

import duckdb

from schakel.data.mapping import Mapping, read_mapping
from schakel.data.source import stage
from schakel.data.sql import rows
from schakel.data.staged import Lifecycle, Staged

HEAD = "zaaknummer,activiteit,organisatie,startdatum"


def write(folder: Path, text: str | bytes, name: str = "log.csv") -> Path:
    """A file with this text as UTF-8, or with these bytes."""
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def mapped(folder: Path, text: str) -> Mapping:
    """A mapping read from a file with this text."""
    return read_mapping(write(folder, text, "mapping.toml"))


def parquet(folder: Path, select: str, name: str = "log.parquet") -> Path:
    """A Parquet file with the rows of a query."""
    path = folder / name
    with duckdb.connect() as connection:
        connection.execute("SET TimeZone = 'UTC'").fetchall()
        connection.execute(f"COPY ({select}) TO '{path}' (FORMAT parquet)").fetchall()
    return path


def staged(
    path: Path, mapping: Mapping | None = None, lifecycle: Lifecycle | None = None, *, keep_all: bool = False
) -> tuple[Staged, list[dict[str, Any]]]:
    """What `stage` says of a source, and its events in the order of their rows."""
    with duckdb.connect() as connection:
        found = stage(connection, path, mapping=mapping, lifecycle=lifecycle, keep_all=keep_all)
        names = [name for name, *_ in rows(connection, "DESCRIBE events")]
        events = rows(connection, "FROM events ORDER BY source_row, activity")
        return found, [dict(zip(names, event, strict=True)) for event in events]


def column(events: list[dict[str, Any]], name: str) -> list[Any]:
    """One column of the events."""
    return [event[name] for event in events]


def counted(found: Staged) -> dict[str, int]:
    """The notices of the one source: code and number."""
    return {notice.code: notice.n for notice in found.deliveries[0].notices}
