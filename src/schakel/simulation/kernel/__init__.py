"""The engine: flat arrays in, flat arrays out, the only hot loops of the house.

numba keeps compiled code in a folder named after all sources of this package and numba's version. Its own check looks
at one file at a time, so that an edited inner function would otherwise live on inside its cached callers.
"""

import hashlib
import os
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path


def _cache_folder() -> Path:
    sources = sorted(
        (entry.name, entry.read_bytes()) for entry in files(__package__).iterdir() if entry.name.endswith(".py")
    )
    digest = hashlib.sha256(repr((version("numba"), version("numpy"), sources)).encode()).hexdigest()[:16]
    base = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(base) / "schakel" / "kernel" / digest


if "SCHAKEL_NUMBA_CACHE" not in os.environ:
    os.environ["SCHAKEL_NUMBA_CACHE"] = "1"
    os.environ["NUMBA_CACHE_DIR"] = str(_cache_folder())
