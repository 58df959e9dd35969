"""A file of plants, read and checked against the model that they are put into."""

from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

from schakel.chain.problem import refuse
from schakel.simulation.change import note_problems
from schakel.simulation.model.model import Model
from schakel.simulation.model.model_file import toml_tables
from schakel.simulation.model.name_checks import names
from schakel.simulation.model.place import said
from schakel.simulation.model.row_reading import RowReading, nearest
from schakel.simulation.region.base import base
from schakel.simulation.region.plants.kinds import KINDS
from schakel.simulation.region.plants.plant import Plant

FILE = "lindewaard_plants.toml"
# Fields that hold a name of the model, and of what; fields that hold a number, and its bounds.
NAMES: Mapping[str, str] = {
    "partner": "partner",
    "next_partner": "partner",
    "symptom_partner": "partner",
    "stage": "stage",
    "next_stage": "stage",
    "activity": "stage",
    "municipality": "municipality",
    "type": "type",
}
BOUNDS: Mapping[str, tuple[float, float]] = {
    "share": (0, 0.95),
    "every": (0.2, 26),
    "day": (0, 4),
    "factor": (0.05, 10),
}


@lru_cache(maxsize=1)
def lindewaard_plants() -> tuple[Plant, ...]:
    """The plants of the packaged file."""
    with as_file(files("schakel.simulation.region") / FILE) as path:
        return read_plants(path)


def read_plants(path: Path) -> tuple[Plant, ...]:
    """The plants of a file, none when it has none. Refusal with each kind, key, name, week and number that is wrong."""
    found = toml_tables(path)
    reading = RowReading(path.name)
    reading.keys("TOML", found, ("plant",))
    model = base()
    plants = [_plant(reading, number, row, model) for number, row in enumerate(reading.rows("plant", found), 1)]
    refuse(reading.problems)
    return tuple(plant for plant in plants if plant is not None)


def _plant(reading: RowReading, number: int, row: dict[str, Any], model: Model) -> Plant | None:
    place = f"plant {number}" + (f" ({said(row['name'])})" if row.get("name") else "")
    kind = KINDS.get(str(row.get("kind", "")))
    if kind is None:
        reading.problem("model_name_unknown", place, "kind", row.get("kind", ""), nearest(str(row.get("kind")), KINDS))
        return None
    before = len(reading.problems)
    values = reading.row(kind, place, {key: value for key, value in row.items() if key != "kind"})
    _note_names(reading, place, values, model)
    _note_numbers(reading, place, values, model)
    if len(reading.problems) > before:
        return None
    plant = kind(**values)
    for change in plant.changes():
        note_problems(reading, place, change, model)
    return plant


def _note_names(reading: RowReading, place: str, values: Mapping[str, Any], model: Model) -> None:
    for field, table in NAMES.items():
        known = names(model, table)
        if field in values and values[field] and values[field] not in known:
            reading.problem("model_name_unknown", place, field, values[field], nearest(values[field], known))


def _note_numbers(reading: RowReading, place: str, values: Mapping[str, Any], model: Model) -> None:
    for field, (low, high) in BOUNDS.items():
        if field in values and not low <= values[field] <= high:
            reading.problem("model_value", place, field, f"{values[field]:g}", f"{low:g} – {high:g}")
    if "from_week" in values and not 0 <= values["from_week"] < values["to_week"] <= model.weeks:
        weeks = f"{values['from_week']:g} – {values['to_week']:g}"
        reading.problem("model_value", place, "from_week", weeks, f"0 – {model.weeks}")
