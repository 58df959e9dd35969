"""What is done with the data of a log, told in its processing log: LOG/processing.

A log that was loaded as public holds no data of persons that were not public already, and has no processing log.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from datetime import UTC, datetime
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import Any

from schakel.chain.problem import Problem, Refusal
from schakel.data.deliveries.sources import FILE, Sources
from schakel.data.deliveries.sources_file import read_sources
from schakel.data.manifest import Manifest
from schakel.data.staged import Delivery
from schakel.sharing.processing_log import FOLDER, Line, Name, NotLogged, ProcessingLog, new_trace

# What is done for one question bears one trace, wherever it is done; "" is a trace of its own for each operation.
TRACE: ContextVar[str] = ContextVar("trace", default="")


@lru_cache(maxsize=64)
def processing_log(log: Path) -> ProcessingLog:
    """The processing log of a log folder: one in this process, so that threads share a call to the disk."""
    return ProcessingLog(log / FOLDER)


def activity_of(log: Path, names: Sequence[str]) -> str:
    """The processing activity of these sources; where they have several, that of the log as a whole."""
    sources = _sources(log)
    found = {sources.activity_of(name) for name in names}
    return found.pop() if len(found) == 1 else sources.activity_of("")


def _sources(log: Path) -> Sources:
    """What the sources file says; a log whose file is being mended is read all the same."""
    try:
        stamp = (log / FILE).stat()
        return _read(log, stamp.st_mtime_ns, stamp.st_size)
    except (OSError, Refusal):
        return Sources()


@lru_cache(maxsize=64)
def _read(log: Path, _stamp: int, _size: int) -> Sources:
    return read_sources(log)


def line(log: Path, name: Name, sources: Sequence[str], start: datetime, *, trace: str = "", **more: Any) -> Line:
    """A line about these sources, ending now. more: without what is None or empty."""
    told = {"sources": list(sources)} | {key: value for key, value in more.items() if value not in (None, "", [])}
    version = str(import_module(__name__.partition(".")[0]).__version__)
    activity = activity_of(log, sources)
    return Line(
        name, activity, start, datetime.now(UTC), trace or TRACE.get() or new_trace(), more=told, version=version
    )


def aggregate_read(
    log: Path, manifest: Manifest, start: datetime, *, selection: str, grant: str, cases: int, what: str = ""
) -> None:
    """One line: figures were made of so many cases. Refusal `not_logged` when that cannot be written."""
    if manifest.public:
        return
    names = sources_of(manifest)
    told: dict[str, Any] = {
        "what": what,
        "snapshot": manifest.id,
        "selection": selection,
        "grant": grant,
        "cases": cases,
    }
    written(log, [line(log, "aggregate_read", names, start, **told)])


def sources_of(manifest: Manifest) -> list[str]:
    """Names of the sources of a snapshot, each once."""
    return list(dict.fromkeys(one.name for one in manifest.sources))


def written(log: Path, lines: Sequence[Line]) -> None:
    """Write to the log's processing log. Refusal `not_logged` when that is not possible."""
    try:
        processing_log(log.resolve()).write(lines)
    except NotLogged:
        raise Refusal((Problem("not_logged", log.name),)) from None


@contextmanager
def deliveries_processed(log: Path, name: Name, deliveries: Sequence[Delivery], *, public: bool) -> Iterator[None]:
    """A line for each delivery before anything is done with it; if that then fails, a second one that says so."""
    if public:
        yield
        return
    start, trace = datetime.now(UTC), TRACE.get() or new_trace()
    lines = [
        line(
            log, name, [one.name], start, trace=trace, delivery=one.id, kind=one.kind, rows=one.rows, events=one.events
        )
        for one in deliveries
    ]
    written(log, lines)
    try:
        yield
    except BaseException:
        failed = [
            Line(
                one.name, one.activity, start, datetime.now(UTC), trace, status="ERROR", parent=one.operation,
                more=one.more, version=one.version,
            )
            for one in lines
        ]  # fmt: skip
        with suppress(Refusal):  # a full disk: what went wrong first is told
            written(log, failed)
        raise
