"""How much each cause contributed to what differs between the chain as agreed and the chain as it went."""

from collections.abc import Collection, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from itertools import chain, combinations

import numpy as np

from schakel.chain.problem import Problem, Refusal
from schakel.simulation.causes.shapley import EXACT_CAUSES, PAIRS, Attribution, attribute
from schakel.simulation.experiment.comparison import check_told
from schakel.simulation.experiment.estimate import Array
from schakel.simulation.experiment.interval import LEVEL
from schakel.simulation.experiment.metrics import metric
from schakel.simulation.experiment.order import Progress, pool
from schakel.simulation.experiment.replication import Replications, Trial, replicate_all
from schakel.simulation.model.model import Model
from schakel.simulation.scenario import Change, Scenario, causes, check_scenario

Chosen = frozenset[str]


@dataclass(frozen=True)
class ScenarioCauses:
    """Shares in a metric, actual less reference.

    where: the same by the parts of the metric, whose axes have these labels: of severity_weeks the map of periods of 13
    weeks (called by their first week) by stage, "" being the way between. None where the metric has no parts, or not
    every replication can tell all of them. parts of a metric that is a sum add up to its share.
    """

    metric: str
    total: Attribution
    where: Attribution | None
    axes: tuple[str, ...]
    labels: tuple[tuple[str, ...], ...]


def differing_causes(reference: Scenario, actual: Scenario) -> tuple[str, ...]:
    """Causes whose changes are not the same in both, those of the reference first."""
    names = dict.fromkeys((*causes(reference), *causes(actual)))
    return tuple(name for name in names if _changes(reference, name) != _changes(actual, name))


def combined(reference: Scenario, actual: Scenario, chosen: Collection[str]) -> Scenario:
    """The chain with these of the differing causes as in the actual, and the others as in the reference.

    With none or all of them it is one of the two; between, the changes that are new come last.
    """
    differing = set(differing_causes(reference, actual))
    if not differing & set(chosen):
        return reference
    if differing <= set(chosen):
        return actual
    kept = [one for one in reference.changes if one.cause not in chosen]
    return Scenario(actual.name, (*kept, *(one for one in actual.changes if one.cause in differing & set(chosen))))


def causes_of(
    model: Model,
    reference: Scenario,
    actual: Scenario,
    metric_name: str,
    seeds: Sequence[int],
    *,
    level: float = LEVEL,
    pairs: int = PAIRS,
    executor: Executor | None = None,
    on_progress: Progress | None = None,
) -> ScenarioCauses:
    """Shapley shares of the causes that differ, on a model that passed its checks; each set of causes is run once.

    Exact up to six causes, sampled above. Refusal: no cause differs, a scenario does not fit the model, or not every
    replication can tell the metric. ValueError: fewer than two seeds.
    """
    for scenario in (reference, actual):
        check_scenario(scenario, model)
    names = differing_causes(reference, actual)
    if not names:
        raise Refusal((Problem("causes_none", reference.name, value=actual.name),))
    with pool(executor) as workers:
        runs = _Runs(model, reference, actual, metric_name, seeds, workers)
        if len(names) <= EXACT_CAUSES:
            runs.ahead(_subsets(names), on_progress)
        total = attribute(names, runs.values, level=level, pairs=pairs)
        where = attribute(names, runs.parts, level=level, pairs=pairs) if runs.tell_parts() else None
    axes = () if where is None else metric(metric_name).axes
    return ScenarioCauses(metric_name, total, where, axes, runs.labels(axes))


class _Runs:
    """Outcomes by set of causes, each set run once."""

    def __init__(
        self,
        model: Model,
        reference: Scenario,
        actual: Scenario,
        name: str,
        seeds: Sequence[int],
        executor: Executor,
    ) -> None:
        self._model, self._reference, self._actual = model, reference, actual
        self._name, self._seeds, self._executor = name, seeds, executor
        self._known: dict[Chosen, Replications] = {}

    def ahead(self, sets: Sequence[Chosen], on_progress: Progress | None = None) -> None:
        """Run sets in one go, so that no worker waits between them."""
        trials = [Trial(self._model, combined(self._reference, self._actual, one)) for one in sets]
        parts = (self._name,) if metric(self._name).parts else ()
        runs = replicate_all(
            trials, self._seeds, metrics=(self._name,), parts=parts, executor=self._executor, on_progress=on_progress
        )
        for one, run in zip(sets, runs, strict=True):
            check_told(self._name, run.values[self._name])
            self._known[one] = run

    def values(self, chosen: Chosen) -> Array:
        """(replications,)"""
        return self._of(chosen).values[self._name]

    def parts(self, chosen: Chosen) -> Array:
        """(replications, ...axes)"""
        return self._of(chosen).parts[self._name]

    def tell_parts(self) -> bool:
        """Whether every replication so far tells all parts."""
        return metric(self._name).parts is not None and all(
            np.isfinite(run.parts[self._name]).all() for run in self._known.values()
        )

    def labels(self, axes: Sequence[str]) -> tuple[tuple[str, ...], ...]:
        """Names along each axis."""
        return tuple(self._of(frozenset()).labels[axis] for axis in axes)

    def _of(self, chosen: Chosen) -> Replications:
        if chosen not in self._known:
            self.ahead((chosen,))
        return self._known[chosen]


def _subsets(names: Sequence[str]) -> list[Chosen]:
    return [frozenset(one) for one in chain.from_iterable(combinations(names, n) for n in range(len(names) + 1))]


def _changes(scenario: Scenario, cause: str) -> list[Change]:
    return [one for one in scenario.changes if one.cause == cause]
