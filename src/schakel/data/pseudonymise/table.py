"""A file as headings and records that pass by one after the other: nothing of it is kept or copied."""

import csv
import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from schakel.chain.problem import Notice, Problem, Refusal
from schakel.data.mapping import FileForm
from schakel.data.readers.csv_text import looked_through, text_stream
from schakel.data.readers.heading import headings
from schakel.data.readers.kind import kind_of
from schakel.data.readers.read_csv import SNIFFED, delimiter_of, quoting_problem, strict_records

Record = tuple[int, list[str]]
OF_A_WORKBOOK = ";"  # delimiter of what is written of a workbook, as Excel writes it where the comma is in numbers
FETCHED = 10_000


@dataclass(frozen=True)
class Table:
    """header: the names of the columns, as `readers.heading` cleans them; written: as they stand in the file.

    records: (line or row at which it begins, its cells as text), each as wide as the header. lines: how many there
    are, to tell how far it is.
    """

    file: str
    header: tuple[str, ...]
    written: tuple[str, ...]
    delimiter: str
    records: Iterator[Record]
    lines: int
    notices: tuple[Notice, ...] = ()


@contextmanager
def table(path: Path, form: FileForm) -> Iterator[Table]:
    """The table in a CSV file (also .gz) or a workbook while the block runs. Refusal as the readers give it."""
    found = kind_of(path)
    if found.kind == "csv":
        with _csv(path, form, packed=found.packed) as made:
            yield made
    elif found.kind == "excel":
        with _excel(path, form) as made:
            yield made
    else:
        raise Refusal((Problem("source_kind", path.name, value=found.kind, allowed=".csv, .csv.gz, .xlsx"),))


@contextmanager
def _csv(path: Path, form: FileForm, *, packed: bool) -> Iterator[Table]:
    file, skip = path.name, form.skip_rows
    lines = looked_through(path, packed=packed, encoding=form.encoding)
    if skip and lines <= skip:
        raise Refusal((Problem("skip_rows_all", file, value=str(skip), allowed=str(lines)),))
    with text_stream(path, packed=packed, encoding=form.encoding, skip=skip) as stream:
        head = stream.read(SNIFFED)
    delimiter, notices = delimiter_of(file, head, skip, form.delimiter)
    with (
        text_stream(path, packed=packed, encoding=form.encoding, skip=skip) as stream,
        strict_records(stream, delimiter) as reader,
    ):
        records = _records(file, reader, skip)
        begin, written = next(records, (0, []))
        if not written:
            raise Refusal((Problem("file_blank", file),))
        header = headings(file, begin, written)
        yield Table(file, header, tuple(written), delimiter, records, lines, notices)


def _records(file: str, reader: "csv._reader", skip: int) -> Iterator[Record]:  # type: ignore[name-defined]
    """Every record that is no blank line, as wide as the first, with the line at which it begins."""
    begin, width = 1 + skip, 0
    try:
        for cells in reader:
            if cells:
                if len(cells) != width:
                    width = _wide(file, begin, len(cells), width)
                yield begin, cells
            begin = 1 + skip + reader.line_num
    except csv.Error as error:
        raise Refusal((quoting_problem(file, begin, skip + reader.line_num, str(error)),)) from error


def _wide(file: str, row: int, found: int, width: int) -> int:
    if width:
        code = "row_short" if found < width else "row_long"
        raise Refusal((Problem(code, file, row=row, value=str(found), allowed=str(width)),))
    return found


@contextmanager
def _excel(path: Path, form: FileForm) -> Iterator[Table]:
    from schakel.data.readers.read_excel import read_excel  # the library only where Excel is read

    with duckdb.connect() as connection:
        raw = read_excel(connection, path, form)
        names = ", ".join(f"coalesce({column.sql}, '')" for column in raw.columns)
        asked = connection.execute(f"SELECT row, {names} FROM {raw.relation} ORDER BY row")  # noqa: S608
        batches = iter(lambda: asked.fetchmany(FETCHED), [])
        records = ((row, list(cells)) for row, *cells in itertools.chain.from_iterable(batches))
        written = tuple("" if name.startswith("(") else name for name in raw.header)
        yield Table(path.name, raw.header, written, OF_A_WORKBOOK, records, raw.rows, raw.notices)
