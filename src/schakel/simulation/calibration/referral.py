"""Referrals: who was sent to whom for what, whether they came, and how completely referrals were written down."""

from dataclasses import dataclass

import numpy as np

from schakel.simulation.calibration.observed import NONE, Flags, Floats, Numbers, Observed

SURE = 0.98


@dataclass(frozen=True, eq=False)
class Referrals:
    """step: of the referral. arrival: the first later step at that partner, -1 none. meant: the stage, -1 not known."""

    step: Numbers
    arrival: Numbers
    meant: Numbers
    partner: Numbers
    to_partner: Numbers
    ended: Floats

    def of(self, chosen: Flags) -> "Referrals":
        """Some of them."""
        return Referrals(*(getattr(self, name)[chosen] for name in self.__dataclass_fields__))


def referrals(seen: Observed) -> Referrals:
    """Those that ended early enough for what followed to be seen, without those of which nobody could show it."""
    arrival = _arrivals(seen)
    kept = np.flatnonzero(_early_enough(seen) & ((arrival != NONE) | ~seen.untold))
    meant = meant_stage(seen)[kept]
    came = arrival[kept] != NONE
    meant = np.where(came, seen.stage[arrival[kept]], meant)
    return Referrals(kept, arrival[kept], meant, seen.partner[kept], seen.to_partner[kept], seen.ended[kept])


def out_of_sight(seen: Observed) -> set[tuple[int, int]]:
    """Pairs of partners of which not one referral could be followed."""
    kept = referrals(seen)
    hidden = np.flatnonzero(_early_enough(seen) & seen.untold)
    all_hidden = set(zip(seen.partner[hidden].tolist(), seen.to_partner[hidden].tolist(), strict=True))
    return all_hidden - set(zip(kept.partner.tolist(), kept.to_partner.tolist(), strict=True))


def _early_enough(seen: Observed) -> Flags:
    is_one = (seen.to_partner != NONE) & (seen.to_partner != seen.partner)
    return np.asarray(is_one & (seen.ended < seen.settled) & (seen.ended >= 0))


def _arrivals(seen: Observed) -> Numbers:
    """Per step the first later step of the case at the partner that was referred to."""
    found = np.full(len(seen.case), NONE)
    later = seen.following.copy()
    open_ones = np.flatnonzero(seen.to_partner != NONE)
    at = later[open_ones]
    while True:
        open_ones, at = open_ones[at != NONE], at[at != NONE]
        if not len(open_ones):
            return found
        here = seen.partner[at] == seen.to_partner[open_ones]
        found[open_ones[here]] = at[here]
        open_ones, at = open_ones[~here], later[at[~here]]


def meant_stage(seen: Observed) -> Numbers:
    """Per step the stage that a referral to this partner after this stage leads to, if all but a few lead there."""
    partners, stages = len(seen.partners), len(seen.stages)
    has = np.flatnonzero((seen.to_partner != NONE) & (seen.following != NONE))
    has = has[seen.partner[seen.following[has]] == seen.to_partner[has]]
    counts = np.zeros((stages, partners, stages), np.int64)
    np.add.at(counts, (seen.stage[has], seen.to_partner[has], seen.stage[seen.following[has]]), 1)
    total, most = counts.sum(axis=2), counts.max(axis=2)
    stage = np.where((total > 0) & (most >= SURE * total), counts.argmax(axis=2), NONE)
    return np.where(seen.to_partner == NONE, NONE, stage[seen.stage, seen.to_partner])


def declared(seen: Observed) -> tuple[Numbers, Numbers]:
    """By [partner][next partner] how many handovers a referral announced, and how many there were.

    A handover is a next step of another partner that does not run beside this one.
    """
    has = np.flatnonzero((seen.following != NONE) & (seen.ended < seen.settled) & (seen.ended >= 0))
    after = seen.following[has]
    handed = (seen.partner[after] != seen.partner[has]) & (seen.started[after] >= seen.ended[has])
    has, after = has[handed], after[handed]
    told, total = (np.zeros((len(seen.partners), len(seen.partners)), np.int64) for _ in range(2))
    np.add.at(total, (seen.partner[has], seen.partner[after]), 1)
    np.add.at(told, (seen.partner[has], seen.partner[after]), seen.to_partner[has] != NONE)
    return told, total
