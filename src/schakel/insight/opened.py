"""Opening a log, or a source that is loaded for the occasion, as a `LogView`."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

from schakel.chain.selection import Selection
from schakel.data.processed import aggregate_read
from schakel.data.snapshot import Snapshot
from schakel.data.sql import quiet
from schakel.insight.closings import Closings, snapshot_for
from schakel.insight.definitions import Definition, definitions
from schakel.insight.granted import granted
from schakel.insight.household import by_household
from schakel.insight.naming import Names
from schakel.insight.seen_manifest import seen_manifest
from schakel.insight.view import Follow, LogView, Stored, make_params, make_views, parquet, select_cases
from schakel.sharing.grant import Sight


@contextmanager
def open_log(
    source: Path | str | Snapshot,
    *,
    selection: Selection = Selection(),  # noqa: B008 -- frozen
    follow: Follow = "case",
    names: Names = "today",
    as_now: bool = False,
    chosen: tuple[Definition, ...] | None = None,
    connection: duckdb.DuckDBPyConnection | None = None,
    memory_limit: str | None = None,
    stored: Stored | None = None,
    checked: bool = False,
    sight: Sight | None = None,
    **load_options: Any,
) -> Iterator[LogView]:
    """Figures of a log folder, of one snapshot, or of a source file that is loaded for the occasion.

    Of a period that lies within a closed one the snapshot of its closing is opened; as_now: the current one still.
    follow: what a row of `cases` is, the case as it was loaded or the household (see by_household). names: of today,
    with what took their place, or of then.
    chosen: definitions in place of the default ones. connection: the process's DuckDB, of which a cursor is taken;
    None opens one for the occasion. stored: where that connection has the rows of this snapshot, followed so, at hand;
    None reads its files. checked: the selection's values are known to occur. sight: what the reader may see, None for
    all; not of a household, whose steps would be linked anew (ValueError), without the closings, and with a manifest
    that tells of what is in sight. load_options: those of `data.load.load`, for a source only. Refusal if the source is
    refused, or the selection names a key or value that the log lacks, or that the reader may not see. Opening a log
    folder is told in its processing log, and refused when that cannot be written; whoever opens a snapshot tells it.
    """
    if isinstance(source, Snapshot):
        of = _opened(source, selection, follow, chosen, connection, memory_limit, names, None, stored, checked, sight)
        with of as view:
            yield view
        return
    path, start = Path(source), datetime.now(UTC)
    if path.is_dir():
        snapshot, closings = snapshot_for(path, selection.period, as_now=as_now)
        known = None if sight else closings  # they tell of all sources
        with _opened(
            snapshot, selection, follow, chosen, connection, memory_limit, names, known, None, False, sight
        ) as view:
            cases = int(view.rows("SELECT count(*) FROM cases")[0][0])
            aggregate_read(path, snapshot.manifest, start, selection=str(selection), grant=view.grant, cases=cases)
            yield view
        return
    from schakel.data.load import load
    from schakel.sharing.pseudonym import key_of_content

    # The log is gone afterwards, so its key need not outlive it; one made from the file gives equal bytes each time.
    key = key_of_content(path) if path.is_file() else None
    with tempfile.TemporaryDirectory(prefix="schakel-") as folder:
        snapshot = load(path, Path(folder) / "log", key=key, memory_limit=memory_limit, **load_options)
        of = _opened(snapshot, selection, follow, chosen, connection, memory_limit, names, None, None, False, sight)
        with of as view:
            yield view


@contextmanager
def _opened(
    snapshot: Snapshot,
    selection: Selection,
    follow: Follow,
    chosen: tuple[Definition, ...] | None,
    connection: duckdb.DuckDBPyConnection | None,
    memory_limit: str | None,
    names: Names = "today",
    closings: Closings | None = None,
    at_hand: Stored | None = None,
    checked: bool = False,
    sight: Sight | None = None,
) -> Iterator[LogView]:
    if sight and follow == "household":
        raise ValueError("a household cannot be followed within a sight")
    cursor = connection.cursor() if connection else duckdb.connect(config={"memory_limit": memory_limit or "60%"})
    try:
        quiet(cursor)
        manifest = snapshot.manifest
        used = definitions() if chosen is None else chosen
        with nullcontext(at_hand) if at_hand else _stored(snapshot, follow) as stored:
            if sight:
                stored = granted(cursor, stored, sight)
                manifest = seen_manifest(cursor, manifest, stored, sight)
            make_views(cursor, stored, names=names)
            make_params(cursor, used, selection, manifest.reference_on)
            select_cases(cursor, stored, selection, names=names, checked=checked)
            shown = sight.id if sight else ""
            yield LogView(cursor, manifest, selection, follow, used, names, closings, stored, grant=shown)
    finally:
        cursor.close()


@contextmanager
def _stored(snapshot: Snapshot, follow: Follow) -> Iterator[Stored]:
    if follow == "household":
        with by_household(snapshot) as stored:
            yield stored
        return
    folder, manifest = snapshot.folder, snapshot.manifest
    yield Stored(parquet(folder / "steps"), parquet(folder / "cases"), manifest.attributes, manifest.successors)
