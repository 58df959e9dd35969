"""How long each kind of work takes, with what still runs counted as at least so long."""

from dataclasses import dataclass

import numpy as np

from schakel.simulation.calibration.not_identified import NotIdentified
from schakel.simulation.calibration.observed import Flags, Floats, Observed
from schakel.simulation.calibration.survival import Survival, survival
from schakel.simulation.model.quantity import Quantity, assumed, fitted, given
from schakel.simulation.model.stage import Distribution

POINTS = 101
LEAST = 10  # that ended; below it a mean would tell of a few people
MOST_LEFT = 0.05  # of the curve, beyond the longest time seen
SAME = 1e-6
LEAST_STEPS = 4  # a curve of fewer says less than its mean and spread


@dataclass(frozen=True)
class Duration:
    """mean: weeks. table: averages along the curve at equal steps, where the distribution is one, each of LEAST or more
    durations: a model may leave the building, single durations may not. cv: of the lognormal.
    """

    mean: Quantity
    distribution: Distribution
    table: tuple[float, ...] = ()
    cv: Quantity = given(1)


def lasting(seen: Observed, stage: int) -> tuple[Floats, Flags]:
    """What steps that began since the first day lasted, and which of them ended. What began before may be too long."""
    chosen = (seen.stage == stage) & (seen.started >= 0)
    is_ended = ~np.isnan(seen.ended[chosen])
    until = np.where(is_ended, seen.ended[chosen], seen.until)
    return np.maximum(until - seen.started[chosen], 0.0), is_ended


def durations(seen: Observed, level: float) -> tuple[tuple[Duration, ...], tuple[NotIdentified, ...]]:
    """One per stage, and those of which too little is known."""
    found, unknown = [], []
    usual = _usual(seen)
    for stage, name in enumerate(seen.stages):
        lasted, is_ended = lasting(seen, stage)
        if is_ended.sum() < LEAST:
            unknown.append(
                NotIdentified("stage", name, "duration", "too_few" if len(lasted) < LEAST else "still_running")
            )
            found.append(_guessed(lasted, usual))
            continue
        curve = survival(lasted, is_ended)
        if curve.left > MOST_LEFT:
            unknown.append(NotIdentified("stage", name, "duration", "still_running", curve.left))
        found.append(_duration(curve, level, lasted[is_ended]))
    return tuple(found), tuple(unknown)


def _usual(seen: Observed) -> float:
    """Mean of all that lasts, of whatever kind; a week where even that is of too few."""
    lasted = np.concatenate([lasting(seen, stage)[0] for stage in range(len(seen.stages))] or [np.zeros(0)])
    return float(lasted.mean()) if len(lasted) >= LEAST else 1.0


def _guessed(lasted: Floats, usual: float) -> Duration:
    least = float(lasted.mean()) if len(lasted) >= LEAST else usual
    return Duration(assumed(max(least, 1.0), least / 2, max(4 * least, 4.0)), "exponential")


def _duration(curve: Survival, level: float, ended: Floats) -> Duration:
    bounds = curve.interval(level)
    if curve.left > MOST_LEFT:
        mean = assumed(bounds.value, bounds.low, max(2 * bounds.value, bounds.high))
    else:
        mean = fitted(bounds.value, bounds.low, bounds.high)
    if curve.time[-1] - curve.time[0] < SAME and curve.left < SAME:
        return Duration(mean, "fixed")
    steps = min(POINTS - 1, curve.ended // (2 * LEAST))
    if steps < LEAST_STEPS:
        spread = float(ended.std() / ended.mean())
        return Duration(mean, "lognormal", cv=assumed(spread, spread / 2, 2 * spread))
    return Duration(mean, "table", tuple(float(one) for one in curve.averages(steps + 1)))
