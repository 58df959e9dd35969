"""From events to steps and cases, one case at a time and one event after another."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from oracle.events import Event, Moment, between_us, instant, local_day
from oracle.sight import Sight, sight_of


@dataclass(frozen=True)
class Step:
    """An event with its place in the case and what came next. Times in microseconds; None is unknown."""

    event: Event
    case: str
    pos: int
    next: Event | None
    wait_us: int | None
    is_parallel: bool | None
    own_wait_us: int | None
    touch_us: int | None
    is_tied: bool
    is_untold: bool = False

    @property
    def next_partner(self) -> str | None:
        """Who came next; not told after a referral to a partner that could not be seen."""
        return self.next.partner if self.next and not self.is_untold else None

    @property
    def resident(self) -> str:
        """Whom it concerns; without a resident the case stands for one."""
        return self.event.resident or f"case {self.event.case}"


@dataclass(frozen=True)
class Case:
    """What is followed. duration_us is None while it is open; observed_us runs to the reference date then.

    sight_until_on: the last day it was seen, when nobody could show what followed. since_previous_days: since the
    latest end of the resident's earlier cases; is_return: those are more than the gap.
    """

    case: str
    steps: tuple[Step, ...]
    is_open: bool
    duration_us: int | None
    observed_us: int
    sight_until_on: date | None = None
    since_previous_days: int | None = None
    is_return: bool = False

    @property
    def resident(self) -> str:
        """The resident of its first step."""
        return self.steps[0].resident

    @property
    def household(self) -> str | None:
        """The household of its first step."""
        return self.steps[0].event.household

    @property
    def route(self) -> tuple[str, ...]:
        """Its activities in order."""
        return tuple(step.event.activity for step in self.steps)

    @property
    def variant(self) -> int:
        """The number of its route: the sum over the steps of 64 bits of md5(activity, place), modulo 2^63."""
        prints = [f"{step.event.activity}\x1f{step.pos}".encode() for step in self.steps]
        return sum(int(hashlib.md5(p, usedforsecurity=False).hexdigest()[:16], 16) for p in prints) % 2**63

    @property
    def started(self) -> Moment:
        """First start, or first known time."""
        return min((step.event.placed for step in self.steps), key=instant)

    @property
    def ended(self) -> Moment:
        """Latest known end; a step that still runs counts with its start."""
        return max((_until(step.event) for step in self.steps), key=instant)


def to_cases(
    events: Iterable[Event],
    *,
    ranks: Mapping[str, int] | None = None,
    closing: Sequence[str] = (),
    seen_until: date,
    own_keys: Iterable[int] = (),
    delivered: Sight | None = None,
) -> list[Case]:
    """Cases by name. seen_until: the last day that was seen, to its end. own_keys: places of sources apart.

    delivered: whose work was delivered, where that is known apart from the events.
    """
    found: dict[str, list[Event]] = {}
    for event in events:
        found.setdefault(event.case, []).append(event)
    seen = delivered or sight_of([event for of_case in found.values() for event in of_case], seen_until, own_keys)
    cases = [_case(name, _in_order(found[name], ranks or {}), closing, seen_until, seen) for name in sorted(found)]
    return [_with_earlier(case, place, cases) for place, case in enumerate(cases)]


def _with_earlier(case: Case, place: int, cases: Sequence[Case], gap: int = 31) -> Case:
    order = instant(case.started), place
    ahead = [c for p, c in enumerate(cases) if c.resident == case.resident and (instant(c.started), p) < order]
    if not ahead or any(before.is_open for before in ahead):
        return case
    days = (local_day(case.started) - max(local_day(before.ended) for before in ahead)).days
    return replace(case, since_previous_days=days, is_return=days > gap) if days >= 0 else case


def _out_of_sight(events: list[Event], closing: Sequence[str], sight: Sight) -> date | None:
    """The last day on which a case was seen, where nobody could show what followed."""
    last, is_closed = events[-1], any(event.activity in closing for event in events)
    if is_closed and not last.runs:
        return None
    day = max(local_day(event.placed) for event in events)
    if last.to_partner is not None and not sight.shows(last.place, last.to_partner, day):
        return day
    if sight.alone(last.place) and closing and not is_closed and not last.runs:
        return max(local_day(_until(event)) for event in events)
    return None


def _case(name: str, events: list[Event], closing: Sequence[str], seen_until: date, shown: Sight) -> Case:
    steps = tuple(_step(name, events, place, shown) for place in range(len(events)))
    unfinished = bool(closing) and not any(event.activity in closing for event in events)
    sight = _out_of_sight(events, closing, shown)
    is_open = events[-1].runs or unfinished or sight is not None
    started = min((event.placed for event in events), key=instant)
    ended = max((_until(event) for event in events), key=instant)
    in_days = _has_day_at(events, started, lambda e: e.placed) or _has_day_at(events, ended, _until)
    seen: Moment = seen_until if in_days else instant(seen_until + timedelta(days=1))
    if sight and sight < seen_until:
        seen = sight if in_days else ended
    last = max(ended, seen, key=local_day if in_days else instant) if is_open else ended
    return Case(
        name,
        steps,
        is_open,
        None if is_open else between_us(started, ended, in_days=in_days),
        between_us(started, last, in_days=in_days),
        sight,
    )


def _has_day_at(events: list[Event], moment: Moment, of: object) -> bool:
    assert callable(of)
    return any(event.is_day and not _runs(event, of) and local_day(of(event)) == local_day(moment) for event in events)


def _runs(event: Event, of: object) -> bool:
    return of is _until and event.ended is None


def _until(event: Event) -> Moment:
    return event.ended if event.ended is not None else event.placed


def _in_order(events: list[Event], ranks: Mapping[str, int]) -> list[Event]:
    """Day after day. A day on which anything has only a date is ordered by rank, source and row, else by time."""
    days: dict[object, list[Event]] = {}
    for event in events:
        days.setdefault(local_day(event.placed), []).append(event)
    ordered: list[Event] = []
    for day in sorted(days, key=str):
        ordered += _day(days[day], ranks)
    return ordered


def _day(events: list[Event], ranks: Mapping[str, int]) -> list[Event]:
    last = max(ranks.values(), default=0) + 1

    def rank(event: Event) -> int:
        return ranks.get(event.activity, last)

    if not any(event.is_day for event in events):
        return sorted(events, key=lambda e: (instant(e.placed), rank(e), e.place, e.row))
    ordered: list[Event] = []
    for turn in sorted({rank(event) for event in events}):
        equal = sorted((e for e in events if rank(e) == turn), key=lambda e: (e.place, e.row))
        timed = iter(sorted((e for e in equal if not e.is_day), key=lambda e: (instant(e.placed), e.place, e.row)))
        ordered += [event if event.is_day else next(timed) for event in equal]
    return ordered


def _step(case: str, events: list[Event], place: int, sight: Sight) -> Step:
    event = events[place]
    following = events[place + 1] if place + 1 < len(events) else None
    wait_us, is_parallel = _wait(events[: place + 1], following)
    touch = None
    if not event.is_moment and event.started is not None and event.ended is not None:
        touch = between_us(event.started, event.ended, in_days=event.is_day)
    own = None
    if event.requested is not None and event.started is not None:
        own = between_us(event.requested, event.started, in_days=event.is_day)
    tied = place > 0 and _tied(events[place - 1], event)
    referred = event.to_partner
    left = event.ended if event.ended is not None else event.started
    unseen = referred is not None and left is not None and not sight.shows(event.place, referred, left)
    untold = following is not None and (
        (unseen and following.partner != referred) or not _both_delivered(event, following, sight)
    )
    return Step(event, case, place + 1, following, None if untold else wait_us, is_parallel, own, touch, tied, untold)


def _both_delivered(event: Event, following: Event, sight: Sight) -> bool:
    """Whether both partners delivered both months, of the end and of the next start, as far as these are known."""
    left = event.ended if event.ended is not None else event.started
    moments = [moment for moment in (left, following.started) if moment is not None]
    partners = [partner for partner in (event.partner, following.partner) if partner is not None]
    return all(sight.shows(event.place, partner, moment) for partner in partners for moment in moments)


def _wait(so_far: list[Event], following: Event | None) -> tuple[int | None, bool | None]:
    """The wait and whether the next step is parallel, seen from all steps so far."""
    if following is None:
        return None, None
    if any(event.runs for event in so_far):
        return None, None if following.started is None else True
    if following.started is None:
        return None, None
    latest = max((_until(event) for event in so_far), key=instant)
    in_days = so_far[-1].is_day or following.is_day or _has_day_at(so_far, latest, _until)
    wait = between_us(latest, following.started, in_days=in_days)
    return (None, True) if wait < 0 else (wait, False)


def _tied(before: Event, event: Event) -> bool:
    if local_day(before.placed) != local_day(event.placed):
        return False
    return before.is_day or event.is_day or instant(before.placed) >= instant(event.placed)


def days_between(since: Moment, until: Moment) -> int:
    """Calendar days."""
    return between_us(since, until, in_days=True) // (timedelta(days=1) // timedelta(microseconds=1))
