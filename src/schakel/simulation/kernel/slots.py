"""A partner's slots: who starts when one is free, at a meeting, and where clients go when it stops."""

from numba import njit

from schakel.simulation.kernel import codes as c
from schakel.simulation.kernel.choice import choose
from schakel.simulation.kernel.desk import unqueue
from schakel.simulation.kernel.journey import go_to, refuse, stop_waiting
from schakel.simulation.kernel.ledger import write_step
from schakel.simulation.kernel.money import ALLOWED, NEVER, allowed
from schakel.simulation.kernel.service import release, start
from schakel.simulation.kernel.state import State
from schakel.simulation.kernel.tables import Tables


@njit(cache=True)
def fill(t: Tables, s: State, p: int) -> None:
    """Start who may start at a partner, the first by class and week of reaching."""
    while s["partner"][p]["waiting"] > 0 and s["partner"][p]["busy"] < s["partner"][p]["capacity"]:
        client = _first(t, s, p)
        if client < 0:
            return
        unqueue(t, s, client)
        start(t, s, client)


@njit(cache=True)
def _first(t: Tables, s: State, p: int) -> int:
    free = s["partner"][p]["capacity"] - s["partner"][p]["busy"]
    first, n = t["partner"][p]["lanes_from"], t["partner"][p]["lanes_n"]
    best, best_key = -1, 0.0
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


@njit(cache=True)
def _may_start(t: Tables, s: State, lane: int, k: int) -> int:
    """The first of a class whom the money rules let start; -1 none. Who never may is refused on the way."""
    client = s["lane"][lane]["head"][k]
    while client >= 0:
        after = s["client"][client]["after"]
        may = ALLOWED if s["client"][client]["left_over"] >= 0 else allowed(t, s, client)
        if may == ALLOWED:
            return client
        if may == NEVER:
            unqueue(t, s, client)
            refuse(t, s, client)
        client = after
    return -1


@njit(cache=True)
def meet(t: Tables, s: State, desk: int) -> None:
    """A meeting: as many start as there are places, by class and week of reaching, lane by lane."""
    g = t["desk"][desk]["stage"]
    places = int(t["stage"][g]["places"])
    while places > 0:
        best, best_key = -1, 0.0
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


@njit(cache=True)
def drop(t: Tables, s: State, p: int) -> None:
    """A partner stops: all its clients go elsewhere where somebody else does the same, else they wait for it."""
    for client in range(s["client"].shape[0]):
        cl = s["client"][client]
        where = cl["where"]
        if where != c.WAITING and where != c.SERVED:
            continue
        if t["desk"][cl["desk"]]["partner"] != p or t["stage"][cl["stage"]]["work"] != c.CONTINUOUS:
            continue
        cl["from_partner"] = -1
        desk = choose(t, s, client, cl["stage"])
        if desk < 0 or s["partner"][t["desk"][desk]["partner"]]["capacity"] == 0:
            desk = cl["desk"]
        if where == c.WAITING and desk == cl["desk"]:
            continue
        if where == c.WAITING:
            stop_waiting(t, s, client)
        else:
            release(t, s, client)
            write_step(t, s, client, t["desk"][desk]["partner"] if desk != cl["desk"] else -1, c.O_DROPPED)
        cl["from_partner"] = p
        go_to(t, s, client, cl["stage"], desk)
