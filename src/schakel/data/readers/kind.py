"""Which kind of file this is: its first bytes decide, and a name that says otherwise is refused."""

import gzip
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from schakel.chain.problem import Problem, Refusal

FileKind = Literal["csv", "parquet", "xes"]

BY_NAME: dict[str, FileKind] = {
    ".csv": "csv",
    ".tsv": "csv",
    ".txt": "csv",
    ".parquet": "parquet",
    ".pq": "parquet",
    ".xes": "xes",
}
# First bytes of files that people send by mistake.
SIGNATURES = (
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"%PDF", "PDF"),
    (b"PK\x03\x04", "ZIP"),
    (b"PK\x05\x06", "ZIP"),
    (b"\xd0\xcf\x11\xe0", "XLS"),
    (b"SQLite format 3\0", "SQLite"),
    (b"\x28\xb5\x2f\xfd", "ZSTD"),
    (b"BZh", "BZIP2"),
    (b"\xfd7zXZ", "XZ"),
    (b"7z\xbc\xaf", "7Z"),
    (b"\x7fELF", "ELF"),
)
WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff")
HEAD = 4096


@dataclass(frozen=True)
class FileKindFound:
    """What the file is. packed: it is gzip."""

    kind: FileKind
    packed: bool


def kind_of(path: Path) -> FileKindFound:
    """The kind of a file by its content. Refusal when it is missing, empty, unreadable or named as something else."""
    file = path.name
    if not path.is_file():
        raise Refusal((Problem("file_missing", file),))
    with path.open("rb") as stream:
        head = stream.read(HEAD)
    if not head:
        raise Refusal((Problem("file_empty", file),))
    packed = head.startswith(b"\x1f\x8b")
    if packed:
        head = _unpacked_head(path)
        if not head:
            raise Refusal((Problem("file_empty", file),))
    return FileKindFound(_agreed(path, _content(head), packed), packed)


def _unpacked_head(path: Path) -> bytes:
    try:
        with gzip.open(path, "rb") as stream:
            return stream.read(HEAD)
    except (OSError, EOFError, zlib.error) as error:
        raise Refusal((Problem("gzip_broken", path.name),)) from error


def _content(head: bytes) -> str:
    """The kind as the bytes tell it: one of FileKind, or the name of another format."""
    if head.startswith(b"PAR1"):
        return "parquet"
    for signature, name in SIGNATURES:
        if head.startswith(signature):
            return name
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if text.startswith(b"<"):
        return "xes"
    # Stray control signs are a fault within a CSV; a file full of them is no text at all. UTF-16 is text, said later.
    control = sum(byte < 9 or 13 < byte < 32 for byte in head)
    if control > len(head) // 10 and not head.startswith(WIDE_MARKS) and not looks_wide(head):
        return "binary"
    return "csv"


def looks_wide(head: bytes) -> bool:
    """Whether this is UTF-16 without its mark: nearly every second byte is NUL."""
    half = len(head) // 2
    return half > 4 and (head[1::2].count(0) > half * 0.7 or head[::2].count(0) > half * 0.7)


def _agreed(path: Path, content: str, packed: bool) -> FileKind:
    suffixes = [suffix.lower() for suffix in path.suffixes]
    if suffixes and suffixes[-1] in (".gz", ".gzip"):
        suffixes.pop()
        if not packed:
            raise Refusal((Problem("kind_differs", path.name, value=content.upper(), allowed="gzip"),))
    named = BY_NAME.get(suffixes[-1] if suffixes else "")
    if named is None:
        raise Refusal((Problem("kind_unknown", path.name, allowed=", ".join(sorted(BY_NAME))),))
    if content != named:
        raise Refusal((Problem("kind_differs", path.name, value=content.upper(), allowed=named.upper()),))
    return named
