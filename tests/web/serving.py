"""A workbench in a process of its own, as `schakel serve` starts it, and a visitor who talks HTTP with it."""

import atexit
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import requests

FILL = """
import sys
from pathlib import Path
from schakel.web.workspace import new_workspace
from schakel.web.database import migrate, open_workspace
root, demo = Path(sys.argv[1]), sys.argv[2] == "demo"
new_workspace(root, name="Test", demo=demo)
open_workspace(root)
migrate()
from schakel.web.lindewaard import fill_network
fill_network(("Jeugdhulp Oeverlinde", "Wijkteam Lindehage"))
"""
WITHIN_S = 60  # for what has no promise, on a busy machine


def python(code: str, *words: str) -> str:
    """What a fresh process prints that runs this code; CalledProcessError if it fails."""
    environment = {name: value for name, value in os.environ.items() if name != "SCHAKEL_WORKSPACE"}
    return subprocess.run(
        [sys.executable, "-c", code, *words], check=True, capture_output=True, text=True, env=environment
    ).stdout


def fill(root: Path, *, demo: bool = True) -> Path:
    """A workspace with the people of Lindewaard and no data: a copy of one that is made once a process."""
    shutil.copytree(_filled("demo" if demo else "real"), root)
    return root


@cache
def _filled(kind: str) -> Path:
    folder = Path(tempfile.mkdtemp(prefix="schakel-filled-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    python(FILL, str(folder / "workspace"), kind)
    return folder / "workspace"


@dataclass
class Served:
    """A running workbench. address: without a slash at the end."""

    root: Path
    address: str
    process: "subprocess.Popen[str]"

    def stop(self) -> int:
        """Ask it to stop, as a service manager does, and give its exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(WITHIN_S)


@contextmanager
def serve(root: Path, *, port: int = 0) -> Iterator[Served]:
    """The workbench of this workspace on this port of this machine; 0: a free one."""
    environment = {name: value for name, value in os.environ.items() if name != "SCHAKEL_WORKSPACE"}
    code = "from schakel.command import main; main()"
    process = subprocess.Popen(
        [sys.executable, "-u", "-c", code, "serve", str(root), "--port", str(port), "--lang", "en"],
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
    )
    assert process.stdout is not None
    try:
        first = process.stdout.readline()
        address = next(word for word in first.split() if word.startswith("http://")).rstrip("/")
        yield Served(root, address, process)
    finally:
        if process.poll() is None:
            process.kill()
            process.wait(WITHIN_S)
        process.stdout.close()


@dataclass
class Visitor:
    """Somebody with a browser's cookies, without its script."""

    address: str
    web: requests.Session = field(default_factory=requests.Session)

    def get(self, path: str, **more: Any) -> requests.Response:
        """A page."""
        return self.web.get(self.address + path, timeout=WITHIN_S, **more)

    def post(self, path: str, **data: Any) -> requests.Response:
        """A form, with the token that the page gave."""
        if "schakel-csrf" not in self.web.cookies:
            self.get("/sign-in")
        data["csrfmiddlewaretoken"] = self.web.cookies["schakel-csrf"]
        return self.web.post(self.address + path, data=data, timeout=WITHIN_S)

    def sign_in_as(self, name: str) -> "Visitor":
        """As one of the people of the demo."""
        page = self.get("/sign-in").text
        before = page.split(f"<strong>{name}</strong>")[0]
        person = before.rsplit('name="person" value="', 1)[1].split('"')[0]
        assert self.post("/sign-in/as", person=person).ok
        return self

    def close(self) -> None:
        """Give the sockets back."""
        self.web.close()
