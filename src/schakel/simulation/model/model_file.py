"""MODEL.toml read and written: any number in it is plain, or has a range and says where it comes from."""

from pathlib import Path
from typing import Any

from schakel.chain.problem import Problem, refuse
from schakel.data.toml_reading import tables
from schakel.simulation.model.checks import cross_problems, field_problems
from schakel.simulation.model.model import FORMAT, Model
from schakel.simulation.model.model_text import model_text
from schakel.simulation.model.place import ARRAYS, MODEL, place
from schakel.simulation.model.quantile_tables import read_tables, tables_path, write_tables
from schakel.simulation.model.row_reading import RowReading, nearest

INLINE = 25  # points of a table that may stand in the text


def read_model(path: Path) -> Model:
    """The model of a file. Refusal with all that is wrong: first what each field says, then how they fit together."""
    found = toml_tables(path)
    version = _version(found)
    if version > FORMAT:
        refuse([Problem("model_format", path.name, value=str(version), allowed=str(FORMAT))])
    reading = RowReading(path.name)
    reading.keys("TOML", found, ("model", *(array.table for array in ARRAYS)))
    _put_tables(reading, found, tables_path(path))
    model = _model(reading, found)
    told = reading.told
    refuse(
        [
            *reading.problems,
            *(one for one in field_problems(model, path.name) if (dict(one.more).get("place"), one.column) not in told),
        ]
    )
    refuse(cross_problems(model, path.name))
    return model


def write_model(model: Model, path: Path) -> None:
    """Write a model; tables of more than INLINE points go to the Parquet file beside it. Not checked here.

    ValueError when two stages with such a table have one name; Refusal when the folder cannot be written to.
    """
    apart = [stage for stage in model.stages if len(stage.table) > INLINE]
    kept = {stage.name: stage.table for stage in apart}
    if len(kept) < len(apart):
        raise ValueError("two stages with a table have the same name")
    text, beside = path.with_name(f".{path.name}.new"), tables_path(path)
    try:
        if kept:
            new = beside.with_name(f".{beside.name}.new")
            write_tables(new, kept)
            new.replace(beside)
        text.write_text(model_text(model, apart=kept), encoding="utf-8", newline="\n")
        text.replace(path)
    except OSError:
        refuse([Problem("not_writable", path.parent.name or str(path.parent))])


def toml_tables(path: Path) -> dict[str, Any]:
    """The tables of a TOML file, whatever it holds. Refusal when it is not TOML."""
    try:
        return tables(path)
    except (RecursionError, ValueError):  # nested too deep, or a number of thousands of digits
        refuse([Problem("toml_broken", path.name, row=1)])
    return {}


def _version(found: dict[str, Any]) -> int:
    model = found.get("model")
    version = model.get("format", FORMAT) if isinstance(model, dict) else FORMAT
    return version if isinstance(version, int) else FORMAT


def _model(reading: RowReading, found: dict[str, Any]) -> Model:
    scalars = found.get("model", {})
    if not isinstance(scalars, dict):
        reading.problem("model_value", MODEL, "model", scalars, MODEL)
        scalars = {}
    values = reading.row(Model, MODEL, scalars, but=[array.field for array in ARRAYS])
    for array in ARRAYS:
        rows = enumerate(reading.rows(array.table, found), 1)
        values[array.field] = tuple(
            array.row(**reading.row(array.row, place(array, number, row), row)) for number, row in rows
        )
    return Model(**values)


def _put_tables(reading: RowReading, found: dict[str, Any], path: Path) -> None:
    """Put the points in the place of each name of a table."""
    stages = reading.rows("stage", {"stage": rows} if isinstance(rows := found.get("stage", []), list) else {})
    named = [(number, row) for number, row in enumerate(stages, 1) if isinstance(row.get("table"), str)]
    kept = read_tables(path) if named else {}
    for number, row in named:
        name = row.pop("table")
        if name in kept:
            row["table"] = list(kept[name])
        else:
            allowed = nearest(name, kept) or path.name
            stage = next(array for array in ARRAYS if array.table == "stage")
            reading.problem("model_table_unknown", place(stage, number, row), "table", name, allowed)
