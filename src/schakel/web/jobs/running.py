"""Running one child process: what it tells comes in by a thread, and it can be stopped at any moment."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

from schakel.web.jobs.kinds import Json

WINDOWS = sys.platform == "win32"


class Running:
    """A child process at work. stage, share: how far it is. told: its last word (result or refused), {} if none."""

    def __init__(self, run: str, folder: Path, params: Json) -> None:
        self.stage, self.share = "", 0.0
        self.told: dict[str, Any] = {}
        self._child = subprocess.Popen(
            [sys.executable, "-m", "schakel.web.jobs.child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            start_new_session=not WINDOWS,
        )
        assert self._child.stdin  # noqa: S101 -- a pipe was asked for
        with contextlib.suppress(BrokenPipeError):
            self._child.stdin.write(json.dumps({"run": run, "folder": str(folder), "params": params}) + "\n")
            self._child.stdin.flush()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self._child.stdout  # noqa: S101 -- a pipe was asked for
        for line in self._child.stdout:
            told = json.loads(line)
            if "stage" in told:
                self.stage, self.share = str(told["stage"]), min(1.0, max(0.0, float(told["share"])))
            else:
                self.told = told

    def ended(self, within_s: float) -> bool:
        """Wait so long at most; whether it has ended and all that it told is read."""
        self._reader.join(within_s)
        if self._reader.is_alive():
            return False
        self._child.wait()
        return True

    def stop(self) -> None:
        """End it, and whatever it started."""
        with contextlib.suppress(ProcessLookupError):
            if WINDOWS:
                self._child.kill()
            else:
                os.killpg(self._child.pid, signal.SIGKILL)
        self._child.wait()

    def close(self) -> None:
        """Let go of its pipes."""
        for pipe in (self._child.stdin, self._child.stdout):
            if pipe:
                with contextlib.suppress(OSError):
                    pipe.close()
