"""Where clients go after a stage, by type. What cannot be told widens the bounds: it may all have gone one way."""

from dataclasses import dataclass

import numpy as np

from schakel.simulation.calibration.not_identified import NotIdentified
from schakel.simulation.calibration.observed import NONE, Numbers, Observed
from schakel.simulation.calibration.referral import meant_stage
from schakel.simulation.experiment.coverage import share_interval
from schakel.simulation.experiment.interval import Interval

LEAST = 30  # steps for shares of a type's own
MOST_UNKNOWN = 0.1
EVERY_TYPE = NONE


@dataclass(frozen=True)
class Branch:
    """Of clients of a type (EVERY_TYPE) after a stage, the share that goes to a next one (NONE is the end)."""

    type: int
    stage: int
    to: int
    share: Interval


def routing(seen: Observed, level: float) -> tuple[tuple[Branch, ...], tuple[NotIdentified, ...]]:
    """Shares per stage over all types, and of each type that has enough steps. Manski (1989) for what is unknown."""
    chosen = ~np.isnan(seen.ended) & (seen.ended >= 0) & (seen.ended < seen.settled)
    goal, is_known = _goals(seen)
    kind, stage = seen.kind()[chosen], seen.stage[chosen]
    goal, is_known = goal[chosen], is_known[chosen]
    counts = np.zeros((len(seen.types), len(seen.stages), len(seen.stages) + 1), np.int64)
    np.add.at(counts, (kind[is_known], stage[is_known], goal[is_known]), 1)
    lost = np.zeros((len(seen.types), len(seen.stages)), np.int64)
    np.add.at(lost, (kind[~is_known], stage[~is_known]), 1)
    branches, unknown = [], []
    for g, name in enumerate(seen.stages):
        branches += _branches(EVERY_TYPE, g, counts[:, g].sum(axis=0), int(lost[:, g].sum()), level)
        total = int(counts[:, g].sum() + lost[:, g].sum())
        if total and lost[:, g].sum() > MOST_UNKNOWN * total:
            unknown.append(NotIdentified("route", name, "share", "ending_unknown", float(lost[:, g].sum() / total)))
        if not counts[:, g].sum():
            unknown.append(NotIdentified("route", name, "share", "too_few"))
        for k in range(len(seen.types)):
            if counts[k, g].sum() >= LEAST:
                branches += _branches(k, g, counts[k, g], int(lost[k, g]), level)
    return tuple(branches), tuple(unknown)


def _goals(seen: Observed) -> tuple[Numbers, np.ndarray]:
    """Per step where it led: a stage, or the number of stages for the end; and whether that is known.

    A referral goes before what came next: who gave up and was helped elsewhere had been sent to this partner.
    """
    after = seen.following
    has = after != NONE
    goal = np.where(has, seen.stage[after], NONE)
    meant = meant_stage(seen)
    elsewhere = (seen.to_partner != NONE) & ~(has & (seen.partner[after] == seen.to_partner))
    goal = np.where(elsewhere, meant, goal)
    ends = ~has & (seen.to_partner == NONE)
    if seen.declares_endings:
        ends &= np.isfinite(seen.closed[seen.case])
    goal = np.where(ends, len(seen.stages), goal)
    return goal, (goal != NONE) & ~(seen.untold & ~ends)


def _branches(kind: int, stage: int, counts: Numbers, lost: int, level: float) -> list[Branch]:
    known = int(counts.sum())
    found = []
    for place in np.flatnonzero(counts):
        n = int(counts[place])
        low = share_interval(n, known + lost, level).low
        high = share_interval(n + lost, known + lost, level).high
        to = NONE if place == len(counts) - 1 else int(place)
        found.append(Branch(kind, stage, to, Interval(n / known, low, high)))
    return found
