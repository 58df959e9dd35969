"""Help starts and stops: slots, durations, and what waiting and help do to a client."""

from schakel.simulation.kernel import codes as c
from schakel.simulation.kernel.chance import exponential, normal, unit
from schakel.simulation.kernel.compiled import inner, small
from schakel.simulation.kernel.desk import change, draw_benefit, use
from schakel.simulation.kernel.heap import push
from schakel.simulation.kernel.ledger import flows, outcomes, waited
from schakel.simulation.kernel.logarithm import exp
from schakel.simulation.kernel.money import commit, mean_weeks
from schakel.simulation.kernel.state import State
from schakel.simulation.kernel.tables import Tables


@inner
def start(t: Tables, s: State, client: int) -> None:
    """Help starts. The client waits at its desk and is in no queue."""
    cl = s["client"][client]
    stage, p = cl["stage"], t["desk"][cl["desk"]]["partner"]
    change(s, cl["desk"], c.LESS, c.MORE, c.SAME)
    use(s, cl["lane"], c.MORE)
    cl["stamp"] += 1
    cl["where"] = c.SERVED
    if t["stage"][stage]["work"] == c.CONTINUOUS:
        s["partner"][p]["busy"] += 1
        if t["partner"][p]["preempts"] == 1:
            _link(s, p, client)
    if cl["left_over"] < 0:
        waited(t, s, client)
        lose_points(t, s, client)
        cl["started"] = s["now"]
        commit(t, s, client)
        if t["stage"][stage]["is_result"] == 1:
            outcomes(s, client)["placed"] += 1
        cl["left_over"] = _duration(t, s, client)
    else:
        flows(s, client)["interrupted_wait"] += s["now"] - cl["ends"]
    if t["stage"][stage]["pays_benefit"] == 0:
        draw_benefit(s, cl["type"], cl["municipality"], c.LESS)
    if cl["household"] >= 0:
        s["household"][cl["household"]]["helped"] += 1
    cl["ends"] = s["now"] + cl["left_over"]
    push(s, cl["ends"], c.E_DONE, client, cl["stamp"])


@inner
def _duration(t: Tables, s: State, client: int) -> float:
    cl = s["client"][client]
    g = cl["stage"]
    weeks = mean_weeks(t, cl["type"], g, cl["severity"])
    law = t["stage"][g]["law"]
    if law == c.LOGNORMAL:
        sigma = t["stage"][g]["sigma"]
        weeks *= exp(sigma * normal(cl["root"], c.R_DURATION, cl["visits"]) - 0.5 * sigma * sigma)
    elif law == c.EXPONENTIAL:
        weeks *= exponential(cl["root"], c.R_DURATION, cl["visits"])
    elif law == c.TABLE:
        weeks = _quantile(t, g, unit(cl["root"], c.R_DURATION, cl["visits"])) * t["stage"][g]["duration"]
        weeks *= t["type"][cl["type"]]["durations"][g]
    weeks *= 1.0 + t["model"]["extra_intake"] * (1.0 - cl["info"])
    if cl["household"] >= 0 and s["household"][cl["household"]]["has_lead"] == 0:
        weeks *= 1.0 + t["model"]["fragmentation"] * s["household"][cl["household"]]["helped"]
    contract = t["lane"][cl["lane"]]["contract"]
    if t["contract"][contract]["form"] == c.EFFORT and s["desk"][cl["desk"]]["waiting"] == 0:
        weeks *= 1.0 + t["contract"][contract]["longer"]
    return weeks


@inner
def _quantile(t: Tables, stage: int, u: float) -> float:
    """Piecewise linear between quantiles at equal steps."""
    first, n = t["stage"][stage]["quantiles_from"], t["stage"][stage]["quantiles_n"]
    at = u * (n - 1)
    i = min(int(at), n - 2)
    low, high = t["quantiles"][first + i], t["quantiles"][first + i + 1]
    return low + (at - i) * (high - low)


@inner
def release(t: Tables, s: State, client: int) -> None:
    """Free the slot of a client that is helped; it is on the way afterwards."""
    cl = s["client"][client]
    p = t["desk"][cl["desk"]]["partner"]
    use(s, cl["lane"], c.LESS)
    flows(s, client)["help"] += s["now"] - (cl["ends"] - cl["left_over"])
    if t["stage"][cl["stage"]]["work"] == c.CONTINUOUS:
        s["partner"][p]["busy"] -= 1
        if t["partner"][p]["preempts"] == 1:
            _unlink(s, p, client)
    if t["stage"][cl["stage"]]["pays_benefit"] == 0:
        draw_benefit(s, cl["type"], cl["municipality"], c.MORE)
    if cl["household"] >= 0:
        s["household"][cl["household"]]["helped"] -= 1
    to_the_way(s, client, c.SAME, c.LESS)


@small
def to_the_way(s: State, client: int, waiting: int, busy: int) -> None:
    """From a desk to between desks; waiting and busy are what the desk gets."""
    cl = s["client"][client]
    cl["stamp"] += 1
    change(s, cl["desk"], waiting, busy, -cl["severity"])
    change(s, c.DESKS, c.SAME, c.SAME, cl["severity"])
    cl["where"] = c.COMING


@small
def lose_points(t: Tables, s: State, client: int) -> None:
    """What waiting costs in points of the client's own life domain."""
    cl = s["client"][client]
    lost = t["type"][cl["type"]]["score_loss"] * (s["now"] - cl["reached"])
    cl["points"][t["type"][cl["type"]]["domain"]] -= lost


@inner
def _link(s: State, p: int, client: int) -> None:
    cl = s["client"][client]
    first = s["partner"][p]["first"]
    cl["before"], cl["after"] = -1, first
    if first >= 0:
        s["client"][first]["before"] = client
    s["partner"][p]["first"] = client


@inner
def _unlink(s: State, p: int, client: int) -> None:
    cl = s["client"][client]
    if cl["before"] >= 0:
        s["client"][cl["before"]]["after"] = cl["after"]
    else:
        s["partner"][p]["first"] = cl["after"]
    if cl["after"] >= 0:
        s["client"][cl["after"]]["before"] = cl["before"]
