"""SQL text is ours; a user's words reach it as parameters, as rows of a small table, or through `identifier`."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from duckdb import DuckDBPyConnection

if TYPE_CHECKING:
    import numpy.typing as npt

AT_ONCE = 500
Row = tuple[Any, ...]
Parameters = Sequence[object] | dict[str, object]


def identifier(name: str) -> str:
    """A name as SQL reads it, whatever signs stand in it. ValueError for a NUL, which no identifier can hold."""
    if "\0" in name:
        raise ValueError("a name holds a NUL")
    return '"' + name.replace('"', '""') + '"'


def rows(connection: DuckDBPyConnection, text: str, parameters: Parameters = ()) -> list[Row]:
    """All rows of a query. Fetching them is what ends a query in DuckDB 2: the next one is refused before that."""
    return connection.execute(text, parameters).fetchall()


def arrays(connection: DuckDBPyConnection, text: str) -> "dict[str, npt.NDArray[Any]]":
    """The columns of a query as NumPy arrays, for columns without empty cells."""
    return connection.execute(text).fetchnumpy()


def one(connection: DuckDBPyConnection, text: str, parameters: Parameters = ()) -> Row:
    """The single row of a query that always gives one."""
    return rows(connection, text, parameters)[0]


def run(connection: DuckDBPyConnection, text: str, parameters: Parameters = ()) -> None:
    """Carry out a statement whose answer is not needed."""
    rows(connection, text, parameters)


def put_pairs(connection: DuckDBPyConnection, table: str, pairs: Iterable[tuple[object, object]]) -> None:
    """Add rows to a table of two columns, many in one statement: a statement for each takes longer than all else."""
    given = list(pairs)
    for start in range(0, len(given), AT_ONCE):
        some = given[start : start + AT_ONCE]
        places = ", ".join(["(?, ?)"] * len(some))
        run(connection, f"INSERT INTO {table} VALUES {places}", [cell for pair in some for cell in pair])  # noqa: S608


def quiet(connection: DuckDBPyConnection) -> None:
    """No bar of DuckDB's own on standard output, where the answer belongs. It holds for this cursor alone."""
    run(connection, "SET enable_progress_bar = false")


def drop(connection: DuckDBPyConnection, *names: str) -> None:
    """Drop tables or views by name; one that is not there is passed over."""
    found = rows(
        connection,
        "SELECT view_name, 'VIEW' FROM duckdb_views() WHERE NOT internal "
        "UNION ALL SELECT table_name, 'TABLE' FROM duckdb_tables()",
    )
    for name, what in found:
        if name in names:
            run(connection, f"DROP {what} IF EXISTS {identifier(name)}")
