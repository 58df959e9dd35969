"""What takes long to make is made by one worker; the others wait for it and read the same files."""

import fcntl
import os
from collections.abc import Callable
from pathlib import Path

import pytest


def once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """The folder of that name, filled by `make` once a session. Who needs to change something takes a copy."""
    base = factory.getbasetemp()
    room = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    folder, made = room / name, room / f"{name}.made"
    with (room / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            folder.mkdir()
            make(folder)
            made.touch()
    return folder
