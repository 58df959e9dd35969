"""The one DuckDB of this process: in memory, shut in, with a bounded number of questions at once.

A snapshot is read into it once and stays while it is asked about (the last MOST_KEPT of them), so that a question is
answered from memory. It reads the networks' folder and nothing else, writes nowhere, and fetches nothing.
"""

import os
import threading
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import duckdb

from schakel.data.snapshot import Snapshot
from schakel.data.sql import identifier, run
from schakel.insight.cells import Cells, make_cells
from schakel.insight.household import by_household
from schakel.insight.view import Follow, Stored, parquet
from schakel.web.operation.overload import PATIENCE_S, WAITING, Turns
from schakel.web.workspace import Workspace, current_workspace

AT_ONCE = 4
MOST_KEPT = 2
LEFT_OUT = "source_row"  # of steps: where a row came from is no part of any figure


@dataclass
class _Kept:
    """A snapshot in memory. users: requests that read it now. folder: where it was read from."""

    stored: Stored | None = None
    cells: Cells | None = None
    users: int = 0
    folder: Path | None = None
    lock: threading.Lock = field(default_factory=threading.Lock)


class Engine:
    """See above. networks: the folder of all networks; scratch: one of our own, for what is made in between."""

    def __init__(
        self,
        networks: Path,
        scratch: Path,
        *,
        at_once: int = AT_ONCE,
        wait_s: float = PATIENCE_S,
        keep: int = MOST_KEPT,
    ) -> None:
        scratch.mkdir(parents=True, exist_ok=True)
        self.scratch, self.keep = scratch, keep
        self._turns = Turns(at_once, WAITING, wait_s)
        self._kept: OrderedDict[tuple[str, Follow], _Kept] = OrderedDict()
        self._guard = threading.Lock()
        self._connection = duckdb.connect(
            config={
                "threads": max(1, min(4, os.cpu_count() or 1)),
                "memory_limit": "60%",
                "temp_directory": str(scratch / "spill"),
                "autoinstall_known_extensions": "false",
                "autoload_known_extensions": "false",
            }
        )
        run(self._connection, "SET enable_progress_bar = false")
        allowed = ", ".join("'" + str(folder.resolve()).replace("'", "''") + "'" for folder in (networks, scratch))
        run(self._connection, f"SET allowed_directories = [{allowed}]")
        # From here on no statement can read or write elsewhere, nor take this back.
        run(self._connection, "SET enable_external_access = false")

    @contextmanager
    def turn(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """The connection to take a cursor of, for as long as one request asks. Busy when none comes free."""
        with self._turns.turn():
            yield self._connection

    @contextmanager
    def rows_of(self, snapshot: Snapshot, follow: Follow = "case") -> Iterator[Stored]:
        """Where the rows of a snapshot are in memory; read from its files if they are not there yet."""
        key = (snapshot.id, follow)
        with self._guard:
            kept = self._kept.setdefault(key, _Kept())
            self._kept.move_to_end(key)
            kept.users, kept.folder = kept.users + 1, snapshot.folder
        try:
            with kept.lock:
                if kept.stored is None:
                    kept.stored, kept.cells = self._read(snapshot, follow)
            yield kept.stored
        finally:
            with self._guard:
                kept.users -= 1
                self._forget()

    def cells_of(self, snapshot: Snapshot, follow: Follow = "case") -> Cells:
        """Its steps counted by cells, for a map."""
        with self.rows_of(snapshot, follow):
            cells = self._kept[snapshot.id, follow].cells
        if cells is None:
            raise ValueError("read without cells")
        return cells

    def _read(self, snapshot: Snapshot, follow: Follow) -> tuple[Stored, Cells]:
        names = {table: identifier(f"{table}_{snapshot.id}_{follow}") for table in ("steps", "cases")}
        files = Stored(parquet(snapshot.folder / "steps"), parquet(snapshot.folder / "cases"))
        source = by_household(snapshot, self.scratch) if follow == "household" else nullcontext(files)
        with source as stored, self._connection.cursor() as cursor:
            steps = f"SELECT * EXCLUDE ({LEFT_OUT}) FROM ({stored.steps})"  # noqa: S608 (names of our own)
            run(cursor, f"CREATE OR REPLACE TABLE {names['steps']} AS {steps}")
            run(cursor, f"CREATE OR REPLACE TABLE {names['cases']} AS {stored.cases}")
        with self._connection.cursor() as cursor:
            cells = make_cells(cursor, *(f"SELECT * FROM {names[table]}" for table in ("steps", "cases")))  # noqa: S608
        manifest = snapshot.manifest
        told = {table: f"SELECT * FROM {name}" for table, name in names.items()}  # noqa: S608 (names of our own)
        return Stored(told["steps"], told["cases"], manifest.attributes, manifest.successors), cells

    def _forget(self) -> None:
        """Let go of snapshots that nobody reads now: those that are gone, and those not asked about for longest."""
        free = [key for key, kept in self._kept.items() if not kept.users]
        gone = [key for key in free if (folder := self._kept[key].folder) and not folder.is_dir()]
        rest = [key for key in free if key not in gone]
        for key in [*gone, *rest[: max(0, len(self._kept) - len(gone) - self.keep)]]:
            del self._kept[key]
            with self._connection.cursor() as cursor:
                for table in ("steps", "cases"):
                    run(cursor, f"DROP TABLE IF EXISTS {identifier('_'.join((table, *key)))}")


@lru_cache(maxsize=1)
def engine_of(workspace: Workspace) -> Engine:
    """The engine of a workspace: one per process."""
    return Engine(workspace.root / "networks", workspace.cache / "engine")


def engine() -> Engine:
    """The engine of the workspace that this process serves."""
    with _ONE:
        return engine_of(current_workspace())


_ONE = threading.Lock()
