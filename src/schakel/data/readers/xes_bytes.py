"""The bytes of an XES file, plain or gzip, block by block and never more than a limit."""

import gzip
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from schakel.chain.problem import Problem, Refusal

BLOCK = 1 << 20
GZIP_MAGIC = b"\x1f\x8b"
# A real log shrinks 10 to 60 times. Beyond the first part of a file, more than this is a gzip bomb.
MAX_RATIO = 100
ALWAYS_ALLOWED = 64 << 20

Progress = Callable[[int, int], None]


def blocks(path: Path, on_progress: Progress | None = None) -> Iterator[bytes]:
    """Unpacked bytes of a file in order. gzip is known by its first bytes, not by its name.

    on_progress gets (bytes read from the file, bytes of the file). Refusal: file not there, empty, a damaged or cut
    gzip stream, or one that unpacks to more than MAX_RATIO times its size.
    """
    name = path.name
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            if size == 0:
                raise Refusal((Problem("file_empty", name),))
            packed = file.read(2) == GZIP_MAGIC
            file.seek(0)
            for block in _unpacked(file, size, name) if packed else _plain(file):
                if on_progress:
                    on_progress(file.tell(), size)
                yield block
    except (EOFError, zlib.error, gzip.BadGzipFile):
        raise Refusal((Problem("gzip_broken", name),)) from None
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError):
        raise Refusal((Problem("file_missing", name),)) from None


def _plain(file: BinaryIO) -> Iterator[bytes]:
    while block := file.read(BLOCK):
        yield block


def _unpacked(file: BinaryIO, size: int, name: str) -> Iterator[bytes]:
    limit = max(ALWAYS_ALLOWED, MAX_RATIO * size)
    done = 0
    with gzip.GzipFile(fileobj=file) as stream:
        while block := stream.read(BLOCK):
            done += len(block)
            if done > limit:
                raise Refusal((Problem("gzip_bomb", name, more=(("limit", limit >> 20),)),))
            yield block
    if not done:
        raise Refusal((Problem("file_empty", name),))
