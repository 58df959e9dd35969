"""From a source's own columns to ours: text trimmed, words replaced, dates and numbers read, nothing converted yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from duckdb import DuckDBPyConnection

from schakel.chain.attribute import Attribute
from schakel.chain.problem import Problem
from schakel.data.clock import FIRST_YEAR, LAST_YEAR, microseconds
from schakel.data.dates import DateReading, day_month_order, groups_of, reading, strptime_format
from schakel.data.mapping import TEXT_COLUMNS, TIME_COLUMNS, Mapping, Origin, Words
from schakel.data.readers.raw import Raw, RawColumn
from schakel.data.sql import drop, identifier, put_pairs, run
from schakel.data.staged import STANDARD_ATTRIBUTES

EARLIEST, LATEST = microseconds(FIRST_YEAR), microseconds(LAST_YEAR + 1) - 1
EXACT = 1 << 53  # beyond this a DOUBLE no longer tells neighbouring whole numbers apart
Zoned = Literal["never", "always", "some"]
DayPrecise = Literal["never", "always", "some"]


@dataclass(frozen=True)
class TimeColumn:
    """How a time column lies in the parsed relation.

    `<name>_wall` and `_zone` are as in `dates.DateReading`, `_day` too; `_text` is what could not be taken, and `_far`
    says that it is a date outside the years allowed.
    """

    name: str
    theirs: str
    zoned: Zoned
    day: DayPrecise


@dataclass(frozen=True)
class Parsed:
    """relation: table or view with row, our text columns, the time columns, attributes, transition and instance.

    Of a number that could not be taken its text stands in `<column>_text`. dated: times and attributes that are dates.
    """

    relation: str
    times: tuple[TimeColumn, ...]
    attributes: tuple[tuple[Attribute, str], ...]
    is_table: bool
    problems: tuple[Problem, ...] = ()
    dated: tuple[TimeColumn, ...] = ()

    def time(self, name: str) -> TimeColumn | None:
        """A time column by our name."""
        return next((time for time in self.times if time.name == name), None)


def wanted_attributes(mapping: Mapping) -> tuple[tuple[Attribute, Origin], ...]:
    """Every attribute that the mapping asks for: standard ones among its columns first."""
    standard = [(a, origin) for a in STANDARD_ATTRIBUTES if (origin := mapping.origin(a.slug))]
    return (*standard, *((attribute, Origin(name)) for name, attribute in mapping.attributes))


class Parser:
    """Builds the one query that reads all columns of a source."""

    def __init__(self, connection: DuckDBPyConnection, raw: Raw, mapping: Mapping, name: str, relation: str) -> None:
        self.connection, self.raw, self.mapping, self.name, self.relation = connection, raw, mapping, name, relation
        self.given: dict[str, str] = {}
        self.select: list[str] = [f"{raw.row} AS row"]
        self.joins: list[str] = []
        self.steps: tuple[list[str], ...] = ([], [])
        self.problems: list[Problem] = []
        self.times: list[TimeColumn] = []

    def parsed(self) -> Parsed:
        """Make the parsed relation: a view where columns are typed already, else a table."""
        attributes = wanted_attributes(self.mapping)
        dated = [(name, origin, name) for name in TIME_COLUMNS if (origin := self.mapping.origin(name))]
        dated += [(a.column, origin, a.slug) for a, origin in attributes if a.type == "date"]
        self._texts()
        self._dates([(name, column) for name, origin, _ in dated if (column := self._column(origin))])
        for attribute, origin in attributes:
            self._attribute(attribute, origin)
        self._source()
        is_table = self.raw.is_table or any(
            column.type == "text" for _, origin, _ in dated if (column := self._column(origin))
        )
        self._make(is_table)
        own = tuple(time for time in self.times if time.name in TIME_COLUMNS)
        shown = tuple((a, origin.name) for a, origin in attributes)
        return Parsed(self.relation, own, shown, is_table, tuple(self.problems), tuple(self.times))

    def _make(self, is_table: bool) -> None:
        run(self.connection, f"CREATE OR REPLACE TABLE {self.relation}_given (name VARCHAR, value VARCHAR)")
        put_pairs(self.connection, f"{self.relation}_given", self.given.items())
        drop(self.connection, self.relation)
        source = f"{self.raw.relation} AS r"
        for step in filter(None, self.steps):
            source = f"(SELECT r.*, {', '.join(step)} FROM {source}) AS r"  # noqa: S608
        run(
            self.connection,
            f"CREATE {'TABLE' if is_table else 'VIEW'} {self.relation} AS SELECT {', '.join(self.select)} "  # noqa: S608
            f"FROM {source} {' '.join(self.joins)}",
        )

    def _column(self, origin: Origin | None) -> RawColumn | None:
        return self.raw.column(origin.name) if origin and origin.name else None

    def _text(self, column: RawColumn) -> str:
        """A column as text, NULL where blank. Text of Parquet is taken as it is, apart from the empty one."""
        value = f"r.{column.sql}"
        if column.type != "text" or column.declared in ("UUID", "BOOLEAN"):
            value = f"CAST({value} AS VARCHAR)"
        return f"nullif(trim({value}), '')" if self.raw.is_table else f"nullif({value}, '')"

    def _constant(self, name: str, value: str) -> str:
        self.given[name] = value
        return f"(SELECT value FROM {self.relation}_given WHERE name = '{name}')"  # noqa: S608

    def _expression(self, ours: str) -> str:
        origin = self.mapping.origin(ours)
        if origin is not None and origin.value is not None:
            return self._constant(ours, origin.value)
        column = self._column(origin)
        return self._text(column) if column else "CAST(NULL AS VARCHAR)"

    def _texts(self) -> None:
        words = {"activity": self.mapping.activity_words, "partner": self.mapping.partner_words}
        words["to_partner"] = self.mapping.partner_words
        for ours in TEXT_COLUMNS:
            value = self._expression(ours)
            if self.mapping.case.scope == "source" if ours == "case_id" else self._own_people(ours):
                value = f"{self._constant('scope', self.name)} || ':' || {value}"
            if (given := words.get(ours, Words())).words or given.closed_list:
                value = self._translated(ours, value, given)
            self.select.append(f"{value} AS {ours}")
        self.select.append(f"lower({self._expression('lifecycle')}) AS transition")
        self.select.append(f"{self._expression('instance')} AS instance")
        self.select.append(f"{self._expression('row_id')} AS row_id")

    def _own_people(self, ours: str) -> bool:
        return ours in ("resident", "household") and self.mapping.case.residents == "source"

    def _translated(self, ours: str, value: str, words: Words) -> str:
        table = f"{self.relation}_words_{ours}"
        run(self.connection, f"CREATE OR REPLACE TABLE {table} (theirs VARCHAR, ours VARCHAR)")
        put_pairs(self.connection, table, words.words)
        self.joins.append(f"LEFT JOIN {table} ON {table}.theirs = {value}")
        if words.closed_list:
            self.select.append(
                f"{value} AS {ours}_theirs, {value} IS NULL OR {table}.theirs IS NOT NULL AS {ours}_known"
            )
        return f"coalesce({table}.ours, {value})"

    def _source(self) -> None:
        origin = self.mapping.origin("source")
        column = self._column(origin)
        if column:
            self.select.append(f"{self._text(column)} AS source")
            return
        value = origin.value if origin is not None and origin.value is not None else self.name
        self.select.append(f"{self._constant('source', value)} AS source")

    def _dates(self, columns: Sequence[tuple[str, RawColumn]]) -> None:
        """All date columns of a file together decide whether its days or its months come first."""
        formats = tuple(f for f in map(strptime_format, self.mapping.file.date_format) if f)
        texts = {name: column for name, column in columns if column.type == "text"}
        groups = {
            name: groups_of(self.connection, f"{self.raw.relation} AS r", self._text(c)) for name, c in texts.items()
        }
        unclear = [name for name, found in groups.items() if any(g.parts and g.lead < 4 for g in found)]
        order = "dmy"
        if unclear and not formats:
            order, example = day_month_order(
                self.connection, f"{self.raw.relation} AS r", [self._text(texts[name]) for name in unclear]
            )
            if example:
                self.problems.append(Problem("date_order", self.raw.file, column=texts[unclear[0]].name, value=example))
        for name, column in columns:
            if name in texts:
                text = self._once(0, f"text of {name}", self._text(column))
                self._add_time(name, column, reading(text, groups[name], order, formats))  # type: ignore[arg-type]
            else:
                self._add_typed_time(name, column)

    def _once(self, step: int, name: str, value: str) -> str:
        """A long expression that is needed many times, as a column of a step of its own: in place of each mention it
        would make the planning of a small file take longer than reading it. What is not held is read as it is.
        """
        called = identifier(name)
        if not self.raw.is_table or any(column.sql.lower() == called for column in self.raw.columns):
            return value
        self.steps[step].append(f"{value} AS {called}")
        return f"r.{called}"

    def _add_time(self, name: str, column: RawColumn, found: DateReading) -> None:
        self.times.append(TimeColumn(name, column.name, "never" if found.zone == "NULL" else "some", "some"))
        wall = self._once(1, f"wall of {name}", found.wall)
        near = f"({wall}) BETWEEN {EARLIEST} AND {LATEST}"
        self.select += [
            f"CASE WHEN {near} THEN {wall} END AS {name}_wall",
            f"{found.zone if found.zone != 'NULL' else 'CAST(NULL AS BIGINT)'} AS {name}_zone",
            f"CASE WHEN {found.text} IS NOT NULL THEN {found.day} END AS {name}_day",
            f"CASE WHEN ({near}) IS NOT TRUE THEN {found.text} END AS {name}_text",
            f"{wall} IS NOT NULL AND NOT {near} AS {name}_far",
        ]

    def _add_typed_time(self, name: str, column: RawColumn) -> None:
        """A date or time as it is typed. One beyond the limits is put aside before arithmetic could overflow."""
        value, is_day = f"r.{column.sql}", column.type == "date"
        zoned: Zoned = "always" if column.type == "zoned" else "never"
        self.times.append(TimeColumn(name, column.name, zoned, "always" if is_day else "never"))
        limits = {"date": "DATE '{}'", "zoned": "TIMESTAMPTZ '{} 00:00:00+00'"}.get(column.type, "TIMESTAMP '{}'")
        low, high = (limits.format(f"{year}-01-01") for year in (FIRST_YEAR, LAST_YEAR + 1))
        near = f"({value} >= {low} AND {value} < {high})"
        self.select += [
            f"epoch_us(CASE WHEN {near} THEN {value} END) AS {name}_wall",
            f"CAST({'0' if column.type == 'zoned' else 'NULL'} AS BIGINT) AS {name}_zone",
            f"CASE WHEN {value} IS NOT NULL THEN {str(is_day).upper()} END AS {name}_day",
            f"CASE WHEN NOT {near} THEN CAST({value} AS VARCHAR) END AS {name}_text",
            f"NOT {near} AS {name}_far",
        ]

    def _attribute(self, attribute: Attribute, origin: Origin) -> None:
        name = attribute.column
        column = self._column(origin)
        if attribute.type == "date" and column:
            self.select.append(f"CAST(make_timestamp({name}_wall) AS DATE) AS {name}")
            return
        if column is None:
            value = (
                self._constant(attribute.slug, origin.value) if origin.value is not None else "CAST(NULL AS VARCHAR)"
            )
        else:
            value = self._text(column)
        if attribute.type != "number":
            self.select.append(f"{value} AS {name}")
            return
        if column and column.type == "number":
            number = f"CAST(r.{column.sql} AS DOUBLE)"
        else:
            number = number_sql(value, self.mapping.file.decimal)
        wrong = f"({number} IS NULL OR NOT abs({number}) <= {EXACT})"
        self.select.append(f"{number} AS {name}, CASE WHEN {wrong} THEN {value} END AS {name}_text")


def number_sql(text: str, decimal: str) -> str:
    """SQL of a DOUBLE from text, NULL where it is no number written in this way."""
    if decimal == ",":
        form = r"[+-]?(?:[0-9]{1,3}(?:\.[0-9]{3})+|[0-9]+)(?:,[0-9]+)?"
        plain = f"replace(replace({text}, '.', ''), ',', '.')"
    else:
        form, plain = r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?", text
    return f"CASE WHEN regexp_full_match({text}, '{form}') THEN TRY_CAST({plain} AS DOUBLE) END"


def source_name(path: Path) -> str:
    """The name of a source that was given none: the file's, without its endings."""
    return path.name.split(".")[0] or path.name
