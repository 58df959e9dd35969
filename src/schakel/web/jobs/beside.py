"""The worker beside a server: started with it, started again if it dies, ended with it."""

import subprocess
import sys
import threading
from pathlib import Path

STOP_WITHIN_S, AGAIN_AFTER_S = 5.0, 1.0
START = "import sys; from schakel.command import main; sys.argv = ['schakel', *sys.argv[1:]]; main()"


class WorkerBeside:
    """Use as a context: inside it one worker process works for the workspace."""

    def __init__(self, root: Path) -> None:
        self._command = [sys.executable, "-c", START, "work", str(root), "--tied"]
        self._stop = threading.Event()
        self._process = self._started()
        self._watch = threading.Thread(target=self._keep, daemon=True)

    @property
    def pid(self) -> int:
        """The number of the process that works now."""
        return self._process.pid

    def __enter__(self) -> "WorkerBeside":
        self._watch.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        if self._process.stdin:
            self._process.stdin.close()  # what it waits for
        try:
            self._process.wait(STOP_WITHIN_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
        self._watch.join(STOP_WITHIN_S)

    def _started(self) -> "subprocess.Popen[bytes]":
        return subprocess.Popen(self._command, stdin=subprocess.PIPE)  # noqa: S603 -- our own command

    def _keep(self) -> None:
        while True:
            self._process.wait()
            if self._stop.wait(AGAIN_AFTER_S):
                return
            self._process = self._started()
