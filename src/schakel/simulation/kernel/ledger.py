"""What a run writes down about its clients: flows, outcomes, steps."""

import math
from typing import Any

from schakel.simulation.kernel import codes as c
from schakel.simulation.kernel.compiled import inner, small
from schakel.simulation.kernel.state import State
from schakel.simulation.kernel.tables import Tables


@small
def flows(s: State, client: int) -> Any:
    """The flows of the client's lane."""
    return s["lane"][s["client"][client]["lane"]]


@small
def outcomes(s: State, client: int) -> Any:
    """The outcomes of the client's type and municipality."""
    cl = s["client"][client]
    return s["group"][cl["type"], cl["municipality"]]


@inner
def waited(t: Tables, s: State, client: int) -> None:
    """A wait ended in a start."""
    cl = s["client"][client]
    wait = s["now"] - cl["reached"]
    lane = flows(s, client)
    lane["started"] += 1
    lane["wait"] += wait
    lane["wait_squared"] += wait * wait
    norm = t["stage"][cl["stage"]]["norm"]
    if norm > 0 and wait > norm:
        lane["over_norm"] += 1
    d = s["desk"][cl["desk"]]
    d["waits"][min(int(wait * c.BINS_PER_WEEK), c.WAIT_BINS - 1)] += 1
    d["starts"] += 1
    d["week_starts"] += 1
    d["sum_wait"] += wait
    if t["stage"][cl["stage"]]["is_help"] == 1 and cl["was_helped"] == 0:
        first = s["now"] - cl["came"]
        is_late = _is_late(t, cl["type"], first)
        cl["was_helped"] = c.TOO_LATE if is_late > 0 else c.IN_TIME
        group = outcomes(s, client)
        group["helped"] += 1
        group["help_wait"] += first
        group["late"] += is_late


@inner
def ended_placement(t: Tables, s: State, client: int) -> None:
    """Help ends that was a result by itself: how long it lasted, where it began in the weeks that count."""
    cl = s["client"][client]
    if t["stage"][cl["stage"]]["is_result"] == 1 and cl["started"] >= s["counted_from"]:
        weeks = s["now"] - cl["started"]
        outcomes(s, client)["lasted_26"] += 1 if weeks >= 26 else 0
        outcomes(s, client)["lasted_52"] += 1 if weeks >= 52 else 0


@small
def _is_late(t: Tables, kind: int, waited: float) -> float:
    term = t["type"][kind]["term"]
    return 1.0 if 0 < term < waited else 0.0


@inner
def told_end(t: Tables, s: State, client: int, how: int) -> None:
    """A client leaves the chain."""
    cl = s["client"][client]
    group = outcomes(s, client)
    stay = s["now"] - cl["came"]
    group["ended"] += 1
    group["stay"] += stay
    if how == c.O_LEFT:
        group["ended_left"] += 1
    elif how == c.O_REFUSED:
        group["ended_refused"] += 1
    elif how == c.O_LOST:
        group["ended_lost"] += 1
    if cl["severity"] < cl["first_severity"]:
        group["better"] += 1
    is_late = 1.0 if cl["was_helped"] == c.TOO_LATE else 0.0
    if cl["was_helped"] == c.NOT_YET:
        is_late = _is_late(t, cl["type"], stay)
        group["late"] += is_late
    if how == c.O_REFUSED:
        group["late_refused"] += is_late
    for domain in range(t["model"]["domains"]):
        group["points"][domain] += cl["points"][domain]
        group["score_change"] += cl["points"][domain]
        cl["points"][domain] = 0.0


@inner
def write_step(t: Tables, s: State, client: int, to_stage: int, to_partner: int, how: int) -> None:
    """A step that ended now, in the log. to_stage: -1 the route ended; to_partner: another that it goes to, else -1."""
    cl = s["client"][client]
    partner = t["desk"][cl["desk"]]["partner"]
    _write(s, client, partner, cl["reached"], cl["started"], to_stage, to_partner, how)


@inner
def write_departure(t: Tables, s: State, client: int, to_stage: int, to_desk: int, how: int) -> None:
    """A client leaves its desk now, and was not helped there, in the log. to_stage: -1 out; to_desk: below 0 none."""
    cl = s["client"][client]
    partner = t["desk"][cl["desk"]]["partner"]
    to_partner = t["desk"][to_desk]["partner"] if to_desk >= 0 and t["desk"][to_desk]["partner"] != partner else -1
    _write(s, client, partner, cl["reached"], math.nan, to_stage, to_partner, how)


@inner
def write_loss(s: State, client: int, partner: int, how: int) -> None:
    """A client on the way goes out before it reached its stage, in the log. partner: where it was sent, -1 nobody."""
    _write(s, client, partner, math.nan, math.nan, c.NONE, c.NONE, how)


@inner
def _write(
    s: State, client: int, partner: int, requested: float, started: float, to_stage: int, to_partner: int, how: int
) -> None:
    if s["keeps_log"] == 0:
        return
    cl = s["client"][client]
    row = s["log"][s["steps"]]
    s["steps"] += 1
    row["key"], row["episode"] = cl["key"], cl["episode"]
    row["type"], row["municipality"] = cl["type"], cl["municipality"]
    row["stage"], row["partner"] = cl["stage"], partner
    row["to_stage"], row["to_partner"] = to_stage, to_partner
    row["severity"], row["outcome"] = cl["severity"], how
    row["requested"], row["started"], row["ended"] = requested, started, s["now"]
