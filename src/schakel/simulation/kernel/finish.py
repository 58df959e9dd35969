"""Help ends: what it brought, and where the client goes on to."""

from schakel.simulation.kernel import codes as c
from schakel.simulation.kernel.chance import exponential, unit
from schakel.simulation.kernel.choice import choose, next_stage
from schakel.simulation.kernel.compiled import inner
from schakel.simulation.kernel.desk import change, where_counted
from schakel.simulation.kernel.journey import end, go_away, go_to
from schakel.simulation.kernel.ledger import ended_placement, flows, write_step
from schakel.simulation.kernel.money import free, pay_result
from schakel.simulation.kernel.service import release
from schakel.simulation.kernel.slots import fill
from schakel.simulation.kernel.state import State
from schakel.simulation.kernel.tables import Tables


@inner
def finish(t: Tables, s: State, client: int) -> None:
    """Help ends: count what it brought, and go on. Who waits for the slot goes before who goes on with the partner."""
    cl = s["client"][client]
    g, desk = cl["stage"], cl["desk"]
    p = t["desk"][desk]["partner"]
    release(t, s, client)
    free(t, s, client)
    flows(s, client)["done"] += 1
    chance = t["stage"][g]["helps"] * t["desk"][desk]["helps"]
    is_better = cl["severity"] > 0 and unit(cl["root"], c.R_HELPS, cl["visits"]) < chance
    if is_better:
        change(s, where_counted(s, client), c.SAME, c.SAME, c.LESS)
        cl["severity"] -= 1
        pay_result(t, s, client)
    _gain_points(t, s, client)
    ended_placement(t, s, client)
    cl["from_partner"] = p
    cl["is_urgent"] = 0
    following = next_stage(t, s, client)
    to = choose(t, s, client, following) if following >= 0 else -1
    to_partner = t["desk"][to]["partner"] if to >= 0 and t["desk"][to]["partner"] != p else -1
    write_step(t, s, client, following, to_partner, c.O_BETTER if is_better else c.O_DONE)
    if to_partner >= 0:
        flows(s, client)["passed"] += 1
    fill(t, s, p)
    if following >= 0:
        go_to(t, s, client, following, to)
        return
    again = t["type"][cl["type"]]["returns"]
    if again > 0 and unit(cl["root"], c.R_AGAIN, cl["visits"]) < again:
        weeks = t["type"][cl["type"]]["return_after"] * exponential(cl["root"], c.R_AGAIN_AFTER, cl["visits"])
        go_away(t, s, client, c.O_DONE, c.NONE, weeks)
        return
    end(t, s, client, c.O_DONE)


@inner
def _gain_points(t: Tables, s: State, client: int) -> None:
    cl = s["client"][client]
    domain = t["stage"][cl["stage"]]["domain"]
    if domain < 0:
        domain = t["type"][cl["type"]]["domain"]
    cl["points"][domain] += t["stage"][cl["stage"]]["gain"]
