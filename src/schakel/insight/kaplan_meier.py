"""How many cases still run after so long, with the open ones counted as "at least so long".

Kaplan and Meier (1958); the interval is Greenwood's variance on the log-log scale (Kalbfleisch and Prentice), which
stays between 0 and 1.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import NormalDist

from schakel.chain.table import Table


@dataclass(frozen=True)
class Point:
    """After `time` the share of cases that still runs. low, high: its interval; None where it has none (0 or 1)."""

    time: float
    share: float
    low: float | None
    high: float | None
    at_risk: int


def kaplan_meier(leaving: Iterable[tuple[float, int, int]], *, interval: float = 0.95) -> tuple[Point, ...]:
    """The curve, a point per time at which a case was closed. leaving: (time, closed, still open when last seen)."""
    rows = sorted(leaving)
    at_risk = sum(closed + still_open for _, closed, still_open in rows)
    z = NormalDist().inv_cdf(0.5 + interval / 2)
    share, greenwood, curve = 1.0, 0.0, []
    for time, closed, still_open in rows:
        if closed:
            share *= 1 - closed / at_risk
            greenwood += closed / (at_risk * (at_risk - closed)) if at_risk > closed else math.inf
            low, high = _interval(share, greenwood, z)
            curve.append(Point(time, share, low, high, at_risk))
        at_risk -= closed + still_open
    return tuple(curve)


def curve_of(lead_times: Table, *, interval: float = 0.95) -> tuple[Point, ...]:
    """The curve by whole days, from the figure `lead_times`."""
    rows = lead_times.records()
    return kaplan_meier(((row["day"], row["closed"], row["open_cases"]) for row in rows), interval=interval)  # type: ignore[misc]


def median(curve: Iterable[Point]) -> float | None:
    """First time at which at most half still run; None when more than half ran until the end of what was seen."""
    return next((point.time for point in curve if point.share <= 0.5 + 1e-12), None)


def _interval(share: float, greenwood: float, z: float) -> tuple[float | None, float | None]:
    if not 0 < share < 1:
        return None, None
    spread = math.exp(z * math.sqrt(greenwood) / abs(math.log(share)))
    return share**spread, share ** (1 / spread)
