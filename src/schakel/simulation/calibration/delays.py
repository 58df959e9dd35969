"""How long clients are on their way from one partner to the next: from an end to the request that follows."""

from dataclasses import dataclass

import numpy as np

from schakel.simulation.calibration.bounds import mean_interval
from schakel.simulation.calibration.not_identified import NotIdentified
from schakel.simulation.calibration.observed import NONE, Observed
from schakel.simulation.experiment.interval import Interval

LEAST = 10
LEAST_REQUESTED = 0.9


@dataclass(frozen=True)
class Delay:
    """weeks: mean to the request, None where requests are missing; gap: mean to the start. n: handovers."""

    partner: int
    next_partner: int
    weeks: Interval | None
    gap: Interval
    n: int


def delays(seen: Observed, level: float) -> tuple[tuple[Delay, ...], tuple[NotIdentified, ...]]:
    """Per pair with enough handovers that do not run beside each other, and pairs of which it cannot be told."""
    has = np.flatnonzero((seen.following != NONE) & (seen.ended < seen.settled) & (seen.ended >= 0))
    after = seen.following[has]
    handed = (seen.partner[after] != seen.partner[has]) & (seen.started[after] >= seen.ended[has])
    has, after = has[handed], after[handed]
    key = seen.partner[has] * len(seen.partners) + seen.partner[after]
    found, unknown = [], []
    for pair in np.unique(key):
        own = key == pair
        here, there = divmod(int(pair), len(seen.partners))
        name = f"{seen.partners[here]} > {seen.partners[there]}"
        asked = seen.requested[after[own]]
        if own.sum() < LEAST:
            unknown.append(NotIdentified("handover", name, "delay", "too_few"))
            continue
        gap = mean_interval(seen.started[after[own]] - seen.ended[has[own]], level)
        requested = float(np.isfinite(asked).mean())
        weeks = None
        if requested < LEAST_REQUESTED:
            unknown.append(NotIdentified("handover", name, "delay", "no_request", requested))
        else:
            on_the_way = np.maximum(asked - seen.ended[has[own]], 0.0)
            weeks = mean_interval(on_the_way[np.isfinite(on_the_way)], level)
        found.append(Delay(here, there, weeks, gap, int(own.sum())))
    return tuple(found), tuple(unknown)
