"""Fixtures that several rooms' tests need."""

import os
from pathlib import Path

import pytest

SHARED = Path(__file__).parents[2] / "shared" / "data"


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of shared inputs; a clone without it skips (unless SCHAKEL_NO_SKIP is set)."""
    if not SHARED.is_dir():
        if os.environ.get("SCHAKEL_NO_SKIP"):
            pytest.fail("SCHAKEL_NO_SKIP is set and the folder of shared inputs is not there")
        pytest.skip("no folder of shared inputs")
    return SHARED
