"""How often chance is asked: enough to notice what breaks, and many times more where there is time for it."""

import os
from typing import TypeVar

Much = TypeVar("Much")


def plenty(usual: Much, many: Much) -> Much:
    """`usual` in `make test`, `many` in `make test-long`."""
    return many if os.environ.get("SCHAKEL_MANY") else usual
