"""Files that a command writes: their names, and putting one in place as a whole."""

import os
import unicodedata
from contextlib import suppress
from pathlib import Path

from schakel.chain.problem import Problem, Refusal

LONGEST = 60


def slug(name: str) -> str:
    """A name as a part of a file's name: a-z, 0-9 and hyphens; `partner` where nothing of it is left."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    words = "".join(c if c.isascii() and c.isalnum() else " " for c in plain if not unicodedata.combining(c)).split()
    return "-".join(words)[:LONGEST].strip("-") or "partner"


def put(path: Path, content: bytes) -> None:
    """Put a whole file in place, or leave the old one. Refusal (`not_writable`) where the folder does not allow it."""
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        aside.write_bytes(content)
        aside.replace(path)
    except OSError:
        with suppress(OSError):
            aside.unlink(missing_ok=True)
        raise Refusal((Problem("not_writable", file=path.name),)) from None
