"""Kinds of jobs for the tests of the queue, and a worker that knows them: `python jobs_to_do.py WORKSPACE`."""

import os
import sys
import time
from pathlib import Path
from typing import Any

from schakel.chain.problem import Problem, Refusal
from schakel.web.jobs.kinds import KINDS, Json, Kind, Tell


def count(folder: Path, params: Json, on_progress: Tell) -> dict[str, Any]:
    """Write down each start, wait until `params["gate"]` is there, then write the outcome."""
    folder = Path(params["into"])
    with (folder / f"{params['job']}.started").open("a") as file:
        file.write(f"{os.getpid()}\n")
    on_progress("read", 0.5)
    while not (folder / params["gate"]).exists():
        time.sleep(0.02)
    (folder / f"{params['job']}.outcome").write_text("the same each time")
    return {"n": params["n"]}


def refuse(folder: Path, params: Json, on_progress: Tell) -> dict[str, Any]:
    """A refusal that names file, row and field."""
    raise Refusal((Problem("date_wrong", "a.csv", 3, "begin", "31-02-2024", "YYYY-MM-DD"),), 7)


def crash(folder: Path, params: Json, on_progress: Tell) -> dict[str, Any]:
    """Something that nobody foresaw."""
    raise RuntimeError("on purpose")


def add() -> None:
    """Make the kinds known."""
    for name in ("count", "refuse", "crash"):
        KINDS[name] = Kind(run=f"web.jobs_to_do:{name}")
    KINDS["alone"] = Kind(run="web.jobs_to_do:count", lane="one")


if __name__ == "__main__":
    from schakel.web.database import open_workspace

    open_workspace(Path(sys.argv[1]))
    add()
    from schakel.web.jobs.worker import work_until_stopped

    work_until_stopped()
