"""CSV: every cell as the text it is, read strictly and wholly."""

import csv
import glob
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from duckdb import DuckDBPyConnection
from duckdb import Error as DuckDBError

from schakel.chain.problem import Notice, Problem, Refusal, refuse
from schakel.data.mapping import FileForm
from schakel.data.readers.csv_text import CsvText, csv_text
from schakel.data.readers.raw import Raw, RawColumn, clean
from schakel.data.sql import drop, one, run

DELIMITERS = (",", ";", "\t", "|")
MAX_COLUMNS = 1000
MAX_CELL = 1 << 20  # bytes; a megabyte in one cell is a lost quote or a document, not an event
MAX_LINE = 8 << 20
SNIFFED = 1 << 16


def read_csv(connection: DuckDBPyConnection, path: Path, form: FileForm, *, packed: bool, relation: str = "raw") -> Raw:
    """Read a file into a table of text columns c0, c1, ... and `row`, the line at which each row begins."""
    with csv_text(path, packed=packed, encoding=form.encoding) as text:
        delimiter, notices = _delimiter(path.name, text.path, form.delimiter)
        header = _header(path.name, text.path, delimiter)
        columns = tuple(RawColumn(name, f"c{place}") for place, name in enumerate(header))
        count = _read(connection, path.name, text, delimiter, columns, relation)
    if count == 0:
        raise Refusal((Problem("no_rows", path.name),))
    _refuse_large_cells(connection, path.name, columns, relation)
    return Raw("csv", path.name, relation, columns, count, notices=notices)


def _delimiter(file: str, path: Path, declared: str | None) -> tuple[str, tuple[Notice, ...]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        head = stream.read(SNIFFED)
    if not head.strip():
        raise Refusal((Problem("file_blank", file),))
    found = sniffed(head)
    if declared is None:
        return found, (() if found == "," else (Notice("delimiter_found", 1, file, more=(("sign", _sign(found)),)),))
    first = head.lstrip().splitlines()[0]
    if declared not in first and found in first:
        raise Refusal((Problem("delimiter_differs", file, row=1, value=_sign(found), allowed=_sign(declared)),))
    return declared, ()


def sniffed(head: str) -> str:
    """The delimiter that gives most rows the width of the first, and then the widest rows."""

    def score(delimiter: str) -> tuple[float, int]:
        widths = []
        try:
            for record in csv.reader(head.splitlines(keepends=True)[:100], delimiter=delimiter):
                if record:
                    widths.append(len(record))
        except csv.Error:
            pass
        if not widths or widths[0] < 2:
            return (0.0, 0)
        return (round(sum(width == widths[0] for width in widths) / len(widths), 1), widths[0])

    return max(DELIMITERS, key=score)


def _sign(delimiter: str) -> str:
    return "tab" if delimiter == "\t" else delimiter


@contextmanager
def _cells(path: Path, delimiter: str) -> Iterator["csv._reader"]:  # type: ignore[name-defined]
    """Records by Python's own strict reader: slower, but it tells where a fault is. Its limit is process-wide."""
    before = csv.field_size_limit(MAX_CELL)
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            yield csv.reader(stream, delimiter=delimiter, strict=True)
    finally:
        csv.field_size_limit(before)


def _header(file: str, path: Path, delimiter: str) -> tuple[str, ...]:
    try:
        with _cells(path, delimiter) as records:
            header = next(record for record in records if record)
    except (csv.Error, StopIteration) as error:
        raise Refusal((Problem("quote_open", file, row=1),)) from error
    if len(header) > MAX_COLUMNS:
        raise Refusal((Problem("too_many_columns", file, value=str(len(header)), allowed=str(MAX_COLUMNS)),))
    names = [clean(name) for name in header]
    refuse(
        Problem("header_double", file, row=1, column=name, more=(("first", names.index(name) + 1), ("second", place)))
        for place, name in enumerate(names, 1)
        if name and names.index(name) + 1 < place
    )
    return tuple(name or f"({place})" for place, name in enumerate(names, 1))


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
        count = _load(connection, text.path, delimiter, columns, relation)
        if count + 1 == text.lines:
            return count
        lines = _lines(file, text.path, delimiter, len(columns))
    except DuckDBError:
        lines = _lines(file, text.path, delimiter, len(columns))
        count = _load_rewritten(connection, file, text.path, delimiter, columns, relation)
    _number(connection, relation, lines)
    return count


def _load(
    connection: DuckDBPyConnection, path: Path, delimiter: str, columns: tuple[RawColumn, ...], relation: str
) -> int:
    types = ", ".join(f"'{column.sql}': 'VARCHAR'" for column in columns)
    drop(connection, relation)
    run(
        connection,
        f"CREATE TABLE {relation} AS SELECT row_number() OVER () + 1 AS row, * FROM read_csv($1, delim=$2, "  # noqa: S608
        f"""quote='"', escape='"', header=true, auto_detect=false, strict_mode=true, compression='none', """
        f"hive_partitioning=false, max_line_size={MAX_LINE}, columns={{{types}}})",
        [glob.escape(str(path)), delimiter],
    )
    (count,) = one(connection, f"SELECT count(*) FROM {relation}")  # noqa: S608
    return int(count)


def _lines(file: str, path: Path, delimiter: str, width: int) -> list[int]:
    """The line at which each row begins. Refusal with every row that is too short or too long, or an open quote."""
    starts: list[int] = []
    problems: list[Problem] = []
    total, begin = 0, 1
    with _cells(path, delimiter) as records:
        try:
            for record in records:
                if record:
                    starts.append(begin)
                    if len(record) != width and len(starts) > 1:
                        total += 1
                        code = "row_short" if len(record) < width else "row_long"
                        problem = Problem(code, file, row=begin, value=str(len(record)), allowed=str(width))
                        problems += [problem] if total <= 20 else []
                begin = records.line_num + 1
        except csv.Error as error:
            problems.append(_quoting(file, begin, records.line_num, str(error)))
            total += 1
    refuse(problems, total)
    return starts[1:]


def _quoting(file: str, begin: int, now: int, said: str) -> Problem:
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
        f"CREATE OR REPLACE TABLE {relation} AS SELECT line AS row, r.* EXCLUDE (row) FROM {relation} r "  # noqa: S608
        "JOIN (SELECT unnest(range(2, len($1::BIGINT[]) + 2)) AS row, unnest($1::BIGINT[]) AS line) USING (row)",
        [lines],
    )


def _refuse_large_cells(
    connection: DuckDBPyConnection, file: str, columns: tuple[RawColumn, ...], relation: str
) -> None:
    sizes = one(connection, f"SELECT {', '.join(f'max(strlen({c.sql}))' for c in columns)} FROM {relation}")  # noqa: S608
    problems = []
    for column, size in zip(columns, sizes, strict=True):
        if size is not None and size >= MAX_CELL:
            (row,) = one(connection, f"SELECT min(row) FROM {relation} WHERE strlen({column.sql}) >= {MAX_CELL}")  # noqa: S608
            problems.append(
                Problem("cell_too_large", file, row=row, column=column.name, allowed=f"{MAX_CELL >> 20} MB")
            )
    refuse(problems)
