"""Durations of which some still run: their curve, its mean, and averages along it.

Kaplan and Meier (1958); the variance of the mean is Irwin's, as in Klein and Moeschberger (2003), section 4.5.
"""

from dataclasses import dataclass

import numpy as np

from schakel.simulation.calibration.observed import Flags, Floats
from schakel.simulation.experiment.interval import Interval

FINE = 100  # quantiles that an average looks at, on each side


@dataclass(frozen=True, eq=False)
class Survival:
    """time: rising, those at which any ended; share: that lasts longer. n: all; ended: not censored.

    last: the longest time seen; beyond it the share that is left ends at `tail_rate` a week.
    """

    time: Floats
    share: Floats
    error: float
    n: int
    ended: int
    last: float
    tail_rate: float

    @property
    def left(self) -> float:
        """Share that lasted longer than anything that ended."""
        return float(self.share[-1]) if len(self.share) else 1.0

    @property
    def seen_mean(self) -> float:
        """Mean of durations that are cut off at the longest time seen."""
        return _area(self)

    @property
    def mean(self) -> float:
        """Mean, with the exponential tail."""
        return self.seen_mean + (self.left / self.tail_rate if self.left > 0 else 0.0)

    def interval(self, level: float) -> Interval:
        """Mean with normal bounds; the tail's own spread is not in it."""
        from scipy.special import ndtri

        half = float(ndtri((1 + level) / 2)) * self.error
        return Interval(self.mean, max(0.0, self.seen_mean - half), self.mean + half)

    def averages(self, points: int) -> Floats:
        """Averages of neighbouring quantiles, at equal steps from 0 to 1: no single duration stands among them.

        Each is that of what lies nearest to it, so of ended / (2 * (points - 1)) durations or more. The last is such
        that straight lines between them have the mean of the curve.
        """
        steps = points - 1
        around = self._quantile((np.arange(2 * steps * FINE) + 0.5) / (2 * steps * FINE))
        halves = around.reshape(2 * steps, FINE).mean(axis=1)
        found = np.concatenate((halves[:1], (halves[1:-1:2] + halves[2::2]) / 2))
        rest = 2 * (self.mean * steps - (found[0] / 2 + found[1:].sum()))
        return np.append(found, max(found[-1], rest))

    def _quantile(self, at: Floats) -> Floats:
        place = np.searchsorted(1 - self.share, at - 1e-12)
        beyond = self.last + np.log(np.maximum(self.left, 1e-12) / (1 - at)) / self.tail_rate
        return np.where(place < len(self.time), self.time[np.minimum(place, len(self.time) - 1)], beyond)


def survival(lasted: Floats, is_ended: Flags) -> Survival:
    """The curve of durations in weeks, the others at least so long. ValueError when none ended."""
    if not is_ended.any():
        raise ValueError("nothing ended")
    time, place = np.unique(lasted[is_ended], return_inverse=True)
    ended = np.bincount(place)
    at_risk = len(lasted) - np.searchsorted(np.sort(lasted), time)
    share = np.asarray(np.cumprod(1 - ended / at_risk), dtype=np.float64)
    last = float(lasted.max())
    curve = Survival(time, share, 0.0, len(lasted), int(ended.sum()), last, _tail_rate(lasted, is_ended))
    return Survival(time, share, _mean_error(curve, ended, at_risk), *_rest(curve))


def _rest(curve: Survival) -> tuple[int, int, float, float]:
    return curve.n, curve.ended, curve.last, curve.tail_rate


def _tail_rate(lasted: Floats, is_ended: Flags) -> float:
    """Ends per week beyond the middle of the durations that ended."""
    middle = float(np.median(lasted[is_ended]))
    exposure = float(np.maximum(lasted - middle, 0).sum())
    late = int((is_ended & (lasted > middle)).sum())
    if late and exposure > 0:
        return late / exposure
    return float(is_ended.sum()) / float(lasted.sum()) if lasted.sum() > 0 else 1.0


def _steps(curve: Survival) -> tuple[Floats, Floats]:
    """Widths and heights of the curve's steps, up to the longest time seen."""
    edges = np.concatenate(([0.0], curve.time, [max(curve.last, float(curve.time[-1]))]))
    return np.diff(edges), np.concatenate(([1.0], curve.share))


def _area(curve: Survival) -> float:
    width, height = _steps(curve)
    return float((width * height).sum())


def _mean_error(curve: Survival, ended: np.ndarray, at_risk: np.ndarray) -> float:
    width, height = _steps(curve)
    after = np.cumsum((width * height)[::-1])[::-1][1:]  # area from each time on
    left = at_risk - ended
    parts = np.where(left > 0, after**2 * ended / (at_risk * np.maximum(left, 1)), 0.0)
    correction = curve.ended / max(curve.ended - 1, 1)
    return float(np.sqrt(parts.sum() * correction))
