"""A CSV file as plain UTF-8 on disk: unpacked, recoded and looked through before any row is read."""

import codecs
import gzip
import shutil
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO, cast

from schakel.chain.problem import Problem, Refusal
from schakel.data.readers.kind import looks_wide
from schakel.data.readers.limits import CHUNK, UNPACKED_FLOOR, UNPACKED_RATIO

WIDE = {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
ENCODINGS = ("utf-8", "utf-16", "windows-1252", "iso-8859-1", "iso-8859-15")


@dataclass(frozen=True)
class CsvText:
    """path: UTF-8 text, unpacked; the original file where it was that already. lines: how many it has.

    skipped: lines of the file above it, which are not in it.
    """

    path: Path
    lines: int
    skipped: int = 0


@contextmanager
def csv_text(path: Path, *, packed: bool, encoding: str | None, skip: int = 0) -> Iterator[CsvText]:
    """The text of a CSV file while the block runs; a copy that had to be made is gone after it.

    skip: lines at the top that are left out, whatever stands in them; a quotation mark does not join lines here.
    Refusal for NUL bytes, for bytes that are not of the encoding, for UTF-16 that was not declared and for a packed
    file that grows beyond UNPACKED_RATIO times its size.
    """
    codec = codecs.lookup(encoding or "utf-8").name
    plain = codec == "utf-8"
    if plain:
        _refuse_wide(path, packed)
    if plain and not packed and not skip:
        yield CsvText(path, _look_through(path, _chunks(path, packed=False), codec, None))
        return
    with tempfile.TemporaryDirectory(prefix="schakel-") as folder:
        copy = Path(folder) / "text.csv"
        lines = _look_through(path, _chunks(path, packed=packed), codec, copy)
        yield _below(path.name, copy, lines, skip) if skip else CsvText(copy, lines)


def looked_through(path: Path, *, packed: bool, encoding: str | None) -> int:
    """How many lines a file has, of which every byte was checked as `csv_text` does; nothing is copied."""
    codec = codecs.lookup(encoding or "utf-8").name
    if codec == "utf-8":
        _refuse_wide(path, packed)
    return _look_through(path, _chunks(path, packed=packed), codec, None)


@contextmanager
def text_stream(path: Path, *, packed: bool, encoding: str | None, skip: int = 0) -> Iterator[TextIO]:
    """The text of a file that was looked through, below the lines to skip, as it is read; nothing is copied."""
    with cast(
        TextIO,
        gzip.open(path, "rt", encoding=encoding or "utf-8", newline="")
        if packed
        else path.open(encoding=encoding or "utf-8", newline=""),
    ) as stream:
        if stream.read(1) != "\ufeff":
            stream.seek(0)
        for _ in range(skip):
            stream.readline()
        yield stream


def _below(file: str, text: Path, lines: int, skip: int) -> CsvText:
    if lines <= skip:
        raise Refusal((Problem("skip_rows_all", file, value=str(skip), allowed=str(lines)),))
    below = text.with_name("below.csv")
    with text.open(encoding="utf-8-sig", newline="") as source, below.open("w", encoding="utf-8", newline="") as copy:
        for _ in range(skip):
            next(source)
        shutil.copyfileobj(source, copy, CHUNK)
    text.unlink()
    return CsvText(below, lines - skip, skip)


def _refuse_wide(path: Path, packed: bool) -> None:
    head = next(iter(_chunks(path, packed=packed)), b"")[:4096]
    mark = next((name for bom, name in WIDE.items() if head.startswith(bom)), None)
    if mark is None and looks_wide(head):
        mark = "utf-16-le" if head[1::2].count(0) > head[::2].count(0) else "utf-16-be"
    if mark:
        raise Refusal((Problem("encoding_wide", path.name, value="UTF-16", allowed=f'encoding = "{mark}"'),))


def _chunks(path: Path, *, packed: bool) -> Iterator[bytes]:
    """The bytes of a file, unpacked if need be, a few megabytes at a time."""
    limit, given = UNPACKED_FLOOR + UNPACKED_RATIO * path.stat().st_size, 0
    with path.open("rb") as stream:
        pieces = iter(lambda: stream.read(CHUNK), b"")
        try:
            for chunk in _unpacked(pieces) if packed else pieces:
                given += len(chunk)
                if packed and given > limit:
                    raise Refusal((Problem("gzip_bomb", path.name, more=(("limit", limit >> 20),)),))
                yield chunk
        except (zlib.error, EOFError) as error:
            raise Refusal((Problem("gzip_broken", path.name),)) from error


def _unpacked(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Gzip as it comes, at most CHUNK at a time; a file may hold several members. EOFError when it is cut off."""
    unpacker = zlib.decompressobj(31)
    for piece in pieces:
        waiting = piece
        while waiting:
            if unpacker.eof:
                waiting = waiting.lstrip(b"\0")  # padding behind the last member
                if not waiting:
                    break
                unpacker = zlib.decompressobj(31)
            chunk = unpacker.decompress(waiting, CHUNK)
            yield chunk
            waiting = unpacker.unconsumed_tail or unpacker.unused_data
            while not waiting and len(chunk) == CHUNK:  # all was taken in, and more may be waiting to come out
                yield (chunk := unpacker.decompress(b"", CHUNK))
    if not unpacker.eof:
        raise EOFError


def _look_through(path: Path, chunks: Iterator[bytes], codec: str, copy: Path | None) -> int:
    """Check every byte, count lines, and write the text to a copy if one is wanted."""
    decoder = codecs.getincrementaldecoder(codec)()
    lines, last = 0, ""
    out = copy.open("wb") if copy else None
    try:
        for chunk in chunks:
            text = _decoded(path, decoder, chunk, codec, lines)
            if "\0" in text:
                _refuse_nul(path, text, lines, last)
            lines += _line_ends(text, last)
            last = text[-1:] or last
            if out:
                out.write(text.encode())
        _decoded(path, decoder, b"", codec, lines, final=True)
    finally:
        if out:
            out.close()
    return lines + (last not in ("", "\n", "\r"))


def _decoded(
    path: Path, decoder: codecs.IncrementalDecoder, chunk: bytes, codec: str, lines: int, *, final: bool = False
) -> str:
    try:
        return decoder.decode(chunk, final)
    except UnicodeDecodeError as error:
        line = 1 + lines + _line_ends(error.object[: error.start].decode(codec, "replace"), "")
        code = "encoding_wrong" if codec == "utf-8" else "encoding_differs"
        found = f"0x{error.object[error.start]:02X}" if error.start < len(error.object) else ""
        raise Refusal(
            (
                Problem(
                    code,
                    path.name,
                    row=line,
                    value=found,
                    allowed='encoding = "windows-1252"',
                    more=(("encoding", codec),),
                ),
            )
        ) from error


def _line_ends(text: str, before: str) -> int:
    """Line ends of any kind; a CR LF that two pieces share counts once."""
    pairs = text.count("\r\n")
    shared = before == "\r" and text.startswith("\n")
    return text.count("\n") + text.count("\r") - pairs - shared


def _refuse_nul(path: Path, text: str, lines: int, last: str) -> None:
    before = text[: text.index("\0")]
    line = 1 + lines + _line_ends(before, last)
    place = len(before) - max(before.rfind("\n"), before.rfind("\r"))
    raise Refusal((Problem("nul_byte", path.name, row=line, more=(("place", place),)),))
