"""Real processes of Schakel on a workspace of their own, on SQLite whatever the tests themselves run on."""

import os
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import Any

COMMAND = "from schakel.command import main; main()"
WRITER = """
import sys
from pathlib import Path
from schakel.web.database import open_workspace
open_workspace(Path(sys.argv[1]))
from schakel.web.record.append import append
for number in range(100_000):
    append("tried", str(number))
    print(number, flush=True)
"""
EVENTS = "case,activity,partner,start,end\n" + "".join(
    f"{case},{activity},{partner},2024-0{month}-{1 + case % 28:02d},2024-0{month}-{1 + case % 28:02d}\n"
    for case in range(60)
    for month, (activity, partner) in enumerate((("melding", "wijkteam"), ("gesprek", "toegang"), ("hulp", "zorg")), 1)
)


def environment(**more: str) -> dict[str, str]:
    """That of the tests, without their workspace and database."""
    left = {"SCHAKEL_WORKSPACE", "DJANGO_SETTINGS_MODULE", "DATABASE_URL"}
    kept = {name: value for name, value in os.environ.items() if name not in left}
    return {**kept, "SCHAKEL_LANG": "nl", "PYTHONWARNINGS": "error", "COLUMNS": "200", **more}


def schakel(*arguments: str | Path, code: int = 0, **more: str) -> str:
    """What a command prints; AssertionError unless it ends as it should."""
    command = [sys.executable, "-c", COMMAND, *map(str, arguments)]
    done = subprocess.run(command, env=environment(**more), text=True, capture_output=True, check=False)
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout + done.stderr


def started(
    *arguments: str | Path, script: str = COMMAND, errors: Path | None = None, **more: str
) -> "subprocess.Popen[str]":
    """A process that goes on; its stdout is read by the test, its stderr goes to the file `errors` if there is one."""
    command = [sys.executable, "-c", script, *map(str, arguments)]
    with ExitStack() as stack:
        told: Any = stack.enter_context(errors.open("w", encoding="utf-8")) if errors else subprocess.PIPE
        return subprocess.Popen(command, env=environment(**more), text=True, stdout=subprocess.PIPE, stderr=told)


def ended(process: "subprocess.Popen[str]") -> str:
    """What it said on stderr until it was ended."""
    process.terminate()
    return str(process.communicate(timeout=30)[1] or "")
