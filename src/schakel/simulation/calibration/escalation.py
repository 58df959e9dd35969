"""Who gave up waiting and went on to heavier help instead.

Of who was referred somewhere and never came, some got lost on the way and some gave up. With the share that gets lost
and the rate of giving up (see `patience`), as many are expected to have given up as the sum of
(1 - lost) (1 - exp(-leaving w)). Whoever of those who never came has a next step of a higher line than what was waited
for, escalated; the chance of that is their number over those expected to have given up.
"""

from dataclasses import dataclass

import numpy as np

from schakel.simulation.calibration.not_identified import NotIdentified
from schakel.simulation.calibration.observed import NONE, Observed
from schakel.simulation.calibration.patience import Patience, expected_waits
from schakel.simulation.calibration.referral import Referrals, referrals
from schakel.simulation.experiment.coverage import share_interval
from schakel.simulation.experiment.interval import Interval

LEAST_LEFT, LEAST_SEEN = 20, 5
MOSTLY = 0.9  # of who escalated, the share that went to one and the same stage


@dataclass(frozen=True)
class Escalation:
    """share: of who gave up waiting; to: the place of the stage of a higher line that they went to."""

    share: Interval
    to: int


def escalation(
    seen: Observed, known: Patience, level: float
) -> tuple[dict[int, Escalation], tuple[NotIdentified, ...]]:
    """By stage of which it is known how fast people give up; and of which stages nothing can be told."""
    every = referrals(seen)
    found, unknown = {}, []
    for stage, name in enumerate(seen.stages):
        one = _of_stage(seen, every.of(every.meant == stage), stage, known, level) if stage in known.leaving else None
        if one is None:
            unknown.append(
                NotIdentified("stage", name, "escalates", "too_few" if stage in known.leaving else "no_leaving")
            )
        else:
            found[stage] = one
    return found, tuple(unknown)


def _of_stage(seen: Observed, own: Referrals, stage: int, known: Patience, level: float) -> Escalation | None:
    after = np.where(own.arrival == NONE, seen.following[own.step], NONE)
    to = np.where(after == NONE, NONE, seen.stage[after])
    lines = np.array([*seen.lines, NONE])
    to = to[lines[to] > seen.lines[stage]]
    leaving = known.leaving[stage]
    left, fewest, most = (_left(seen, own, stage, known, rate) for rate in (leaving.value, leaving.low, leaving.high))
    if len(to) < LEAST_SEEN or left < LEAST_LEFT:
        return None
    heavier = int(np.bincount(to).argmax())
    hits = int((to == heavier).sum())
    if hits < MOSTLY * len(to):
        return None
    low = share_interval(min(hits, _whole(most, hits)), _whole(most, hits), level).low
    high = share_interval(min(hits, _whole(fewest, hits)), _whole(fewest, hits), level).high
    return Escalation(Interval(min(max(hits / left, low), high), low, high), heavier)


def _whole(left: float, hits: int) -> int:
    """So many gave up: no fewer than were seen to go on to heavier help."""
    return max(round(left), hits)


def _left(seen: Observed, own: Referrals, stage: int, known: Patience, rate: float) -> float:
    """How many of who was referred are expected to have given up."""
    weeks = expected_waits(seen, own, stage)
    kept = np.array(
        [
            1 - known.lost[pair].value if pair in known.lost else 1.0
            for pair in zip(own.partner.tolist(), own.to_partner.tolist(), strict=True)
        ]
    )
    return float((kept * -np.expm1(-rate * weeks)).sum())
