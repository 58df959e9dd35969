"""Opening a log, or a source that is loaded for the occasion, as a `LogView`."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb

from schakel.chain.selection import Selection
from schakel.data.snapshot import Snapshot, open_snapshot
from schakel.data.sql import run
from schakel.insight.definitions import Definition, definitions
from schakel.insight.view import Follow, LogView, Stored, make_params, make_views, select_cases


@contextmanager
def open_log(
    source: Path | str,
    *,
    selection: Selection = Selection(),  # noqa: B008 -- frozen
    follow: Follow = "case",
    chosen: tuple[Definition, ...] | None = None,
    connection: duckdb.DuckDBPyConnection | None = None,
    memory_limit: str | None = None,
    **load_options: Any,
) -> Iterator[LogView]:
    """Figures of a log folder, or of a source file that is loaded into a temporary log and removed afterwards.

    chosen: definitions in place of the default ones. connection: the process's DuckDB, of which a cursor is taken;
    None opens one for the occasion. load_options: those of `data.load.load`, for a source only. Refusal if the
    source is refused, or the selection names a key or a value that the log does not have.
    """
    path = Path(source)
    if path.is_dir():
        with _opened(open_snapshot(path), selection, follow, chosen, connection, memory_limit) as view:
            yield view
        return
    from schakel.data.load import load

    with tempfile.TemporaryDirectory(prefix="schakel-") as folder:
        snapshot = load(path, Path(folder) / "log", memory_limit=memory_limit, **load_options)
        with _opened(snapshot, selection, follow, chosen, connection, memory_limit) as view:
            yield view


@contextmanager
def _opened(
    snapshot: Snapshot,
    selection: Selection,
    follow: Follow,
    chosen: tuple[Definition, ...] | None,
    connection: duckdb.DuckDBPyConnection | None,
    memory_limit: str | None,
) -> Iterator[LogView]:
    cursor = connection.cursor() if connection else duckdb.connect()
    try:
        if memory_limit and not connection:
            run(cursor, "SELECT set_config('memory_limit', ?)", [memory_limit])
        manifest = snapshot.manifest
        used = definitions() if chosen is None else chosen
        stored = Stored(parquet(snapshot.folder / "steps"), parquet(snapshot.folder / "cases"), manifest.attributes)
        make_views(cursor, stored)
        make_params(cursor, used, selection, manifest.reference_on)
        select_cases(cursor, stored, selection)
        yield LogView(cursor, manifest, selection, follow, used)
    finally:
        cursor.close()


def parquet(folder: Path) -> str:
    """SELECT over all parts of one stored table; the folder is ours, and quoted as a text all the same."""
    quoted = str(folder).replace("'", "''")
    return f"SELECT * FROM read_parquet('{quoted}/*/*.parquet', hive_partitioning = false)"  # noqa: S608 (quoted above)
