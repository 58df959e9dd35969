"""What stands in a source and is no data: total rows, and dates that mean "none". Taken out before anything is read."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import chain

from duckdb import DuckDBPyConnection

from schakel.chain.problem import Notice
from schakel.data.mapping import TIME_COLUMNS, Mapping
from schakel.data.parse import wanted_attributes
from schakel.data.readers.raw import Raw, RawColumn
from schakel.data.sql import one, put_pairs, run

TIDY, MARKS, DELETED = "raw_tidy", "raw_marks", "raw_deleted"
WRITTEN = ("%d-%m-%Y", "%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%Y%m%d", "%Y/%m/%d")
TIMES = ("", " 00:00", " 00:00:00", "T00:00:00")


def tidied(connection: DuckDBPyConnection, raw: Raw, plan: Mapping) -> Raw:
    """The source without rows that are no rows and with dates that mean "none" left empty, as `raw_tidy`.

    Rows that say that an earlier row is gone are kept apart in `raw_deleted` (row_id, source_row). Headings that the
    source lacks are passed over; `checks.column_problems` tells them. Equal to `raw` where the mapping asks nothing.
    """
    form = plan.file
    marked = [*_marked(raw, form.drop_rows), *_marked(raw, form.deleted_rows)]
    dates = _date_columns(raw, plan) if form.infinite_dates or form.unknown_dates else []
    if not marked and not dates:
        return raw
    _make_marks(connection, [values for _, values in marked], (form.infinite_dates, form.unknown_dates))
    tests = [_is_marked(column, place) for place, (column, _) in enumerate(marked)]
    dropped, deleted = tests[: len(_marked(raw, form.drop_rows))], tests[len(_marked(raw, form.drop_rows)) :]
    notices = [*_counted_rows(connection, raw, dropped, deleted), *_counted_dates(connection, raw, dates)]
    if deleted:
        _keep_deleted(connection, raw, plan, deleted)
    emptied = ", ".join(f"{_emptied(column)} AS {column.sql}" for column in dates)
    where = f" WHERE NOT ({' OR '.join(tests)})" if tests else ""
    replaced = f" REPLACE ({emptied})" if emptied else ""
    what = "TABLE" if raw.is_table else "VIEW"  # rows that are held are read many times; the others stay where they are
    run(connection, f"CREATE OR REPLACE {what} {TIDY} AS SELECT r.*{replaced} FROM {raw.relation} AS r{where}")  # noqa: S608
    (count,) = one(connection, f"SELECT count(*) FROM {TIDY}")  # noqa: S608
    return replace(raw, relation=TIDY, rows=int(count), notices=(*raw.notices, *notices))


def _marked(raw: Raw, given: Sequence[tuple[str, tuple[str, ...]]]) -> list[tuple[RawColumn, tuple[str, ...]]]:
    return [(column, values) for theirs, values in given if (column := raw.column(theirs))]


def _date_columns(raw: Raw, plan: Mapping) -> list[RawColumn]:
    """Every column of the source that some event takes a date from."""
    columns = [*plan.columns, *chain.from_iterable(milestone.columns for milestone in plan.milestones)]
    names = [origin.name for ours, origin in columns if ours in TIME_COLUMNS]
    names += [origin.name for attribute, origin in wanted_attributes(plan) if attribute.type == "date"]
    return [column for name in dict.fromkeys(names) if name and (column := raw.column(name))]


def _make_marks(
    connection: DuckDBPyConnection, marks: Sequence[Sequence[str]], empty: tuple[Sequence[str], Sequence[str]]
) -> None:
    """The table of a user's words: place of the mark, or -1 for no end yet and -2 for unknown."""
    run(connection, f"CREATE OR REPLACE TABLE {MARKS} (place INTEGER, value VARCHAR)")
    given = [(place, value.strip().lower()) for place, values in enumerate(marks) for value in values]
    for place, words in ((-1, empty[0]), (-2, empty[1])):
        given += [(place, form) for word in words for form in sorted(_written(word))]
    put_pairs(connection, MARKS, given)


def _written(word: str) -> set[str]:
    """A word, and where it is a date also every other way to write that date."""
    forms = {word.strip().lower()}
    for written in WRITTEN:
        try:
            day = datetime.strptime(word.strip(), written)  # noqa: DTZ007 -- a day without a zone
        except ValueError:
            continue
        forms |= {f"{_day(day, form)}{time}".lower() for form in WRITTEN for time in TIMES}
        break
    return forms


def _day(day: datetime, form: str) -> str:
    # strftime drops the leading zeros of early years on some systems.
    return form.replace("%Y", f"{day.year:04d}").replace("%m", f"{day.month:02d}").replace("%d", f"{day.day:02d}")


def _text(column: RawColumn) -> str:
    return f"lower(trim(CAST(r.{column.sql} AS VARCHAR)))"


def _is_marked(column: RawColumn, place: int) -> str:
    return f"coalesce({_text(column)}, '') IN (SELECT value FROM {MARKS} WHERE place = {place})"  # noqa: S608


def _is_empty_date(column: RawColumn, condition: str = "place < 0") -> str:
    return f"{_text(column)} IN (SELECT value FROM {MARKS} WHERE {condition})"  # noqa: S608


def _emptied(column: RawColumn) -> str:
    return f"CASE WHEN {_is_empty_date(column)} THEN NULL ELSE r.{column.sql} END"


def _counted_rows(
    connection: DuckDBPyConnection, raw: Raw, dropped: Sequence[str], deleted: Sequence[str]
) -> Iterator[Notice]:
    for code, tests in (("rows_dropped", dropped), ("rows_deleted", deleted)):
        if tests:
            (n,) = one(connection, f"SELECT count(*) FILTER ({' OR '.join(tests)}) FROM {raw.relation} AS r")  # noqa: S608
            if n:
                yield Notice(code, int(n), raw.file)


def _counted_dates(connection: DuckDBPyConnection, raw: Raw, columns: Sequence[RawColumn]) -> Iterator[Notice]:
    for column in columns:
        for code, place in (("dates_infinite", -1), ("dates_unknown", -2)):
            empty = _is_empty_date(column, f"place = {place}")
            (n,) = one(connection, f"SELECT count(*) FILTER ({empty}) FROM {raw.relation} AS r")  # noqa: S608
            if n:
                yield Notice(code, int(n), raw.file, column.name)


def _keep_deleted(connection: DuckDBPyConnection, raw: Raw, plan: Mapping, tests: Sequence[str]) -> None:
    origin = plan.origin("row_id")
    column = raw.column(origin.name) if origin else None
    key = f"nullif(trim(CAST(r.{column.sql} AS VARCHAR)), '')" if column else "CAST(NULL AS VARCHAR)"
    run(
        connection,
        f"CREATE OR REPLACE TABLE {DELETED} AS SELECT {key} AS row_id, max({raw.row}) AS source_row "  # noqa: S608
        f"FROM {raw.relation} AS r WHERE {' OR '.join(tests)} GROUP BY 1",
    )
