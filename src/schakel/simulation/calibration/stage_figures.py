"""What a log and a run can both tell of a stage: how many began, how long they waited, how long it took."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Literal

import numpy as np

from schakel.simulation.calibration.made_model import fitting_names
from schakel.simulation.calibration.observed import NONE, Observed
from schakel.simulation.event_log import running_steps
from schakel.simulation.experiment.estimate import Array
from schakel.simulation.experiment.order import Progress, in_order
from schakel.simulation.layout import lay_out
from schakel.simulation.model.model import Model
from schakel.simulation.run import Run
from schakel.simulation.scenario import Scenario, decisions

Kind = Literal["started", "wait", "work"]
KINDS: tuple[Kind, ...] = ("started", "wait", "work")
LEAST_REQUESTED = 0.9  # of the steps; with fewer dates of request a mean wait says nothing
Place = tuple[Kind, str]
Window = tuple[float, float]


@dataclass(frozen=True)
class SeenFigure:
    """value: a number of steps, or mean weeks. residents: distinct ones behind it, cases where none are delivered; None
    of a run, in which nobody is real."""

    value: float
    residents: int | None


def figures_of_log(seen: Observed, window: Window) -> dict[Place, SeenFigure]:
    """By kind and stage of a model made from that log, of steps between two weeks of it; without those of nobody.

    started: steps that began. wait: from request to start of those. work: of steps that ended.
    """
    who = seen.resident[seen.case]
    people = np.where(who == NONE, -2 - seen.case, who)
    found: dict[Place, SeenFigure] = {}
    for place, name in enumerate(fitting_names(seen.stages)):
        began = (seen.stage == place) & (seen.started >= window[0]) & (seen.started < window[1])
        ended = (seen.stage == place) & (seen.ended >= window[0]) & (seen.ended < window[1])
        told = began & ~np.isnan(seen.requested)
        if began.any():
            found["started", name] = SeenFigure(float(began.sum()), _distinct(people[began]))
        if told.sum() >= LEAST_REQUESTED * began.sum() and told.any():
            wait = (seen.started - seen.asked)[told]
            found["wait", name] = SeenFigure(float(wait.mean()), _distinct(people[told]))
        if ended.any():
            found["work", name] = SeenFigure(float((seen.ended - seen.started)[ended].mean()), _distinct(people[ended]))
    return found


def _distinct(people: np.ndarray) -> int:
    return len(np.unique(people))


def figures_of_run(run: Run, stages: Sequence[str], window: Window) -> dict[Place, float]:
    """The same of a run that kept its log; weeks from the end of the warm-up."""
    steps = np.concatenate([run.steps(), running_steps(run)])
    asked, started, ended = (steps[name] - run.warm_up for name in ("requested", "started", "ended"))
    found: dict[Place, float] = {}
    for place, name in enumerate(stages):
        own = steps["stage"] == place
        began = own & (started >= window[0]) & (started < window[1])
        done = own & (ended >= window[0]) & (ended < window[1])
        found["started", name] = float(began.sum())
        found["wait", name] = float((started - asked)[began].mean()) if began.any() else np.nan
        found["work", name] = float((ended - started)[done].mean()) if done.any() else np.nan
    return found


def run_of(model: Model, scenario: Scenario, seed: int, weeks: int) -> Run:
    """A run with its log, of so many weeks after the warm-up."""
    chosen = decisions(scenario, model)
    return Run(lay_out(model), seed, chosen, weeks=weeks, warm_up=model.warm_up, keeps_log=True).go()


def simulated_figures(
    model: Model,
    scenario: Scenario,
    seeds: Sequence[int],
    window: Window,
    *,
    executor: Executor | None = None,
    on_progress: Progress | None = None,
) -> Mapping[Place, Array]:
    """By kind and stage (replications,), NaN where a run has none. The runs go on as long as the window asks."""
    stages = [stage.name for stage in model.stages]
    weeks = max(1, int(np.ceil(window[1])))

    def figures(seed: int) -> dict[Place, float]:
        return figures_of_run(run_of(model, scenario, seed, weeks), stages, window)

    work: Callable[[int], dict[Place, float]] = figures
    rows = list(in_order(executor, work, seeds, on_progress))
    return {place: np.array([row[place] for row in rows]) for place in rows[0]}
