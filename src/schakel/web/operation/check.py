"""Is this workspace whole? Database, record, loaded data, rights on files, room on the disk, version.

Loaded data never changes once it is there. The first check notes the hash of each of its files in `hashes.json`; every
later one compares, so that a file that was damaged or edited shows.
"""

import hashlib
import json
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from schakel import __version__
from schakel.chain.problem import Refusal
from schakel.data.log import INCOMING, SNAPSHOTS
from schakel.data.snapshot import open_snapshot
from schakel.web.operation.backup import SECRETS
from schakel.web.operation.security_txt import security_txt
from schakel.web.workspace import FORMAT, Workspace

HASHES = "hashes.json"
LEAST_GB = 1.0


@dataclass(frozen=True)
class Found:
    """One thing that was looked at. code: of its sentence `operation.check.line.<code>`, with its values.

    good: whether the workspace is whole; look: it is, but somebody should do something.
    """

    code: str
    good: bool = True
    values: dict[str, object] = field(default_factory=dict)
    look: bool = False


def check_workspace(workspace: Workspace) -> list[Found]:
    """What was found, good or not, in a fixed order. Django is set up for this workspace."""
    return [
        Found("format", values={"format": FORMAT, "version": __version__}),
        *_rights(workspace),
        *_contact(workspace),
        _disk(workspace),
        *_database(workspace),
        *_snapshots(workspace),
    ]


def _rights(workspace: Workspace) -> Iterator[Found]:
    """Keys and database are for the owner: the folder 0700, keys 0600. Windows has rights of another kind."""
    root = workspace.root
    keys = [*(root / name for name in SECRETS), *sorted(root.glob("networks/*/logs/*/key"))]
    wide = [path for path in keys if path.is_file() and path.stat().st_mode & 0o077]
    wide += [root] if root.stat().st_mode & 0o077 else []
    if os.name == "nt" or not wide:
        yield Found("rights")
        return
    for path in wide:
        name = "." if path == root else path.relative_to(root).as_posix()
        wanted = "700" if path.is_dir() else "600"
        mode = f"{path.stat().st_mode & 0o777:o}"
        yield Found("rights_wide", False, {"file": name, "mode": mode, "wanted": wanted})


def _contact(workspace: Workspace) -> Iterator[Found]:
    """Whom to tell of a weakness: asked of a workbench that others reach."""
    on = date.today()  # noqa: DTZ011 -- as a person counts
    told = security_txt(workspace, on)
    if told.faults:
        yield Found("security_fault", False, {"keys": ", ".join(told.faults)})
    elif not told.contacts:
        yield from [Found("security_none", look=True)] if workspace.https else []
    elif not told.holds(on):
        yield Found("security_over", values={"on": told.expires}, look=True)
    else:
        yield Found("security", values={"on": told.expires})


def _disk(workspace: Workspace) -> Found:
    free = shutil.disk_usage(workspace.root).free / 1e9
    if free < LEAST_GB:
        return Found("disk_low", False, {"free": free, "least": LEAST_GB})
    return Found("disk", values={"free": free})


def _database(workspace: Workspace) -> Iterator[Found]:
    from django.db import connection

    if connection.vendor == "sqlite":
        if not workspace.database.is_file():
            yield Found("database_missing", False)
            return
        damage = _damage(workspace.database)
        if damage:
            yield Found("database_damaged", False, {"told": damage})
            return
        yield Found("database")
    else:
        yield Found("database_elsewhere")
    waiting = _migrations_waiting()
    yield Found("migrations_needed", False, {"n": waiting}) if waiting else Found("migrations")
    if not waiting:
        yield _record()


def _damage(database: Path) -> str:
    """What SQLite says of it; empty when it is whole."""
    try:
        with closing(sqlite3.connect(database)) as con:
            told = con.execute("PRAGMA integrity_check(3)").fetchall()
            orphans = con.execute("PRAGMA foreign_key_check").fetchmany(3)
    except sqlite3.DatabaseError as error:
        return str(error)
    if told != [("ok",)]:
        return "; ".join(str(row[0]) for row in told)[:300]
    return ", ".join(sorted({str(row[0]) for row in orphans}))


def _migrations_waiting() -> int:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _record() -> Found:
    from schakel.web.record.append import line_of
    from schakel.web.record.chain import START, first_break
    from schakel.web.record.models import Entry, Head

    head = Head.objects.filter(pk=1).first()
    seq, end = (head.seq, head.hash) if head else (0, START)
    wrong = first_break(map(line_of, Entry.objects.order_by("seq").iterator()), seq, end)
    return Found("chain", values={"n": seq}) if wrong is None else Found("chain_broken", False, {"seq": wrong})


def _snapshots(workspace: Workspace) -> Iterator[Found]:
    """Each can be opened, is called what it is, and its files are what was noted of them."""
    noted = _noted(workspace)
    now: dict[str, str] = {}
    bad = False
    folders = sorted(workspace.root.glob(f"networks/*/logs/*/{SNAPSHOTS}/*/"))
    folders = [folder for folder in folders if not folder.name.startswith(INCOMING)]
    for folder in folders:
        told = _told_of(folder)
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            name = path.relative_to(workspace.root).as_posix()
            now[name] = noted.get(name) or _hash(path)
            if name in noted and _hash(path) != noted[name]:
                told = path.name
        gone = [name for name in noted if (workspace.root / name).parent.is_relative_to(folder) and name not in now]
        told = told or ", ".join(Path(name).name for name in gone)
        if told:
            bad = True
            yield Found("snapshot_damaged", False, {"file": folder.name, "told": told})
    if not bad:
        _note(workspace, now)
        yield Found("files", values={"n": len(folders)})


def _told_of(folder: Path) -> str:
    try:
        snapshot = open_snapshot(folder.parent.parent, folder.name)
    except Refusal as refusal:
        return refusal.problems[0].code
    return "" if snapshot.id == folder.name else "id"


def _noted(workspace: Workspace) -> dict[str, str]:
    try:
        found = json.loads((workspace.root / HASHES).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {str(name): str(value) for name, value in found.items()} if isinstance(found, dict) else {}


def _note(workspace: Workspace, hashes: dict[str, str]) -> None:
    aside = workspace.root / f"{HASHES}.tmp"
    aside.write_text(json.dumps(hashes, indent=0, sort_keys=True), encoding="utf-8")
    aside.replace(workspace.root / HASHES)


def _hash(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
