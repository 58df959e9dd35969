"""The repair that improves the goal of the chain most, and the ones that do as well."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

import numpy as np
import numpy.typing as npt

from schakel.simulation.experiment.estimate import Array, as_samples, estimate
from schakel.simulation.experiment.interval import LEVEL, Interval, band_of, distinguishable


class Kind(StrEnum):
    """What a repair works on: people or places, the passing on between two partners, or an arrangement."""

    CAPACITY = "capacity"
    HANDOVER = "handover"
    RULE = "rule"


@dataclass(frozen=True)
class Candidate:
    """name: its key. size: of the repair, in `unit`, to be shown beside the gain; gains are not divided by it, as
    units differ: repairs of about equal effort are for whoever lists them to choose.
    """

    name: str
    kind: Kind
    size: float
    unit: str


@dataclass(frozen=True)
class Gain:
    """gain: improvement of the goal by this repair alone. behind: gain of the best less this one, None for the best.

    Both are paired, each interval at its level by itself. is_distinguishable: the gain differs from zero, adjusted for
    all candidates (Holm). is_tied: cannot be told from the best, adjusted for all pairs (Holm), since the best was
    picked from the same runs; True for the best itself.
    """

    candidate: Candidate
    gain: Interval
    behind: Interval | None
    is_distinguishable: bool
    is_tied: bool


@dataclass(frozen=True)
class WeakestLink:
    """gains: largest first. is_found: the first is an improvement that differs from zero."""

    gains: tuple[Gain, ...]
    is_found: bool

    @property
    def best(self) -> Candidate:
        """The candidate with the largest mean gain."""
        return self.gains[0].candidate

    @property
    def ties(self) -> tuple[Candidate, ...]:
        """The others that cannot be told from the best."""
        return tuple(one.candidate for one in self.gains[1:] if one.is_tied)


def weakest_link(
    candidates: Sequence[Candidate],
    evaluate: Callable[[Candidate | None], npt.ArrayLike],
    *,
    minimise: bool = True,
    level: float = LEVEL,
) -> WeakestLink:
    """Compare single repairs. evaluate gives the goal per replication (replications,), on the same seeds each time:
    of the chain as it is for None, asked first, and with one repair for each candidate. minimise: lower is better.
    """
    if not candidates or len({one.name for one in candidates}) != len(candidates):
        raise ValueError("at least one candidate, each with a name of its own")
    base = as_samples(evaluate(None))
    runs = np.stack([as_samples(evaluate(one)) for one in candidates])
    if base.ndim != 1 or runs.shape[1:] != base.shape:
        raise ValueError("evaluate must give the same replications for every candidate")
    improved = base - runs if minimise else runs - base
    order = np.argsort(-improved.mean(axis=1), kind="stable")
    rounding = float(max(np.abs(base).max(), np.abs(runs).max())) * 1e-12
    gains = _gains([candidates[place] for place in order], improved[order], level, rounding)
    first = gains[0]
    return WeakestLink(gains, first.is_distinguishable and first.gain.value > 0)


def _gains(ordered: list[Candidate], improved: Array, level: float, rounding: float) -> tuple[Gain, ...]:
    found = [estimate(one) for one in improved]
    flags = distinguishable(found, level, rounding)
    pairs = list(combinations(range(len(ordered)), 2))
    differ = distinguishable([estimate(improved[one] - improved[other]) for one, other in pairs], level, rounding)
    apart = {other: bool(flag) for (one, other), flag in zip(pairs, differ, strict=True) if one == 0}
    return tuple(
        Gain(
            candidate,
            band_of(found[place], level).at(),
            band_of(estimate(improved[0] - improved[place]), level).at() if place else None,
            bool(flags[place]),
            not apart.get(place, False),
        )
        for place, candidate in enumerate(ordered)
    )
