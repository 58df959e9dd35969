"""The same chain many times over, each time with another seed."""

from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import closing
from dataclasses import dataclass
from itertools import islice

import numpy as np

from schakel.simulation.decision import Decision
from schakel.simulation.experiment.block import UNIT, Block, BlockResult, blocks, run_block
from schakel.simulation.experiment.estimate import Array
from schakel.simulation.experiment.interval import LEVEL, Interval, mean_interval
from schakel.simulation.experiment.metrics import METRICS, metric
from schakel.simulation.experiment.order import Progress, in_order, workers
from schakel.simulation.experiment.yardstick import yardstick_of
from schakel.simulation.kernel.state import SERIES_NAMES
from schakel.simulation.layout import lay_out
from schakel.simulation.model.model import Model
from schakel.simulation.scenario import Scenario, check_scenario, decisions

BAND = (0.05, 0.95)
KEPT = 200
MOST_UNITS = 5  # of replications in a block
BLOCKS_PER_WORKER = 4
BLOCKS_ELSEWHERE = 256  # at least, where there is work for them: nobody knows how many workers an executor has


@dataclass(frozen=True)
class Trial:
    """A model under a scenario that fits it, which is not checked. weeks, warm_up: those of the model when None."""

    model: Model
    scenario: Scenario
    weeks: int | None = None
    warm_up: int | None = None


@dataclass(frozen=True, eq=False)
class SeriesBand:
    """A weekly series per desk: three arrays (weeks, desks + 1), the last desk being the way between desks.

    mean: over all replications. low, high: between which nine in ten of the first KEPT replications lie.
    """

    mean: Array
    low: Array
    high: Array


@dataclass(frozen=True, eq=False)
class Replications:
    """All arrays in the order of the seeds.

    values: by metric (replications,), NaN where a run has nothing to tell it of. parts: by metric (replications,
    ...axes of the metric), whose names are in labels. series: by name of SERIES, empty when not kept. desks: (partner,
    stage). severity: mean of the whole chain by week, warm-up included. budget: see `Yardstick`.
    """

    seeds: tuple[int, ...]
    weeks: int
    warm_up: int
    values: Mapping[str, Array]
    parts: Mapping[str, Array]
    labels: Mapping[str, tuple[str, ...]]
    desks: tuple[tuple[str, str], ...]
    series: Mapping[str, SeriesBand]
    severity: Array
    budget: Array

    def interval(self, name: str, level: float = LEVEL) -> Interval | None:
        """Of the mean of a metric; None where not every replication can tell it, or there is only one."""
        found = self.values[name]
        return mean_interval(found, level) if len(found) > 1 and np.isfinite(found).all() else None


def replicate(
    model: Model,
    scenario: Scenario,
    seeds: Sequence[int],
    *,
    executor: Executor | None = None,
    on_progress: Progress | None = None,
    weeks: int | None = None,
    warm_up: int | None = None,
) -> Replications:
    """All metrics, and the weekly series with their bands, of a model that passed its checks under a scenario.

    executor: any of `concurrent.futures`, also that of a cluster; threads on all cores when None. What comes out is the
    same to the last bit. on_progress(replications done, replications in all) is called from this thread.
    """
    check_scenario(scenario, model)
    return replicate_all(
        (Trial(model, scenario, weeks, warm_up),), seeds, executor=executor, on_progress=on_progress, keeps_series=True
    )[0]


def replicate_all(
    trials: Sequence[Trial],
    seeds: Sequence[int],
    *,
    metrics: Collection[str] = tuple(METRICS),
    parts: Collection[str] | None = None,
    keeps_series: bool = False,
    executor: Executor | None = None,
    on_progress: Progress | None = None,
) -> tuple[Replications, ...]:
    """Several trials on the same seeds, in one go. parts: of all these metrics that have parts, when None.

    Memory for series is bounded: it is that of KEPT replications of one trial, whatever the number of replications.
    """
    if not seeds:
        raise ValueError("at least one seed")
    chosen = tuple(metrics)
    with_parts = tuple(name for name in chosen if metric(name).parts) if parts is None else tuple(parts)
    kept = KEPT if keeps_series else None
    wholes = [_whole(trial, tuple(seeds), chosen, with_parts, kept) for trial in trials]
    wanted = BLOCKS_PER_WORKER * workers() if executor is None else BLOCKS_ELSEWHERE
    size = _block_size(len(trials), len(seeds), wanted)
    cut = [piece for whole in wholes for piece in blocks(whole, size)]
    per_trial = -(-len(seeds) // size)
    with closing(in_order(executor, run_block, cut, on_progress, lambda piece: len(piece.seeds))) as done:
        return tuple(_merged(whole, list(islice(done, per_trial))) for whole in wholes)


def _whole(
    trial: Trial, seeds: tuple[int, ...], metrics: tuple[str, ...], parts: tuple[str, ...], kept: int | None
) -> Block:
    model = trial.model
    return Block(
        model,
        _decisions(trial),
        seeds,
        model.weeks if trial.weeks is None else trial.weeks,
        model.warm_up if trial.warm_up is None else trial.warm_up,
        metrics,
        parts,
        kept,
    )


def _decisions(trial: Trial) -> tuple[Decision, ...]:
    return decisions(trial.scenario, trial.model)


def _block_size(trials: int, seeds: int, wanted: int) -> int:
    """Replications per block: enough blocks to keep all at work, and as few as that allows. It changes no result."""
    units = trials * -(-seeds // UNIT) // wanted
    return UNIT * min(max(units, 1), MOST_UNITS)


def _merged(whole: Block, found: Sequence[BlockResult]) -> Replications:
    layout = lay_out(whole.model)
    yard = yardstick_of(whole.model, layout, whole.decisions, whole.weeks)
    return Replications(
        whole.seeds,
        whole.weeks,
        whole.warm_up,
        {name: np.concatenate([one.values[name] for one in found]) for name in whole.metrics},
        {name: np.concatenate([one.parts[name] for one in found]) for name in whole.parts},
        yard.labels,
        layout.desks,
        {} if whole.kept is None else _bands(found, len(whole.seeds)),
        _added(found, lambda one: one.severity) / len(whole.seeds),
        yard.budget,
    )


def _bands(found: Sequence[BlockResult], n: int) -> dict[str, SeriesBand]:
    mean = _added(found, lambda one: one.sums) / n
    kept = np.concatenate([one.kept for one in found])
    bands = {}
    for number, name in enumerate(SERIES_NAMES):
        low, high = np.quantile(kept[..., number], BAND, axis=0)
        bands[name] = SeriesBand(mean[..., number].copy(), low.astype(np.float64), high.astype(np.float64))
    return bands


def _added(found: Sequence[BlockResult], of: Callable[[BlockResult], Array]) -> Array:
    """Sums of units added one by one, so that the cut into blocks changes no bit."""
    total = np.zeros(of(found[0]).shape[1:])
    for one in found:
        for unit in of(one):
            total += unit
    return total
