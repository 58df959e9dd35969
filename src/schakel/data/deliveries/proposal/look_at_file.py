"""What a file tells about itself: its kind, how it is written, where its heading stands, and its rows as text."""

import glob
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
from duckdb import DuckDBPyConnection

from schakel.chain.problem import Problem, Refusal
from schakel.data.deliveries.proposal.heading import COMPARED, find_heading
from schakel.data.deliveries.proposal.odd_rows import NO_ODD_ROWS, OddRows, take_out_odd_rows
from schakel.data.deliveries.proposal.remark import Remark, doubt
from schakel.data.deliveries.proposal.text_form import text_form
from schakel.data.mapping import FileForm
from schakel.data.messages.archive import holds_messages
from schakel.data.readers.heading import headings
from schakel.data.readers.kind import kind_of
from schakel.data.readers.name import shown_name
from schakel.data.readers.raw import Raw
from schakel.data.readers.read_csv import MAX_LINE
from schakel.data.readers.read_parquet import read_parquet
from schakel.data.readers.workbook import workbook
from schakel.data.readers.zip_delivery import unpacked
from schakel.data.sql import drop, identifier, one, rows, run

SHEETS = 6  # visible sheets of a workbook that are looked at


@dataclass(frozen=True)
class FileLook:
    """One file. name: its path from the folder, with slashes. table: relation with row and c0, c1, ... as text.

    archive: the zip that it lies in, by its path; empty for a file of its own.
    encoding None is UTF-8; skip_rows: rows above the heading; odd: rows that were taken out of the table.
    """

    name: str
    kind: str
    table: str
    header: tuple[str, ...]
    rows: int = 0
    modified: date = date.min
    encoding: str | None = None
    delimiter: str | None = None
    sheet: str = ""
    skip_rows: int = 0
    odd: OddRows = NO_ODD_ROWS
    remarks: tuple[Remark, ...] = ()
    archive: str = ""


def look_at_file(connection: DuckDBPyConnection, folder: Path, path: Path, table: str) -> list[FileLook]:
    """Look at a file, or at all files in a zip, and make a table of the rows of each.

    Refusal when one cannot be read or has no heading.
    """
    if kind_of(path).kind != "zip":
        return [_complete(connection, folder, path, table)]
    if holds_messages(path):
        raise Refusal((Problem("messages_propose", path.name),))
    name = path.relative_to(folder).as_posix()
    modified = datetime.fromtimestamp(path.stat().st_mtime, UTC).date()
    with tempfile.TemporaryDirectory(prefix="schakel-") as temporary:
        inner = Path(temporary)
        looks = [
            _complete(connection, inner, member, f"{table}_{number}")
            for number, member in enumerate(unpacked(path, inner).paths)
        ]
    return [replace(look, name=f"{name}/{look.name}", archive=name, modified=modified) for look in looks]


def _complete(connection: DuckDBPyConnection, folder: Path, path: Path, table: str) -> FileLook:
    look = _looked(connection, path, table)
    odd = take_out_odd_rows(connection, table, len(look.header)) if look.kind in ("csv", "excel") else NO_ODD_ROWS
    (count,) = one(connection, f"SELECT count(*) FROM {table}")  # noqa: S608
    if not count:
        raise Refusal((Problem("no_rows", path.name),))
    modified = datetime.fromtimestamp(path.stat().st_mtime, UTC).date()
    name = path.relative_to(folder).as_posix()
    return replace(look, name=name, rows=int(count), modified=modified, odd=odd, remarks=(*look.remarks, *odd.remarks))


def _looked(connection: DuckDBPyConnection, path: Path, table: str) -> FileLook:
    found = kind_of(path)
    if found.kind == "messages":
        raise Refusal((Problem("messages_propose", path.name),))
    try:
        if found.kind == "excel":
            return _workbook(connection, path, table)
        if found.kind == "csv":
            return _text(connection, path, table, found.packed)
        if found.kind == "ocel":
            return _ocel(connection, path, table)
        return _parquet(connection, path, table) if found.kind == "parquet" else _xes(connection, path, table)
    except duckdb.Error as error:
        raise Refusal((Problem("parquet_broken" if found.kind == "parquet" else "csv_broken", path.name),)) from error


def _text(connection: DuckDBPyConnection, path: Path, table: str, packed: bool) -> FileLook:
    with text_form(path, packed=packed) as form:
        cells = [record.cells for record in form.records]
        place, header = _heading(path, cells, lambda place: form.records[place].above + 1)
        record = form.records[place]
        _load(connection, form.text.path, form.delimiter, record.until, len(header), table)
    titled = any(any(one.cells) for one in form.records[:place])
    return FileLook(
        "",
        "csv",
        table,
        header,
        encoding=form.encoding,
        delimiter=form.delimiter,
        skip_rows=record.above if titled else 0,
    )


def _workbook(connection: DuckDBPyConnection, path: Path, table: str) -> FileLook:
    """The visible sheet with the most rows; where another one could have been meant, it is named."""
    with workbook(path) as book:
        names = [sheet.name for sheet in book.sheets if not sheet.hidden][:SHEETS]
    found: list[tuple[str, Raw, int]] = []
    refused: Refusal | None = None
    for number, name in enumerate(names):
        try:
            found.append((name, *_sheet(connection, path, name, f"{table}_sheet_{number}")))
        except Refusal as refusal:
            refused = refused or refusal
    if not found:
        raise refused or Refusal((Problem("sheets_empty", path.name),))
    name, raw, skip = max(found, key=lambda sheet: sheet[1].rows)
    _copied(connection, raw.relation, [column.sql for column in raw.columns], raw.row, table)
    drop(connection, *(sheet.relation for _, sheet, _ in found))
    remarks = (doubt("sheet", n=len(found) - 1, sheet=shown_name(name)),) if len(found) > 1 else ()
    sheet = name if len(names) > 1 else ""
    return FileLook("", "excel", table, raw.header, sheet=sheet, skip_rows=skip, remarks=remarks)


def _sheet(connection: DuckDBPyConnection, path: Path, name: str, relation: str) -> tuple[Raw, int]:
    """A sheet as it is read, and how many rows lie above its heading."""
    from schakel.data.readers.read_excel import read_excel  # the library only where Excel is read

    skip = 0
    for _ in range(3):  # below a title another one may stand
        try:
            raw = read_excel(connection, path, FileForm(sheet=name, skip_rows=skip), relation=relation)
        except Refusal as refusal:
            below = dict(refusal.problems[0].more).get("found")
            if refusal.problems[0].code != "heading_below" or below is None:
                raise
            skip = int(below) - 1
            continue
        first = rows(connection, f"SELECT * FROM {relation} ORDER BY row LIMIT {COMPARED}")  # noqa: S608
        place = find_heading([raw.header, *([str(cell or "") for cell in row[1:]] for row in first)])
        if place == 0:
            return raw, skip
        if place is None:
            break
        skip = int(first[place - 1][0]) - 1
    raise Refusal((Problem("no_heading", path.name),))


def _parquet(connection: DuckDBPyConnection, path: Path, table: str) -> FileLook:
    raw = read_parquet(connection, path, relation=f"{table}_view")
    _copied(connection, raw.relation, [column.sql for column in raw.columns], raw.row, table)
    drop(connection, raw.relation)
    return FileLook("", "parquet", table, raw.header)


def _ocel(connection: DuckDBPyConnection, path: Path, table: str) -> FileLook:
    from schakel.data.readers.read_ocel import read_ocel  # the parser only where OCEL is read

    raw = read_ocel(connection, path, relation=f"{table}_flat")
    _copied(connection, raw.relation, [column.sql for column in raw.columns], raw.row, table)
    drop(connection, raw.relation)
    return FileLook("", "ocel", table, raw.header)


def _xes(connection: DuckDBPyConnection, path: Path, table: str) -> FileLook:
    from schakel.data.readers.read_xes import read_xes  # the parser only where XES is read

    log = read_xes(connection, path)
    _copied(connection, log.relation, [identifier(column) for column in log.columns], 'r."row"', table)
    drop(connection, "raw", "raw_events", "raw_traces")
    return FileLook("", "xes", table, tuple(log.columns))


def _heading(path: Path, rows: Sequence[Sequence[str]], row: Callable[[int], int]) -> tuple[int, tuple[str, ...]]:
    """The place and the names of the heading. row: its number in the file. Refusal: none, or a double name."""
    place = find_heading(rows)
    if place is None:
        only_one = sum(any(cells) for cells in rows) < 2
        raise Refusal((Problem("no_rows" if only_one else "no_heading", path.name),))
    return place, headings(path.name, row(place), rows[place])


def _load(connection: DuckDBPyConnection, path: Path, delimiter: str, skip: int, width: int, table: str) -> None:
    """Read the rows as leniently as can be: `check` is strict later, and tells each row that does not fit."""
    types = ", ".join(f"'c{place}': 'VARCHAR'" for place in range(width))
    cells = ", ".join(f"nullif(trim(c{place}), '') AS c{place}" for place in range(width))
    text = (
        f"CREATE OR REPLACE TABLE {table} AS SELECT row_number() OVER () AS row, {cells} FROM read_csv($1, delim=$2, "  # noqa: S608
        f"""quote='"', escape='"', header=false, skip={skip}, auto_detect=false, strict_mode=false, """
        f"null_padding=true, ignore_errors=true, max_line_size={MAX_LINE}, hive_partitioning=false, columns={{{types}}}"
    )
    try:
        run(connection, f"{text})", [glob.escape(str(path)), delimiter])
    except duckdb.Error:  # a line end between quotes cannot be padded by several readers at once
        run(connection, f"{text}, parallel=false)", [glob.escape(str(path)), delimiter])


def _copied(connection: DuckDBPyConnection, relation: str, columns: Sequence[str], row: str, table: str) -> None:
    cells = [f"nullif(trim(CAST(r.{sql} AS VARCHAR)), '') AS c{place}" for place, sql in enumerate(columns)]
    run(connection, f"CREATE OR REPLACE TABLE {table} AS SELECT {row} AS row, {', '.join(cells)} FROM {relation} AS r")  # noqa: S608
