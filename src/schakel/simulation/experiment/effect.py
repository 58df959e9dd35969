"""Metrics of one scenario, or the difference between two, with one assumed number at some value."""

from collections.abc import Sequence
from concurrent.futures import Executor
from typing import TypeAlias

from schakel.simulation.experiment.assumption import Assumption, with_value
from schakel.simulation.experiment.estimate import Array
from schakel.simulation.experiment.order import Progress
from schakel.simulation.experiment.replication import Trial, replicate_all
from schakel.simulation.model.model import Model
from schakel.simulation.scenario import Scenario

Key: TypeAlias = tuple[str, float, tuple[int, ...]]


class Effects:
    """Remembers what was run, as the assumed value itself is a point of every line."""

    def __init__(
        self,
        model: Model,
        scenarios: Sequence[Scenario],
        metrics: Sequence[str],
        executor: Executor | None,
        on_progress: Progress | None,
        most_runs: int,
    ) -> None:
        self._model, self._scenarios, self._metrics = model, scenarios, metrics
        self._executor, self._on_progress, self._most = executor, on_progress, most_runs
        self._done = 0
        self._known: dict[Key, dict[str, Array]] = {}

    def of(self, assumption: Assumption, value: float, seeds: tuple[int, ...]) -> dict[str, Array]:
        """By metric (replications,), NaN where a replication cannot tell it."""
        if value == assumption.value:
            return self.as_assumed(seeds)
        key = (assumption.name, value, seeds)
        if key not in self._known:
            self._known[key] = self._run(with_value(self._model, assumption, value), seeds)
        return self._known[key]

    def as_assumed(self, seeds: tuple[int, ...]) -> dict[str, Array]:
        """The same of the model as it is."""
        key = ("", 0.0, seeds)
        if key not in self._known:
            self._known[key] = self._run(self._model, seeds)
        return self._known[key]

    def finish(self) -> None:
        """Say that all is done, in fewer runs than it could have taken."""
        if self._on_progress is not None:
            self._on_progress(self._most, self._most)

    def _run(self, model: Model, seeds: tuple[int, ...]) -> dict[str, Array]:
        trials = [Trial(model, scenario) for scenario in self._scenarios]
        runs = replicate_all(trials, seeds, metrics=self._metrics, parts=(), executor=self._executor)
        self._done += len(trials) * len(seeds)
        if self._on_progress is not None:
            self._on_progress(min(self._done, self._most), self._most)
        found = {}
        for name in self._metrics:
            values = [run.values[name] for run in runs]
            found[name] = values[0] if len(values) == 1 else values[1] - values[0]
        return found
