"""How a bad source is written: as text, bytes, Parquet, a workbook or a zip; and what a case of the catalogue says."""

import gzip
import random
import struct
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import duckdb

from unit.data import workbooks

HEAD = "zaaknummer,activiteit,organisatie,startdatum\n"
ROW = "Z-1,Melding,Loket,2024-02-01\n"
GOOD = HEAD + ROW
MAPPED = '[columns]\ncase_id = "zaaknummer"\nactivity = "activiteit"\npartner = "organisatie"\nstarted = "startdatum"\n'
COST = MAPPED + 'cost_cents = "kosten"\n[attributes]\n"uren" = { as = "hours", type = "number" }\n'


def _write(path: Path, data: bytes) -> None:
    path.write_bytes(data)


def text(value: str) -> Callable[[Path], None]:
    """Writes text as UTF-8."""
    return lambda path: _write(path, value.encode())


def raw(value: bytes) -> Callable[[Path], None]:
    """Writes bytes."""
    return lambda path: _write(path, value)


def packed(value: bytes) -> Callable[[Path], None]:
    """Writes bytes packed with gzip."""
    return lambda path: _write(path, gzip.compress(value, 9, mtime=0))


def parquet(select: str, then: Callable[[bytes], bytes] = lambda data: data) -> Callable[[Path], None]:
    """Writes a query's rows as Parquet, and changes its bytes."""

    def write(path: Path) -> None:
        with duckdb.connect() as connection:
            connection.execute("SET TimeZone = 'UTC'").fetchall()
            connection.execute(f"COPY ({select}) TO '{path}' (FORMAT parquet)").fetchall()
        path.write_bytes(then(path.read_bytes()))

    return write


def elevenfold(count: int) -> list[str]:
    """Numbers of nine digits that pass the eleven test, made up and in a fixed order."""
    found: list[str] = []
    order = random.Random(7)  # noqa: S311
    while len(found) < count:
        digits = [order.randrange(1, 10), *(order.randrange(10) for _ in range(7))]
        last = sum(w * d for w, d in zip(range(9, 1, -1), digits, strict=True)) % 11
        if last < 10:
            found.append("".join(map(str, [*digits, last])))
    return found


def cost(row: str, more: str = "") -> str:
    """A file with amounts and hours."""
    return "zaaknummer,activiteit,organisatie,startdatum,kosten,uren\n" + more + row


def one_row_too_many(data: bytes) -> bytes:
    """Change the row count in the footer of a Parquet file of 300 rows to 301: zigzag varints 600 and 602."""
    size = struct.unpack("<I", data[-8:-4])[0]
    footer = data[-8 - size : -8]
    return data[: -8 - size] + footer.replace(b"\xd8\x04", b"\xda\x04") + data[-8:]


def book(**parts: workbooks.Part | Callable[[str], str]) -> Callable[[Path], None]:
    """Writes a workbook of which parts are replaced, changed or added."""

    def write(path: Path) -> None:
        workbooks.workbook(path)
        workbooks.changed(path, **parts)

    return write


def packed_together(**members: bytes) -> Callable[[Path], None]:
    """Writes a zip."""
    return lambda path: _write(path, workbooks.zipped(path, members).read_bytes())


def encrypted(path: Path) -> None:
    """Writes a zip that says of its one member that it is encrypted."""
    data = bytearray(workbooks.zipped(path, {"log.csv": GOOD}).read_bytes())
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + place] |= 1
    path.write_bytes(data)


@dataclass(frozen=True)
class Bad:
    """case: its number in the catalogue; what: what is wrong, in English; nl and en: the first sentence said."""

    case: int
    what: str
    write: Callable[[Path], None]
    nl: str
    en: str
    file: str = "log.csv"
    mapping: str = ""
    total: int = 1


FAR = '<row r="1048000"><c r="CV1048000"><v>1</v></c></row></sheetData>'
EVENTS = (
    "SELECT 'Z-' || i AS case_id, 'Melding' AS activity, TIMESTAMP '2024-02-01 10:00:00' AS started "
    "FROM range(300) r(i)"
)
