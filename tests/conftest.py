"""Fixtures that several rooms' tests need."""

import os
from pathlib import Path

import pytest

from oracle.made_region import Made, share, whole

SHARED = Path(__file__).parents[2] / "shared" / "data"


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of shared inputs; a clone without it skips (unless SCHAKEL_NO_SKIP is set)."""
    if not SHARED.is_dir():
        if os.environ.get("SCHAKEL_NO_SKIP"):
            pytest.fail("SCHAKEL_NO_SKIP is set and the folder of shared inputs is not there")
        pytest.skip("no folder of shared inputs")
    return SHARED


@pytest.fixture(scope="session")
def whole_region(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """The fictional region, seed 1. Ten seconds: take `tenth_of_region` where that will do."""
    return whole(tmp_path_factory)


@pytest.fixture(scope="session")
def tenth_of_region(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """The same, of which one household in ten is looked at."""
    return share(tmp_path_factory, 0.1)
