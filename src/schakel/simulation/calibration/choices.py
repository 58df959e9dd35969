"""How strongly each partner draws where several do the same: Luce's choice rule with a weight per partner."""

from dataclasses import dataclass

import numpy as np

from schakel.simulation.calibration.not_identified import NotIdentified
from schakel.simulation.calibration.observed import NONE, Flags, Floats, Numbers, Observed
from schakel.simulation.calibration.referral import declared, meant_stage
from schakel.simulation.model.quantity import Quantity, assumed, fitted, given

ROUNDS = 500
LEAST = 10
LEAST_TOLD = 0.2


@dataclass(frozen=True, eq=False)
class Choices:
    """weight: by partner, of mean 1 among those that are chosen between. works: [stage][municipality][partner]."""

    weight: tuple[Quantity, ...]
    works: Flags


def choices(seen: Observed, level: float) -> tuple[Choices, tuple[NotIdentified, ...]]:
    """Weights by Hunter's (2004) iteration; a partner that helps already is no choice. Bounds from the information."""
    works = np.zeros((len(seen.stages), len(seen.municipalities), len(seen.partners)), dtype=bool)
    works[seen.stage, seen.place(), seen.partner] = True
    sets, counts = _offers(seen, works)
    weight = _weights(sets, counts)
    chosen = counts.sum(axis=0)
    drawn = _drawn(sets, weight)
    information = (counts.sum(axis=1)[:, None] * drawn * (1 - drawn)).sum(axis=0)
    few = sets.any(axis=0) & (chosen < LEAST)
    found = [
        assumed(1, 0, 10) if is_few else _quantity(float(w), float(i), level)
        for w, i, is_few in zip(weight, information, few, strict=True)
    ]
    unknown = [
        NotIdentified("partner", name, "weight", "one_partner" if not sets[:, p].any() else "too_few")
        for p, name in enumerate(seen.partners)
        if (chosen[p] < LEAST or not sets[:, p].any()) and works[:, :, p].any()
    ]
    return Choices(tuple(found), works), tuple(unknown)


def _offers(seen: Observed, works: Flags) -> tuple[Flags, Numbers]:
    """Sets of two or more partners between whom was chosen, and how often each was.

    A choice is a referral, whether or not its client came, or a step that no referral led to. Between partners that do
    write referrals down, a handover without one is left out: of who did not come there is nothing to set beside it.
    """
    _, places, partners = works.shape
    sets = works.reshape(-1, partners)
    counts = np.zeros(sets.shape, np.int64)
    before = np.full(len(seen.case), NONE)
    has = np.flatnonzero(seen.following != NONE)
    before[seen.following[has]] = has
    from_partner = np.where(before == NONE, NONE, seen.partner[before])
    told = (before != NONE) & ((seen.to_partner[before] != NONE) | (_share_told(seen)[from_partner] >= LEAST_TOLD))
    key = seen.stage * places + seen.place()
    free = ~told & (seen.started >= 0) & ((before == NONE) | ~sets[key, from_partner])
    np.add.at(counts, (key[free], seen.partner[free]), 1)
    meant = meant_stage(seen)
    sent = (meant != NONE) & (seen.ended >= 0)
    key = meant * places + seen.place()
    sent &= ~sets[key, seen.partner] & sets[key, seen.to_partner]
    np.add.at(counts, (key[sent], seen.to_partner[sent]), 1)
    several = sets.sum(axis=1) > 1
    return sets[several], counts[several]


def _share_told(seen: Observed) -> Floats:
    """By partner the share of its handovers that it announced."""
    told, total = declared(seen)
    return np.asarray(told.sum(axis=1) / np.maximum(total.sum(axis=1), 1))


def _weights(sets: Flags, counts: Numbers) -> Floats:
    weight = np.ones(sets.shape[1])
    chosen, total = counts.sum(axis=0), counts.sum(axis=1)
    inside = sets.any(axis=0)
    for _ in range(ROUNDS if inside.any() else 0):
        per_set = total / np.maximum(sets @ weight, 1e-300)
        share = sets.T @ per_set
        after = np.where(inside & (share > 0), chosen / np.where(share > 0, share, 1.0), 1.0)
        after = np.where(inside, np.maximum(after, 1e-6), 1.0)
        after[inside] /= after[inside].mean()
        if np.allclose(after, weight, rtol=1e-9, atol=0):
            break
        weight = after
    return weight


def _drawn(sets: Flags, weight: Floats) -> Floats:
    offered = sets * weight
    return np.asarray(offered / np.maximum(offered.sum(axis=1), 1e-300)[:, None])


def _quantity(weight: float, information: float, level: float) -> Quantity:
    from scipy.special import ndtri

    if information <= 0:
        return given(weight)
    factor = float(np.exp(min(ndtri((1 + level) / 2) / np.sqrt(information), 20.0)))
    return fitted(weight, weight / factor, weight * factor)
