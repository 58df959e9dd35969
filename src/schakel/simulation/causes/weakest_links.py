"""Which single repair of a chain improves its goal most, found by trying each of them."""

from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass

import numpy as np

from schakel.simulation.causes.repair import Pair, repaired, repairs
from schakel.simulation.causes.weakest_link import Candidate, WeakestLink, weakest_link
from schakel.simulation.experiment.comparison import check_told
from schakel.simulation.experiment.estimate import Array
from schakel.simulation.experiment.interval import LEVEL
from schakel.simulation.experiment.metric import Direction
from schakel.simulation.experiment.metrics import RIGHT, metric
from schakel.simulation.experiment.order import Progress
from schakel.simulation.experiment.replication import Trial, replicate_all
from schakel.simulation.experiment.rights_rule import rights_verdict
from schakel.simulation.layout import lay_out
from schakel.simulation.model.model import Model
from schakel.simulation.run import Run
from schakel.simulation.scenario import Scenario, check_scenario, decisions

MOST_HANDOVERS = 20


@dataclass(frozen=True)
class WeakestLinks:
    """found: the gains, largest first. by_rights: repairs that gain while rights not honoured rise."""

    found: WeakestLink
    by_rights: tuple[Candidate, ...]


def weakest_links(
    model: Model,
    scenario: Scenario,
    metric_name: str,
    seeds: Sequence[int],
    *,
    level: float = LEVEL,
    executor: Executor | None = None,
    on_progress: Progress | None = None,
) -> WeakestLinks:
    """The gain in a metric of each of `repairs`, from week 0, on top of a scenario of a model that passed its checks.

    Of handovers, the 20 with most clients in one logged run on the first seed. Refusal: the scenario does not fit, or
    not every replication can tell the metric. ValueError: a metric without a better direction, or nothing to repair.
    """
    check_scenario(scenario, model)
    of = metric(metric_name)
    if of.direction is Direction.NEITHER:
        raise ValueError(f"no direction of {metric_name!r} is better")
    tried = repairs(model, used_handovers(model, scenario, seeds[0]))
    trials = [Trial(model, scenario), *(Trial(model, repaired(model, scenario, one)) for one in tried)]
    wanted = dict.fromkeys((metric_name, RIGHT))
    base, *runs = replicate_all(
        trials, seeds, metrics=wanted, parts=(RIGHT,), executor=executor, on_progress=on_progress
    )
    for run in (base, *runs):
        check_told(metric_name, run.values[metric_name])
    by_name = {repair.candidate.name: run for repair, run in zip(tried, runs, strict=True)}

    def evaluate(candidate: Candidate | None) -> Array:
        return (base if candidate is None else by_name[candidate.name]).values[metric_name]

    candidates = [one.candidate for one in tried]
    found = weakest_link(candidates, evaluate, minimise=of.direction is Direction.LESS, level=level)
    goals = (metric_name,)
    verdicts = [rights_verdict(by_name[gain.candidate.name], base, goals, level) for gain in found.gains]
    flagged = [one.candidate for one, verdict in zip(found.gains, verdicts, strict=True) if verdict.gains_by_rights]
    return WeakestLinks(found, tuple(flagged))


def used_handovers(model: Model, scenario: Scenario, seed: int, most: int = MOST_HANDOVERS) -> tuple[Pair, ...]:
    """Pairs of partners between whom clients were handed over in one run, those with most clients first."""
    layout = lay_out(model)
    run = Run(layout, seed, decisions(scenario, model), weeks=model.weeks, warm_up=model.warm_up, keeps_log=True).go()
    steps = run.steps()
    handed = steps[(steps["to_partner"] >= 0) & (steps["to_partner"] != steps["partner"])]
    names = layout.names["partner"]
    cells, counts = np.unique(handed["partner"] * len(names) + handed["to_partner"], return_counts=True)
    order = np.argsort(-counts, kind="stable")[:most]
    return tuple((names[cell // len(names)], names[cell % len(names)]) for cell in cells[order])
