"""Excel: the values of one sheet as text, as they would stand in a CSV file."""

import itertools
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from duckdb import DuckDBPyConnection
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from schakel.chain.problem import SHOWN, Notice, Problem, Refusal, refuse
from schakel.data.mapping import FileForm
from schakel.data.readers.cell_text import cell_texts
from schakel.data.readers.heading import headings, refuse_title
from schakel.data.readers.name import shown_name
from schakel.data.readers.raw import Raw, RawColumn
from schakel.data.readers.sheet_cells import SheetCells, column_letters, first_cells
from schakel.data.readers.sheet_copy import copied
from schakel.data.readers.text_cells import refuse_large_cells
from schakel.data.readers.workbook import Sheet, Workbook, broken, workbook
from schakel.data.sql import drop, identifier, one, run

LOOKED = 100  # rows that tell whether there is a title above the heading
BATCH = 20_000
Row = tuple[int, list[str | None]]


def read_excel(connection: DuckDBPyConnection, path: Path, form: FileForm, *, relation: str = "raw") -> Raw:
    """Read a sheet into a table of text columns c0, c1, ... and `row`, the number of each row as Excel shows it.

    Of a formula the outcome that was kept is taken, of an error its word (#N/A), so that it is met where it matters.
    Rows in which all cells are empty are no rows. Refusal for a workbook with macros or a password, and for formulas
    without an outcome.
    """
    with workbook(path) as book, tempfile.TemporaryDirectory(prefix="schakel-") as folder:
        sheet, notices = _chosen(book, form.sheet)
        copy = Path(folder) / "sheet.xlsx"
        cells = copied(book, sheet, copy)
        with _opened(copy, path.name) as values:
            rows = _rows(values, cells, form, path.name)
            top = list(itertools.islice(rows, LOOKED))
            columns = _columns(path.name, top, cells, form.skip_rows)
            count = _load(connection, itertools.chain(top[1:], rows), columns, relation)
    if count == 0:
        raise Refusal((Problem("no_rows", path.name),))
    refuse_large_cells(connection, path.name, columns, relation)
    named = _without_empty(connection, columns, relation)
    found = (*notices, *_cell_notices(path.name, cells))
    return Raw("excel", path.name, relation, named, count, notices=found)


def _chosen(book: Workbook, asked: str) -> tuple[Sheet, tuple[Notice, ...]]:
    """The sheet to read: the one asked for, else the first visible one with a table. Notices of those left unread."""
    tops = {sheet.part: _top(book, sheet) for sheet in book.sheets}
    full = [sheet for sheet in book.sheets if tops[sheet.part].cells]
    visible = [sheet for sheet in full if not sheet.hidden]
    if asked:
        chosen, left = _asked(book, asked), []
        if chosen not in full:
            raise Refusal((Problem("sheet_empty", book.file, value=shown_name(asked)),))
    elif visible:
        chosen = next((sheet for sheet in visible if tops[sheet.part].is_table), visible[0])
        left = [sheet for sheet in visible if sheet is not chosen]
    else:
        raise Refusal((Problem("sheets_empty", book.file),))
    hidden = [sheet for sheet in full if sheet.hidden and sheet is not chosen]
    return chosen, (
        *_named(book.file, "excel_sheets", left, chosen),
        *_named(book.file, "excel_hidden_sheets", hidden, chosen),
        *((Notice("excel_links", book.links, book.file),) if book.links else ()),
    )


def _top(book: Workbook, sheet: Sheet) -> SheetCells:
    with book.reading(sheet.part) as chunks:
        return first_cells(book.file, chunks)


def _asked(book: Workbook, asked: str) -> Sheet:
    for sheet in book.sheets:
        if sheet.name.strip().casefold() == asked.strip().casefold():
            return sheet
    names = ", ".join(shown_name(sheet.name) for sheet in book.sheets)
    raise Refusal((Problem("sheet_unknown", book.file, value=shown_name(asked), allowed=names),))


def _named(file: str, code: str, sheets: Sequence[Sheet], chosen: Sheet) -> Iterator[Notice]:
    if sheets:
        names = ", ".join(shown_name(sheet.name) for sheet in sheets)
        yield Notice(code, len(sheets), file, more=(("sheets", names), ("sheet", shown_name(chosen.name))))


def _cell_notices(file: str, cells: SheetCells) -> Iterator[Notice]:
    counts = {
        "excel_formulas": cells.formulas,
        "excel_errors": len(cells.errors),
        "excel_hidden_rows": cells.hidden_rows,
    }
    yield from (Notice(code, n, file) for code, n in counts.items() if n)


@contextmanager
def _opened(path: Path, file: str) -> Iterator[CalamineSheet]:
    """The one sheet of our copy. Refusal for whatever the library says of a damaged one, its panic too."""
    try:
        with CalamineWorkbook.from_path(str(path)) as book:
            yield book.get_sheet_by_index(0)
    except (CalamineError, OverflowError) as error:  # a duration of millions of years is more than Python can count
        raise broken(file) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise broken(file) from error


def _rows(values: CalamineSheet, cells: SheetCells, form: FileForm, file: str) -> Iterator[Row]:
    """The rows that hold anything, below those to be skipped, each with its number and its cells from column A on."""
    if values.start is None:
        return
    if form.skip_rows > values.total_height:
        more = str(values.total_height + 1)
        raise Refusal((Problem("skip_rows_all", file, value=str(form.skip_rows), allowed=more),))
    texts_of, left = cell_texts(form), values.start[1]
    errors: dict[int, list[tuple[int, str]]] = {}
    for (row, column), word in cells.errors.items():
        errors.setdefault(row, []).append((column, word))
    before: list[str | None] = [None] * left
    for number, found in enumerate(values.iter_rows(), 1):
        if number <= form.skip_rows:
            continue
        texts = before + texts_of(found)
        for column, word in errors.get(number, ()):
            if column <= len(texts):
                texts[column - 1] = word
        if any(map(str.strip, filter(None, texts))):
            yield number, texts


def _columns(file: str, top: Sequence[Row], cells: SheetCells, skipped: int) -> tuple[RawColumn, ...]:
    if not top:
        raise Refusal((Problem("no_rows", file),))
    words = [(number, [cell or "" for cell in row]) for number, row in top]
    refuse_title(file, words)
    number, heading = words[0]
    names = headings(file, number, heading)
    _refuse_without_value(file, names, cells, skipped)
    return tuple(RawColumn(name, f"c{place}") for place, name in enumerate(names))


def _refuse_without_value(file: str, names: Sequence[str], cells: SheetCells, skipped: int) -> None:
    lacking = sorted(place for place in cells.lacking if place[0] > skipped)
    refuse(
        (
            Problem("excel_formula", file, row, names[column - 1] if column <= len(names) else column_letters(column))
            for row, column in lacking[:SHOWN]
        ),
        cells.without_value - (len(cells.lacking) - len(lacking)),
    )


def _load(connection: DuckDBPyConnection, rows: Iterable[Row], columns: Sequence[RawColumn], relation: str) -> int:
    drop(connection, relation)
    types = ", ".join(f"{column.sql} VARCHAR" for column in columns)
    run(connection, f"CREATE TABLE {identifier(relation)} (row BIGINT, {types})")
    count, rows = 0, iter(rows)
    while batch := list(itertools.islice(rows, BATCH)):
        arrays: dict[str, Any] = {"row": np.array([number for number, _ in batch])}
        for column, values in zip(columns, zip(*(cells for _, cells in batch), strict=True), strict=True):
            arrays[column.sql] = np.array(values, dtype=object)
        connection.register("excel_batch", arrays)
        run(connection, f"INSERT INTO {identifier(relation)} SELECT * FROM excel_batch")  # noqa: S608
        connection.unregister("excel_batch")
        count += len(batch)
    return count


def _without_empty(
    connection: DuckDBPyConnection, columns: tuple[RawColumn, ...], relation: str
) -> tuple[RawColumn, ...]:
    """The columns that have a heading or hold anything: a sheet is often wider than its table."""
    counts = one(connection, f"SELECT {', '.join(f'count({c.sql})' for c in columns)} FROM {identifier(relation)}")  # noqa: S608
    return tuple(column for column, n in zip(columns, counts, strict=True) if n or not column.name.startswith("("))
