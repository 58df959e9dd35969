"""Forecasts that are written down before the outcome is known, and scored when it is."""

import dataclasses
import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from schakel.chain.problem import Problem, Refusal
from schakel.data.log import Steps, locked, replace
from schakel.simulation.experiment.coverage import Coverage, coverage
from schakel.simulation.experiment.estimate import Array
from schakel.simulation.model.model import Model
from schakel.simulation.model.model_text import model_text
from schakel.simulation.scenario import Scenario

LEVEL = 0.9
FORMAT = 1


@dataclass(frozen=True)
class Forecast:
    """model, scenario: their hashes; seed: the base seed. place: of which part of the metric, empty for the whole.

    first_day up to last_day: what the outcome is counted over. low to high: where it lies with a chance of `level`,
    by the model alone; median: between both. made_on: the day on which it was made.
    """

    model: str
    scenario: str
    seed: int
    metric: str
    place: str
    first_day: date
    last_day: date
    low: float
    median: float
    high: float
    level: float
    made_on: date


def model_hash(model: Model) -> str:
    """Equal for models whose files are equal."""
    return hashlib.sha256(model_text(model).encode()).hexdigest()


def scenario_hash(scenario: Scenario) -> str:
    """Equal for scenarios with the same changes, whatever they are called."""
    rows = [dataclasses.astuple(change) for change in scenario.changes]
    return hashlib.sha256(json.dumps(rows).encode()).hexdigest()


def bounds(samples: Array, level: float = LEVEL) -> tuple[float, float, float]:
    """Low, median and high of where one outcome lies: quantiles of samples (replications,), not of their mean.

    The low and high are outside that many of the samples, so that few replications give a wide interval: the k-th
    smallest and largest, with k the whole part of (n + 1) (1 - level) / 2, and the extremes below one. ValueError for a
    sample that is not finite.
    """
    ordered = np.sort(np.asarray(samples, dtype=np.float64))
    if not len(ordered) or not np.isfinite(ordered).all():
        raise ValueError("a forecast needs replications that can all tell the metric")
    place = max(int((len(ordered) + 1) * (1.0 - level) / 2.0 + 1e-9), 1) - 1
    return float(ordered[place]), float(np.median(ordered)), float(ordered[-1 - place])


def store(path: Path, made: Sequence[Forecast]) -> None:
    """Add forecasts to a file of one JSON object a line; what stands in it stays to the byte.

    Put in place whole: whatever stops it leaves the old file or the new one. Refusal: the file there is not of this
    kind, somebody else is writing in its folder, or a forecast was made later than its last day.
    """
    late = next((one for one in made if one.made_on > one.last_day), None)
    if late is not None:
        raise Refusal((Problem("forecast_late", path.name, value=str(late.made_on), allowed=f"≤ {late.last_day}"),))
    with locked(path.parent):
        stored(path)
        before = path.read_text(encoding="utf-8") if path.exists() else ""
        text = "".join(_line(one) for one in made)
        replace(path, before + ("\n" if before and not before.endswith("\n") else "") + text, Steps())


def stored(path: Path) -> tuple[Forecast, ...]:
    """All forecasts of a file, in order of storing; none when there is no file. Refusal: a line that is not one."""
    if not path.exists():
        return ()
    lines = path.read_text(encoding="utf-8").splitlines()
    return tuple(_forecast(path.name, row, line) for row, line in enumerate(lines, 1) if line.strip())


def score(
    forecasts: Sequence[Forecast], observed: Callable[[Forecast], float | None]
) -> dict[tuple[str, float], Coverage]:
    """By metric and level how forecasts did. observed: the outcome of one, None as long as it is not known."""
    found: dict[tuple[str, float], list[tuple[float, float, float]]] = {}
    for one in forecasts:
        seen = observed(one)
        row = (one.low, one.high, float("nan") if seen is None else seen)
        found.setdefault((one.metric, one.level), []).append(row)
    scored = {}
    for key, rows in sorted(found.items()):
        low, high, seen = np.array(rows).T
        scored[key] = coverage(low, high, seen, key[1])
    return scored


def _line(forecast: Forecast) -> str:
    values = {"format": FORMAT, **dataclasses.asdict(forecast)}
    return json.dumps({key: _plain(value) for key, value in values.items()}, ensure_ascii=False, allow_nan=False) + "\n"


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def _forecast(file: str, row: int, line: str) -> Forecast:
    kinds = {field.name: field.type for field in dataclasses.fields(Forecast)}
    try:
        values = json.loads(line)
        if values.pop("format") != FORMAT or set(values) != set(kinds):
            raise ValueError
        read: dict[str, Any] = {name: _read(kinds[name], value) for name, value in values.items()}
        return Forecast(**read)
    except (ValueError, TypeError, KeyError, AttributeError):
        raise Refusal((Problem("forecast_broken", file, row),)) from None


def _read(kind: object, value: object) -> object:
    if kind is date:
        return date.fromisoformat(str(value))
    if kind is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if not isinstance(kind, type) or not isinstance(value, kind) or isinstance(value, bool):
        raise ValueError
    return value
