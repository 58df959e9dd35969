"""Parquet: its columns as they are typed, as a view, so that nothing is copied."""

import glob
from pathlib import Path

from duckdb import DuckDBPyConnection
from duckdb import Error as DuckDBError

from schakel.chain.problem import Problem, Refusal, refuse
from schakel.data.readers.limits import MAX_COLUMNS
from schakel.data.readers.name import clean
from schakel.data.readers.raw import ColumnType, Raw, RawColumn
from schakel.data.sql import identifier, one, rows

CHUNK_LIMIT = 256 << 20  # bytes of one column in one row group, unpacked
CHUNK_RATIO = 50
ROW = "file_row_number"
WHOLE = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT")
NUMBERS = {*WHOLE, *(f"U{name}" for name in WHOLE), "FLOAT", "DOUBLE"}
TYPES: dict[str, ColumnType] = {
    "VARCHAR": "text",
    "BLOB": "other",
    "UUID": "text",
    "BOOLEAN": "text",
    "DATE": "date",
    "TIMESTAMP": "instant",
    "TIMESTAMP_S": "instant",
    "TIMESTAMP_MS": "instant",
    "TIMESTAMP_NS": "instant",
    "TIMESTAMP WITH TIME ZONE": "zoned",
}


def read_parquet(connection: DuckDBPyConnection, path: Path, *, relation: str = "raw") -> Raw:
    """A view over the file. Refusal when it is cut off, damaged, not readable or too wide."""
    try:
        _refuse_before_reading(connection, path)
        # A name with [, * or ? is a name here, not a pattern; folders named a=b give no columns.
        source = connection.read_parquet(glob.escape(str(path)), file_row_number=True, hive_partitioning=False)
        source.create_view(relation)
        described = rows(connection, f"DESCRIBE {identifier(relation)}")
        (count,) = one(connection, f"SELECT count(*) FROM {identifier(relation)}")  # noqa: S608
    except DuckDBError as error:
        raise Refusal((Problem("parquet_broken", path.name),)) from error
    columns = tuple(
        RawColumn(clean(name), identifier(name), column_type(declared), declared)
        for name, declared, *_ in described
        if name != ROW
    )
    if len(columns) > MAX_COLUMNS:
        raise Refusal((Problem("too_many_columns", path.name, value=str(len(columns)), allowed=str(MAX_COLUMNS)),))
    if count == 0:
        raise Refusal((Problem("no_rows", path.name),))
    return Raw("parquet", path.name, relation, columns, count, f"{ROW} + 1", is_table=False)


def _refuse_before_reading(connection: DuckDBPyConnection, path: Path) -> None:
    """Refuse a column that unpacks to far more than a log could, and one that is called as our row number."""
    names = rows(connection, "SELECT name FROM parquet_schema($1)", [glob.escape(str(path))])
    if any(str(name).lower() == ROW for (name,) in names):
        raise Refusal((Problem("column_reserved", path.name, column=ROW),))
    found = rows(
        connection,
        "SELECT path_in_schema, max(total_uncompressed_size) >> 20 FROM parquet_metadata($1) "
        "WHERE total_uncompressed_size > $2 AND total_uncompressed_size > $3 * total_compressed_size GROUP BY 1",
        [glob.escape(str(path)), CHUNK_LIMIT, CHUNK_RATIO],
    )
    refuse(
        Problem("parquet_too_large", path.name, column=name, allowed=f"{CHUNK_LIMIT >> 20} MB", more=(("found", size),))
        for name, size in found
    )


def column_type(declared: str) -> ColumnType:
    """Our type of a DuckDB type; nested and binary columns are "other"."""
    if declared.startswith("DECIMAL(") or declared in NUMBERS:
        return "other" if declared.endswith("[]") else "number"
    if declared.startswith("ENUM("):
        return "text"
    return TYPES.get(declared, "other")
