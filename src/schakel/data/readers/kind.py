"""Which kind of file this is: its first bytes decide, and a name that says otherwise is refused."""

import gzip
import mmap
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from schakel.chain.problem import Problem, Refusal
from schakel.data.readers.zip_members import content_of

FileKind = Literal["csv", "parquet", "xes", "excel", "ocel", "messages"]
PackedKind = Literal["zip"]

BY_NAME: dict[str, FileKind | PackedKind] = {
    ".csv": "csv",
    ".tsv": "csv",
    ".txt": "csv",
    ".parquet": "parquet",
    ".pq": "parquet",
    ".xes": "xes",
    ".jsonocel": "ocel",
    ".json": "ocel",
    ".xml": "messages",
    ".xlsx": "excel",
    ".zip": "zip",
}
# Other workbooks: what is said depends on what is in them.
WORKBOOKS = (".xls", ".xlsm", ".xlsb", ".xltx", ".xltm", ".xlam", ".ods")
# Object-centric logs in a form that is not read, and what is in them.
OTHER_OCEL = {".xmlocel": "XML", ".sqlite": "SQLite", ".sqlite3": "SQLite", ".sqlocel": "SQLite", ".db": "SQLite"}
PASSWORD = "EncryptedPackage".encode("utf-16-le")  # the stream in which Excel keeps a workbook behind a password
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
    """What the file is: a kind with rows, or a zip of files. packed: it is gzip."""

    kind: FileKind | PackedKind
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
    content = _content(head)
    if content == "ZIP" and not packed:
        workbook = path.suffix.lower() in (".xlsx", *WORKBOOKS)
        content = content_of(path, "excel_broken" if workbook else "zip_broken")
    return FileKindFound(_agreed(path, content, packed), packed)


def _unpacked_head(path: Path) -> bytes:
    try:
        with gzip.open(path, "rb") as stream:
            return stream.read(HEAD)
    except (OSError, EOFError, zlib.error) as error:
        raise Refusal((Problem("gzip_broken", path.name),)) from error


def _content(head: bytes) -> str:
    """The kind as the first bytes tell it: one of FileKind, or the name of another format."""
    if head.startswith(b"PAR1"):
        return "parquet"
    for signature, name in SIGNATURES:
        if head.startswith(signature):
            return name
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if text[:200].lower().startswith((b"<html", b"<!doctype html", b"<table", b"<meta")):
        return "HTML"  # what some applications call Excel
    if text.startswith(b"<"):
        return "xes"
    if text.startswith(b"{"):
        return "ocel"
    # Stray control signs are a fault within a CSV; a file full of them is no text at all. UTF-16 is text, said later.
    control = sum(byte < 9 or 13 < byte < 32 for byte in head)
    if control > len(head) // 10 and not head.startswith(WIDE_MARKS) and not looks_wide(head):
        return "binary"
    return "csv"


def looks_wide(head: bytes) -> bool:
    """Whether this is UTF-16 without its mark: nearly every second byte is NUL."""
    half = len(head) // 2
    return half > 4 and (head[1::2].count(0) > half * 0.7 or head[::2].count(0) > half * 0.7)


def _agreed(path: Path, content: str, packed: bool) -> FileKind | PackedKind:
    suffixes = [suffix.lower() for suffix in path.suffixes]
    if suffixes and suffixes[-1] in (".gz", ".gzip"):
        suffixes.pop()
        if not packed:
            raise Refusal((Problem("kind_differs", path.name, value=content.upper(), allowed="gzip"),))
    suffix = suffixes[-1] if suffixes else ""
    named = BY_NAME.get(suffix)
    if named == "excel" or suffix in WORKBOOKS:
        _refuse_workbook(path, content, suffix)
    if suffix in OTHER_OCEL:
        raise Refusal((Problem("ocel_form", path.name, value=OTHER_OCEL[suffix]),))
    if named is None and suffix not in WORKBOOKS:
        raise Refusal((Problem("kind_unknown", path.name, allowed=", ".join(sorted(BY_NAME))),))
    if named in ("excel", "zip", "messages") and packed:
        raise Refusal((Problem("kind_packed", path.name),))
    if named == "messages" and content == "xes":
        return named  # any XML; what it must be more is told by line
    if named is None or content.lower() != named:
        allowed = suffix[1:].upper() if named in (None, "messages") else str(named).upper()
        raise Refusal((Problem("kind_differs", path.name, value=content.upper(), allowed=allowed),))
    return named


def _refuse_workbook(path: Path, content: str, suffix: str) -> None:
    """What is a workbook, but not one that is read: with macros, behind a password, or of another form."""
    if content == "XLS":
        code = "excel_password" if _holds(path, PASSWORD) else "excel_form"
    elif content == "XLSM" or (content == "EXCEL" and suffix in (".xlsm", ".xltm", ".xlam")):
        code = "excel_macros"
    elif content in ("XLSB", "ODS") or (content == "EXCEL" and suffix == ".xltx"):
        code = "excel_form"
    else:
        return
    raise Refusal((Problem(code, path.name, value=content if code == "excel_form" else ""),))


def _holds(path: Path, sought: bytes) -> bool:
    with path.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as view:
        return view.find(sought) >= 0
