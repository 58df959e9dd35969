"""Loads in real processes that are stopped on the way, and what must be true of a log's folder after that."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import duckdb

from schakel.data.snapshot import Snapshot, open_snapshot

# Everything is imported once; each load then runs in a forked process of its own, which can be killed. For each line
# on its input it gives two: the number of the process, and when that has ended its exit code.
SCRIPT = """
import json, os, resource, signal, sys, traceback
from schakel.chain.problem import Refusal
from schakel.data.deliveries.load_log import load_log
from schakel.data.load import load
from schakel.data.removal.remove import erase, purge
from schakel.data.snapshot import open_snapshot
from datetime import date

def loaded(order):
    if not order["source"]:
        return load_log(order["log"])
    if order["source"].startswith("erase:"):
        erase(order["log"], order["source"][6:], date(2026, 3, 15))
        return open_snapshot(order["log"])
    if order["source"] == "purge":
        purge(order["log"], date(2026, 3, 15))
        return open_snapshot(order["log"])
    return load(order["source"], order["log"], public=True)

def run(order):
    os.environ.update(order["env"])
    if order["user"]:
        os.setuid(order["user"])
    if order["file_size"]:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (order["file_size"],) * 2)
    try:
        return 0, "loaded " + loaded(order).id
    except Refusal as refusal:
        return 2, "refused " + refusal.problems[0].code
    except BaseException:
        return 1, traceback.format_exc()

for line in sys.stdin:
    order = json.loads(line)
    ear, mouth = os.pipe()
    child = os.fork()
    if not child:
        code, said = run(order)
        os.write(mouth, said.encode())
        os._exit(code)
    os.close(mouth)
    print(child, flush=True)
    _, status = os.waitpid(child, 0)
    print(json.dumps([os.waitstatus_to_exitcode(status), os.read(ear, 65536).decode()]), flush=True)
    os.close(ear)
"""
LEFTOVERS = (".incoming-*", ".temporary", "*.tmp")


def write_source(path: Path, rows: int, shift: int = 0) -> Path:
    """A log of moments; another shift gives another log."""
    with duckdb.connect() as con:
        con.execute(
            f"COPY (SELECT 'c' || (n * 7919 % {rows // 6}) AS case_id, 'a' || (n % 9) AS activity, 'p' || (n % 5) AS "  # noqa: S608
            f"partner, make_timestamp(1700000000000000 + {shift} * 1000000 + n * 61000000) AS timestamp "
            f"FROM range({rows}) t(n)) TO '{path}' (FORMAT parquet)"
        ).fetchall()
    return path


class Loader:
    """Runs loads one after another, each in a process of its own."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", SCRIPT], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
        )

    def close(self) -> None:
        """End it."""
        self._process.communicate()

    def start(self, source: Path | str | None, log: Path, *, user: int = 0, file_size: int = 0, **env: str) -> int:
        """Begin a load of a source, or of all that the log's sources file names; gives the number of its process.

        source: "erase:<pseudonym>" or "purge" takes out rows instead.
        """
        order = {"source": str(source or ""), "log": str(log), "user": user, "file_size": file_size, "env": env}
        assert self._process.stdin
        self._process.stdin.write(json.dumps(order) + "\n")
        return int(self._line())

    def ended(self) -> tuple[int, str]:
        """Exit code of the load that was begun, and what it said; a trace is never right."""
        code, said = json.loads(self._line())
        assert code != 1, said
        return code, said

    def load(self, source: Path | str | None, log: Path, **more: Any) -> tuple[int, str]:
        """A load that is left alone: exit code, and what it said."""
        self.start(source, log, **more)
        return self.ended()

    def load_whole(self, source: Path | None, log: Path) -> str:
        """A load that must succeed; gives the id."""
        code, said = self.load(source, log)
        assert code == 0, said
        return said.removeprefix("loaded ")

    def _line(self) -> str:
        assert self._process.stdout
        return self._process.stdout.readline()


def check_whole(log: Path) -> Snapshot:
    """The current snapshot, of which every table holds as many rows as its manifest says."""
    found = open_snapshot(log)
    with duckdb.connect() as con:
        for table, count in (("steps", "events"), ("cases", "cases")):
            files = [str(path) for path in found.files(table)]
            (rows,) = con.execute("SELECT count(*) FROM read_parquet(?)", [files]).fetchall()[0]
            assert rows == found.manifest.counts[count]
    return found


def leftovers(log: Path) -> list[str]:
    """Names of what a stopped load left lying about."""
    return sorted(path.name for pattern in LEFTOVERS for path in log.rglob(pattern))
