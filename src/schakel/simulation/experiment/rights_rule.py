"""The rule that no scenario may look good by refusing residents, or by letting them wait past their term."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from schakel.simulation.experiment.estimate import estimate
from schakel.simulation.experiment.interval import LEVEL, Interval, distinguishable, paired_difference
from schakel.simulation.experiment.metric import Direction
from schakel.simulation.experiment.metrics import GOAL, METRICS, RIGHT, metric
from schakel.simulation.experiment.replication import Replications


@dataclass(frozen=True)
class RightsVerdict:
    """A scenario beside the first. change: of rights not honoured, as a mean over replications, None for the first.

    groups_worse: (type, municipality) for whom they rise, adjusted for all groups (Holm). rise: whether they rise in
    all, or for any group. gains: metrics, of money and of the goals, in which the scenario is better. A warning needs
    less proof than a claim: change and gains are each judged at their level by themselves.
    """

    change: Interval | None
    groups_worse: tuple[tuple[str, str], ...]
    gains: tuple[str, ...]

    @property
    def rise(self) -> bool:
        """Whether rights not honoured rise, in all or for any group."""
        return bool(self.groups_worse) or (self.change is not None and self.change.low > 0)

    @property
    def gains_by_rights(self) -> bool:
        """Whether it is better in money or in a goal while rights not honoured rise."""
        return self.rise and bool(self.gains)


FIRST = RightsVerdict(None, (), ())


def rights_verdict(
    run: Replications, first: Replications, goals: Sequence[str] = (GOAL,), level: float = LEVEL
) -> RightsVerdict:
    """Of two runs on the same seeds that kept the rights with their parts, the money and the goals."""
    change = paired_difference(run.values[RIGHT], first.values[RIGHT], level)
    looked_at = [one.name for one in METRICS.values() if one.is_money or one.name in (GOAL, *goals)]
    gains = tuple(name for name in looked_at if _gains(name, run, first, level))
    return RightsVerdict(change, _groups_worse(run, first, level), gains)


def _gains(name: str, run: Replications, first: Replications, level: float) -> bool:
    of = metric(name)
    if of.is_right or of.direction is Direction.NEITHER or name not in run.values:
        return False
    gain = of.gain(run.values[name], first.values[name])
    return bool(np.isfinite(gain).all()) and paired_difference(gain, np.zeros_like(gain), level).low > 0


def _groups_worse(run: Replications, first: Replications, level: float) -> tuple[tuple[str, str], ...]:
    more = run.parts[RIGHT] - first.parts[RIGHT]
    worse = distinguishable([estimate(more)], level)[0] & (more.mean(axis=0) > 0)
    types, places = (run.labels[axis] for axis in metric(RIGHT).axes)
    return tuple((types[kind], places[place]) for kind, place in np.argwhere(worse))
