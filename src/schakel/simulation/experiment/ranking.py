"""The best of a handful of alternatives, dropping the hopeless as soon as the runs so far show it.

KN: Kim and Nelson (2001), A fully sequential procedure for indifference-zone selection in simulation, ACM TOMACS
11(3), with c = 1. Common random numbers are allowed: its constant divides the risk over the pairs (Bonferroni).
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from schakel.simulation.experiment.estimate import Array

MOST_ALTERNATIVES = 20
Sample = Callable[[int, int, int], npt.ArrayLike]


class End(StrEnum):
    """one_left: all others were dropped. equal: those left have the same mean. budget: the runs allowed ran out."""

    ONE_LEFT = "one_left"
    EQUAL = "equal"
    BUDGET = "budget"


@dataclass(frozen=True)
class Elimination:
    """alternative was dropped after `at` replications, when `by` beat it by most beyond their margin."""

    alternative: int
    at: int
    by: int


@dataclass(frozen=True)
class Ranking:
    """best: the alternative selected, by the mean and, in exact equality, by the lower index.

    survivors: all that were not dropped, best included; more than one means that the promise was not reached.
    ties: others that cannot be said to matter less: survivors, and those whose mean differs from that of the best by
    less than the indifference. behind: per alternative, how much worse its mean is than that of the best over the
    replications that both have (0 for the best). replications: used per alternative. eliminated: in order of time.
    """

    best: int
    survivors: tuple[int, ...]
    ties: tuple[int, ...]
    behind: tuple[float, ...]
    replications: tuple[int, ...]
    eliminated: tuple[Elimination, ...]
    end: End


@dataclass
class _Runs:
    """Running sums of what was sampled, lower being better. Batches change what is asked at once, never a sum."""

    sample: Sample
    sign: float
    batch: int
    most: int
    sums: dict[int, Array] = field(default_factory=dict)

    def more(self, alternative: int, until: int) -> Array:
        """Sums after 1..m replications, m >= until."""
        sums = self.sums.get(alternative, np.zeros(0))
        if sums.size < until:
            last = max(until, min(sums.size + self.batch, self.most))
            new = self.sign * np.asarray(self.sample(alternative, sums.size, last), dtype=np.float64)
            if new.shape != (last - sums.size,) or not np.isfinite(new).all():
                raise ValueError("sample must give one finite number per replication asked")
            start = sums[-1:] if sums.size else np.zeros(1)
            sums = np.concatenate([sums, np.cumsum(np.concatenate([start, new]))[1:]])
            self.sums[alternative] = sums
        return sums

    def means(self, alternatives: list[int], r: int) -> Array:
        return np.array([self.more(one, r)[r - 1] / r for one in alternatives])


def best_of(
    sample: Sample,
    alternatives: int,
    indifference: float,
    confidence: float = 0.95,
    first_stage: int = 20,
    most: int = 10_000,
    *,
    minimise: bool = True,
    batch: int = 10,
) -> Ranking:
    """Select one of `alternatives` (2 to 20), numbered from 0.

    sample(alternative, first, last) gives the outcomes of replications first up to and excluding last; replication i
    is the same run whenever it is asked, and may share its seed between alternatives. Promise, for outcomes that are
    about normal: if the best leads by at least `indifference`, it is selected with a chance of at least `confidence`.
    most: replications allowed per alternative. batch: how many are asked at once; up to batch - 1 may go unused, and
    the result is the same for any batch.
    """
    _check(alternatives, indifference, confidence, first_stage, most, batch)
    runs = _Runs(sample, 1.0 if minimise else -1.0, batch, most)
    horizon = _horizon(runs, alternatives, indifference, confidence, first_stage)
    alive, r, dropped = list(range(alternatives)), first_stage, []
    while True:
        margins = screening_margins(horizon[np.ix_(alive, alive)], r, indifference)
        beaten = screen(runs.means(alive, r), margins)
        dropped += [Elimination(alive[one], r, alive[by]) for one, by in beaten.items()]
        left = [place for place in range(len(alive)) if place not in beaten]
        alive = [alive[place] for place in left]
        is_equal = not margins[np.ix_(left, left)].any()
        if is_equal or r == most:
            break
        r += 1
    end = End.ONE_LEFT if len(alive) == 1 else End.EQUAL if is_equal else End.BUDGET
    return _ranking(runs, alternatives, alive, r, dropped, indifference, end)


def kn_constant(alternatives: int, confidence: float, first_stage: int) -> float:
    """h squared = 2 eta (n0 - 1), with eta = ((2 alpha / (k - 1)) ** (-2 / (n0 - 1)) - 1) / 2."""
    eta = ((2.0 * (1.0 - confidence) / (alternatives - 1)) ** (-2.0 / (first_stage - 1)) - 1.0) / 2.0
    return float(2.0 * eta * (first_stage - 1))


def screening_margins(horizon: Array, r: int, indifference: float) -> Array:
    """W(r) per pair: how far a mean may lie behind another after r replications without being dropped.

    horizon: (alternatives, alternatives), h squared times the variance of the paired difference, over the
    squared indifference; from that many replications on the margin is zero.
    """
    return np.maximum(0.0, indifference / (2.0 * r) * (horizon - r))


def screen(means: Array, margins: Array) -> dict[int, int]:
    """{place dropped: place that beats it by most}: whose mean lies further behind another than their margin."""
    excess = means[:, None] - means[None, :] - margins
    return {place: int(np.argmax(row)) for place, row in enumerate(excess) if (row > 0).any()}


def _horizon(runs: _Runs, alternatives: int, indifference: float, confidence: float, first_stage: int) -> Array:
    sums = np.stack([runs.more(one, first_stage)[:first_stage] for one in range(alternatives)])
    first = np.diff(sums, axis=1, prepend=0.0)
    variance = (first[:, None, :] - first[None, :, :]).var(axis=2, ddof=1)
    return np.asarray(kn_constant(alternatives, confidence, first_stage) * variance / indifference**2)


def _ranking(
    runs: _Runs, n: int, alive: list[int], r: int, dropped: list[Elimination], indifference: float, end: End
) -> Ranking:
    used = [r] * n
    for elimination in dropped:
        used[elimination.alternative] = elimination.at
    best = alive[int(np.argmin(runs.means(alive, r)))]
    behind = []
    for one in range(n):
        own, lead = runs.means([one, best], used[one])
        behind.append(float(own - lead))
    ties = tuple(one for one in range(n) if one != best and (one in alive or abs(behind[one]) < indifference))
    return Ranking(best, tuple(alive), ties, tuple(behind), tuple(used), tuple(dropped), end)


def _check(alternatives: int, indifference: float, confidence: float, first_stage: int, most: int, batch: int) -> None:
    if not 2 <= alternatives <= MOST_ALTERNATIVES:
        raise ValueError(f"between 2 and {MOST_ALTERNATIVES} alternatives")
    if indifference <= 0 or not 0.5 < confidence < 1:
        raise ValueError("indifference above zero, confidence between one half and one")
    if first_stage < 2 or most < first_stage or batch < 1:
        raise ValueError("first_stage of at least two, most of at least first_stage, batch of at least one")
