"""Cells of a source that are all text: how large one may be."""

from duckdb import DuckDBPyConnection

from schakel.chain.problem import Problem, refuse
from schakel.data.readers.limits import MAX_CELL
from schakel.data.readers.raw import RawColumn
from schakel.data.sql import one


def refuse_large_cells(
    connection: DuckDBPyConnection, file: str, columns: tuple[RawColumn, ...], relation: str
) -> None:
    """Refusal for each column with a cell of MAX_CELL bytes or more, with its first row."""
    sizes = one(connection, f"SELECT {', '.join(f'max(strlen({c.sql}))' for c in columns)} FROM {relation}")  # noqa: S608
    problems = []
    for column, size in zip(columns, sizes, strict=True):
        if size is not None and size >= MAX_CELL:
            (row,) = one(connection, f"SELECT min(row) FROM {relation} WHERE strlen({column.sql}) >= {MAX_CELL}")  # noqa: S608
            problems.append(
                Problem("cell_too_large", file, row=row, column=column.name, allowed=f"{MAX_CELL >> 20} MB")
            )
    refuse(problems)
