"""Intervals of counts, of means and of what is fitted by likelihood."""

from collections.abc import Callable, Sequence

import numpy as np

from schakel.simulation.calibration.observed import Floats
from schakel.simulation.experiment.estimate import t_factor
from schakel.simulation.experiment.interval import Interval

Loss = Callable[[Floats], tuple[float, Floats]]  # minus the log-likelihood, and its slope


def count_interval(count: float, exposure: float, level: float) -> Interval:
    """A rate: so many in so much exposure, with exact Poisson bounds (Garwood 1936)."""
    from scipy import special

    tail = (1 - level) / 2
    low = special.gammaincinv(count, tail) if count > 0 else 0.0
    high = special.gammainccinv(count + 1, tail)
    return Interval(count / exposure, float(low) / exposure, float(high) / exposure)


def mean_interval(values: Floats, level: float) -> Interval:
    """Mean with Student's t bounds, not below zero. ValueError with fewer than two."""
    if len(values) < 2:
        raise ValueError("a mean with bounds needs two values")
    mean = float(values.mean())
    half = float(t_factor(len(values) - 1.0, level)) * float(values.std(ddof=1)) / np.sqrt(len(values))
    return Interval(mean, max(0.0, mean - half), mean + half)


def most_likely(loss: Loss, start: Floats, limits: Sequence[tuple[float, float]]) -> tuple[Floats, float]:
    """The parameters of the smallest loss within their limits, and that loss."""
    from scipy.optimize import minimize

    found = minimize(
        loss,
        start,
        jac=True,
        method="L-BFGS-B",
        bounds=list(limits),
        options={"ftol": 1e-11, "gtol": 1e-5, "maxiter": 500},
    )
    return np.asarray(found.x, dtype=float), float(found.fun)


def profile_interval(
    loss: Loss, best: Floats, least: float, index: int, limits: Sequence[tuple[float, float]], level: float
) -> Interval:
    """Bounds of one parameter by profile likelihood: where twice the loss rises by the quantile of chi-square.

    All others are fitted anew for each value of it. A limit is a bound where the loss never rises so far.
    """
    from scipy.special import ndtri

    rise = float(ndtri((1 + level) / 2)) ** 2 / 2

    near = best.copy()  # each fit begins where the one before ended

    def above(value: float) -> float:
        held = [*limits]
        held[index] = (value, value)
        near[index] = value
        near[:], loss_there = most_likely(loss, near.copy(), held)
        return loss_there - least - rise

    low, high = limits[index]
    value = float(best[index])
    scale = max(abs(value) / 4, 1e-3)
    return Interval(value, _crossing(above, value, low, -scale), _crossing(above, value, high, scale))


def _crossing(above: Callable[[float], float], value: float, limit: float, step: float) -> float:
    """Where the loss passes the rise, going from the best value towards the limit in growing steps."""
    from scipy.optimize import brentq

    inside = value
    while inside != limit:
        outside = max(limit, inside + step) if step < 0 else min(limit, inside + step)
        if above(outside) > 0:
            return float(brentq(above, min(inside, outside), max(inside, outside), xtol=1e-4, rtol=1e-3))
        inside, step = outside, step * 2
    return limit
