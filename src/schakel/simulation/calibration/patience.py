"""Who was referred and never came: lost on the way, or gave up waiting.

Neither leaves an event. But giving up depends on how long one would have waited, and getting lost does not: with a
share `lost` per pair of partners and a rate of leaving per stage, somebody who would wait w weeks comes with
probability (1 - lost) exp(-leaving w). That is a binomial model with a logarithmic link, for a duration of which is
known only whether it was longer than w (current status data). What a client would have waited is what others, referred
about the same time to the same place, did wait.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from schakel.simulation.calibration.bounds import Loss, most_likely, profile_interval
from schakel.simulation.calibration.not_identified import NotIdentified, Reason
from schakel.simulation.calibration.observed import NONE, Floats, Numbers, Observed
from schakel.simulation.calibration.referral import Referrals, declared, out_of_sight, referrals
from schakel.simulation.experiment.coverage import share_interval
from schakel.simulation.experiment.interval import Interval

NEIGHBOURS = 9
LEAST = 20
LEAST_DECLARED = 0.98
DAY = 1 / 7
BINS_A_WEEK = 7
MOST_LOST, MOST_LEAVING = 6.0, 5.0  # as minus the logarithm of what is kept; a week

Pair = tuple[int, int]


@dataclass(frozen=True)
class Patience:
    """lost: share by (partner, next partner); leaving: rate by stage. Only what can be told."""

    lost: dict[Pair, Interval] = field(default_factory=dict)
    leaving: dict[int, Interval] = field(default_factory=dict)


def patience(seen: Observed, level: float) -> tuple[Patience, tuple[NotIdentified, ...]]:
    """Lost and leaving, stage by stage, and what cannot be told of each pair and stage that occurs."""
    found, told = referrals(seen), _Told(*declared(seen))
    known, unknown = Patience(), list(_unseen(seen, found))
    for stage, name in enumerate(seen.stages):
        own = found.of(found.meant == stage)
        pairs = _pairs(own)
        reason = _reason(own, told.share(pairs))
        if reason:
            share = told.share(pairs) if reason == "referrals_missing" else None
            unknown += [NotIdentified("handover", _name(seen, pair), "lost", reason, share) for pair in pairs]
            unknown.append(NotIdentified("stage", name, "leaving", reason, share))
            continue
        unknown += _fit(seen, stage, own, pairs, known, level)
    return known, tuple(unknown)


def _unseen(seen: Observed, found: Referrals) -> Sequence[NotIdentified]:
    """Pairs that cannot be followed, and those of which the referral does not say for which stage it was."""
    hidden = [
        NotIdentified("handover", _name(seen, pair), "lost", "out_of_sight") for pair in sorted(out_of_sight(seen))
    ]
    vague = found.of(found.meant == NONE)
    return hidden + [NotIdentified("handover", _name(seen, pair), "lost", "several_stages") for pair in _pairs(vague)]


class _Told:
    """How completely referrals were written down."""

    def __init__(self, told: Numbers, total: Numbers) -> None:
        self._told, self._total = told, total

    def share(self, pairs: Sequence[Pair]) -> float:
        """Of the handovers between these pairs, the share that a referral announced; 1 where there were none."""
        total = sum(int(self._total[pair]) for pair in pairs)
        return sum(int(self._told[pair]) for pair in pairs) / total if total else 1.0


def _reason(own: Referrals, told: float) -> Reason | None:
    if not len(own.step):
        return "no_referral"
    if told < LEAST_DECLARED:
        return "referrals_missing"
    return "too_few" if len(own.step) < LEAST else None


def _fit(
    seen: Observed, stage: int, own: Referrals, pairs: Sequence[Pair], known: Patience, level: float
) -> list[NotIdentified]:
    came = own.arrival != NONE
    would_wait = expected_waits(seen, own, stage)
    if would_wait.max() < DAY:  # nobody waits, so that nobody gave up
        for pair in pairs:
            of = _of(own, pair)
            known.lost[pair] = share_interval(int((~came[of]).sum()), int(of.sum()), level)
        return [NotIdentified("stage", seen.stages[stage], "leaving", "nobody_waits")]
    which = np.zeros(len(came), np.int64)
    for number, pair in enumerate(pairs):
        which[_of(own, pair)] = number
    loss = _loss(which, would_wait, came, len(pairs))
    limits = [(0.0, MOST_LOST)] * len(pairs) + [(0.0, MOST_LEAVING)]
    start = [0.05] * len(pairs) + [0.01]
    best, least = most_likely(loss, np.array(start), limits)
    for number, pair in enumerate(pairs):
        bounds = profile_interval(loss, best, least, number, limits, level)
        known.lost[pair] = Interval(*(float(-np.expm1(-one)) for one in (bounds.value, bounds.low, bounds.high)))
    known.leaving[stage] = profile_interval(loss, best, least, len(pairs), limits, level)
    return []


def expected_waits(seen: Observed, own: Referrals, stage: int) -> Floats:
    """Weeks that each would have waited: what others did wait who reached the same desk about then.

    When somebody who did not come would have reached it is not known; so for all alike it is the mean over the weeks
    on the way of those who came.
    """
    found = np.zeros(len(own.step))
    for partner in np.unique(own.to_partner):
        steps = np.flatnonzero((seen.partner == partner) & (seen.stage == stage) & ~np.isnan(seen.requested))
        if not len(steps):
            continue
        steps = steps[np.argsort(seen.asked[steps], kind="stable")]
        waits = _running_mean(seen.started[steps] - seen.asked[steps])
        for pair in np.unique(own.partner[own.to_partner == partner]):
            of = _of(own, (int(pair), int(partner)))
            reached = own.ended[of][:, None] + _on_the_way(seen, own.of(of))
            found[of] = np.interp(reached, seen.asked[steps], waits).mean(axis=1)
    return found


def _on_the_way(seen: Observed, own: Referrals) -> Floats:
    """Weeks between referral and request, at NEIGHBOURS equal steps of those who came; none where nobody did."""
    came = own.arrival != NONE
    if not came.any():
        return np.zeros(1)
    weeks = np.maximum(seen.asked[own.arrival[came]] - own.ended[came], 0.0)
    return np.asarray(np.quantile(weeks, (np.arange(NEIGHBOURS) + 0.5) / NEIGHBOURS))


def _running_mean(values: Floats) -> Floats:
    half = NEIGHBOURS // 2
    padded = np.pad(values, half, mode="edge")
    return np.asarray(np.lib.stride_tricks.sliding_window_view(padded, NEIGHBOURS).mean(axis=1))


def _loss(which: Numbers, waits: Floats, came: np.ndarray, pairs: int) -> Loss:
    """Minus the log-likelihood of (minus log kept per pair, leaving), with waits in bins of a day."""
    bins = np.round(waits * BINS_A_WEEK).astype(np.int64)
    width = int(bins.max()) + 1
    cell, place = np.unique(which * width + bins, return_inverse=True)
    n = np.bincount(place).astype(float)
    k = np.bincount(place, weights=came)
    pair, wait = cell // width, cell % width / BINS_A_WEEK

    def loss(parameters: Floats) -> tuple[float, Floats]:
        rate = np.maximum(parameters[pair] + parameters[-1] * wait, 1e-9)
        missed = -np.expm1(-rate)
        value = float((k * rate - (n - k) * np.log(missed)).sum())
        slope = k - (n - k) * np.exp(-rate) / missed
        return value, np.append(np.bincount(pair, weights=slope, minlength=pairs), (slope * wait).sum())

    return loss


def _pairs(found: Referrals) -> list[Pair]:
    return sorted(set(zip(found.partner.tolist(), found.to_partner.tolist(), strict=True)))


def _of(found: Referrals, pair: Pair) -> np.ndarray:
    return np.asarray((found.partner == pair[0]) & (found.to_partner == pair[1]))


def _name(seen: Observed, pair: Pair) -> str:
    return f"{seen.partners[pair[0]]} > {seen.partners[pair[1]]}"
