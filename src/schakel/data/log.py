"""A log's folder: snapshots that never change, and a pointer to the one that counts.

Everything is written under another name, brought to the disk, and renamed into place; `current` last. Whatever stops
a load leaves the old snapshot or the new one, and the next load sweeps what lies about.
"""

import errno
import os
import shutil
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from schakel.chain.problem import Problem, Refusal

SNAPSHOTS, CURRENT, KEY, SOURCES, LOCK, TEMPORARY = "snapshots", "current", "key", "sources.toml", ".lock", ".temporary"
PREVIOUS = "previous"
INCOMING = ".incoming-"
FAIL_AT = "SCHAKEL_FAIL_AT"  # "7" kills this process at its seventh write step, "7:ENOSPC" lets that step fail


class Steps:
    """Numbers the write steps of one load, so that a test can stop it at each of them."""

    def __init__(self, wanted: str | None = None) -> None:
        number, _, code = (wanted if wanted is not None else os.environ.get(FAIL_AT, "")).partition(":")
        self.count = 0
        self._at = int(number) if number else 0
        self._code = code

    def step(self) -> None:
        """Count one; OSError or the end of the process if this is the wanted one."""
        self.count += 1
        if self.count != self._at:
            return
        if not self._code:
            os.kill(os.getpid(), signal.SIGKILL)
        number = getattr(errno, self._code)
        raise OSError(number, os.strerror(number))


def is_log(folder: Path) -> bool:
    """Whether a folder looks like a log: it is empty, or holds what a load makes there."""
    names = {entry.name for entry in folder.iterdir()}
    return not names or bool(names & {SNAPSHOTS, CURRENT, KEY, SOURCES})


def check_folder(into: Path) -> None:
    """Refuse a target that is a file, or a folder with other things in it."""
    if into.exists() and not into.is_dir():
        raise Refusal((Problem("log_is_file", file=into.name),))
    if into.is_dir() and not is_log(into):
        raise Refusal((Problem("log_is_other", file=into.name),))


@contextmanager
def locked(into: Path) -> Iterator[None]:
    """Hold the log for one load; Refusal when another load holds it. The lock ends with the process."""
    handle = os.open(into / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            _lock(handle)
        except (BlockingIOError, PermissionError):
            raise Refusal((Problem("log_busy", file=into.name),)) from None
        yield
    finally:
        os.close(handle)


if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


def sweep(into: Path) -> None:
    """Remove what an earlier load left half done. Only call it while holding the lock."""
    shutil.rmtree(into / TEMPORARY, ignore_errors=True)
    for left in (into / SNAPSHOTS).glob(f"{INCOMING}*"):
        shutil.rmtree(left, ignore_errors=True)
    for left in (one for pattern in ("*.tmp", "removals/*.tmp", "deliveries/*/*.tmp") for one in into.glob(pattern)):
        with suppress(OSError):
            left.unlink()


def sync(path: Path) -> None:
    """Bring a file or a folder's list of names to the disk. Windows keeps the names of a folder by itself."""
    if sys.platform == "win32" and path.is_dir():
        return
    handle = os.open(path, os.O_RDWR if sys.platform == "win32" else os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def replace(path: Path, text: str, steps: Steps) -> None:
    """Put a small file in place of the old one: written aside, synced, renamed, its folder synced."""
    aside = path.with_name(path.name + ".tmp")
    steps.step()
    aside.write_text(text, encoding="utf-8")
    steps.step()
    sync(aside)
    steps.step()
    aside.replace(path)
    steps.step()
    sync(path.parent)


def settle(incoming: Path, final: Path, steps: Steps) -> None:
    """Bring all of a new snapshot to the disk and give it its name. One that stands already is kept."""
    for path in sorted(incoming.rglob("*"), key=lambda p: (-len(p.parts), p)):
        steps.step()
        sync(path)
    sync(incoming)
    steps.step()
    if final.exists():
        shutil.rmtree(incoming)
    else:
        incoming.rename(final)
    steps.step()
    sync(final.parent)


def current_id(into: Path, pointer: str = CURRENT) -> str | None:
    """The id that `current` holds, or None when nothing was loaded yet. pointer: PREVIOUS for the one before."""
    try:
        return (into / pointer).read_text(encoding="ascii", errors="replace").strip() or None
    except FileNotFoundError:
        return None
