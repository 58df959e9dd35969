"""Events and traces of a part of an XES file, as columns, and their way into DuckDB."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import duckdb
import numpy as np
import numpy.typing as npt

from schakel.data.sql import identifier, run

Texts = npt.NDArray[np.object_]
Places = npt.NDArray[np.int64]

MAX_COLUMNS = 2000


@dataclass
class Odd:
    """What was met and is not in the table, or is there in a way that a person should know of; all are counts."""

    nested: int = 0
    unknown: int = 0
    repeated: int = 0
    loose: int = 0

    def add(self, other: "Odd") -> None:
        """Add another part's counts to these."""
        self.nested += other.nested
        self.unknown += other.unknown
        self.repeated += other.repeated
        self.loose += other.loose


@dataclass
class Batch:
    """trace_of: for each event its trace, counted from 0 within the batch; columns hold text or None per event.

    n_traces: traces that begin here; trace_columns: one value per trace.
    """

    trace_of: Places
    columns: Mapping[str, Texts]
    n_traces: int
    trace_columns: Mapping[str, Texts]
    odd: Odd = field(default_factory=Odd)


class TooManyColumns(Exception):
    """The file has more than MAX_COLUMNS different keys."""


class Keeper:
    """Appends batches to two tables of a connection: one row per event, one row per trace.

    A key becomes a column of the same name. DuckDB does not tell upper from lower case in names, so a key that
    differs only in case from an earlier one, or is called row or trace, gets " (2)" behind its name.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection, table: str) -> None:
        self.connection = connection
        self.event_table = f"{table}_events"
        self.trace_table = f"{table}_traces"
        self.events = 0
        self.traces = 0
        self.odd = Odd()
        self._taken = {"row", "trace"}
        self._names: tuple[dict[str, str], dict[str, str]] = ({}, {})
        for name, columns in ((self.event_table, '"row" BIGINT, trace BIGINT'), (self.trace_table, "trace BIGINT")):
            run(connection, f"CREATE OR REPLACE TABLE {identifier(name)} ({columns})")

    @property
    def event_columns(self) -> tuple[str, ...]:
        """Columns of the event table, in the order in which their keys were met."""
        return tuple(self._names[0].values())

    @property
    def trace_columns(self) -> tuple[str, ...]:
        """Columns of the trace table, each "case:" and its key."""
        return tuple(self._names[1].values())

    def add(self, batch: Batch) -> None:
        """Append one batch; its traces get the next numbers. TooManyColumns."""
        n = len(batch.trace_of)
        numbers = {"row": np.arange(self.events + 1, self.events + n + 1), "trace": batch.trace_of + self.traces + 1}
        self._append(0, self.event_table, numbers, batch.columns)
        trace = {"trace": np.arange(self.traces + 1, self.traces + batch.n_traces + 1)}
        self._append(1, self.trace_table, trace, batch.trace_columns)
        self.events += n
        self.traces += batch.n_traces
        self.odd.add(batch.odd)

    def _append(self, level: int, table: str, numbers: Mapping[str, Places], texts: Mapping[str, Texts]) -> None:
        if not len(next(iter(numbers.values()))):
            return
        columns: dict[str, Texts | Places] = dict(numbers)
        for key, values in texts.items():
            columns[self._name(level, table, key)] = values
        # The names inside the registered view are plain, so that only one place has to quote a user's text.
        self.connection.register("xes_batch", {f"c{i}": values for i, values in enumerate(columns.values())})
        names = ", ".join(identifier(name) for name in columns)
        plain = ", ".join(f"c{i}" for i in range(len(columns)))
        run(self.connection, f"INSERT INTO {identifier(table)} ({names}) SELECT {plain} FROM xes_batch")  # noqa: S608
        self.connection.unregister("xes_batch")

    def _name(self, level: int, table: str, key: str) -> str:
        known = self._names[level]
        if key not in known:
            if len(self._taken) > MAX_COLUMNS:
                raise TooManyColumns
            plain = name = f"case:{key}" if level else key
            count = 1
            while name.casefold() in self._taken:
                count += 1
                name = f"{plain} ({count})"
            self._taken.add(name.casefold())
            known[key] = name
            run(self.connection, f"ALTER TABLE {identifier(table)} ADD COLUMN {identifier(name)} VARCHAR")
        return known[key]
