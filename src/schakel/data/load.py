"""Load: from a source file to a snapshot in a log's folder, all of it or nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import duckdb

from schakel.chain.problem import Problem, Refusal
from schakel.data import log
from schakel.data.coverage import ImpossibleDate
from schakel.data.deliveries.sources_text import is_ours, of_one_file
from schakel.data.held import Progress, as_refusal, engine, key_of, prepared, put_in_place
from schakel.data.mapping import Mapping
from schakel.data.messages.archive import holds_messages
from schakel.data.removal.unkept import without_excluded
from schakel.data.snapshot import Snapshot
from schakel.data.source import stage
from schakel.data.staged import Lifecycle, Staged
from schakel.data.steps.continued import join_continued
from schakel.sharing.pseudonym import Key

CONTINUED = "continued_events"


def load(
    path: Path | str,
    into: Path | str,
    *,
    mapping: Mapping | None = None,
    lifecycle: Lifecycle | None = None,
    public: bool = False,
    key: Key | None = None,
    threads: int | None = None,
    memory_limit: str | None = None,
    on_progress: Progress | None = None,
) -> Snapshot:
    """Read a source and make it the log's current snapshot.

    public: keep ids as they are, for a log that was published; else they become pseudonyms under the key of the log,
    or under `key`, which is then not stored. Of messages a BSN is never kept, public or not.
    memory_limit: as "4GB"; by default 60 % of the machine's memory. on_progress(stage, share done) is called in
    order, share from 0 to 1. Refusal: the input is not taken in, or the disk or the folder does not allow it; then
    the old snapshot stands. So it does for a log with a sources file of its own: there a source is one of several.
    """
    source, target = Path(path), Path(into)
    tell = on_progress or (lambda _stage, _share: None)
    log.check_folder(target)
    if not is_ours(target):
        raise Refusal((Problem("log_has_sources", file=target.name),))
    with as_refusal(target), prepared(target), engine(target, threads, memory_limit) as con:
        tell("read", 0.0)
        secret = key or (None if public and not holds_messages(source) else key_of(target))
        staged = stage(
            con,
            source,
            mapping=mapping,
            lifecycle=lifecycle,
            keep_all=public,
            door=secret,
            on_read=lambda share: tell("read", share),
        )
        text = of_one_file(target, source, mapping, staged.deliveries[0])
        with _damage_told(staged):
            staged = without_excluded(con, target, continued(con, staged), secret)
            snapshot = put_in_place(
                con,
                staged,
                target,
                log.Steps(),
                tell,
                key=None if public else secret,
                texts=lambda _manifest: {log.SOURCES: text},
            )
    tell("done", 1.0)
    return snapshot


def continued(con: duckdb.DuckDBPyConnection, staged: Staged) -> Staged:
    """The events with help that was only cut by an administrative date as one step, where days are known."""
    if not (staged.continued_days and staged.days and any(place.knows_ends for place in staged.ordered_places)):
        return staged
    joined = join_continued(con, staged, staged.relation, CONTINUED)
    return replace(staged, relation=CONTINUED, continued=joined) if joined else staged


@contextmanager
def _damage_told(staged: Staged) -> Iterator[None]:
    """Parquet is read where it lies, so damage in its pages can show as late as this; refuse it by name."""
    try:
        yield
    except (duckdb.OutOfMemoryException, OSError):
        raise
    except (duckdb.Error, ImpossibleDate) as error:
        delivery = staged.deliveries[0]
        if delivery.format != "parquet" or _about_disk(error):
            raise
        raise Refusal((Problem("parquet_broken", file=delivery.file),)) from error


def _about_disk(error: Exception) -> bool:
    return isinstance(error, duckdb.IOException) and any(
        word in str(error) for word in ("No space", "write", "open file")
    )
