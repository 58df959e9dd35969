"""How many a partner can help at once: as many as it helps while somebody waits for it.

Counted at midnights, at which dates tell as much as instants.
"""

import numpy as np

from schakel.simulation.calibration.not_identified import NotIdentified, Reason
from schakel.simulation.calibration.observed import Flags, Floats, Numbers, Observed
from schakel.simulation.model.quantity import Quantity, assumed, fitted

DAYS = 7
LEAST_DAYS = 28
LEAST_REQUESTED = 0.5
MOST_UNREST = 0.5
WAITING = 1  # clients, so that capacity is what holds them up


def capacities(
    seen: Observed, takes_slots: Flags, level: float
) -> tuple[tuple[Quantity, ...], tuple[NotIdentified, ...]]:
    """Slots per partner, of its stages that take slots (by stage), and those that cannot be told.

    The value is the middle of what was busy on days on which somebody waited, with the quantiles of the level; where
    too few such days are, or people waited for something else, the most that was ever busy is the least that it can be.
    """
    found, unknown = [], []
    for partner, name in enumerate(seen.partners):
        own = (seen.partner == partner) & takes_slots[seen.stage]
        busy, waiting = at_midnights(seen, own)
        told = busy[_settled_days(seen, own) :][waiting[_settled_days(seen, own) :] >= WAITING]
        most = float(max(busy.max(initial=0), 1))
        is_full = len(told) >= LEAST_DAYS and unrest(seen, own, busy, waiting) < MOST_UNREST
        if not is_full:
            if own.any():
                requested = float(np.isfinite(seen.requested[own]).mean())
                unknown.append(NotIdentified("partner", name, "people", *_why(requested, len(told) >= LEAST_DAYS)))
            found.append(assumed(2 * most, most, 10 * most))
            continue
        low, middle, high = np.quantile(told, [(1 - level) / 2, 0.5, (1 + level) / 2], method="nearest")
        found.append(fitted(float(middle), float(low), float(high)))
    return tuple(found), tuple(unknown)


def _why(requested: float, waits: bool) -> tuple[Reason, float | None]:
    if requested < LEAST_REQUESTED:
        return "no_request", requested
    return "waits_for_else" if waits else "nobody_waits", None


def unrest(seen: Observed, own: Flags, busy: Numbers, waiting: Numbers) -> float:
    """How much the number helped changes from day to day while somebody waits, as a part of what chance would give.

    Where people wait for room, who leaves makes room for the next, and the number hardly changes: near 0. Starts and
    ends that do not depend on each other make its mean square change as large as their number: near 1.
    """
    days = len(busy)
    since = np.clip(_day(seen.started[own]), 0, days)
    until = np.clip(_day(np.nan_to_num(seen.ended[own], nan=seen.until + 1)), 0, days)
    lasts = until > since  # what begins and ends on one day holds nobody up at midnight
    began, stopped = (np.bincount(one[lasts], minlength=days + 1)[1:days] for one in (since, until))
    queue = (waiting[1:] >= WAITING) & (waiting[:-1] >= WAITING)
    moves = float((began + stopped)[queue].sum())
    return float((np.diff(busy)[queue] ** 2).sum()) / moves if moves else 0.0


def at_midnights(seen: Observed, chosen: Flags) -> tuple[Numbers, Numbers]:
    """Per midnight from the first day on, steps that ran, and those that had been requested and began later."""
    days = int(seen.until * DAYS) + 1
    started = _day(seen.started[chosen])
    ended = np.where(np.isnan(seen.ended[chosen]), days, _day(np.nan_to_num(seen.ended[chosen])))
    asked = _day(seen.asked[chosen])
    return _between(started, ended, days), _between(asked, started, days)


def _day(weeks: Floats) -> Numbers:
    """The first midnight after a moment; of a date that of its end."""
    return np.floor(weeks * DAYS + 1e-6).astype(np.int64) + 1


def _between(since: Numbers, until: Numbers, days: int) -> Numbers:
    change = np.zeros(days + 1, np.int64)
    np.add.at(change, np.clip(since, 0, days), 1)
    np.add.at(change, np.clip(until, 0, days), -1)
    return change.cumsum()[:days]


def _settled_days(seen: Observed, own: Flags) -> int:
    """Days in which work that began before the log may be missing: most of a usual step, a quarter of all at most."""
    lasted = (seen.ended - seen.started)[own & ~np.isnan(seen.ended)]
    usual = float(np.quantile(lasted, 0.9)) if len(lasted) else 0.0
    return int(min(usual, seen.until / 4) * DAYS)
