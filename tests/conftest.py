"""Fixtures that several rooms' tests need."""

import os
from dataclasses import dataclass
from pathlib import Path

import pytest

from schakel.simulation.region.lived import Lived, lived
from schakel.simulation.region.plants.plants_file import lindewaard_plants
from schakel.simulation.region.region_log import make_lived_log

SHARED = Path(__file__).parents[2] / "shared" / "data"


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of shared inputs; a clone without it skips (unless SCHAKEL_NO_SKIP is set)."""
    if not SHARED.is_dir():
        if os.environ.get("SCHAKEL_NO_SKIP"):
            pytest.fail("SCHAKEL_NO_SKIP is set and the folder of shared inputs is not there")
        pytest.skip("no folder of shared inputs")
    return SHARED


@dataclass(frozen=True)
class Made:
    """A region and its log's folder."""

    lived: Lived
    log: Path


def _made(folder: Path, scale: float) -> Made:
    made = lived(lindewaard_plants(), seed=1, scale=scale)
    make_lived_log(made, folder / "log")
    return Made(made, folder / "log")


@pytest.fixture(scope="session")
def whole_region(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """The fictional region, seed 1. Ten seconds: take `tenth_of_region` where that will do."""
    return _made(tmp_path_factory.mktemp("whole"), 1)


@pytest.fixture(scope="session")
def tenth_of_region(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """The same, of which one household in ten is looked at."""
    return _made(tmp_path_factory.mktemp("tenth"), 0.1)
