"""The lines of many messages in DuckDB, which spills to disk: doubles, rejections and answers settled in SQL."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np
from duckdb import DuckDBPyConnection

from schakel.data.messages.codes import is_rejection
from schakel.data.messages.message import Line, Message, Sent
from schakel.data.sql import drop, one, rows, run

HEADS, LINES, KEPT = "message_heads", "message_lines", "message_kept"
TABLES = (HEADS, LINES, KEPT, "message_retours", "message_first")
BATCH, FETCH = 5_000, 10_000
_HEAD = {"message": "BIGINT", "law": "VARCHAR", "kind": "VARCHAR", "release": "VARCHAR", "municipality": "VARCHAR",
         "provider": "VARCHAR", "identification": "VARCHAR", "dated": "DATE", "retour_on": "DATE",
         "is_refused": "BOOLEAN"}  # fmt: skip
_LINE_TYPES = {"decided": "TIMESTAMP", "since": "DATE", "until": "DATE", "assigned_since": "DATE", "volume": "BIGINT",
               "cents": "BIGINT", "is_rejected": "BOOLEAN"}  # fmt: skip
_CONTENT = [name for name in Line.__slots__ if name != "is_rejected"]
_LINE = {"message": "BIGINT"} | {name: _LINE_TYPES.get(name, "VARCHAR") for name in Line.__slots__}
_BEFORE = ("law", "release", "municipality", "provider", "dated", "identification", "retour_on", "message")
_PART = "left(resident, 2)"  # a pseudonym that was made at the source has one first letter for all
_KEY = ("law", "kind", "municipality", "provider", "identification")


@dataclass(frozen=True)
class Counted:
    """What was met. double: messages that came twice; rejected: lines, loose: answers without a request."""

    messages: int
    retours: int
    double: int
    rejected: int
    loose: int


class LinesTable:
    """Appends messages; after `settle` the lines that count can be read by resident."""

    def __init__(self, connection: DuckDBPyConnection) -> None:
        self.connection = connection
        self.messages = 0
        self._heads: list[tuple[object, ...]] = []
        self._lines: list[tuple[object, ...]] = []
        for name, columns in ((HEADS, _HEAD), (LINES, _LINE)):
            named = ", ".join(f'"{column}" {kind}' for column, kind in columns.items())
            run(connection, f"CREATE OR REPLACE TABLE {name} ({named})")

    def add(self, message: Message) -> None:
        """Append one message with its lines."""
        self.messages += 1
        head = (message.law, message.kind, message.release, message.municipality, message.provider)
        refused = is_rejection(message.codes)
        self._heads.append((self.messages, *head, message.identification, message.dated, message.retour_on, refused))
        for line in message.lines:
            self._lines.append((self.messages, *(getattr(line, name) for name in Line.__slots__)))
        if len(self._heads) + len(self._lines) >= BATCH:
            self.flush()

    def flush(self) -> None:
        """Bring what waits into the tables."""
        insert(self.connection, HEADS, tuple(_HEAD), self._heads)
        insert(self.connection, LINES, tuple(_LINE), self._lines)
        self._heads, self._lines = [], []

    def settle(self) -> Counted:
        """Make the table of lines that count. A message counts once, and what its retour rejects was never sent."""
        self.flush()
        con = self.connection
        key = ", ".join(_KEY)
        same_key = " AND ".join(f"h.{name} = r.{name}" for name in _KEY)
        run(
            con,
            f"CREATE OR REPLACE TABLE message_retours AS SELECT {key}, min(retour_on) AS retour_on, "  # noqa: S608
            f"bool_or(is_refused) AS is_refused FROM {HEADS} WHERE retour_on IS NOT NULL GROUP BY ALL",
        )
        run(con, f"CREATE OR REPLACE TABLE message_first AS SELECT h.* EXCLUDE (retour_on, is_refused), r.retour_on, "  # noqa: S608
                 f"coalesce(r.is_refused, false) AS is_refused FROM (SELECT * FROM {HEADS} WHERE retour_on IS NULL "
                 f"QUALIFY row_number() OVER (PARTITION BY {key}, dated ORDER BY message) = 1) AS h "
                 f"LEFT JOIN message_retours AS r ON {same_key}")  # fmt: skip
        same = " AND ".join(f'l."{name}" IS NOT DISTINCT FROM j."{name}"' for name in _CONTENT)
        run(con, f"CREATE OR REPLACE TABLE {KEPT} AS SELECT h.* EXCLUDE (message, kind, is_refused), "  # noqa: S608
                 f"h.message, l.* EXCLUDE (message, is_rejected), h.is_refused OR EXISTS (SELECT 1 FROM {LINES} AS j "
                 f"JOIN {HEADS} AS r ON r.message = j.message WHERE j.is_rejected AND r.retour_on IS NOT NULL AND "
                 f"{same_key} AND {same}) AS is_rejected "
                 f"FROM message_first AS h JOIN {LINES} AS l ON l.message = h.message")  # fmt: skip
        counted = self._counted()
        run(con, f"DELETE FROM {KEPT} WHERE is_rejected")  # noqa: S608
        self._join_answers()
        (loose,) = one(con, f"SELECT count(*) FROM {KEPT} WHERE resident = ''")  # noqa: S608
        drop(con, HEADS, LINES, "message_retours", "message_first")
        return Counted(*counted, int(loose))

    def _counted(self) -> tuple[int, int, int, int]:
        con = self.connection
        all_of_them, retours = one(con, f"SELECT count(*), count(retour_on) FROM {HEADS}")  # noqa: S608
        (first,) = one(con, "SELECT count(*) FROM message_first")
        (rejected,) = one(con, f"SELECT count(*) FILTER (is_rejected) FROM {KEPT}")  # noqa: S608
        return int(first), int(retours), int(all_of_them - retours - first), int(rejected)

    def _join_answers(self) -> None:
        """An answer names no resident: the request with the same reference of the same provider does."""
        reference = ("law", "provider", "reference")  # unique for a provider under one law
        run(
            self.connection,
            f"UPDATE {KEPT} SET resident = q.resident FROM (SELECT {', '.join(reference)}, min(resident) AS resident "  # noqa: S608
            f"FROM {KEPT} WHERE kind IN ('315', '317') GROUP BY ALL) AS q WHERE kind = '319' AND "
            + " AND ".join(f"{KEPT}.{name} = q.{name}" for name in reference),
        )

    def by_resident(self) -> Iterator[list[Sent]]:
        """The lines that count, of one resident after the other; sorted in parts, so that little is held at once."""
        parts = rows(self.connection, f"SELECT DISTINCT {_PART} FROM {KEPT} WHERE resident <> '' ORDER BY 1")  # noqa: S608
        place = len(_BEFORE) + _CONTENT.index("resident")
        cursor = self.connection.cursor()
        try:
            names = ", ".join(f'"{name}"' for name in (*_BEFORE, *_CONTENT))
            for (part,) in parts:
                cursor.execute(
                    f"SELECT {names} FROM {KEPT} WHERE {_PART} = ? ORDER BY resident, message",  # noqa: S608
                    [part],
                )
                for _, lines in groupby(_fetched(cursor), key=lambda row: row[place]):
                    yield [_sent(row) for row in lines]
        finally:
            cursor.close()


def insert(
    connection: DuckDBPyConnection, table: str, columns: Sequence[str], given: Sequence[Sequence[object]]
) -> None:
    """Append rows to a table of ours, column by column."""
    if not given:
        return
    held = {}
    for name, values in zip(columns, zip(*given, strict=True), strict=True):
        held[name] = np.empty(len(values), dtype=object)
        held[name][:] = [None if value is None else str(value) for value in values]
    connection.register("message_batch", held)
    names = ", ".join(f'"{name}"' for name in columns)
    run(connection, f"INSERT INTO {table} ({names}) SELECT {names} FROM message_batch")  # noqa: S608
    connection.unregister("message_batch")


def _fetched(cursor: DuckDBPyConnection) -> Iterator[tuple[object, ...]]:
    while some := cursor.fetchmany(FETCH):
        yield from some


def _sent(row: tuple[object, ...]) -> Sent:
    law, release, municipality, provider, dated, identification, retour_on, message, *values = row
    return Sent(Line(*values), law, release, municipality, provider, dated, identification, retour_on, message)  # type: ignore[arg-type]  # as the table's columns are typed
