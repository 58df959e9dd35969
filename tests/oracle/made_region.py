"""A region that was lived, with its log: made once for all tests that only read it."""

from dataclasses import dataclass
from pathlib import Path

from schakel.orchestration.lindewaard import network_beside
from schakel.simulation.region.lived import Lived, lived
from schakel.simulation.region.plants.plants_file import lindewaard_plants
from schakel.simulation.region.region_log import make_lived_log


@dataclass(frozen=True)
class Made:
    """A region and its log's folder."""

    lived: Lived
    log: Path


def made_region(folder: Path, scale: float) -> Made:
    """Lindewaard, seed 1, with its log in the folder `log`."""
    made = lived(lindewaard_plants(), seed=1, scale=scale)
    make_lived_log(made, folder / "log", beside=network_beside)
    return Made(made, folder / "log")
