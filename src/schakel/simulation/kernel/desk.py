"""Who is where: numbers waiting, helped and on the way, and what they add up to over time."""

from schakel.simulation.kernel import codes as c
from schakel.simulation.kernel.compiled import inner, small
from schakel.simulation.kernel.state import State
from schakel.simulation.kernel.tables import Tables


@small
def change(s: State, desk: int, waiting: int, busy: int, severity: int) -> None:
    """Add to what a desk holds, from now on."""
    d = s["desk"][desk]
    now = s["now"]
    passed = now - d["since"]
    if passed > 0.0:
        d["wait_area"] += passed * d["waiting"]
        d["busy_area"] += passed * d["busy"]
        d["severity_area"] += passed * d["severity"]
        d["since"] = now
    d["waiting"] += waiting
    d["busy"] += busy
    d["severity"] += severity


@small
def change_outside(s: State, severity: int) -> None:
    """Add to the severity of those who went out of the chain unhelped, from now on."""
    s["outside_area"] += (s["now"] - s["outside_since"]) * s["outside"]
    s["outside_since"] = s["now"]
    s["outside"] += severity


@small
def use(s: State, lane: int, busy: int) -> None:
    """Add to the slots that a lane uses, from now on."""
    found = s["lane"][lane]
    now = s["now"]
    passed = now - found["since"]
    if passed > 0.0:
        found["area"] += passed * found["busy"]
        found["since"] = now
    found["busy"] += busy


@small
def draw_benefit(s: State, kind: int, municipality: int, number: int) -> None:
    """Add to the number of clients of a type for whom a benefit is paid, from now on."""
    group = s["group"][kind, municipality]
    now = s["now"]
    passed = now - group["benefit_since"]
    if passed > 0.0:
        group["benefit_area"] += passed * group["drawing"]
        group["benefit_since"] = now
    group["drawing"] += number


@inner
def queue(t: Tables, s: State, client: int, at: int) -> None:
    """Put a client at the end of the queue of its class, or at its front."""
    cl = s["client"][client]
    lane = s["lane"][cl["lane"]]
    k = cl["class"]
    head, tail = lane["head"][k], lane["tail"][k]
    cl["before"], cl["after"] = -1, -1
    if head < 0:
        lane["head"][k] = client
        lane["tail"][k] = client
    elif at == c.IN_FRONT:
        cl["after"] = head
        s["client"][head]["before"] = client
        lane["head"][k] = client
    else:
        cl["before"] = tail
        s["client"][tail]["after"] = client
        lane["tail"][k] = client
    lane["waiting"] += 1
    s["partner"][t["desk"][cl["desk"]]["partner"]]["waiting"] += 1


@inner
def unqueue(t: Tables, s: State, client: int) -> None:
    """Take a client out of the queue."""
    cl = s["client"][client]
    lane = s["lane"][cl["lane"]]
    before, after = cl["before"], cl["after"]
    if before < 0:
        lane["head"][cl["class"]] = after
    else:
        s["client"][before]["after"] = after
    if after < 0:
        lane["tail"][cl["class"]] = before
    else:
        s["client"][after]["before"] = before
    lane["waiting"] -= 1
    s["partner"][t["desk"][cl["desk"]]["partner"]]["waiting"] -= 1


@inner
def severity_changes(s: State, client: int, by: int) -> None:
    """Another severity, where the client is now."""
    cl = s["client"][client]
    change(s, where_counted(s, client), c.SAME, c.SAME, by)
    cl["severity"] += by


@small
def where_counted(s: State, client: int) -> int:
    """The desk at which a client counts; who is on the way counts at the last."""
    cl = s["client"][client]
    return cl["desk"] if cl["where"] == c.WAITING or cl["where"] == c.SERVED else c.DESKS
