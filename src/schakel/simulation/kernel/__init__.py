"""The engine: flat arrays in, flat arrays out, the only hot loops of the house.

numba keeps compiled code in a folder named after all sources of this package and numba's version. Its own check looks
at one file at a time, so that an edited inner function would otherwise live on inside its cached callers.
"""

import hashlib
import os
import sys
import tempfile
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path


def _digest() -> str:
    sources = sorted(
        (entry.name, entry.read_bytes()) for entry in files(__package__).iterdir() if entry.name.endswith(".py")
    )
    return hashlib.sha256(repr((version("numba"), version("numpy"), sources)).encode()).hexdigest()[:16]


def _is_writable(folder: Path) -> bool:
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


def _is_private(folder: Path) -> bool:
    """Whether nobody else can put something here that we would run."""
    found = folder.stat()
    return hasattr(os, "getuid") and found.st_uid == os.getuid() and found.st_mode & 0o022 == 0


def _cache_folder(digest: str) -> Path:
    """Below the user's cache; where that cannot be written, below the folder for temporary files."""
    own = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "schakel" / "kernel" / digest
    if _is_writable(own):
        return own
    shared = Path(tempfile.gettempdir()) / f"schakel-{os.getuid() if hasattr(os, 'getuid') else 0}"
    if _is_writable(shared) and _is_private(shared) and _is_writable(shared / digest):
        return shared / digest
    return Path(tempfile.mkdtemp(prefix="schakel-"))


def _tell_numba(folder: Path) -> None:
    """numba reads the environment when it is imported, which somebody may have done before."""
    os.environ["NUMBA_CACHE_DIR"] = str(folder)
    if numba := sys.modules.get("numba"):
        numba.config.CACHE_DIR = str(folder)


_tell_numba(_cache_folder(_digest()))
