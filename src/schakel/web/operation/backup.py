"""A copy of a workspace while people work in it, and a workspace from a copy.

Order makes it consistent: first the database, by SQLite's own backup in one read transaction; then the pointers of the
logs; then the files. What a row or a pointer names stood there before it was named, and snapshots never change. What is
half written has a name of its own and is left out, as are the cache and, unless asked for, the secrets of the sign-ins.
"""

import io
import os
import secrets
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from schakel import __version__
from schakel.chain.problem import Problem, Refusal
from schakel.data.log import CURRENT, INCOMING, LOCK, SNAPSHOTS, TEMPORARY
from schakel.data.snapshot import MANIFEST as OF_SNAPSHOT
from schakel.web.operation.archive import Writer, kind_of, read_archive
from schakel.web.workspace import Workspace, read_workspace

DATABASE, SECRET = "db.sqlite3", "secret"
SECRETS = (SECRET, "oidc-secret")  # only copied if asked for
_LEFT_OUT = {"cache", *SECRETS, DATABASE, f"{DATABASE}-wal", f"{DATABASE}-shm", f"{DATABASE}-journal"}  # of the root
_HALF = (TEMPORARY, LOCK)


@dataclass(frozen=True)
class Copied:
    """files: how many. bytes: of the backup. database: "sqlite", "postgresql" (not in it) or "none"."""

    files: int
    bytes: int
    database: str
    secret: bool


def back_up(root: Path, file: Path, *, with_secret: bool = False) -> Copied:
    """Copy the workspace into a new file (.zip or .tar), for the owner's eyes only; also while it serves.

    Refusal: no workspace, another kind of file, a file that is there already or would copy itself, a link within.
    """
    workspace = read_workspace(root)
    kind = kind_of(file)
    if file.exists():
        raise Refusal((Problem("workbench_backup_exists", file=file.name),))
    if workspace.root in file.resolve().parents:
        raise Refusal((Problem("workbench_backup_inside", file=file.name),))
    if not file.parent.is_dir():
        raise Refusal((Problem("workbench_no_folder", file=file.parent.name),))
    aside = file.with_name(f".{file.name}.{secrets.token_hex(4)}.tmp")
    try:
        descriptor = os.open(aside, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w+b") as out:
            writer = Writer(out, kind)
            try:
                told = _fill(writer, workspace, file.parent, with_secret)
                files = len(writer.files)
                writer.close({"schakel": __version__, "workspace": workspace.name, "made_at": _now(), **told})
            finally:
                writer.abandon()
            out.flush()
            os.fsync(out.fileno())
        aside.rename(file)
    finally:
        aside.unlink(missing_ok=True)
    return Copied(files, file.stat().st_size, str(told["database"]), with_secret)


def restore(file: Path, root: Path) -> tuple[Copied, bool]:
    """A workspace from a backup, in an empty or absent folder; all of it or nothing. Also: whether the secret is new.

    Refusal: the folder holds something, the backup is broken or not ours, a file differs, the disk is too small.
    """
    if root.exists() and (not root.is_dir() or any(root.iterdir())):
        raise Refusal((Problem("workbench_not_empty", file=root.name),))
    if not file.is_file():
        raise Refusal((Problem("workbench_backup_none", file=file.name),))
    root.absolute().parent.mkdir(parents=True, exist_ok=True)
    with read_archive(file) as archive:
        told = archive.manifest
        needed = sum(one["bytes"] for one in told["files"].values())
        free = shutil.disk_usage(root.absolute().parent).free
        if needed > free:
            room = Problem("workbench_disk", file=root.name, value=_megabytes(free), allowed=_megabytes(needed))
            raise Refusal((room,))
        aside = Path(tempfile.mkdtemp(prefix=f".{root.name}.", dir=root.absolute().parent))
        try:
            archive.write(aside)
            fresh = _complete(aside)
            with suppress(FileNotFoundError):
                root.rmdir()
            aside.rename(root)
        finally:
            shutil.rmtree(aside, ignore_errors=True)
    return Copied(len(told["files"]), file.stat().st_size, str(told["database"]), bool(told["secret"])), fresh


def _complete(folder: Path) -> bool:
    """The folders that are empty, and a secret if none came along (True)."""
    for name in ("cache", "networks"):
        (folder / name).mkdir(exist_ok=True, mode=0o700)
    read_workspace(folder)
    if (folder / SECRET).is_file():
        return False
    descriptor = os.open(folder / SECRET, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as out:
        out.write(secrets.token_urlsafe(48) + "\n")
    return True


def _fill(writer: Writer, workspace: Workspace, beside: Path, with_secret: bool) -> dict[str, object]:
    database = _add_database(writer, workspace, beside)
    root = workspace.root
    pointers = {path: path.read_bytes() for path in sorted(root.glob(f"networks/*/logs/*/{CURRENT}"))}
    for path, content in pointers.items():
        writer.add(path.relative_to(root).as_posix(), io.BytesIO(content), len(content))
    for path in _files(root):
        if path not in pointers:
            _add(writer, root, path)
    for name in SECRETS if with_secret else ():
        _add(writer, root, root / name)
    for path, content in pointers.items():
        named = path.parent / SNAPSHOTS / content.decode("ascii", "replace").strip() / OF_SNAPSHOT
        if named.relative_to(root).as_posix() not in writer.files:  # erased in the meantime
            raise Refusal((Problem("workbench_backup_moved", file=path.parent.name),))
    return {"database": database, "secret": with_secret}


def _add_database(writer: Writer, workspace: Workspace, beside: Path) -> str:
    if os.environ.get("DATABASE_URL", "").startswith("postgres"):
        return "postgresql"
    if not workspace.database.is_file():
        return "none"
    with tempfile.TemporaryDirectory(prefix=".backup-", dir=beside) as folder:
        copy = Path(folder) / DATABASE
        with closing(sqlite3.connect(workspace.database)) as source, closing(sqlite3.connect(copy)) as target:
            source.backup(target)  # in one step: readers and writers go on meanwhile, and it is of one moment
            target.execute("PRAGMA journal_mode=DELETE")
        _add(writer, Path(folder), copy)
    return "sqlite"


def _files(root: Path) -> Iterator[Path]:
    """All that is kept, in a fixed order."""
    for folder, folders, names in os.walk(root):
        here = Path(folder)
        skipped = _LEFT_OUT if here == root else set()
        for name in (*folders, *names):
            if (here / name).is_symlink():
                raise Refusal((Problem("workbench_link", file=name),))
        folders[:] = sorted(name for name in folders if name not in skipped and not _is_half(name))
        yield from (here / name for name in sorted(names) if name not in skipped and not _is_half(name))


def _is_half(name: str) -> bool:
    return name in _HALF or name.startswith(INCOMING) or name.endswith(".tmp")


def _add(writer: Writer, root: Path, path: Path) -> None:
    """One file; one that is gone by now was erased or replaced, and is not kept."""
    with suppress(FileNotFoundError), path.open("rb") as source:
        writer.add(path.relative_to(root).as_posix(), source, os.fstat(source.fileno()).st_size)


def _megabytes(count: int) -> str:
    return f"{count // 2**20} MB"


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
