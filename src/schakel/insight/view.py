"""A log as figures see it: the views `steps`, `cases` and `params` in one DuckDB cursor, stored, then selected."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any, Literal, Protocol

import duckdb

from schakel.chain.attribute import Attribute
from schakel.chain.passport import Passport
from schakel.chain.selection import Selection
from schakel.chain.table import Table
from schakel.data.sql import identifier, rows, run
from schakel.data.staged import NORM_ATTRIBUTES, PUNCTUALITY_ATTRIBUTES, STANDARD_ATTRIBUTES, Successor
from schakel.data.steps.schema import CASE_COLUMNS
from schakel.insight.closings import Closings
from schakel.insight.definitions import Definition, for_passport, params_row
from schakel.insight.figure import Figure, read_figure
from schakel.insight.naming import Names, make_successors, named
from schakel.insight.select import case_query, check_values

Follow = Literal["case", "household"]
SQL_TYPE = {"text": "VARCHAR", "number": "DOUBLE", "date": "DATE"}
# Columns of cases that snapshots of the format before lack.
LATER = {name: CASE_COLUMNS[name] for name in ("since_previous_days", "variant_today", "sight_until_on")}


class Described(Protocol):
    """What figures need to know of a snapshot beside its rows; `data.manifest.Manifest` is one."""

    @property
    def id(self) -> str:
        """The snapshot's id."""

    @property
    def attributes(self) -> Sequence[Attribute]:
        """Attributes that were delivered and stored."""


@dataclass(frozen=True)
class LogView:
    """Figures of one selection of one snapshot. follow: what a row of `cases` is. Valid inside `open_log` only.

    names: whether concepts are called as they are today, or as they were then. closings: the closed periods of the log,
    None where they do not count. stored: where its rows come from. apart: sources whose steps bear the source's name,
    see `side_by_side.apart`. grant: id of what the reader may see, "" for who may see all.

    connection holds the views steps, cases and params; use it to read, the views are gone when the view closes.
    """

    connection: duckdb.DuckDBPyConnection
    manifest: Any
    selection: Selection
    follow: Follow
    definitions: tuple[Definition, ...]
    names: Names = "today"
    closings: Closings | None = None
    stored: "Stored | None" = None
    apart: tuple[str, ...] = ()
    grant: str = ""

    def figure(self, name: str, *, portable: bool = False) -> Table:
        """A figure by its name, in the order of its file; KeyError names those there are.

        portable runs the text that every engine runs, whose quantiles come from a histogram (within 1 %).
        """
        figure = read_figure(name)
        found = rows(self.connection, figure.text(portable=portable))
        return Table(name, figure.columns, tuple(found), self.passport(figure, portable=portable))

    def rows(self, text: str, parameters: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """Rows of a query of one's own over steps, cases and params."""
        return rows(self.connection, text, parameters)

    def passport(self, figure: Figure | None = None, *, portable: bool = False) -> Passport:
        """Passport of a figure, or of a document of all of them."""
        engine = "portable" if portable or (figure and not figure.exact) else "exact"
        return Passport(
            figure=figure.name if figure else "figures",
            snapshot=self.manifest.id,
            code=code_version(),
            definitions=for_passport(self.definitions),
            parameters=(("follow", self.follow), ("quantiles", engine), *self._told()),
            selection=str(self.selection),
            grant=self.grant,
        )

    def _told(self) -> tuple[tuple[str, str], ...]:
        """Names of then are told; those of today are what everyone expects. Closed periods with their snapshots."""
        named = (("names", self.names),) if self.names != "today" else ()
        named = (*named, ("closed", str(self.closings))) if self.closings else named
        return (*named, ("apart", ", ".join(self.apart))) if self.apart else named


def code_version() -> str:
    """Version of this package, as it stands in every passport."""
    return str(import_module(__name__.partition(".")[0]).__version__)  # the package imports the rooms, not they it


@dataclass(frozen=True)
class Stored:
    """Where the rows are: two SELECTs of ours, the attributes among their columns, and names that have a successor."""

    steps: str
    cases: str
    attributes: tuple[Attribute, ...] = ()
    successors: tuple[Successor, ...] = ()


def make_views(
    connection: duckdb.DuckDBPyConnection, stored: Stored, *, names: Names = "today", selected: bool = False
) -> None:
    """Views `steps` and `cases` with every attribute that figures read as a column; of `selected` cases if so asked."""
    chosen = " WHERE case_no IN (SELECT case_no FROM selected)" if selected else ""
    make_successors(connection, stored.successors)
    for name, level, source in (("steps", "event", stored.steps), ("cases", "case", stored.cases)):
        run(connection, f"CREATE OR REPLACE TEMP VIEW delivered_{name} AS {source}")
        text = named(f"delivered_{name}", name, names, stored.successors, stored.attributes)
        run(connection, f"CREATE OR REPLACE TEMP VIEW stored_{name} AS {text}")
        present = {row[0]: row[1] for row in rows(connection, f"DESCRIBE stored_{name}")}
        known = (*STANDARD_ATTRIBUTES, *PUNCTUALITY_ATTRIBUTES, *NORM_ATTRIBUTES)
        wanted = {a.column: SQL_TYPE[a.type] for a in known if a.level == level}
        wanted |= LATER if name == "cases" else {}
        absent = [
            f"CAST(NULL AS {kind}) AS {identifier(column)}" for column, kind in wanted.items() if column not in present
        ]
        columns = ", ".join([f"*{_other_typed(present)}", *absent])
        text = f"SELECT {columns} FROM stored_{name}{chosen}"  # noqa: S608 (our own names)
        run(connection, f"CREATE OR REPLACE TEMP VIEW {name} AS {text}")


def _other_typed(present: dict[str, str]) -> str:
    """What to put in place of columns that bear a name of ours with values of another type: those say nothing."""
    ours = {a.column: SQL_TYPE[a.type] for a in (*PUNCTUALITY_ATTRIBUTES, *NORM_ATTRIBUTES) if a.type != "text"}
    other = [column for column, kind in ours.items() if present.get(column, kind) != kind]
    nothing = ", ".join(f"CAST(NULL AS {ours[column]}) AS {identifier(column)}" for column in other)
    return f" REPLACE ({nothing})" if other else ""


def select_cases(
    connection: duckdb.DuckDBPyConnection,
    stored: Stored,
    selection: Selection,
    *,
    names: Names = "today",
    checked: bool = False,
) -> None:
    """Narrow the views to the selected cases, kept in the temp table `selected`.

    Refusal for what does not occur, unless that was checked already.
    """
    if not str(selection):
        return
    query = case_query(selection, stored.attributes)
    if not checked:
        check_values(connection, selection, stored.attributes)
    run(connection, f"CREATE OR REPLACE TEMP TABLE selected AS {query.sql}", query.parameters)
    make_views(connection, stored, names=names, selected=True)


def make_params(
    connection: duckdb.DuckDBPyConnection,
    definitions: Iterable[Definition],
    selection: Selection,
    seen_until: date | None,
) -> None:
    """The one-row table `params`: every definition, the selected period and the last day that was seen."""
    row = params_row(definitions)
    types = ["VARCHAR" if isinstance(value, str) else "DOUBLE" for value in row.values()] + ["DATE"] * 3
    names = [*row, "period_since", "period_until", "seen_until"]
    values = [*row.values(), selection.period.since, selection.period.until, seen_until]
    columns = ", ".join(f"CAST(? AS {kind}) AS {identifier(name)}" for name, kind in zip(names, types, strict=True))
    run(connection, f"CREATE OR REPLACE TEMP TABLE params AS SELECT {columns}", values)


def parquet(folder: Path) -> str:
    """SELECT over all parts of one stored table; the folder is ours, and quoted as a text all the same."""
    quoted = str(folder).replace("'", "''")
    return f"SELECT * FROM read_parquet('{quoted}/*/*.parquet', hive_partitioning = false)"  # noqa: S608 (quoted above)
