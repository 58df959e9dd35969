"""A block of replications: plain values in, plain arrays out, so that it can run in any thread, process or cluster."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from schakel.simulation.decision import Decision
from schakel.simulation.experiment.estimate import Array
from schakel.simulation.experiment.metrics import metric
from schakel.simulation.experiment.yardstick import Yardstick, yardstick_of
from schakel.simulation.kernel.state import SERIES_NAMES, reset
from schakel.simulation.layout import lay_out
from schakel.simulation.model.model import Model
from schakel.simulation.result import result_of
from schakel.simulation.run import Run

UNIT = 5  # replications whose weekly series are added up before anything else, however blocks are cut


@dataclass(frozen=True)
class Block:
    """seeds: of its replications. metrics, parts: names of those whose values, and whose parts, are wanted.

    kept: of how many of its replications the weekly series themselves are wanted; None when not even their sum is.
    """

    model: Model
    decisions: tuple[Decision, ...]
    seeds: tuple[int, ...]
    weeks: int
    warm_up: int
    metrics: tuple[str, ...]
    parts: tuple[str, ...]
    kept: int | None


@dataclass(frozen=True, eq=False)
class BlockResult:
    """values: by metric (replications,). parts: by metric (replications, ...axes).

    sums: (units of replications, weeks, desks + 1, series). kept: (replications kept, weeks, desks + 1, series), in
    single precision. severity: of the whole chain, (units, warm-up and weeks).
    """

    values: dict[str, Array]
    parts: dict[str, Array]
    sums: Array
    kept: np.ndarray
    severity: Array


def run_block(block: Block) -> BlockResult:
    """Run all replications of a block, one after the other in the same memory."""
    run = _Rerun(lay_out(block.model), 0, block.decisions, weeks=block.weeks, warm_up=block.warm_up)
    yard = yardstick_of(block.model, run.layout, block.decisions, block.weeks)
    values: dict[str, list[float]] = {name: [] for name in block.metrics}
    parts: dict[str, list[Array]] = {name: [] for name in block.parts}
    series = _Series(block, len(run.layout.desks) + 1)
    for number, seed in enumerate(block.seeds):
        run.again(seed)
        _measure(run, yard, values, parts)
        series.add(number, run)
    return BlockResult(
        {name: np.array(found) for name, found in values.items()},
        {name: np.array(found) for name, found in parts.items()},
        series.sums,
        series.kept,
        series.severity,
    )


def blocks(whole: Block, size: int) -> Iterator[Block]:
    """Cut a block into blocks of at most `size` replications, a multiple of UNIT, in the order of the seeds."""
    for first in range(0, len(whole.seeds), size):
        kept = None if whole.kept is None else min(max(whole.kept - first, 0), size)
        yield Block(
            whole.model,
            whole.decisions,
            whole.seeds[first : first + size],
            whole.weeks,
            whole.warm_up,
            whole.metrics,
            whole.parts,
            kept,
        )


def _measure(run: Run, yard: Yardstick, values: dict[str, list[float]], parts: dict[str, list[Array]]) -> None:
    result = result_of(run)
    for name, found in values.items():
        found.append(float(metric(name).value(result, yard)))
    for name, cells in parts.items():
        of = metric(name).parts
        if of is None:
            raise ValueError(f"metric {name!r} has no parts")
        cells.append(np.asarray(of(result, yard), dtype=np.float64))


class _Rerun(Run):
    """A run that starts anew in the memory that it has."""

    def again(self, seed: int) -> None:
        """Run from the start to the end with another seed."""
        self.seed = seed
        reset(self._state, seed, keeps_log=False)
        self._tables.view("f8")[:] = self.layout.tables.view("f8")  # field by field it takes ten times as long
        self._series[:] = 0
        self.go()


class _Series:
    """Weekly series of a block: sums of units, and the first ones themselves."""

    def __init__(self, block: Block, columns: int) -> None:
        n = len(block.seeds)
        self.wanted = 0 if block.kept is None else min(block.kept, n)
        weeks = 0 if block.kept is None else block.weeks
        shape = (weeks, columns, len(SERIES_NAMES))
        self.sums = np.zeros((-(-n // UNIT), *shape))
        self.kept = np.zeros((self.wanted, *shape), dtype=np.float32)
        self.severity = np.zeros((-(-n // UNIT), block.warm_up + block.weeks))

    def add(self, number: int, run: Run) -> None:
        self.severity[number // UNIT] += run.series["severity"].sum(axis=1)
        if not self.sums.size:
            return
        found = run.series[run.warm_up :].view("f8").reshape(self.sums.shape[1:])
        self.sums[number // UNIT] += found
        if number < self.wanted:
            self.kept[number] = found
