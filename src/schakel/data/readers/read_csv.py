"""CSV: every cell as the text it is, read strictly and wholly."""

import csv
import glob
import io
import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from duckdb import DuckDBPyConnection
from duckdb import Error as DuckDBError

from schakel.chain.problem import Notice, Problem, Refusal, refuse
from schakel.data.mapping import FileForm
from schakel.data.readers.csv_text import CsvText, csv_text
from schakel.data.readers.heading import headings, refuse_title
from schakel.data.readers.limits import MAX_CELL
from schakel.data.readers.limits import MAX_COLUMNS as MAX_COLUMNS
from schakel.data.readers.raw import Raw, RawColumn
from schakel.data.readers.text_cells import refuse_large_cells
from schakel.data.sql import drop, one, run

DELIMITERS = (",", ";", "\t", "|")
MAX_LINE = 8 << 20
SNIFFED = 1 << 16
LOOKED = 100  # rows that tell the delimiter, and whether there is a title above the heading


def read_csv(connection: DuckDBPyConnection, path: Path, form: FileForm, *, packed: bool, relation: str = "raw") -> Raw:
    """Read a file into a table of text columns c0, c1, ... and `row`, the line at which each row begins.

    Blank lines count as lines, also among those that `skip_rows` leaves out.
    """
    with csv_text(path, packed=packed, encoding=form.encoding, skip=form.skip_rows) as text:
        delimiter, notices = _delimiter(path.name, text, form.delimiter)
        header = _header(path.name, text, delimiter)
        columns = tuple(RawColumn(name, f"c{place}") for place, name in enumerate(header))
        count = _read(connection, path.name, text, delimiter, columns, relation)
    if count == 0:
        raise Refusal((Problem("no_rows", path.name),))
    refuse_large_cells(connection, path.name, columns, relation)
    return Raw("csv", path.name, relation, columns, count, notices=notices)


def _delimiter(file: str, text: CsvText, declared: str | None) -> tuple[str, tuple[Notice, ...]]:
    with text.path.open(encoding="utf-8-sig", newline="") as stream:
        return delimiter_of(file, stream.read(SNIFFED), text.skipped, declared)


def delimiter_of(file: str, head: str, skipped: int, declared: str | None) -> tuple[str, tuple[Notice, ...]]:
    """The delimiter of a text by its first SNIFFED signs, and what is told of it. skipped: lines above it.

    Refusal for blanks only, for a title above the headings, and where the declared one is plainly another.
    """
    if not head.strip():
        raise Refusal((Problem("file_blank", file),))
    found = sniffed(head)
    _refuse_title(file, head, skipped, declared, found)
    if declared is None:
        return found, (() if found == "," else (Notice("delimiter_found", 1, file, more=(("sign", _sign(found)),)),))
    first = head.lstrip().splitlines()[0]
    if declared not in first and found in first:
        row = 1 + skipped
        raise Refusal((Problem("delimiter_differs", file, row=row, value=_sign(found), allowed=_sign(declared)),))
    return declared, ()


def _refuse_title(file: str, head: str, skipped: int, declared: str | None, found: str) -> None:
    """Where rows do not have the width of the first, a title may have misled; then every delimiter is tried."""
    unsure = declared is None and _score(head, found)[0] < 0.5
    for delimiter in (declared or found, *(sign for sign in DELIMITERS if unsure and sign != found)):
        records, begin = [], 1 + skipped
        reader = csv.reader(io.StringIO(head, newline=""), delimiter=delimiter)
        try:
            for record in itertools.islice(reader, LOOKED):
                if record:
                    records.append((begin, record))
                begin = 1 + skipped + reader.line_num
        except csv.Error:
            continue
        refuse_title(file, records)


def sniffed(head: str) -> str:
    """The delimiter that gives most rows the width of the first, and then the widest rows."""
    return max(DELIMITERS, key=lambda delimiter: _score(head, delimiter))


def _score(head: str, delimiter: str) -> tuple[float, int]:
    widths = []
    try:
        for record in csv.reader(head.splitlines(keepends=True)[:LOOKED], delimiter=delimiter):
            if record:
                widths.append(len(record))
    except csv.Error:
        pass
    if not widths or widths[0] < 2:
        return (0.0, 0)
    return (round(sum(width == widths[0] for width in widths) / len(widths), 1), widths[0])


def _sign(delimiter: str) -> str:
    return "tab" if delimiter == "\t" else delimiter


@contextmanager
def _cells(path: Path, delimiter: str) -> Iterator["csv._reader"]:  # type: ignore[name-defined]
    with path.open(encoding="utf-8-sig", newline="") as stream, strict_records(stream, delimiter) as records:
        yield records


@contextmanager
def strict_records(stream: TextIO, delimiter: str) -> Iterator["csv._reader"]:  # type: ignore[name-defined]
    """Records by Python's own strict reader: slower, but it tells where a fault is. Its limit is process-wide."""
    before = csv.field_size_limit(MAX_CELL)
    try:
        yield csv.reader(stream, delimiter=delimiter, strict=True)
    finally:
        csv.field_size_limit(before)


def _header(file: str, text: CsvText, delimiter: str) -> tuple[str, ...]:
    begin = 1 + text.skipped
    try:
        with _cells(text.path, delimiter) as records:
            for header in records:
                if header:
                    return headings(file, begin, header)
                begin = 1 + text.skipped + records.line_num
    except csv.Error as error:
        raise Refusal((Problem("quote_open", file, row=begin),)) from error
    raise Refusal((Problem("file_blank", file),))


def _read(
    connection: DuckDBPyConnection,
    file: str,
    text: CsvText,
    delimiter: str,
    columns: tuple[RawColumn, ...],
    relation: str,
) -> int:
    """Read the rows; where DuckDB refuses, the slower reader says why, or reads what is only unusual."""
    try:
        count = _load(connection, text.path, delimiter, columns, relation, text.skipped)
    except DuckDBError:
        count = -1
    if count + 1 == text.lines and not _begins_blank(text.path):
        return count
    lines = _lines(file, text, delimiter, len(columns))
    if count != len(lines) or _begins_blank(text.path):
        count = _load_rewritten(connection, file, text.path, delimiter, columns, relation)
    _number(connection, relation, lines)
    return count


def _begins_blank(path: Path) -> bool:
    """Whether a blank line stands above the heading, which DuckDB takes for the heading itself."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return not stream.read(2).strip("\r\n")


def _load(
    connection: DuckDBPyConnection,
    path: Path,
    delimiter: str,
    columns: tuple[RawColumn, ...],
    relation: str,
    above: int = 0,
) -> int:
    """Read rows numbered as lines. above: lines that stand above the text in the user's file."""
    types = ", ".join(f"'{column.sql}': 'VARCHAR'" for column in columns)
    drop(connection, relation)
    run(
        connection,
        f"CREATE TABLE {relation} AS SELECT row_number() OVER () + {above + 1} AS row, * FROM read_csv($1, delim=$2, "  # noqa: S608
        f"""quote='"', escape='"', header=true, auto_detect=false, strict_mode=true, compression='none', """
        f"hive_partitioning=false, max_line_size={MAX_LINE}, columns={{{types}}})",
        [glob.escape(str(path)), delimiter],
    )
    (count,) = one(connection, f"SELECT count(*) FROM {relation}")  # noqa: S608
    return int(count)


def _lines(file: str, text: CsvText, delimiter: str, width: int) -> list[int]:
    """The line at which each row begins. Refusal with every row that is too short or too long, or an open quote."""
    starts: list[int] = []
    problems: list[Problem] = []
    total, above = 0, text.skipped
    begin = above + 1
    with _cells(text.path, delimiter) as records:
        try:
            for record in records:
                if record:
                    starts.append(begin)
                    if len(record) != width and len(starts) > 1:
                        total += 1
                        code = "row_short" if len(record) < width else "row_long"
                        problem = Problem(code, file, row=begin, value=str(len(record)), allowed=str(width))
                        problems += [problem] if total <= 20 else []
                begin = above + records.line_num + 1
        except csv.Error as error:
            problems.append(quoting_problem(file, begin, above + records.line_num, str(error)))
            total += 1
    refuse(problems, total)
    return starts[1:]


def quoting_problem(file: str, begin: int, now: int, said: str) -> Problem:
    """A fault of the strict reader: it tells the line at which the record began."""
    if "field larger" in said and now <= begin:
        return Problem("cell_too_large", file, row=begin, allowed=f"{MAX_CELL >> 20} MB")
    if "unexpected end" in said or "field larger" in said:
        return Problem("quote_open", file, row=begin)
    return Problem("quote_stray", file, row=begin)


def _load_rewritten(
    connection: DuckDBPyConnection,
    file: str,
    path: Path,
    delimiter: str,
    columns: tuple[RawColumn, ...],
    relation: str,
) -> int:
    """Read a file that is right but unusual (mixed line ends, a quote within a word) by way of a regular copy."""
    import tempfile

    with tempfile.TemporaryDirectory(prefix="schakel-") as folder:
        copy = Path(folder) / "regular.csv"
        with _cells(path, delimiter) as records, copy.open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(r for r in records if r)
        try:
            return _load(connection, copy, ",", columns, relation)
        except DuckDBError as error:
            raise Refusal((Problem("csv_broken", file),)) from error


def _number(connection: DuckDBPyConnection, relation: str, lines: list[int]) -> None:
    """Replace row numbers by the lines at which the rows begin."""
    run(
        connection,
        f"CREATE OR REPLACE TABLE {relation} AS SELECT line AS row, r.* EXCLUDE (row) FROM "  # noqa: S608
        f"(SELECT row_number() OVER (ORDER BY row) AS place, * FROM {relation}) r JOIN "
        "(SELECT unnest(range(1, len($1::BIGINT[]) + 1)) AS place, unnest($1::BIGINT[]) AS line) USING (place)",
        [lines],
    )
