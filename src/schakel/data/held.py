"""A load as a whole: the log's folder held, an engine with its limits, and what the machine does not allow told."""

import errno
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from schakel.chain.problem import Problem, Refusal
from schakel.data import log
from schakel.data.manifest import Manifest
from schakel.data.processed import deliveries_processed
from schakel.data.snapshot import Snapshot, build
from schakel.data.sql import quiet
from schakel.data.staged import Staged
from schakel.sharing.pseudonym import Key, read_or_make_key

Progress = Callable[[str, float], None]


@dataclass(frozen=True)
class Loading:
    """A load that is going on. key: of the log; writes: its numbered write steps."""

    con: duckdb.DuckDBPyConnection
    target: Path
    key: Key
    tell: Progress
    writes: log.Steps = field(default_factory=log.Steps)

    def read(self, share: float) -> None:
        """Tell how much of one source has been read, where that takes long."""
        self.tell("read", share)


@contextmanager
def prepared(target: Path) -> Iterator[None]:
    """A log's folder that exists and is held; what this load left is swept, also when it fails."""
    fresh = not target.exists()
    target.mkdir(parents=True, exist_ok=True)
    if fresh:
        log.sync(target.parent)
    try:
        with log.locked(target):
            log.sweep(target)
            (target / log.TEMPORARY).mkdir()
            try:
                yield
            finally:
                log.sweep(target)
    finally:
        if fresh and log.current_id(target) is None:
            shutil.rmtree(target, ignore_errors=True)


@contextmanager
def engine(target: Path, threads: int | None, memory_limit: str | None) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection that spills into the log's folder. memory_limit: as "4GB"; by default 60 % of the machine's."""
    config: dict[str, str | bool | int | float | list[str]] = {
        "temp_directory": str(target / log.TEMPORARY),
        "memory_limit": memory_limit or "60%",
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }
    if threads:
        config["threads"] = threads
    con = duckdb.connect(config=config)
    try:
        quiet(con)
        yield con
    finally:
        con.close()


def key_of(target: Path) -> Key:
    """The key of a log, made if it has none yet."""
    try:
        return read_or_make_key(target / log.KEY)
    except ValueError:
        raise Refusal((Problem("log_key", file=target.name),)) from None


def put_in_place(
    con: duckdb.DuckDBPyConnection,
    staged: Staged,
    target: Path,
    writes: log.Steps,
    tell: Progress,
    *,
    key: Key | None,
    key_id: str = "",
    texts: Callable[[Manifest], dict[str, str]],
    beside: Mapping[str, str] | None = None,
) -> Snapshot:
    """Build a snapshot, bring it to the disk under its id, write the texts in the log, and let `current` name it.

    key_id: of the key under which the ids of the events are pseudonyms already. beside: name and text of files that
    stand in the snapshot's own folder. `previous` names the snapshot that was current before.
    """
    incoming = target / log.SNAPSHOTS / f"{log.INCOMING}{os.getpid()}"
    incoming.mkdir(parents=True)
    with deliveries_processed(target, "load", staged.deliveries, public=not (key or key_id)):
        manifest = build(con, staged, incoming, key=key, key_id=key_id, writes=writes, tell=tell)
        for name, text in (beside or {}).items():
            writes.step()
            (incoming / name).write_text(text, encoding="utf-8")
        final = target / log.SNAPSHOTS / manifest.id
        log.settle(incoming, final, writes)
        for name, text in texts(manifest).items():
            log.replace(target / name, text, writes)
        if (before := log.current_id(target)) not in (None, manifest.id):
            log.replace(target / log.PREVIOUS, f"{before}\n", writes)
        log.replace(target / log.CURRENT, manifest.id + "\n", writes)
    return Snapshot(final, manifest)


@contextmanager
def as_refusal(target: Path) -> Iterator[None]:
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
