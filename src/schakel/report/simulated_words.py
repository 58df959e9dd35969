"""How numbers of a simulation are told on the command line, and the head that every document has."""

from collections.abc import Mapping
from typing import Any

from rich.console import Console
from rich.table import Table as Grid

from schakel.draw.simulated.span import amount, signed
from schakel.simulation.experiment.interval import Interval
from schakel.simulation.model.model import Model
from schakel.texts import say, shown

Document = dict[str, Any]
WORDS = {("study.shown", column) for column in ("verdict", "range")}  # columns that hold no numbers


def head(model: Model, seed: int, replications: int) -> Document:
    """With which model, how often, and from which seed."""
    return {"model": model.name, "seed": seed, "replications": replications}


def bounds(interval: Interval | None) -> Document:
    """{value, low, high}, all None where it cannot be told."""
    if interval is None:
        return {"value": None, "low": None, "high": None}
    return {"value": float(interval.value), "low": float(interval.low), "high": float(interval.high)}


def show_heading(document: Mapping[str, Any], lang: str) -> None:
    """The head in a sentence, and what stands between brackets."""
    values = {"model": document["model"], "seed": document["seed"], "n": document["replications"]}
    show_line(say("simulation.shown.heading", lang, **values))


def empty_grid(lang: str, *columns: str, room: str = "simulation.shown") -> Grid:
    """A table with these columns, whose headings stand in `room`; numbers are right, words left."""
    grid = Grid(title_justify="left")
    for place, column in enumerate(columns):
        grid.add_column(
            say(f"{room}.{column}", lang), justify="right" if place and (room, column) not in WORDS else "left"
        )
    return grid


def metric_name(row: Mapping[str, Any], lang: str) -> str:
    """Of the metric in `name`."""
    from schakel.simulation.experiment.metrics import metric  # brings the kernel along, which the workbench must not

    return say(f"{metric(row['name']).text}.name", lang)


def unit_name(row: Mapping[str, Any], lang: str) -> str:
    """Of the unit in `unit`."""
    return say(f"simulation.unit.{row['unit']}", lang)


def told_range(row: Mapping[str, Any], lang: str) -> str:
    """From low to high, in the unit of the row where it has one."""
    if row["low"] is None:
        return "–"
    low, high = (told_number(row[end], lang, row.get("unit", "")) for end in ("low", "high"))
    return say("simulation.shown.range", lang, low=low, high=high)


def told_bounds(row: Mapping[str, Any], lang: str, unit: str = "", *, is_signed: bool = False) -> str:
    """The value with its range between brackets; a dash where it cannot be told."""
    if row["value"] is None:
        return "–"
    value = told_number(row["value"], lang, unit, is_signed=is_signed)
    return value if row["low"] is None else f"{value} ({told_range({**row, 'unit': unit}, lang)})"


def told_number(value: float | None, lang: str, unit: str = "", *, is_signed: bool = False) -> str:
    """A number with about three digits that say something; a ratio as a percentage."""
    if value is None:
        return "–"
    if unit == "ratio":
        return shown(value, "share", lang)
    return signed(value, lang) if is_signed else amount(value, lang)


def show_line(text: str) -> None:
    """A sentence, broken by the terminal alone."""
    Console().print(text, highlight=False, markup=False, soft_wrap=True)
