"""Coming events, the earliest first: a binary heap by (week, order of making)."""

from numba import njit

from schakel.simulation.kernel.state import State


@njit(cache=True)
def push(s: State, week: float, kind: int, whom: int, stamp: int) -> None:
    """Add an event. The caller has made sure that there is room."""
    events = s["event"]
    at = s["events"]
    s["events"] = at + 1
    while at > 0:
        up = (at - 1) >> 1
        if events[up]["week"] <= week:
            break
        events[at] = events[up]
        at = up
    event = events[at]
    event["week"], event["order"], event["kind"] = week, s["order"], kind
    event["whom"], event["stamp"] = whom, stamp
    s["order"] += 1


@njit(cache=True)
def pop(s: State) -> None:
    """Remove the earliest event, which the caller has read at place 0."""
    events = s["event"]
    n = s["events"] - 1
    s["events"] = n
    week, order = events[n]["week"], events[n]["order"]
    at = 0
    while True:
        down = 2 * at + 1
        if down >= n:
            break
        right = down + 1
        if right < n and _is_earlier(events[right], events[down]["week"], events[down]["order"]):
            down = right
        if not _is_earlier(events[down], week, order):
            break
        events[at] = events[down]
        at = down
    events[at] = events[n]


@njit(cache=True)
def order_anew(s: State) -> None:
    """Make a heap of events in any order, after some were taken out of the middle."""
    for at in range(s["events"] // 2 - 1, -1, -1):
        _sink(s, at)


@njit(cache=True)
def _sink(s: State, at: int) -> None:
    events, n = s["event"], s["events"]
    moved = events[at]
    week, order, kind, whom, stamp = moved["week"], moved["order"], moved["kind"], moved["whom"], moved["stamp"]
    while True:
        down = 2 * at + 1
        if down >= n:
            break
        right = down + 1
        if right < n and _is_earlier(events[right], events[down]["week"], events[down]["order"]):
            down = right
        if not _is_earlier(events[down], week, order):
            break
        events[at] = events[down]
        at = down
    event = events[at]
    event["week"], event["order"], event["kind"], event["whom"], event["stamp"] = week, order, kind, whom, stamp


@njit(cache=True)
def _is_earlier(event, week, order):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202 (a record)
    return event["week"] < week or (event["week"] == week and event["order"] < order)
