"""One client's way: come, be handed over, reach a desk, leave."""

from schakel.simulation.kernel import codes as c
from schakel.simulation.kernel.chance import exponential, unit
from schakel.simulation.kernel.choice import NOBODY, choose
from schakel.simulation.kernel.compiled import inner, small
from schakel.simulation.kernel.desk import change, change_outside, draw_benefit, queue, unqueue
from schakel.simulation.kernel.heap import push
from schakel.simulation.kernel.ledger import flows, outcomes, told_end, write_departure, write_loss
from schakel.simulation.kernel.money import ALLOWED, NEVER, allowed
from schakel.simulation.kernel.service import lose_points, release, start, to_the_way
from schakel.simulation.kernel.state import State
from schakel.simulation.kernel.tables import Tables

NEVER_WEEK = 1e300
TURNS = 64  # more than the times that one wait can make worse


@inner
def come(t: Tables, s: State, client: int) -> None:
    """A client enters the chain, for the first time or again."""
    cl = s["client"][client]
    s["came"] += 1
    outcomes(s, client)["came"] += 1
    if cl["episode"] > 0:
        outcomes(s, client)["came_back"] += 1
    cl["came"], cl["was_helped"], cl["first_severity"] = s["now"], 0, cl["severity"]
    cl["where"], cl["from_partner"], cl["info"] = c.COMING, -1, 1.0
    if cl["is_outside"] == 1:
        change_outside(s, -cl["severity"])
        cl["is_outside"] = 0
    change(s, c.DESKS, c.SAME, c.SAME, cl["severity"])
    draw_benefit(s, cl["type"], cl["municipality"], c.MORE)
    stage = cl["stage"] if cl["stage"] >= 0 else t["type"][cl["type"]]["start"]
    go_to(t, s, client, stage, choose(t, s, client, stage))


@inner
def go_to(t: Tables, s: State, client: int, stage: int, desk: int) -> None:
    """Hand a client that is on the way over to a desk; it may get lost, or take time."""
    cl = s["client"][client]
    if desk < 0:
        cl["stage"] = stage
        write_loss(s, client, c.NONE, c.O_LOST if desk == NOBODY else c.O_REFUSED)
        end(t, s, client, c.O_LOST if desk == NOBODY else c.O_REFUSED)
        return
    p, here = t["desk"][desk]["partner"], cl["from_partner"]
    lane_before = cl["lane"]
    cl["stage"], cl["desk"], cl["lane"] = stage, desk, t["desk"][desk]["lanes"][cl["municipality"]]
    cl["class"] = 0 if cl["is_urgent"] == 1 else _class_of(t, s, client)
    delay = 0.0
    if here >= 0 and here != p:
        row = t["handover"][here, p]
        factor = row["broker_factor"] if _misses_broker(t, s, here, p) else 1.0
        if row["lost"] > 0 and unit(cl["root"], c.R_LOST, cl["visits"]) < row["lost"] * factor:
            s["lane"][lane_before]["lost_after"] += 1
            write_loss(s, client, p, c.O_LOST)
            end(t, s, client, c.O_LOST)
            return
        cl["info"] *= row["kept"]
        cl["partners"] += 1
        if row["delay"] > 0:
            delay = row["delay"] * factor * exponential(cl["root"], c.R_DELAY, cl["visits"])
    if delay > 0:
        push(s, s["now"] + delay, c.E_REACH, client, cl["stamp"])
    else:
        reach(t, s, client)


@inner
def _class_of(t: Tables, s: State, client: int) -> int:
    cl = s["client"][client]
    k = int(t["stage"][cl["stage"]]["priority"]) + t["type"][cl["type"]]["priority"]
    return min(max(k, 0), c.CLASSES - 1)


@inner
def _misses_broker(t: Tables, s: State, here: int, there: int) -> bool:
    b = t["handover"][here, there]["broker"]
    if b < 0:
        return False
    return s["partner"][b]["stopped"] == 1 or t["partner"][b]["people"] * (1 - t["partner"][b]["absence"]) <= 0


@inner
def reach(t: Tables, s: State, client: int) -> None:
    """A client reaches a desk: it is helped at once, or waits."""
    cl = s["client"][client]
    cl["visits"] += 1
    cl["reached"], cl["left_over"], cl["turns"] = s["now"], -1.0, 0
    change(s, c.DESKS, c.SAME, c.SAME, -cl["severity"])
    cl["where"] = c.WAITING
    s["desk"][cl["desk"]]["week_arrivals"] += 1
    flows(s, client)["arrived"] += 1
    change(s, cl["desk"], c.MORE, c.SAME, cl["severity"])
    work = t["stage"][cl["stage"]]["work"]
    if work == c.FREE:
        start(t, s, client)
        return
    if work == c.CONTINUOUS and _has_room(t, s, client) and may_begin(t, s, client):
        may = allowed(t, s, client)
        if may == ALLOWED:
            start(t, s, client)
            return
        if may == NEVER:
            refuse(t, s, client)
            return
    queue(t, s, client, c.AT_END)
    be_restless(t, s, client)
    if (
        work == c.CONTINUOUS
        and t["partner"][t["desk"][cl["desk"]]["partner"]]["preempts"] == 1
        and not _has_room(t, s, client)
        and may_begin(t, s, client)
        and allowed(t, s, client) == ALLOWED
    ):
        preempt(t, s, client)


@small
def may_begin(t: Tables, s: State, client: int) -> bool:
    """Whether the partner takes this client: it goes on with whom it began, or who came before its intake stopped."""
    cl = s["client"][client]
    return cl["left_over"] >= 0 or cl["reached"] < s["partner"][t["desk"][cl["desk"]]["partner"]]["closed_since"]


@small
def _has_room(t: Tables, s: State, client: int) -> bool:
    """Whether a slot is free for this client. Who waits while slots are free waits for another reason."""
    cl = s["client"][client]
    p = t["desk"][cl["desk"]]["partner"]
    free = s["partner"][p]["capacity"] - s["partner"][p]["busy"]
    return free > (t["partner"][p]["reserved"] if cl["class"] > 0 else 0)


@small
def worsening(t: Tables, s: State, client: int) -> float:
    """The rate at which waiting makes a client worse; 0 at the highest severity."""
    cl = s["client"][client]
    if cl["severity"] >= c.SEVERITIES - 1:
        return 0.0
    return t["stage"][cl["stage"]]["deterioration"] * t["type"][cl["type"]]["deterioration"]


@inner
def be_restless(t: Tables, s: State, client: int) -> None:
    """Plan when waiting makes a client worse, or makes it leave."""
    cl = s["client"][client]
    cl["rate"] = worsening(t, s, client) + t["stage"][cl["stage"]]["leaving"]
    cl["planned"] = NEVER_WEEK
    if cl["rate"] > 0:
        units = exponential(cl["root"], c.R_WORSE, cl["visits"] * TURNS + cl["turns"])
        cl["planned"] = s["now"] + units / cl["rate"]
    _push_restless(t, s, client)


@inner
def _push_restless(t: Tables, s: State, client: int) -> None:
    cl = s["client"][client]
    week, patience = cl["planned"], t["stage"][cl["stage"]]["patience"]
    if patience > 0:
        week = min(week, cl["reached"] + patience)
    if week < NEVER_WEEK:
        push(s, week, c.E_RESTLESS, client, cl["stamp"])


@inner
def replan(t: Tables, s: State) -> None:
    """After a decision: who waits under another rate than planned leaves or worsens so much sooner or later."""
    for client in range(s["top"]):
        cl = s["client"][client]
        if cl["where"] != c.WAITING or cl["left_over"] >= 0:
            continue
        rate = worsening(t, s, client) + t["stage"][cl["stage"]]["leaving"]
        if rate == cl["rate"]:
            continue
        cl["stamp"] += 1
        if rate > 0 and cl["planned"] < NEVER_WEEK:
            cl["planned"] = s["now"] + max(cl["planned"] - s["now"], 0.0) * cl["rate"] / rate
            cl["rate"] = rate
            _push_restless(t, s, client)
        else:
            be_restless(t, s, client)


@inner
def stop_waiting(t: Tables, s: State, client: int) -> None:
    """Take a client out of the queue and put it on the way."""
    unqueue(t, s, client)
    to_the_way(s, client, c.LESS, c.SAME)


@inner
def refuse(t: Tables, s: State, client: int) -> None:
    """Money says no, for good. The client is at a desk and in no queue."""
    cl = s["client"][client]
    flows(s, client)["refused"] += 1
    flows(s, client)["refused_wait"] += s["now"] - cl["reached"]
    lose_points(t, s, client)
    write_departure(t, s, client, c.NONE, c.NONE, c.O_REFUSED)
    to_the_way(s, client, c.LESS, c.SAME)
    end(t, s, client, c.O_REFUSED)


@inner
def _out(t: Tables, s: State, client: int, how: int) -> None:
    cl = s["client"][client]
    told_end(t, s, client, how)
    s["went"] += 1
    change(s, c.DESKS, c.SAME, c.SAME, -cl["severity"])
    if how != c.O_DONE:
        change_outside(s, cl["severity"])
        cl["is_outside"] = 1
    draw_benefit(s, cl["type"], cl["municipality"], c.LESS)
    cl["stamp"] += 1
    cl["where"] = c.NOWHERE
    cl["is_urgent"] = 0


@inner
def go_away(t: Tables, s: State, client: int, how: int, stage: int, weeks: float) -> None:
    """Out of the chain, to come back after some weeks; stage -1 is the start."""
    _out(t, s, client, how)
    cl = s["client"][client]
    cl["episode"] += 1
    cl["stage"] = stage
    push(s, s["now"] + weeks, c.E_REACH, client, cl["stamp"])


@inner
def end(t: Tables, s: State, client: int, how: int) -> None:
    """Out of the chain; who is on the way ends for good."""
    _out(t, s, client, how)
    cl = s["client"][client]
    household = cl["household"]
    if household >= 0:
        found = s["household"][household]
        found["members"] -= 1
        if found["members"] == 0:
            found["after"] = s["free_household"]
            s["free_household"] = household
    cl["after"] = s["free"]
    s["free"] = client
    s["present"] -= 1


@inner
def preempt(t: Tables, s: State, client: int) -> None:
    """A client of a higher class takes the slot of one of the lowest class helped, of those the latest to start."""
    p = t["desk"][s["client"][client]["desk"]]["partner"]
    victim, other = c.NONE, s["partner"][p]["first"]
    lowest = s["client"][client]["class"]
    while other >= 0:
        if s["client"][other]["class"] > lowest:
            victim, lowest = other, s["client"][other]["class"]
        other = s["client"][other]["after"]
    if victim < 0:
        return
    cl = s["client"][victim]
    release(t, s, victim)
    flows(s, victim)["interrupted"] += 1
    cl["left_over"], cl["ends"] = cl["ends"] - s["now"], s["now"]
    change(s, c.DESKS, c.SAME, c.SAME, -cl["severity"])
    cl["where"] = c.WAITING
    change(s, cl["desk"], c.MORE, c.SAME, cl["severity"])
    queue(t, s, victim, c.IN_FRONT)
    unqueue(t, s, client)
    start(t, s, client)
