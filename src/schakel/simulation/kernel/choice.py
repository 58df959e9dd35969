"""Where a client goes next: which stage, and at which partner."""

from schakel.simulation.kernel import codes as c
from schakel.simulation.kernel.chance import normal, place, unit
from schakel.simulation.kernel.compiled import inner
from schakel.simulation.kernel.logarithm import exp
from schakel.simulation.kernel.state import State
from schakel.simulation.kernel.tables import Tables

REFUSED, NOBODY = -2, -1


@inner
def next_stage(t: Tables, s: State, client: int) -> int:
    """The stage after this one; -1 is the end. Up when severity, as seen, reaches the municipality's threshold."""
    cl = s["client"][client]
    k, g = cl["type"], cl["stage"]
    up = t["type"][k]["up_to"][g]
    if up >= 0:
        spread = t["model"]["referral_spread"] * (2.0 - cl["info"])
        seen = cl["severity"] + spread * normal(cl["root"], c.R_REFERRAL, cl["visits"])
        if seen >= t["municipality"][cl["municipality"]]["threshold"]:
            return up
    route = 0
    if t["type"][k]["share"][g, 0] < 1.0:
        route = place(t["type"][k]["share"][g], unit(cl["root"], c.R_ROUTE, cl["visits"]))
    return t["type"][k]["to"][g, route]


@inner
def choose(t: Tables, s: State, client: int, stage: int) -> int:
    """The desk for a stage: the partner that helps already, else by weight and published wait.

    NOBODY: no partner does this here. REFUSED: a partner paid by result selects, and there is no other.
    """
    cl = s["client"][client]
    first, n = t["offers_from"][stage, cl["municipality"]], t["offers_n"][stage, cl["municipality"]]
    if n == 0:
        return NOBODY
    if n == 1:
        desk = t["offers"][first]
        return REFUSED if _selects(t, s, client, desk) else desk
    opened = 0
    for i in range(first, first + n):
        if is_open(t, s, t["offers"][i]):
            opened += 1
            if t["desk"][t["offers"][i]]["partner"] == cl["from_partner"]:
                return t["offers"][i]
    return _drawn(t, s, client, first, n, opened > 0)


@inner
def _drawn(t: Tables, s: State, client: int, first: int, n: int, only_open: bool) -> int:
    """One of n offers, drawn by attraction."""
    cl = s["client"][client]
    total = 0.0
    for i in range(first, first + n):
        total += _attraction(t, s, client, t["offers"][i], only_open)
    if total <= 0.0:
        return REFUSED
    left = unit(cl["root"], c.R_CHOICE, cl["visits"]) * total
    chosen = REFUSED
    for i in range(first, first + n):
        weight = _attraction(t, s, client, t["offers"][i], only_open)
        if weight > 0.0:
            chosen = t["offers"][i]
            if left < weight:
                break
            left -= weight
    return chosen


@inner
def is_open(t: Tables, s: State, desk: int) -> bool:
    """Whether a partner takes new clients and can help somebody now."""
    p = t["desk"][desk]["partner"]
    if t["partner"][p]["intake"] < 0.5 or s["partner"][p]["standing"] != c.ACTIVE:
        return False
    return s["partner"][p]["capacity"] > 0 or t["stage"][t["desk"][desk]["stage"]]["work"] != c.CONTINUOUS


@inner
def _attraction(t: Tables, s: State, client: int, desk: int, only_open: bool) -> float:
    if only_open and not is_open(t, s, desk):
        return 0.0
    weight = t["partner"][t["desk"][desk]["partner"]]["weight"] * exp(
        -t["model"]["choice_beta"] * s["desk"][desk]["published"]
    )
    return weight * _accepts(t, s, client, desk)


@inner
def _accepts(t: Tables, s: State, client: int, desk: int) -> float:
    """Share of clients of this severity that a partner paid by result takes."""
    cl = s["client"][client]
    contract = t["lane"][t["desk"][desk]["lanes"][cl["municipality"]]]["contract"]
    if t["contract"][contract]["form"] != c.OUTPUT:
        return 1.0
    return max(0.0, 1.0 - t["contract"][contract]["selects"] * cl["severity"])


@inner
def _selects(t: Tables, s: State, client: int, desk: int) -> bool:
    accepts = _accepts(t, s, client, desk)
    if accepts >= 1.0:
        return False
    cl = s["client"][client]
    return unit(cl["root"], c.R_SELECT, cl["visits"]) >= accepts
