"""The loop: the next week, decision or event, whichever is first."""

import numpy as np
from numba import njit

from schakel.simulation.kernel import codes as c
from schakel.simulation.kernel.arrival import arrive, begin_stream
from schakel.simulation.kernel.compiled import inner, small
from schakel.simulation.kernel.finish import finish
from schakel.simulation.kernel.heap import close, order_anew, push
from schakel.simulation.kernel.journey import come, reach, replan
from schakel.simulation.kernel.money import cents
from schakel.simulation.kernel.slots import meet
from schakel.simulation.kernel.state import State
from schakel.simulation.kernel.tables import Decisions, Tables
from schakel.simulation.kernel.waiting import grow_restless
from schakel.simulation.kernel.week import end_week, refresh

NEVER = 1e300
EVENTS_AT_ONCE = 4  # a client, when many move at one moment
ROWS_AT_ONCE = 2  # of the log, a client: it is broken off, and gets lost
SPARE = 2 * c.TYPES * c.MUNICIPALITIES  # a change of rates plans every stream anew


@njit(cache=True, nogil=True, error_model="numpy")
def run(
    tables: np.ndarray, flat: np.ndarray, state: np.ndarray, series: np.ndarray, decisions: Decisions, until: float
) -> int:
    """Go on to moment `until`; the reason of coming back.

    A week that ends at that moment is booked; decisions and events of that moment are for the next call.

    tables, state: arrays of one record; flat: the same tables as numbers; series: (weeks, desks + 1) of SERIES. Where
    something was full: make room, and call again.
    """
    t, s = tables[0], state[0]
    if s["is_begun"] == 0:
        s["is_begun"] = 1
        _begin(t, s)
    while True:
        full = _is_full(s)
        if full != c.FINISHED:
            return full
        week = float(s["week"] + 1)
        decided = s["decided"]
        decision = decisions.week[decided] if decided < decisions.week.shape[0] else NEVER
        event = s["event"][0]["week"] if s["events"] > 0 else NEVER
        first = min(decision, event)
        if week <= first and week <= until:
            s["now"] = week
            end_week(t, s, series)
        elif first >= until:
            s["now"] = until
            return c.FINISHED
        elif decision <= first:
            s["now"] = decision
            _decide(t, flat, s, decisions)
        else:
            s["now"] = event
            _handle(t, s)
            close(s)


@small
def _is_full(s: State) -> int:
    """Whether something lacks room for whatever one event may need."""
    present = s["present"]
    if present + c.QUESTIONS >= s["client"].shape[0]:
        return c.FULL
    if s["events"] + EVENTS_AT_ONCE * present + SPARE > s["event"].shape[0]:
        _forget_stale(s)
    if s["keeps_log"] == 1 and s["steps"] + ROWS_AT_ONCE * (present + 1) > s["log"].shape[0]:
        return c.LOG_FULL
    return c.FINISHED


@inner
def _forget_stale(s: State) -> None:
    """Leave out events that no longer hold. One a client, stream and desk remain, so that there is room enough."""
    kept = 0
    for at in range(s["events"]):
        event = s["event"][at]
        kind, whom = event["what"] % c.KINDS, event["what"] // c.KINDS
        if kind == c.E_ARRIVE:
            holds = s["stream"][whom // c.MUNICIPALITIES, whom % c.MUNICIPALITIES]["stamp"] == event["stamp"]
        else:
            holds = kind == c.E_MEETING or s["client"][whom]["stamp"] == event["stamp"]
        if holds:
            s["event"][kept] = s["event"][at]
            kept += 1
    s["events"] = kept
    order_anew(s)


@inner
def _begin(t: Tables, s: State) -> None:
    for kind in range(t["model"]["types"]):
        for m in range(t["model"]["municipalities"]):
            begin_stream(t, s, kind, m)
    for lane in range(t["model"]["lanes"]):
        for k in range(c.CLASSES):
            s["lane"][lane]["head"][k] = s["lane"][lane]["tail"][k] = c.NONE
    for p in range(t["model"]["partners"]):
        s["partner"][p]["first"] = c.NONE
        s["partner"][p]["cash"] = s["partner"][p]["cash_before"] = cents(t["partner"][p]["cash"])
        s["partner"][p]["closed_since"] = NEVER
    refresh(t, s)
    for desk in range(t["model"]["desks"]):
        g = t["desk"][desk]["stage"]
        if t["stage"][g]["work"] == c.SLOTTED:
            push(s, t["meetings"][t["stage"][g]["meetings_from"]], c.E_MEETING, desk, c.FIRST)


@inner
def _handle(t: Tables, s: State) -> None:
    event = s["event"][0]
    kind, whom, stamp = event["what"] % c.KINDS, event["what"] // c.KINDS, event["stamp"]
    s["is_open"] = 1
    if kind == c.E_ARRIVE:
        if s["stream"][whom // c.MUNICIPALITIES, whom % c.MUNICIPALITIES]["stamp"] == stamp:
            s["handled"] += 1
            arrive(t, s, whom // c.MUNICIPALITIES, whom % c.MUNICIPALITIES)
        return
    if kind == c.E_MEETING:
        s["handled"] += 1
        meet(t, s, whom)
        _plan_meeting(t, s, whom, stamp)
        return
    cl = s["client"][whom]
    if cl["stamp"] != stamp:
        return
    s["handled"] += 1
    if kind == c.E_DONE:
        finish(t, s, whom)
    elif kind == c.E_RESTLESS:
        grow_restless(t, s, whom)
    elif cl["where"] == c.COMING:
        reach(t, s, whom)
    else:
        come(t, s, whom)


@inner
def _plan_meeting(t: Tables, s: State, desk: int, number: int) -> None:
    """The next moment of a cycle; stamp is how many there were."""
    g = t["desk"][desk]["stage"]
    first, n = t["stage"][g]["meetings_from"], t["stage"][g]["meetings_n"]
    every = t["stage"][g]["every"]
    here = t["meetings"][first + number % n]
    following = t["meetings"][first + (number + 1) % n]
    gap = following - here
    if (number + 1) % n == 0:
        gap += every
    push(s, s["now"] + max(gap, 1e-6), c.E_MEETING, desk, number + 1)


@inner
def _decide(t: Tables, flat: np.ndarray, s: State, rows: Decisions) -> None:
    """All decisions of this moment."""
    at = s["decided"]
    now = s["now"]
    while at < rows.week.shape[0] and rows.week[at] <= now:
        flat[rows.place[at]] = rows.value[at]
        at += 1
    s["decided"] = at
    replan(t, s)
    refresh(t, s)
