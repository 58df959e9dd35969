"""Fitted empirical tables, in a Parquet file beside the model: `region.toml` has `region.tables.parquet`."""

from collections.abc import Mapping
from pathlib import Path

import duckdb

from schakel.chain.problem import Problem, refuse
from schakel.data.readers.read_parquet import read_parquet
from schakel.data.sql import one, rows, run

COLUMNS = {"name": "VARCHAR", "place": "INTEGER", "value": "DOUBLE"}
_PARQUET = "FORMAT parquet, COMPRESSION snappy, ROW_GROUP_SIZE 122880"
_READ = "SELECT name, list(value ORDER BY place) FROM quantiles GROUP BY name ORDER BY name"
_ABSENT = "SELECT count(*) FROM quantiles WHERE name IS NULL OR place IS NULL OR value IS NULL OR NOT isfinite(value)"


def tables_path(model: Path) -> Path:
    """The file with the tables of a model's file."""
    return model.with_name(f"{model.stem}.tables.parquet")


def read_tables(path: Path) -> dict[str, tuple[float, ...]]:
    """Tables by name, each in the order of its places; none where there is no file. Refusal when it is not ours."""
    if not path.is_file():
        return {}
    with duckdb.connect(config={"threads": 1}) as connection:
        raw = read_parquet(connection, path, relation="quantiles")
        found = {column.name: column.declared for column in raw.columns}
        if found != COLUMNS:
            allowed = ", ".join(f"{name} {kind}" for name, kind in COLUMNS.items())
            refuse([Problem("model_tables_columns", path.name, allowed=allowed)])
        (absent,) = one(connection, _ABSENT)
        if absent:
            refuse([Problem("model_tables_empty", path.name, more=(("n", int(absent)),))])
        return {name: tuple(values) for name, values in rows(connection, _READ)}


def write_tables(path: Path, tables: Mapping[str, tuple[float, ...]]) -> None:
    """Write tables by name; the same tables give the same bytes."""
    points = [(name, turn, value) for name in sorted(tables) for turn, value in enumerate(tables[name], 1)]
    names, turns, values = (list(column) for column in zip(*points, strict=True))
    target = str(path).replace("'", "''")
    with duckdb.connect(config={"threads": 1}) as connection:
        run(
            connection,
            "CREATE TABLE quantiles AS SELECT unnest($1::VARCHAR[]) AS name, unnest($2::INTEGER[]) AS place, "
            "unnest($3::DOUBLE[]) AS value",
            [names, turns, values],
        )
        run(connection, f"COPY (SELECT * FROM quantiles ORDER BY name, place) TO '{target}' ({_PARQUET})")  # noqa: S608
