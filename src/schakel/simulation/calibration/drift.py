"""Whether the last part of a log is still like the first."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from schakel.simulation.calibration.arrivals import new_cases, visible_until
from schakel.simulation.calibration.bounds import count_interval
from schakel.simulation.calibration.capacity import LEAST_DAYS, at_midnights
from schakel.simulation.calibration.observed import Flags, Observed
from schakel.simulation.calibration.survival import survival
from schakel.simulation.experiment.interval import Interval, joint_level
from schakel.simulation.model.quantity import Quantity

LEAST = 20
DAYS = 7


@dataclass(frozen=True)
class Drift:
    """The same number in the first and in the last part. Intervals that hold together over all that are compared."""

    noun: str
    name: str
    field: str
    first: Interval
    last: Interval

    @property
    def is_drift(self) -> bool:
        """Whether chance alone does not explain the difference: the intervals do not meet."""
        return self.first.high < self.last.low or self.last.high < self.first.low


def drifts(
    seen: Observed, split: float, takes_slots: Flags, capacity: Sequence[Quantity], level: float
) -> tuple[Drift, ...]:
    """Households a week by type, weeks of work by stage, and clients helped at once by partner with a queue.

    takes_slots: by stage, as for capacity; capacity: by partner, of which those that were told are compared.
    """
    each = joint_level(level, 2 * (len(seen.types) + len(seen.stages) + len(seen.partners)))
    return (*_inflow(seen, split, each), *_work(seen, split, each), *_busy(seen, split, takes_slots, capacity, level))


def _inflow(seen: Observed, split: float, level: float) -> list[Drift]:
    new, since, until = new_cases(seen), seen.lead_in, visible_until(seen)
    found = []
    for k, name in enumerate(seen.types):
        weeks = new.week[(new.turn == 0) & (seen.type[new.case] == k)]
        parts = [
            count_interval(int(((weeks >= low) & (weeks < high)).sum()), high - low, level)
            for low, high in ((since, split), (split, until))
            if high > low
        ]
        if len(parts) == 2:
            found.append(Drift("type", name, "per_1000", *parts))
    return found


def _work(seen: Observed, split: float, level: float) -> list[Drift]:
    found = []
    is_ended = ~np.isnan(seen.ended)
    for g, name in enumerate(seen.stages):
        parts = []
        for low, high, until in ((0.0, split, split), (split, seen.until, seen.until)):
            own = (seen.stage == g) & (seen.started >= low) & (seen.started < high)
            ended = is_ended[own] & (seen.ended[own] < until)
            if ended.sum() >= LEAST:
                lasted = np.where(ended, seen.ended[own], until) - seen.started[own]
                parts.append(survival(np.maximum(lasted, 0.0), ended).interval(level))
        if len(parts) == 2:
            found.append(Drift("stage", name, "duration", *parts))
    return found


def _busy(seen: Observed, split: float, takes_slots: Flags, capacity: Sequence[Quantity], level: float) -> list[Drift]:
    found = []
    for p, name in enumerate(seen.partners):
        if capacity[p].source != "data":
            continue
        busy, waiting = at_midnights(seen, (seen.partner == p) & takes_slots[seen.stage])
        at = int(split * DAYS)
        parts = [one[queue > 0] for one, queue in ((busy[:at], waiting[:at]), (busy[at:], waiting[at:]))]
        if min(map(len, parts)) >= LEAST_DAYS:
            found.append(Drift("partner", name, "people", *(_middle(one, level) for one in parts)))
    return found


def _middle(values: np.ndarray, level: float) -> Interval:
    low, middle, high = np.quantile(values, [(1 - level) / 2, 0.5, (1 + level) / 2])
    return Interval(float(middle), float(low), float(high))
