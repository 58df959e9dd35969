"""The events and objects of an OCEL file as four tables of text in DuckDB, filled part by part."""

from collections.abc import Callable, Sequence

import numpy as np
from duckdb import DuckDBPyConnection

from schakel.data.sql import identifier, run

BATCH = 50_000
TABLES: dict[str, tuple[str, ...]] = {
    # n: number in its list, from 0. place: number within that part. kind: e of an event, o of an object.
    "ocel_events": ("n", "id", "type", "time"),
    "ocel_objects": ("n", "id", "type"),
    "ocel_links": ("kind", "n", "place", "object"),
    "ocel_values": ("kind", "n", "place", "name", "value", "time"),
}
NUMBERS = ("n", "place")
Cell = str | int | None


class OcelTables:
    """Keeps rows until there are BATCH of them. flaw(table, row, column): a text that no database takes."""

    def __init__(self, connection: DuckDBPyConnection, flaw: Callable[[str, Sequence[Cell], str], None]) -> None:
        self.connection, self._flaw = connection, flaw
        self._rows: dict[str, list[Sequence[Cell]]] = {name: [] for name in TABLES}
        for name, columns in TABLES.items():
            typed = ", ".join(f"{column} {'BIGINT' if column in NUMBERS else 'VARCHAR'}" for column in columns)
            run(connection, f"CREATE OR REPLACE TABLE {name} ({typed})")

    def add(self, table: str, *row: Cell) -> None:
        """One row, in the order of TABLES."""
        rows = self._rows[table]
        rows.append(row)
        if len(rows) >= BATCH:
            self._store(table)

    def finish(self) -> None:
        """Store what is left."""
        for table in TABLES:
            self._store(table)

    def drop(self) -> None:
        """Remove the tables."""
        drop_tables(self.connection)

    def _store(self, table: str) -> None:
        rows = self._rows[table]
        if not rows:
            return
        batch: dict[str, object] = {}
        for place, column in enumerate(TABLES[table]):
            cells = [row[place] for row in rows]
            if column in NUMBERS:
                batch[column] = np.array(cells, dtype=np.int64)
                continue
            if not _is_clean(cells):
                for row in rows:
                    if not _is_clean([row[place]]):
                        self._flaw(table, row, column)
            values = np.empty(len(cells), dtype=object)
            values[:] = cells
            batch[column] = values
        self.connection.register("ocel_batch", batch)
        run(self.connection, f"INSERT INTO {identifier(table)} SELECT * FROM ocel_batch")  # noqa: S608 -- our own names
        self.connection.unregister("ocel_batch")
        rows.clear()


def drop_tables(connection: DuckDBPyConnection) -> None:
    """Remove the tables, as far as they are there."""
    for name in TABLES:
        run(connection, f"DROP TABLE IF EXISTS {name}")


def _is_clean(cells: Sequence[Cell]) -> bool:
    """Whether none holds NUL or half of a surrogate pair."""
    together = "".join(cell for cell in cells if isinstance(cell, str))
    try:
        together.encode()
    except UnicodeEncodeError:
        return False
    return "\0" not in together
