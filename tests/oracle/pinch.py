"""Weeks lost per link and moment, counted by hand: a wait is a set of days, and a day has one owner."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from math import ceil

from oracle.pinch_log import DayEvent
from oracle.pinch_sight import LAST, PinchSight, pinch_sight
from schakel.chain.finding import Finding

DEAD_END, STRETCH, QUANTILE, FOLLOWS = 92, 1.5, 0.95, 0.8
Key = tuple[str, str, str, str, str]


@dataclass
class Wait:
    """A wait as a set of days, before norm and overlap. pos orders who owns a day.

    is_told: what came next can be told; else it says nothing of where people go.
    """

    key: Key
    resident: int
    pos: int
    days: set[int] | None
    source: tuple[str, str] = ("", "")
    is_told: bool = True
    counted: set[int] = field(default_factory=set)


def by_hand(
    events: list[DayEvent], norm: int, sight: PinchSight | None = None
) -> tuple[dict[Key, float], dict[Key, int], float]:
    """Weeks lost and residents with a known wait per key, and all weeks lost. Events in the order of their sources."""
    cases: dict[int, list[DayEvent]] = defaultdict(list)
    for event in events:
        cases[event.case].append(event)
    for steps in cases.values():
        steps.sort(key=lambda e: e.started)  # stable: within a day the order of the rows
    seen = sight or pinch_sight(events)
    waits = {case: closed_waits(steps, seen) for case, steps in cases.items()}
    everything = [wait for some in waits.values() for wait in some]
    horizon, follows = horizons(everything), ways_on(everything)
    for case, steps in cases.items():
        waits[case] += open_waits(steps, seen, horizon, follows)
    weeks: dict[Key, float] = defaultdict(float)
    known: dict[Key, set[int]] = defaultdict(set)
    for some in waits.values():
        owned: set[int] = set()
        for wait in sorted(some, key=lambda w: w.pos):
            if wait.days is not None:
                weeks[wait.key] += max(0, len(wait.days - owned) - norm) / 7
                known[wait.key].add(wait.resident)
                owned |= wait.days
    return weeks, {key: len(residents) for key, residents in known.items()}, sum(weeks.values())


def closed_waits(steps: list[DayEvent], seen: PinchSight) -> list[Wait]:
    """The wait before each step of a case; after a referral to a partner that is not seen it cannot be told."""
    found = []
    asked: set[tuple[str, int]] = set()
    for pos, step in enumerate(steps):
        own = None
        if (
            step.requested is not None
            and step.requested <= step.started
            and (step.partner, step.requested) not in asked
        ):
            asked.add((step.partner, step.requested))
            own = step.requested
        if pos == 0:
            days = None if own is None else set(range(own, step.started))
            found.append(Wait(("inflow", "", "", step.activity, step.partner), step.resident, pos, days))
            continue
        last = steps[pos - 1]
        ends = [before.ended for before in steps[:pos]]
        latest = 10**6 if None in ends else max(end for end in ends if end is not None)
        parallel = step.started < latest
        if own is None and (parallel or last.activity == "Close"):
            continue
        told = own is not None or leads_on(last, step, seen)
        days = set(range(latest if own is None else own, step.started)) if told else None
        key, source = key_of(steps, pos, own, parallel), (last.activity, last.partner)
        found.append(Wait(key, step.resident, pos, days, source, told))
    return found


def leads_on(step: DayEvent, following: DayEvent, seen: PinchSight) -> bool:
    """Whether what came next can be told: not after a referral whose answer could not be seen."""
    referred, left = step.to_partner, step.started if step.ended is None else step.ended
    return not referred or following.partner == referred or seen.shows(step.source, referred, left)


def key_of(steps: list[DayEvent], pos: int, own: int | None, parallel: bool) -> Key:
    """The first kind that fits."""
    step, last = steps[pos], steps[pos - 1]
    referring = [r for r in range(pos) if answer(steps, r) == pos]
    other = bool(last.partner) and bool(step.partner) and last.partner != step.partner
    if referring:
        by = steps[referring[-1]]
        return ("referral", by.activity, by.partner, "", step.partner)
    if own is not None and (other or parallel):
        return ("request", "", "", step.activity, step.partner)
    if step.activity != "Evaluatie" and step.activity in {before.activity for before in steps[:pos]}:
        return ("rework", "", "", step.activity, step.partner)
    return ("handover" if other else "wait", last.activity, last.partner, step.activity, step.partner)


def answer(steps: list[DayEvent], pos: int) -> int | None:
    """Place of the first later step by the partner to whom was referred; -1 when nobody else was referred to."""
    to_partner = steps[pos].to_partner
    if not to_partner or to_partner == steps[pos].partner:
        return -1
    return next((p for p in range(pos + 1, len(steps)) if steps[p].partner == to_partner), None)


def horizons(waits: list[Wait]) -> dict[Key, float]:
    """After how many days an open wait is a dead end."""
    lengths: dict[Key, list[int]] = defaultdict(list)
    for wait in waits:
        if wait.days is not None and wait.key[0] != "inflow":
            lengths[wait.key].append(len(wait.days))
    ranks = {key: sorted(some)[ceil(QUANTILE * len(some)) - 1] for key, some in lengths.items()}
    return {key: max(DEAD_END, STRETCH * days) for key, days in ranks.items()}


def ways_on(waits: list[Wait]) -> dict[tuple[str, str], Key]:
    """Where nearly all go after a step; ties cannot reach the share."""
    ways: dict[tuple[str, str], Counter[Key]] = defaultdict(Counter)
    for wait in waits:
        if wait.pos and wait.key[0] != "rework" and wait.is_told:
            ways[wait.source][wait.key] += 1
    found = {}
    for source, counts in ways.items():
        key, n = counts.most_common(1)[0]
        if n >= FOLLOWS * counts.total():
            found[source] = key
    return found


def open_waits(
    steps: list[DayEvent], seen: PinchSight, horizon: dict[Key, float], follows: dict[tuple[str, str], Key]
) -> list[Wait]:
    """Waits of a case that still run on the reference date; none of one that is closed or out of sight."""
    if (any(step.activity == "Close" for step in steps) and steps[-1].ended is not None) or seen.is_gone(steps):
        return []
    silent = {
        steps[p].to_partner: p for p in range(len(steps)) if answer(steps, p) is None and steps[p].ended is not None
    }
    found = []
    for to_partner, pos in silent.items():
        step = steps[pos]
        sent = step.ended or 0
        if seen.shows(step.source, to_partner, sent) and sent <= seen.last(step.source, to_partner):
            days = set(range(sent, seen.last(step.source, to_partner)))
            key: Key = ("referral", step.activity, step.partner, "", to_partner)
            dead = len(days) > horizon.get(key, DEAD_END)
            found.append(Wait(("dead_end", *key[1:]) if dead else key, step.resident, 1000 + pos, days))
    if not silent and all(step.ended is not None for step in steps):
        last, since = steps[-1], max(step.ended or 0 for step in steps)
        days = set(range(since, LAST))
        way = follows.get((last.activity, last.partner))
        if len(days) > (horizon.get(way, DEAD_END) if way else DEAD_END):
            way = ("standstill", last.activity, last.partner, "", "")
        found.append(Wait(way or ("open", last.activity, last.partner, "", ""), last.resident, 1000, days))
    return found


def key_of_finding(finding: Finding) -> Key:
    """The link that a finding is about, as the tables have it."""
    where = finding.where
    if finding.code == "rework":
        return ("rework", "", "", where.activity, where.partner)
    return (finding.code, where.activity, where.partner, where.next_activity, where.next_partner)
