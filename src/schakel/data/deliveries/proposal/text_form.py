"""How a text file is written: its encoding and its delimiter, as its bytes tell them."""

import csv
import gzip
import statistics
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from schakel.chain.problem import Refusal
from schakel.data.readers.csv_text import WIDE, CsvText, csv_text
from schakel.data.readers.kind import looks_wide
from schakel.data.readers.read_csv import DELIMITERS

HEAD = 1 << 20
RECORDS = 400
# é, ë, ï, ö, ü, ä and è of MS-DOS; Windows has quotation marks and the like there.
DOS_LETTERS = b"\x82\x89\x8b\x94\x81\x84\x8a"


@dataclass(frozen=True)
class Record:
    """A row of cells, with the number of lines above it and up to its end."""

    above: int
    until: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class TextForm:
    """encoding: None for UTF-8, with or without its mark. records: the first of the file."""

    encoding: str | None
    delimiter: str
    records: tuple[Record, ...]
    text: CsvText


@contextmanager
def text_form(path: Path, *, packed: bool) -> Iterator[TextForm]:
    """The form of a text file, with its text as UTF-8 while the block runs. Refusal when no encoding fits."""
    head = _head(path, packed)
    for encoding in _encodings(head):
        text = csv_text(path, packed=packed, encoding=encoding)
        try:
            found = text.__enter__()
        except Refusal as refusal:
            if refusal.problems[0].code in ("encoding_wrong", "encoding_differs"):
                continue
            raise
        try:
            delimiter, records = _laid_out(found.path)
            yield TextForm(encoding, delimiter, records, found)
        finally:
            text.__exit__(None, None, None)
        return


def _head(path: Path, packed: bool) -> bytes:
    try:
        with gzip.open(path) if packed else path.open("rb") as stream:
            return stream.read(HEAD)
    except (OSError, EOFError):
        return b""  # said in full when the text is read


def _encodings(head: bytes) -> tuple[str | None, ...]:
    """What to try, best first. The last takes any byte."""
    mark = next((name for bom, name in WIDE.items() if head.startswith(bom)), None)
    if mark is None and looks_wide(head[:4096]):
        mark = "utf-16-le" if head[1:4096:2].count(0) > head[:4096:2].count(0) else "utf-16-be"
    if mark:
        return (mark,)
    dos = sum(head.count(bytes((letter,))) for letter in DOS_LETTERS)
    windows = len(head) - len(head.translate(None, bytes(range(0xC0, 0x100))))
    one_byte = ("cp850", "windows-1252") if dos > windows else ("windows-1252", "iso-8859-1")
    return (None, *one_byte)


def _laid_out(path: Path) -> tuple[str, tuple[Record, ...]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        head = stream.read(HEAD // 4)
    tried = {sign: _records(head, sign) for sign in DELIMITERS}
    best = max(DELIMITERS, key=lambda sign: _evenness(tried[sign]))
    return best, tried[best]


def _records(head: str, delimiter: str) -> tuple[Record, ...]:
    found: list[Record] = []
    reader = csv.reader(head.splitlines(keepends=True), delimiter=delimiter)
    above = 0
    try:
        for cells in reader:
            found.append(Record(above, reader.line_num, tuple(cells)))
            above = reader.line_num
            if len(found) == RECORDS:
                break
    except csv.Error:
        pass
    return tuple(found)


def _evenness(records: Sequence[Record]) -> tuple[float, int]:
    """How large a part of the rows has the usual width, and that width; titles above a table count little."""
    widths = [len(record.cells) for record in records if any(record.cells)]
    if not widths:
        return (0.0, 0)
    usual = statistics.mode(sorted(widths, reverse=True))
    return (round(widths.count(usual) / len(widths), 1) if usual > 1 else 0.0, usual)
