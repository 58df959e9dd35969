"""Who comes back after a case was closed: a share of them, after an exponential time.

With a share r that comes back at rate s, a case that was closed t weeks ago gives r s exp(-s t) when they came back
after t, and 1 - r + r exp(-s t) when not (yet): a cure model (Boag 1949; Berkson and Gage 1952).
"""

from dataclasses import dataclass

import numpy as np

from schakel.simulation.calibration.arrivals import visible_until
from schakel.simulation.calibration.bounds import Loss, most_likely, profile_interval
from schakel.simulation.calibration.not_identified import NotIdentified
from schakel.simulation.calibration.observed import NONE, Flags, Floats, Observed
from schakel.simulation.experiment.interval import Interval

LEAST = 10
MOST_SPREAD = 4.0  # of the bounds of the mean time, beyond which those who may still come cannot be told
LIMITS = ((1e-4, 1.0), (1 / 520, 5.0))


@dataclass(frozen=True)
class Return:
    """share: of closed cases; after: mean weeks. None where it cannot be told."""

    share: Interval | None
    after: Interval | None


def returns(seen: Observed, level: float) -> tuple[tuple[Return, ...], tuple[NotIdentified, ...]]:
    """Per type: the next case of the same resident and type, within what was seen."""
    found, unknown = [], []
    waited, is_back, kind = _follow_up(seen)
    for k, name in enumerate(seen.types):
        own = kind == k
        if (seen.resident == NONE).all():
            unknown += [NotIdentified("type", name, field, "no_resident") for field in ("returns", "return_after")]
            found.append(Return(None, None))
            continue
        if is_back[own].sum() < LEAST:
            unknown.append(NotIdentified("type", name, "return_after", "too_few"))
            found.append(Return(_rare(int(is_back[own].sum()), int(own.sum()), level), None))
            continue
        fit = _fitted(waited[own], is_back[own], level)
        if fit.after is None or fit.after.high > MOST_SPREAD * fit.after.low:
            unknown += [NotIdentified("type", name, field, "still_running") for field in ("returns", "return_after")]
            fit = Return(None, None)
        found.append(fit)
    return tuple(found), tuple(unknown)


def _rare(back: int, n: int, level: float) -> Interval | None:
    from schakel.simulation.experiment.coverage import share_interval

    return share_interval(back, n, level) if n else None


def _follow_up(seen: Observed) -> tuple[Floats, Flags, np.ndarray]:
    """Per closed case: weeks until the next one, or until the last week that would show it; whether it came; type."""
    first = seen.first
    case, week = seen.case[first], seen.asked[first]
    order = np.lexsort((week, seen.type[case], seen.resident[case]))
    case, week = case[order], week[order]
    same = (seen.resident[case][1:] == seen.resident[case][:-1]) & (seen.type[case][1:] == seen.type[case][:-1])
    after = np.append(np.where(same & (seen.resident[case][1:] != NONE), week[1:], np.inf), np.inf)
    until = visible_until(seen)
    closed = seen.closed[case]
    at_risk = (closed < until) & (closed >= 0) & (after >= closed)
    back = after < until
    waited = np.where(back, after, until) - np.where(np.isfinite(closed), closed, 0.0)
    return waited[at_risk], back[at_risk], seen.type[case][at_risk]


def _fitted(waited: Floats, is_back: Flags, level: float) -> Return:
    loss = _loss(waited, is_back)
    start = np.array([float(np.clip(is_back.mean(), 0.01, 0.95)), 1 / max(float(waited[is_back].mean()), 0.5)])
    best, least = most_likely(loss, start, LIMITS)
    share = profile_interval(loss, best, least, 0, LIMITS, level)
    rate = profile_interval(loss, best, least, 1, LIMITS, level)
    return Return(share, Interval(1 / rate.value, 1 / rate.high, 1 / rate.low))


def _loss(waited: Floats, is_back: Flags) -> Loss:
    back, rest = waited[is_back], waited[~is_back]

    def loss(parameters: Floats) -> tuple[float, Floats]:
        r, s = float(parameters[0]), float(parameters[1])
        gone = np.exp(-s * rest)
        stays = np.maximum(1 - r + r * gone, 1e-12)
        value = s * back.sum() - len(back) * np.log(r * s) - np.log(stays).sum()
        by_r = -len(back) / r - ((gone - 1) / stays).sum()
        by_s = back.sum() - len(back) / s + (r * rest * gone / stays).sum()
        return float(value), np.array([by_r, by_s])

    return loss
