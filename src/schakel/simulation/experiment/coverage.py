"""How stored forecasts did: the share of what came within its interval, and what the intervals cost in width."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from schakel.simulation.experiment.interval import LEVEL, Interval


@dataclass(frozen=True)
class Coverage:
    """level: what each forecast interval promised. n: forecasts that can be judged; unseen: those without an outcome.

    share: of outcomes within their interval, with exact binomial bounds (Clopper and Pearson 1934) that take
    the forecasts as independent. score: mean interval score, in the unit of the forecast, lower is better. Both are
    None while nothing can be judged.
    """

    level: float
    n: int
    unseen: int
    share: Interval | None
    score: float | None

    @property
    def keeps_promise(self) -> bool | None:
        """Whether the level lies within the bounds of the share; None while nothing can be judged."""
        return None if self.share is None else self.share.covers(self.level)


def interval_scores(
    low: npt.ArrayLike, high: npt.ArrayLike, observed: npt.ArrayLike, level: float = LEVEL
) -> np.ndarray:
    """Per forecast its width plus 2 / (1 - level) times how far the outcome fell outside it.

    Winkler (1972); Gneiting and Raftery (2007), section 6.2.
    """
    under, over, seen = (np.asarray(one, dtype=np.float64) for one in (low, high, observed))
    if (under > over).any():
        raise ValueError("a low bound lies above its high bound")
    outside = np.maximum(under - seen, 0.0) + np.maximum(seen - over, 0.0)
    return np.asarray((over - under) + 2.0 / (1.0 - level) * outside)


def coverage(
    low: npt.ArrayLike,
    high: npt.ArrayLike,
    observed: npt.ArrayLike,
    level: float = LEVEL,
    *,
    share_level: float = LEVEL,
) -> Coverage:
    """Score forecasts (forecasts,) that promised `level`; an outcome that is NaN is not seen yet and not judged."""
    under, over, seen = (np.atleast_1d(np.asarray(one, dtype=np.float64)) for one in (low, high, observed))
    if not under.shape == over.shape == seen.shape:
        raise ValueError("one low, one high and one outcome per forecast")
    known = ~np.isnan(seen)
    n, unseen = int(known.sum()), int((~known).sum())
    if n == 0:
        return Coverage(level, 0, unseen, None, None)
    under, over, seen = under[known], over[known], seen[known]
    score = float(interval_scores(under, over, seen, level).mean())
    inside = int(((under <= seen) & (seen <= over)).sum())
    return Coverage(level, n, unseen, share_interval(inside, n, share_level), score)


def share_interval(hits: int, n: int, level: float = LEVEL) -> Interval:
    """Share hits / n with exact binomial bounds."""
    from scipy import special

    tail = (1.0 - level) / 2.0
    low = 0.0 if hits == 0 else float(special.betaincinv(hits, n - hits + 1, tail))
    high = 1.0 if hits == n else float(special.betaincinv(hits + 1, n - hits, 1.0 - tail))
    return Interval(hits / n, low, high)
