"""Forecasts of what a log will show, and what a later log or a run did show."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from math import ceil
from typing import TypeVar

import numpy as np

from schakel.simulation.calibration.observed import Observed
from schakel.simulation.calibration.stage_figures import (
    KINDS,
    Place,
    SeenFigure,
    Window,
    figures_of_log,
    figures_of_run,
    run_of,
    simulated_figures,
)
from schakel.simulation.experiment.forecast import LEVEL, Forecast, bounds, model_hash, scenario_hash
from schakel.simulation.experiment.order import Progress
from schakel.simulation.experiment.seeds import seeds
from schakel.simulation.model.model import Model
from schakel.simulation.scenario import Scenario, check_scenario

DAYS = 7
LEAST = 10  # expected to begin: of fewer nothing is foretold
Seen = TypeVar("Seen")
Outcome = Callable[[Forecast], SeenFigure | None]


def foresee(
    model: Model,
    scenario: Scenario,
    first_day: date,
    last_day: date,
    made_on: date,
    *,
    seed: int,
    replications: int,
    level: float = LEVEL,
    on_progress: Progress | None = None,
) -> tuple[Forecast, ...]:
    """Per kind of figure and stage where it will lie, both days counted. The chain goes on from its warm-up, not from
    the queues of today.

    Left out: stages at which fewer than ten are expected to begin, and figures that not every replication can tell.
    ValueError: the days lie before the start of the model, or the wrong way round.
    """
    check_scenario(scenario, model)
    window = window_of(model.start, first_day, last_day)
    if window[0] < 0 or window[1] <= window[0]:
        raise ValueError("the days lie within the model, the first before the last")
    found = simulated_figures(model, scenario, seeds(seed, replications), window, on_progress=on_progress)
    ids = model_hash(model), scenario_hash(scenario)
    made = []
    for kind in KINDS:
        for stage in model.stages:
            samples = found[kind, stage.name]
            if np.median(found["started", stage.name]) < LEAST or not np.isfinite(samples).all():
                continue
            low, median, high = bounds(samples, level)
            name, band = stage.name, (low, median, high)
            made.append(Forecast(*ids, seed, kind, name, first_day, last_day, *band, level=level, made_on=made_on))
    return tuple(made)


def window_of(start: date, first_day: date, last_day: date) -> Window:
    """Two days as weeks from a start, the second day included."""
    return (first_day - start).days / DAYS, ((last_day - start).days + 1) / DAYS


def outcome_in_log(seen: Observed) -> Outcome:
    """What a log shows of a forecast; None where it was not seen whole, or shows nothing."""
    known: dict[Window, dict[Place, SeenFigure]] = {}

    def outcome(forecast: Forecast) -> SeenFigure | None:
        window = window_of(seen.first_on, forecast.first_day, forecast.last_day)
        if window[0] < 0 or window[1] > seen.until + 1e-9:
            return None
        if window not in known:
            known[window] = figures_of_log(seen, window)
        return _at(known[window], forecast)

    return outcome


def outcome_in_run(model: Model, scenario: Scenario, forecasts: Sequence[Forecast], seed: int) -> Outcome:
    """What one run of a model shows, as if it were the world: to practise with. Its residents are not counted."""
    check_scenario(scenario, model)
    windows = {window_of(model.start, one.first_day, one.last_day) for one in forecasts}
    inside = {window for window in windows if window[0] >= 0}
    run = run_of(model, scenario, seeds(seed, 1)[0], ceil(max((window[1] for window in inside), default=1)))
    stages = [stage.name for stage in model.stages]
    known = {window: figures_of_run(run, stages, window) for window in inside}

    def outcome(forecast: Forecast) -> SeenFigure | None:
        window = window_of(model.start, forecast.first_day, forecast.last_day)
        value = _at(known.get(window, {}), forecast)
        return None if value is None or np.isnan(value) else SeenFigure(value, None)

    return outcome


def _at(found: Mapping[Place, Seen], forecast: Forecast) -> Seen | None:
    return next((one for place, one in found.items() if place == (forecast.metric, forecast.place)), None)
