"""What waiting does to people, as far as a log shows it: who waited longer goes on to heavier help more often.

Severity is in no event. But where severity rises at a rate eta while waiting, and who is severe enough is referred up,
the share that goes on to a higher line rises with the wait w. With the severity z at the start of the wait, N Poisson
with mean eta w, and help that lowers severity by one with chance h, that share is E[Phi((min(3, z + N) - D - t) / s)],
where D is 1 with chance h. The model's own rule is that formula, so that its moments need not be simulated. The
threshold t, one for each type of client, follows from how many go up at all, and eta from how that rises with the wait.

How severe people are and how often help helps is not known. So the bounds are those of all of several assumptions about
these, each with its own bounds from the data; the value is that of the model's defaults.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np

from schakel.simulation.calibration.bounds import Loss, most_likely, profile_interval
from schakel.simulation.calibration.not_identified import NotIdentified, Reason
from schakel.simulation.calibration.observed import NONE, Flags, Floats, Numbers, Observed
from schakel.simulation.calibration.referral import meant_stage
from schakel.simulation.experiment.interval import Interval

MIXES = ((0.4, 0.3, 0.2, 0.1), (0.7, 0.2, 0.1, 0.0), (0.25, 0.25, 0.25, 0.25))  # of severity; the first is the default
HELPS = (0.5, 0.2, 0.8)
SPREAD = 0.5  # with which severity is seen, see `Model.referral_spread`
LEAST, LEAST_UP = 100, 10
DAY = 1 / 7
MOST_RATE = 1.0  # a week
THRESHOLDS = (-3.0, 6.0)
STEP = 1e-5
TINY = 1e-12


@dataclass(frozen=True, eq=False)
class _Waits:
    """Cells of steps with the same type and wait: weeks; of: place of the type; n: steps; up: those that went up."""

    weeks: Floats
    of: Numbers
    n: Floats
    up: Floats


def worsening(seen: Observed, level: float) -> tuple[dict[int, Interval], tuple[NotIdentified, ...]]:
    """The rate of deterioration a week by stage, where a log shows it, and of which stages it does not."""
    found, unknown = {}, []
    goes_up, is_known = _goes_up(seen)
    for stage, name in enumerate(seen.stages):
        own = np.flatnonzero(is_known & (seen.stage == stage))
        weeks, up = (seen.started - seen.requested)[own], goes_up[own]
        reason = _reason(weeks, up)
        if reason is None:
            bounds = _rate(_cells(weeks, up, seen.kind()[own]), level)
            if bounds.high < MOST_RATE:
                found[stage] = bounds
                continue
            reason = "waits_alike"
        unknown.append(NotIdentified("stage", name, "deterioration", reason))
    return found, tuple(unknown)


def share_up(weeks: Floats, rate: float, threshold: Floats | float, mix: Sequence[float], helps: float) -> Floats:
    """Of who waited so many weeks, the share that goes on to heavier help; see the top of this page."""
    from scipy.special import ndtr

    severities = np.arange(len(mix))
    up = [np.asarray(ndtr((z - threshold) / SPREAD)) for z in severities]
    after = [up[0], *((1 - helps) * up[z] + helps * up[z - 1] for z in severities[1:])]
    mean = rate * weeks
    worse = [np.exp(-mean)]
    for k in severities[1:]:
        worse.append(worse[-1] * mean / k)
    found = np.zeros(np.broadcast(weeks, threshold).shape)
    for z, share in enumerate(mix):
        left = np.ones_like(found)
        for k in range(len(mix) - 1 - z):
            found += share * worse[k] * after[z + k]
            left = left - worse[k]
        found += share * left * after[-1]
    return found


def _goes_up(seen: Observed) -> tuple[Flags, Flags]:
    """Per step whether a step of a higher line follows, or was meant to; and whether that and its wait are known."""
    lines = np.array([*seen.lines, NONE])  # the last stands for no next stage
    following = np.where(seen.following == NONE, NONE, seen.stage[seen.following])
    next_stage = np.where(following == NONE, meant_stage(seen), following)
    is_known = (seen.ended >= 0) & (seen.ended < seen.settled) & ~seen.untold & (seen.requested <= seen.started)
    return np.asarray(lines[next_stage] > lines[seen.stage]), np.asarray(is_known)


def _reason(weeks: Floats, up: Flags) -> Reason | None:
    """Why a stage shows nothing, None where it may."""
    if len(weeks) < LEAST:
        return "too_few"
    if weeks.max() < DAY:
        return "nobody_waits"
    if not up.any():
        return "no_severity"
    return "too_few" if min(up.sum(), (~up).sum()) < LEAST_UP else None


def _cells(weeks: Floats, up: Flags, kinds: Numbers) -> _Waits:
    names, of = np.unique(kinds, return_inverse=True)
    days = np.round(weeks / DAY).astype(np.int64)
    cells, place = np.unique(days * len(names) + of, return_inverse=True)
    n = np.bincount(place).astype(np.float64)
    went_up = np.bincount(place, weights=up).astype(np.float64)
    return _Waits(cells // len(names) * DAY, cells % len(names), n, went_up)


def _rate(waits: _Waits, level: float) -> Interval:
    """The value under the first assumptions; the bounds hold those under all of them."""
    found = [_fitted(waits, mix, helps, level) for mix, helps in product(MIXES, HELPS)]
    low, high = min(one.low for one in found), max(one.high for one in found)
    return Interval(min(max(found[0].value, low), high), low, high)


def _fitted(waits: _Waits, mix: Sequence[float], helps: float, level: float) -> Interval:
    loss = _loss(waits, mix, helps)
    types = int(waits.of.max()) + 1
    limits = [THRESHOLDS] * types + [(0.0, MOST_RATE)]
    best, least = most_likely(loss, np.array([2.0] * types + [0.02]), limits)
    return profile_interval(loss, best, least, types, limits, level)


def _loss(waits: _Waits, mix: Sequence[float], helps: float) -> Loss:
    """Parameters: a threshold by type, and the rate. Slopes by differences, since each cell has one threshold."""
    types = int(waits.of.max()) + 1

    def shares(thresholds: Floats, rate: float) -> Floats:
        return np.clip(share_up(waits.weeks, rate, thresholds[waits.of], mix, helps), TINY, 1 - TINY)

    def loss(parameters: Floats) -> tuple[float, Floats]:
        thresholds, rate = parameters[:-1], max(float(parameters[-1]), 0.0)
        share = shares(thresholds, rate)
        value = -float((waits.up * np.log(share) + (waits.n - waits.up) * np.log1p(-share)).sum())
        steep = -(waits.up / share - (waits.n - waits.up) / (1 - share))
        by_threshold = (shares(thresholds + STEP, rate) - shares(thresholds - STEP, rate)) / (2 * STEP)
        by_rate = (shares(thresholds, rate + STEP) - share) / STEP
        return value, np.append(
            np.bincount(waits.of, weights=steep * by_threshold, minlength=types), float((steep * by_rate).sum())
        )

    return loss
