"""The processing log: what was done with data of persons, in the shape of the standard Logboek Dataverwerkingen.

One file of JSON lines per month (UTC), mode 0600, each line chained to the one before it. A line says nothing about who
asked; that is in the audit record of the workbench, under the same trace. `write` returns when the lines are on the
disk, so that what it tells of is given out afterwards, or not at all.
"""

import hashlib
import json
import os
import secrets
import sys
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

FOLDER, LOCK, ENDING = "processing", ".lock", ".jsonl"
START = "0" * 64
SUBJECT_TYPE = "urn:schakel:subject"  # a name that only this log knows, see `sharing.subject_names`
BLOCK = 8192
Name = Literal["aggregate_read", "case_read", "load", "purge", "erase", "purge_log"]
ANCHOR: Name = "purge_log"  # the line that tells which months are gone
TAKEN = "removed"  # and what it calls them
Status = Literal["UNSET", "OK", "ERROR"]


class NotLogged(Exception):
    """The processing log cannot be written. What it should have told of must not happen. `folder`: the log's name."""

    def __init__(self, folder: str) -> None:
        super().__init__(folder)
        self.folder = folder


def new_trace() -> str:
    """Sixteen bytes as hexadecimal digits: operations that belong together."""
    return secrets.token_hex(16)


def new_operation() -> str:
    """Eight bytes as hexadecimal digits."""
    return secrets.token_hex(8)


@dataclass(frozen=True)
class Line:
    """One operation. activity: its id in the register of processing activities. start, end: moments in UTC.

    parent: the operation within the same trace that asked for it. foreign: (trace, operation, organisation) of another
    organisation that asked. subject: name of the person in this log, "" for what concerns many. more: what else is
    told, under names that begin with `schakel.`; never who asked, and never an id of a person.
    """

    name: Name
    activity: str
    start: datetime
    end: datetime
    trace: str = field(default_factory=new_trace)
    operation: str = field(default_factory=new_operation)
    status: Status = "OK"
    parent: str = ""
    foreign: tuple[str, str, str] | None = None
    subject: str = ""
    more: Mapping[str, Any] = field(default_factory=dict)
    version: str = ""

    def values(self) -> dict[str, Any]:
        """As JSON, without the chain."""
        told: dict[str, Any] = {
            "trace_id": self.trace,
            "operation_id": self.operation,
            "status_code": f"STATUS_CODE_{self.status}",
            "name": self.name,
            "start_time": _moment(self.start),
            "end_time": _moment(self.end),
            "resource": {"name": "schakel", "version": self.version},
            "attributes": {"dpl.core.processing_activity_id": self.activity},
        }
        if self.parent:
            told["parent_operation_id"] = self.parent
        if self.foreign:
            told["foreign_operation"] = dict(zip(("trace_id", "operation_id", "entity"), self.foreign, strict=True))
        if self.subject:
            told["attributes"]["dpl.core.data_subject_id"] = self.subject
            told["attributes"]["dpl.core.data_subject_id_type"] = SUBJECT_TYPE
        told["attributes"] |= {f"schakel.{name}": value for name, value in self.more.items()}
        return told


@dataclass(frozen=True)
class Verified:
    """What a check found. broken: file and line number of the first line that does not fit, None if all do.

    gone: months that were taken away because they had been kept long enough, as far as lines that stand tell of them.
    """

    files: int
    lines: int
    broken: tuple[str, int] | None = None
    gone: tuple[str, ...] = ()


class ProcessingLog:
    """The processing log of one log of events. folder: LOG/processing, made at the first line."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._guard, self._syncing = threading.Lock(), threading.Lock()
        self._written: dict[str, int] = {}
        self._synced: dict[str, int] = {}

    def write(self, lines: Sequence[Line]) -> None:
        """Put lines behind those that stand, on the disk. NotLogged when the disk or the folder does not allow it.

        Threads that write at the same time share one call to the disk.
        """
        if not lines:
            return
        try:
            with self._guard:
                self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
                with _held(self.folder / LOCK):
                    path = self.folder / f"{lines[0].end:%Y-%m}{ENDING}"
                    fresh = not path.exists()
                    handle = self._append(path, lines)
                mine = self._written[path.name] = self._written.get(path.name, 0) + 1
            try:
                self._sync(handle, path, mine, fresh=fresh)
            finally:
                os.close(handle)
        except (OSError, ValueError) as error:
            raise NotLogged(self.folder.parent.name) from error

    def _append(self, path: Path, lines: Sequence[Line]) -> int:
        """Write the lines; the open file. What an earlier write left half done was never acted upon, and goes."""
        handle = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)
        try:
            size, previous = _tail(handle)
            previous = previous or self._before(path)
            os.ftruncate(handle, size)
            os.lseek(handle, size, os.SEEK_SET)
            text = b""
            for line in lines:
                told, previous = _chained(line.values(), previous)
                text += told
            try:
                _write_all(handle, text)
            except OSError:
                os.ftruncate(handle, size)
                raise
        except BaseException:
            os.close(handle)
            raise
        return handle

    def _before(self, path: Path) -> str:
        """The hash with which the month before ended."""
        for earlier in sorted(self.folder.glob(f"*{ENDING}"), reverse=True):
            if earlier.name < path.name:
                handle = os.open(earlier, os.O_RDONLY | getattr(os, "O_BINARY", 0))
                try:
                    if previous := _tail(handle)[1]:
                        return previous
                finally:
                    os.close(handle)
        return START

    def _sync(self, handle: int, path: Path, mine: int, *, fresh: bool) -> None:
        """Return when write number `mine` of this file is on the disk: one call serves all that stand by then."""
        with self._syncing:
            if self._synced.get(path.name, 0) >= mine:
                return
            upto = self._written[path.name]
            os.fsync(handle)
            if fresh and sys.platform != "win32":
                folder = os.open(self.folder, os.O_RDONLY)
                try:
                    os.fsync(folder)
                finally:
                    os.close(folder)
            self._synced[path.name] = upto

    def months(self) -> list[str]:
        """Months that have lines, as "2026-11", in order."""
        return sorted(path.name.removesuffix(ENDING) for path in self.folder.glob(f"*{ENDING}"))

    def lines(self, month: str) -> Iterator[dict[str, Any]]:
        """The lines of a month as they stand, whole ones only. A month without lines gives none."""
        if month in self.months():
            with (self.folder / f"{month}{ENDING}").open("rb") as file:
                yield from (json.loads(line) for line in file if line.endswith(b"\n"))

    def verify(self) -> Verified:
        """Whether every line is as it was written, and stands where it was written.

        The first that stands follows upon nothing, or upon a line of a month of which an anchor says that it was taken
        away. That lines were cut off at the end does not show by itself: their traces still stand in the audit record.
        """
        count, previous = 0, ""
        first: tuple[str, tuple[str, int]] | None = None
        gone: dict[str, str] = {}
        months = self.months()
        for month in months:
            with (self.folder / f"{month}{ENDING}").open("rb") as file:
                for number, raw in enumerate(file, 1):
                    if not raw.endswith(b"\n"):
                        continue  # half a line: what it told of was not given out
                    told = _told(raw)
                    if told is None or (previous and told["previous"] != previous):
                        return Verified(len(months), count, (f"{month}{ENDING}", number))
                    first = first or (told["previous"], (f"{month}{ENDING}", number))
                    gone |= _taken(told)
                    previous, count = told["hash"], count + 1
        if first and first[0] not in (START, *gone.values()):
            return Verified(len(months), count, first[1])
        return Verified(len(months), count, gone=tuple(sorted(set(gone) - set(months))))

    def before(self, month: str) -> tuple[str, ...]:
        """The months with lines that lie before this one."""
        return tuple(one for one in self.months() if one < month)

    def take_away(self, month: str, line: Line, step: Callable[[], None]) -> tuple[str, ...]:
        """Take whole months before `month` away, the oldest first, and give them; what is left stays checkable.

        The month in which the anchor stands is never among them. line: is written first, as an anchor: of each month it
        holds how many lines it had and the hash of the last, which rests on all before it. step: called before each
        change on the disk. NotLogged when the anchor cannot be written; then nothing goes. What was stopped is done by
        doing it again.
        """
        gone = tuple(one for one in self.before(month) if one < f"{line.end:%Y-%m}")
        if not gone:
            return ()
        told = []
        for one in gone:
            last, count = START, 0
            for known in self.lines(one):
                last, count = known["hash"], count + 1
            told.append({"month": one, "lines": count, "hash": last})
        step()
        self.write([replace(line, more={**line.more, TAKEN: told})])
        for one in gone:
            step()
            (self.folder / f"{one}{ENDING}").unlink(missing_ok=True)
        return gone


def _told(raw: bytes) -> dict[str, Any] | None:
    """A line whose hash is that of what it says; None for any other."""
    try:
        told: dict[str, Any] = json.loads(raw)
        values = {name: value for name, value in told.items() if name not in ("previous", "hash")}
        return told if _hash(told["previous"], values) == told["hash"] else None
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def _taken(told: dict[str, Any]) -> dict[str, str]:
    """The hash of the last line by month, where this line is an anchor."""
    if told.get("name") != ANCHOR:
        return {}
    return {str(one["month"]): str(one["hash"]) for one in told["attributes"].get(f"schakel.{TAKEN}", ())}


def _chained(values: dict[str, Any], previous: str) -> tuple[bytes, str]:
    made = _hash(previous, values)
    return (_canonical(values | {"previous": previous, "hash": made}) + "\n").encode(), made


def _hash(previous: str, values: dict[str, Any]) -> str:
    return hashlib.sha256((previous + _canonical(values)).encode()).hexdigest()


def _canonical(values: dict[str, Any]) -> str:
    return json.dumps(values, sort_keys=True, separators=(",", ":"), ensure_ascii=True)


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _tail(handle: int) -> tuple[int, str]:
    """Where the last whole line ends, and its hash ("" when there is none). ValueError if that is no line of ours."""
    size, found = os.lseek(handle, 0, os.SEEK_END), b""
    at = size
    while at and found.count(b"\n") < 2:
        first = max(0, at - BLOCK)
        os.lseek(handle, first, os.SEEK_SET)
        found, at = os.read(handle, at - first) + found, first
    whole = found[: found.rfind(b"\n") + 1]
    if not whole:
        return 0, ""
    return size - len(found) + len(whole), str(json.loads(whole[:-1].rpartition(b"\n")[2])["hash"])


def _write_all(handle: int, text: bytes) -> None:
    while text:
        text = text[os.write(handle, text) :]


@contextmanager
def _held(path: Path) -> Iterator[None]:
    """Only one process at a time; waits for its turn. It ends with the process."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        _wait(handle)
        yield
    finally:
        os.close(handle)


if sys.platform == "win32":
    import msvcrt

    def _wait(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_LOCK, 1)

else:
    import fcntl

    def _wait(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX)
