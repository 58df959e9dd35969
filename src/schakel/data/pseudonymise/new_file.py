"""A file that is there as a whole or not at all, and that only its owner can read."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from schakel.chain.problem import Problem, Refusal
from schakel.data.held import as_refusal


@contextmanager
def new_file(out: Path, *sources: Path) -> Iterator[TextIO]:
    """A stream in UTF-8 whose text takes the name `out` when the block ends well; nothing is left when it does not.

    Refusal when it is no .csv, is one of its own sources, or cannot be written.
    """
    if out.suffix.lower() != ".csv":
        raise Refusal((Problem("source_out", out.name, allowed=".csv"),))
    if any(out.exists() and source.exists() and out.samefile(source) for source in sources):
        raise Refusal((Problem("source_same", out.name),))
    with as_refusal(out):
        yield from _written(out)


def _written(out: Path) -> Iterator[TextIO]:
    aside = out.with_name(f"{out.name}.{os.getpid()}.{secrets.token_hex(4)}.tmp")
    try:
        handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        aside.replace(out)
    finally:
        aside.unlink(missing_ok=True)
