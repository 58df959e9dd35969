"""Coming events, the earliest first: a binary heap by (week, order of making).

The place of an event that is being handled stays open at the top: most events make one other, which then takes that
place in one pass instead of two.
"""

from schakel.simulation.kernel import codes as c
from schakel.simulation.kernel.compiled import inner, small
from schakel.simulation.kernel.state import State


@small
def push(s: State, week: float, kind: int, whom: int, stamp: int) -> None:
    """Add an event. The caller has made sure that there is room."""
    events, order = s["event"], s["order"]
    s["order"] = order + 1
    if s["is_open"] == 1:
        s["is_open"] = 0
        at = _sink(s, c.FIRST, week, order)
    else:
        at = s["events"]
        s["events"] = at + 1
        while at > 0:
            up = (at - 1) >> 1
            if events[up]["week"] <= week:
                break
            events[at] = events[up]
            at = up
    event = events[at]
    event["week"], event["order"], event["what"], event["stamp"] = week, order, whom * c.KINDS + kind, stamp


@small
def close(s: State) -> None:
    """Fill the open place at the top, if it still is open, with the last event."""
    if s["is_open"] == 0:
        return
    s["is_open"] = 0
    events = s["event"]
    n = s["events"] - 1
    s["events"] = n
    events[_sink(s, c.FIRST, events[n]["week"], events[n]["order"])] = events[n]


@inner
def order_anew(s: State) -> None:
    """Make a heap of events in any order, after some were taken out of the middle. No place is open."""
    events, n = s["event"], s["events"]
    for top in range(n // 2 - 1, -1, -1):
        week, order, what, stamp = events[top]["week"], events[top]["order"], events[top]["what"], events[top]["stamp"]
        event = events[_sink(s, top, week, order)]
        event["week"], event["order"], event["what"], event["stamp"] = week, order, what, stamp


@inner
def _sink(s: State, at: int, week: float, order: int) -> int:
    """The place for an event, from an open place down; others move up."""
    events, n = s["event"], s["events"]
    down = 2 * at + 1
    while down < n:
        if down + 1 < n and _is_earlier(events[down + 1], events[down]["week"], events[down]["order"]):
            down += 1
        if not _is_earlier(events[down], week, order):
            break
        events[at] = events[down]
        at = down
        down = 2 * at + 1
    return at


@small
def _is_earlier(event: State, week: float, order: int) -> bool:
    """event: a record of the heap."""
    return event["week"] < week or (event["week"] == week and event["order"] < order)
