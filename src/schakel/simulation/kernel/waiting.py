"""What waiting does: clients become worse, or leave."""

from schakel.simulation.kernel import codes as c
from schakel.simulation.kernel.chance import exponential, unit
from schakel.simulation.kernel.choice import choose
from schakel.simulation.kernel.compiled import inner
from schakel.simulation.kernel.desk import severity_changes
from schakel.simulation.kernel.journey import TURNS, be_restless, end, go_away, go_to, stop_waiting, worsening
from schakel.simulation.kernel.ledger import flows, write_departure
from schakel.simulation.kernel.service import lose_points
from schakel.simulation.kernel.state import State
from schakel.simulation.kernel.tables import Tables


@inner
def grow_restless(t: Tables, s: State, client: int) -> None:
    """Waiting took its toll: a client becomes worse, or leaves."""
    cl = s["client"][client]
    row = t["stage"][cl["stage"]]
    out_of_patience = row["patience"] > 0 and s["now"] >= cl["reached"] + row["patience"]
    worse = worsening(t, s, client)
    total = worse + row["leaving"]
    turn = cl["visits"] * TURNS + cl["turns"]
    if not out_of_patience and total > 0 and unit(cl["root"], c.R_WHICH, turn) * total < worse:
        severity_changes(s, client, c.MORE)
        flows(s, client)["worse"] += 1
        cl["turns"] += 1
        be_restless(t, s, client)
        return
    leave(t, s, client)


@inner
def leave(t: Tables, s: State, client: int) -> None:
    """A client gives up waiting: to heavier help, or out, perhaps to come back."""
    cl = s["client"][client]
    stop_waiting(t, s, client)
    lose_points(t, s, client)
    flows(s, client)["left"] += 1
    flows(s, client)["left_wait"] += s["now"] - cl["reached"]
    stage, visits = cl["stage"], cl["visits"]
    to = t["stage"][stage]["escalates_to"]
    if to >= 0 and unit(cl["root"], c.R_ESCALATE, visits) < t["stage"][stage]["escalates"][cl["severity"]]:
        flows(s, client)["escalated"] += 1
        cl["is_urgent"], cl["from_partner"] = 1, -1
        desk = choose(t, s, client, to)
        write_departure(t, s, client, to, desk, c.O_ESCALATED)
        go_to(t, s, client, to, desk)
        return
    write_departure(t, s, client, c.NONE, c.NONE, c.O_LEFT)
    row = t["stage"][stage]
    if row["returns"] > 0 and unit(cl["root"], c.R_RETURN, visits) < row["returns"]:
        go_away(t, s, client, c.O_LEFT, stage, row["return_after"] * exponential(cl["root"], c.R_RETURN_AFTER, visits))
        return
    end(t, s, client, c.O_LEFT)
