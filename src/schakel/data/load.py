"""Load: from a source file to a snapshot in a log's folder, all of it or nothing."""

import errno
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from schakel.chain.problem import Problem, Refusal
from schakel.data import log
from schakel.data.coverage import ImpossibleDate
from schakel.data.mapping import Mapping
from schakel.data.snapshot import Snapshot, build
from schakel.data.source import stage
from schakel.data.sources import to_toml
from schakel.data.staged import Lifecycle, Staged
from schakel.sharing.pseudonym import Key, read_or_make_key

Progress = Callable[[str, float], None]


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
    or under `key`, which is then not stored.
    memory_limit: as "4GB"; by default 60 % of the machine's memory. on_progress(stage, share done) is called in
    order, share from 0 to 1. Refusal: the input is not taken in, or the disk or the folder does not allow it; then
    the old snapshot stands.
    """
    source, target = Path(path), Path(into)
    tell = on_progress or (lambda _stage, _share: None)
    log.check_folder(target)
    with _as_refusal(target), _prepared(target):
        log.sweep(target)
        (target / log.TEMPORARY).mkdir()
        with _engine(target / log.TEMPORARY, threads, memory_limit) as con:
            tell("read", 0.0)
            staged = stage(con, source, mapping=mapping, lifecycle=lifecycle, keep_all=public)
            writes = log.Steps()
            secret = None if public else key or _key(target)
            incoming = target / log.SNAPSHOTS / f"{log.INCOMING}{os.getpid()}"
            incoming.mkdir(parents=True)
            with _damage_told(staged):
                manifest = build(con, staged, incoming, key=secret, writes=writes, tell=tell)
        final = target / log.SNAPSHOTS / manifest.id
        log.settle(incoming, final, writes)
        log.replace(target / log.SOURCES, to_toml(manifest), writes)
        log.replace(target / log.CURRENT, manifest.id + "\n", writes)
    tell("done", 1.0)
    return Snapshot(final, manifest)


@contextmanager
def _prepared(target: Path) -> Iterator[None]:
    """A log's folder that exists and is held; what this load left is swept, also when it fails."""
    fresh = not target.exists()
    target.mkdir(parents=True, exist_ok=True)
    if fresh:
        log.sync(target.parent)
    try:
        with log.locked(target):
            try:
                yield
            finally:
                log.sweep(target)
    finally:
        if fresh and log.current_id(target) is None:
            shutil.rmtree(target, ignore_errors=True)


@contextmanager
def _engine(temporary: Path, threads: int | None, memory_limit: str | None) -> Iterator[duckdb.DuckDBPyConnection]:
    config: dict[str, str | bool | int | float | list[str]] = {
        "temp_directory": str(temporary),
        "memory_limit": memory_limit or "60%",
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }
    if threads:
        config["threads"] = threads
    con = duckdb.connect(config=config)
    try:
        yield con
    finally:
        con.close()


def _key(target: Path) -> Key:
    try:
        return read_or_make_key(target / log.KEY)
    except ValueError:
        raise Refusal((Problem("log_key", file=target.name),)) from None


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


@contextmanager
def _as_refusal(target: Path) -> Iterator[None]:
    """What the disk, the folder's rights or the memory do not allow, as a refusal that says so."""
    try:
        yield
    except duckdb.OutOfMemoryException:
        raise Refusal((Problem("memory", file=target.name),)) from None
    except duckdb.IOException as error:
        code = "disk_full" if "No space left" in str(error) else "not_writable"
        raise Refusal((Problem(code, file=target.name),)) from None
    except OSError as error:
        code = "disk_full" if error.errno in (errno.ENOSPC, errno.EDQUOT) else "not_writable"
        raise Refusal((Problem(code, file=target.name),)) from None
