"""A region that was lived, with its log: made once for all tests that only read it."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from oracle.once import once
from schakel.orchestration.lindewaard import network_beside
from schakel.simulation.region.lived import Lived, lived
from schakel.simulation.region.plants.plants_file import lindewaard_plants
from schakel.simulation.region.region_log import make_lived_log

REGION = "schakel region lindewaard --seed 1"


@dataclass(frozen=True)
class Made:
    """A region and its log's folder."""

    lived: Lived
    log: Path


def run_by_hand(command: str, folder: Path, lang: str) -> subprocess.CompletedProcess[str]:
    """A shell's lines in a folder, in a language, with each warning an error."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    environment = {**os.environ, "PATH": path, "SCHAKEL_LANG": lang, "COLUMNS": "160", "PYTHONWARNINGS": "error"}
    return subprocess.run(
        ["bash", "-euo", "pipefail", "-c", command],
        cwd=folder,
        env=environment,
        text=True,
        capture_output=True,
        timeout=300,
        check=False,
    )


def typed_region(factory: pytest.TempPathFactory, lang: str) -> Path:
    """The folder in which REGION was typed: `lindewaard`, and what was printed in `printed.txt`."""

    def make(folder: Path) -> None:
        done = run_by_hand(REGION, folder, lang)
        assert done.returncode == 0, done.stderr
        (folder / "printed.txt").write_text(done.stdout + done.stderr, encoding="utf-8")

    return once(factory, f"region-{lang}", make)


def whole(factory: pytest.TempPathFactory) -> Made:
    """Lindewaard, seed 1, as REGION makes it."""
    return Made(lived(lindewaard_plants(), seed=1), typed_region(factory, "nl") / "lindewaard")


def share(factory: pytest.TempPathFactory, scale: float) -> Made:
    """The same, of which a share of the households is looked at; its log was made by the library."""
    made = lived(lindewaard_plants(), seed=1, scale=scale)
    return Made(made, once(factory, f"region-{scale}", lambda folder: _log(made, folder)) / "log")


def _log(made: Lived, folder: Path) -> None:
    make_lived_log(made, folder / "log", beside=network_beside)
