"""A partner's slots: who starts when one is free, at a meeting, and where clients go when it stops."""

from schakel.simulation.kernel import codes as c
from schakel.simulation.kernel.choice import choose, is_open
from schakel.simulation.kernel.compiled import inner
from schakel.simulation.kernel.desk import unqueue
from schakel.simulation.kernel.journey import go_to, may_begin, refuse, stop_waiting
from schakel.simulation.kernel.ledger import ended_placement, flows, write_departure, write_step
from schakel.simulation.kernel.money import ALLOWED, NEVER, allowed, free
from schakel.simulation.kernel.service import lose_points, release, start
from schakel.simulation.kernel.state import State
from schakel.simulation.kernel.tables import Tables


@inner
def fill(t: Tables, s: State, p: int) -> None:
    """Start who may start at a partner, the first by class and week of reaching."""
    while s["partner"][p]["waiting"] > 0 and s["partner"][p]["busy"] < s["partner"][p]["capacity"]:
        client = _first(t, s, p)
        if client < 0:
            return
        unqueue(t, s, client)
        start(t, s, client)


@inner
def _first(t: Tables, s: State, p: int) -> int:
    free = s["partner"][p]["capacity"] - s["partner"][p]["busy"]
    first, n = t["partner"][p]["lanes_from"], t["partner"][p]["lanes_n"]
    best, best_key = c.NONE, 0.0
    for i in range(first, first + n):
        lane = t["partner_lanes"][i]
        if (
            s["lane"][lane]["waiting"] == 0
            or t["stage"][t["desk"][t["lane"][lane]["desk"]]["stage"]]["work"] != c.CONTINUOUS
        ):
            continue
        for k in range(c.CLASSES):
            if k > 0 and free <= t["partner"][p]["reserved"]:
                break
            client = _may_start(t, s, lane, k)
            if client >= 0:
                key = k * t["model"]["class_weeks"] + s["client"][client]["reached"]
                if best < 0 or key < best_key:
                    best, best_key = client, key
    return best


@inner
def _may_start(t: Tables, s: State, lane: int, k: int) -> int:
    """The first of a class whom the money rules let start; -1 none. Who never may is refused on the way.

    Whom the partner does not take waits behind who came before its intake stopped.
    """
    client = s["lane"][lane]["head"][k]
    while client >= 0:
        after = s["client"][client]["after"]
        if not may_begin(t, s, client):
            return c.NONE
        may = ALLOWED if s["client"][client]["left_over"] >= 0 else allowed(t, s, client)
        if may == ALLOWED:
            return client
        if may == NEVER:
            unqueue(t, s, client)
            refuse(t, s, client)
        client = after
    return c.NONE


@inner
def meet(t: Tables, s: State, desk: int) -> None:
    """A meeting: as many start as there are places, by class and week of reaching, lane by lane."""
    if s["partner"][t["desk"][desk]["partner"]]["standing"] != c.ACTIVE:
        return
    g = t["desk"][desk]["stage"]
    places = int(t["stage"][g]["places"])
    while places > 0:
        best, best_key = c.NONE, 0.0
        for m in range(t["model"]["municipalities"]):
            lane = t["desk"][desk]["lanes"][m]
            if lane < 0 or s["lane"][lane]["waiting"] == 0:
                continue
            for k in range(c.CLASSES):
                client = _may_start(t, s, lane, k)
                if client >= 0:
                    key = k * t["model"]["class_weeks"] + s["client"][client]["reached"]
                    if best < 0 or key < best_key:
                        best, best_key = client, key
        if best < 0:
            return
        unqueue(t, s, best)
        start(t, s, best)
        places -= 1


@inner
def empty_out(t: Tables, s: State, p: int) -> None:
    """A partner has stopped: its clients go elsewhere where somebody else does the same, else they wait for it.

    Who was helped goes first, then who waits in the order of the queues. Free work is nobody's.
    """
    for client in range(s["top"] if s["partner"][p]["standing"] == c.STOPPING else 0):
        cl = s["client"][client]
        is_here = cl["where"] == c.SERVED and t["desk"][cl["desk"]]["partner"] == p
        if is_here and t["stage"][cl["stage"]]["work"] != c.FREE:
            _break_off(t, s, client)
    s["partner"][p]["standing"] = c.OUT
    first, n = t["partner"][p]["lanes_from"], t["partner"][p]["lanes_n"]
    for i in range(first, first + n):
        for k in range(c.CLASSES):
            client = s["lane"][t["partner_lanes"][i]]["head"][k]
            while client >= 0:
                after = s["client"][client]["after"]
                _move_on(t, s, client)
                client = after


@inner
def _elsewhere(t: Tables, s: State, client: int) -> int:
    """The desk of another partner that can take a client whose partner has stopped; else the same desk."""
    cl = s["client"][client]
    cl["from_partner"] = -1
    desk = choose(t, s, client, cl["stage"])
    return desk if desk >= 0 and is_open(t, s, desk) else cl["desk"]


@inner
def _break_off(t: Tables, s: State, client: int) -> None:
    cl = s["client"][client]
    p, here = t["desk"][cl["desk"]]["partner"], cl["desk"]
    there = _elsewhere(t, s, client)
    release(t, s, client)
    free(t, s, client)
    flows(s, client)["dropped"] += 1
    ended_placement(t, s, client)
    write_step(t, s, client, cl["stage"], t["desk"][there]["partner"] if there != here else -1, c.O_DROPPED)
    cl["from_partner"] = p
    go_to(t, s, client, cl["stage"], there)


@inner
def _move_on(t: Tables, s: State, client: int) -> None:
    cl = s["client"][client]
    p = t["desk"][cl["desk"]]["partner"]
    there = _elsewhere(t, s, client)
    if there == cl["desk"]:
        return
    stop_waiting(t, s, client)
    if cl["left_over"] < 0:
        flows(s, client)["moved"] += 1
        flows(s, client)["moved_wait"] += s["now"] - cl["reached"]
        lose_points(t, s, client)
        write_departure(t, s, client, cl["stage"], there, c.O_DROPPED)
    else:
        free(t, s, client)
        flows(s, client)["dropped"] += 1
        flows(s, client)["interrupted_wait"] += s["now"] - cl["ends"]
        ended_placement(t, s, client)
        write_step(t, s, client, cl["stage"], t["desk"][there]["partner"], c.O_DROPPED)
    cl["from_partner"] = p
    go_to(t, s, client, cl["stage"], there)
