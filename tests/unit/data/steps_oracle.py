"""Steps and cases in slow, plain Python, after the text of the design and not after the SQL."""

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

FAR, FAR_ON = datetime.max, date.max  # noqa: DTZ901
DAY = 86_400_000_000


@dataclass(frozen=True)
class Event:
    """One staged event; started and ended are naive UTC, the days are local."""

    case_id: str
    activity: str
    started: datetime | None
    ended: datetime | None
    started_on: date | None
    ended_on: date | None
    row: int
    is_day: bool = False
    is_moment: bool = False
    knows_ends: bool = True
    partner: str | None = None
    to_partner: str | None = None
    requested: datetime | None = None
    requested_on: date | None = None
    resident: str | None = None
    household: str | None = None
    place: int = 0

    @property
    def at(self) -> datetime:
        """Where it is placed."""
        found = self.started or self.ended
        assert found
        return found

    @property
    def on(self) -> date:
        """The local day on which it is placed."""
        found = self.started_on or self.ended_on
        assert found
        return found

    @property
    def runs(self) -> bool:
        """Still running."""
        return self.ended is None and self.knows_ends


def ordered(events: Sequence[Event], ranks: Mapping[str, int]) -> list[Event]:
    """The events of one case in their order."""
    top = max(ranks.values(), default=0) + 1

    def rank(event: Event) -> int:
        return ranks.get(event.activity, top) if ranks else 0

    days = defaultdict(list)
    for event in events:
        days[event.on].append(event)
    result: list[Event] = []
    for on in sorted(days):
        group = days[on]
        if not any(event.is_day for event in group):
            result += sorted(group, key=lambda e: (e.at, rank(e), e.place, e.row))
            continue
        for turn in sorted({rank(event) for event in group}):
            line = sorted((e for e in group if rank(e) == turn), key=lambda e: (e.place, e.row))
            timed = iter(sorted((e for e in line if not e.is_day), key=lambda e: (e.at, e.place, e.row)))
            result += [e if e.is_day else next(timed) for e in line]
    return result


def micros(span: timedelta) -> int:
    """Whole microseconds of a span."""
    return span // timedelta(microseconds=1)


def steps(events: Sequence[Event], ranks: Mapping[str, int] | None = None) -> list[dict[str, Any]]:
    """The steps of one case."""
    line = ordered(events, ranks or {})
    made = []
    for place, event in enumerate(line):
        following = line[place + 1] if place + 1 < len(line) else None
        before = line[place - 1] if place else None
        made.append(
            {
                "pos": place + 1,
                "activity": event.activity,
                "partner": event.partner,
                "started": event.started,
                "ended": event.ended,
                "source_row": event.row,
                "precision": "day" if event.is_day else "instant",
                "next_activity": following.activity if following else None,
                "next_partner": following.partner if following else None,
                "next_started": following.started if following else None,
                "gap_us": _gap(event, following),
                **_wait(line[: place + 1], following),
                "own_wait_us": _own_wait(event),
                "touch_us": _touch(event),
                "is_first": place == 0,
                "is_last": following is None,
                "is_open": event.runs,
                "is_tied": _tied(before, event),
            }
        )
    return made


def _gap(event: Event, following: Event | None) -> int | None:
    if following is None or following.started is None or event.ended is None:
        return None
    if event.is_day or following.is_day:
        assert following.started_on
        assert event.ended_on
        return (following.started_on - event.ended_on).days * DAY
    return micros(following.started - event.ended)


def _wait(so_far: Sequence[Event], following: Event | None) -> dict[str, Any]:
    own = so_far[-1]
    known = [e for e in so_far if e.runs or e.ended]
    if following is None or following.started is None or not known:
        return {"wait_us": None, "is_parallel": None}
    assert following.started_on
    latest = max(FAR if e.runs else e.ended or FAR for e in known)
    latest_on = max(FAR_ON if e.runs else e.ended_on or FAR_ON for e in known)
    holders = [e for e in known if (FAR_ON if e.runs else e.ended_on) == latest_on]
    in_days = own.is_day or following.is_day or any(e.is_day for e in holders)
    parallel = following.started_on < latest_on if in_days else following.started < latest
    if parallel:
        return {"wait_us": None, "is_parallel": True}
    if not own.runs and own.ended is None:
        return {"wait_us": None, "is_parallel": None}
    wait = (following.started_on - latest_on).days * DAY if in_days else micros(following.started - latest)
    return {"wait_us": wait, "is_parallel": False}


def _own_wait(event: Event) -> int | None:
    if event.started is None or event.requested is None:
        return None
    if event.is_day:
        assert event.started_on
        assert event.requested_on
        return (event.started_on - event.requested_on).days * DAY
    return micros(event.started - event.requested)


def _touch(event: Event) -> int | None:
    if event.is_moment or event.started is None or event.ended is None:
        return None
    if event.is_day:
        assert event.started_on
        assert event.ended_on
        return (event.ended_on - event.started_on).days * DAY
    return micros(event.ended - event.started)


def _tied(before: Event | None, event: Event) -> bool:
    if before is None or before.on != event.on:
        return False
    return event.at == before.at or event.is_day or before.is_day or event.at < before.at


def variant(line: Sequence[str]) -> int:
    """The number of a route."""
    words = (f"{activity}\x1f{place}" for place, activity in enumerate(line, 1))
    return sum(int(hashlib.md5(w.encode()).hexdigest()[:16], 16) for w in words) % 2**63  # noqa: S324


def case(
    events: Sequence[Event], ranks: Mapping[str, int] | None = None, closing: Sequence[str] = ()
) -> dict[str, Any]:
    """The row of one case."""
    line = ordered(events, ranks or {})
    ends = [(e.ended, e.ended_on, e.is_day) if e.ended else (e.started, e.started_on, False) for e in line]
    known = [(at, on) for at, on, _ in ends if at and on]
    first, first_on = min(e.at for e in line), min(e.on for e in line)
    last, last_on = max(at for at, _ in known), max(on for _, on in known)
    is_open = line[-1].runs or (bool(closing) and not any(e.activity in closing for e in line))
    real = [e for e in line if e.ended_on]
    latest_on = max((e.ended_on for e in real if e.ended_on), default=None)
    in_days = any(e.is_day and e.on == first_on for e in line) or any(
        e.is_day and e.ended_on == latest_on for e in real
    )
    duration = (last_on - first_on).days * DAY if in_days else micros(last - first)
    return {
        "started": first,
        "ended": None if is_open else last,
        "started_on": first_on,
        "ended_on": None if is_open else last_on,
        "duration_us": None if is_open else duration,
        "length": len(line),
        "variant": variant([e.activity for e in line]),
        "is_open": is_open,
    }
