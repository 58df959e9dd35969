"""The region as its partners deliver it: written once, and loaded once, for all tests that only read it."""

import shutil
from pathlib import Path

import pytest

from oracle.once import once
from schakel.data.deliveries.load_log import load_log
from schakel.simulation.as_delivered.folder import write_as_delivered


def delivered(factory: pytest.TempPathFactory, scale: float) -> Path:
    """The files with what was written by hand to read them; nothing is loaded. Seed 1."""
    return once(factory, f"delivered-{scale}", lambda room: _write(room, scale)) / "lindewaard"


def loaded(factory: pytest.TempPathFactory, scale: float) -> Path:
    """The same, loaded."""
    files = delivered(factory, scale)
    return once(factory, f"loaded-{scale}", lambda room: _load(files, room)) / "lindewaard"


def _write(room: Path, scale: float) -> None:
    write_as_delivered(room / "lindewaard", seed=1, scale=scale)


def _load(files: Path, room: Path) -> None:
    shutil.copytree(files, room / "lindewaard")
    load_log(room / "lindewaard")
