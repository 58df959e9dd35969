"""Stages that start at meetings only: how often, when in the cycle, and how many at a time."""

from dataclasses import dataclass

import numpy as np

from schakel.simulation.calibration.observed import Observed
from schakel.simulation.experiment.interval import Interval

CYCLES = (1.0, 2.0, 3.0, 4.0, 6.0, 8.0, 13.0)
LEAST = 30
SHARP = 0.98
FULL = 0.5  # of the meetings
DAY = 1 / 7


@dataclass(frozen=True)
class Meetings:
    """every: weeks. at: within a cycle from the first day. places: a meeting; is_full: whether others had to wait."""

    every: float
    at: float
    places: Interval
    is_full: bool


def meetings(seen: Observed, stage: int) -> Meetings | None:
    """The longest cycle in which all starts fall together; None when they are spread.

    Together: the mean of exp(2 pi i start / cycle) has length SHARP or more (Rayleigh's statistic). One day in the week
    would be a working rhythm, so that starts within a day of each other must be of one partner.
    """
    steps = np.flatnonzero((seen.stage == stage) & (seen.started >= 0))
    if len(steps) < LEAST:
        return None
    started = seen.started[steps]
    for every in CYCLES[::-1]:
        if seen.until < 8 * every:
            continue
        centre = np.exp(2j * np.pi * started / every).mean()
        if abs(centre) >= SHARP and len(np.unique(np.round(started / every))) < len(started) / 2:
            at = float(np.angle(centre) / (2 * np.pi) % 1.0 * every)
            return _places(seen, steps, every, at)
    return None


def _places(seen: Observed, steps: np.ndarray, every: float, at: float) -> Meetings:
    """Places show at meetings after which somebody of the same partner waits on."""
    turn = np.round((seen.started[steps] - at) / every).astype(np.int64)
    asked = np.ceil((seen.asked[steps] - at) / every + DAY / every).astype(np.int64)
    most, fulls, held = 0, [], 0
    for partner in np.unique(seen.partner[steps]):
        own = seen.partner[steps] == partner
        turns, counts = np.unique(turn[own], return_counts=True)
        waited_on = turns[np.searchsorted(np.sort(asked[own]), turns, side="right") > counts.cumsum()]
        held += len(turns)
        most = max(most, int(counts.max()))
        fulls += [int(n) for n in counts[np.isin(turns, waited_on)]]
    if len(fulls) < max(10, FULL * held):
        return Meetings(every, at, Interval(most, most, 10 * most), False)
    low, middle, high = np.quantile(fulls, [0.025, 0.5, 0.975])
    return Meetings(every, at, Interval(float(middle), float(low), float(high)), True)
