"""How clients come: a stream per type and municipality, in households of one to five questions."""

import numpy as np

from schakel.simulation.kernel import codes as c
from schakel.simulation.kernel.chance import exponential, place, root, unit
from schakel.simulation.kernel.compiled import inner
from schakel.simulation.kernel.heap import push
from schakel.simulation.kernel.journey import come
from schakel.simulation.kernel.state import State
from schakel.simulation.kernel.tables import Tables

QUESTION_BITS, NUMBER_BITS = 3, 33


@inner
def _key(kind: int, m: int, number: int) -> int:
    """The number of a household; that of a question of it is up to 4 more."""
    stream = kind * c.MUNICIPALITIES + m + 1
    return (stream << (QUESTION_BITS + NUMBER_BITS)) | (number << QUESTION_BITS)


@inner
def begin_stream(t: Tables, s: State, kind: int, m: int) -> None:
    """How much of the arrival rate has to pass until the next household comes."""
    found = s["stream"][kind, m]
    own = root(s["seed"], _key(kind, m, found["count"]))
    found["root"] = own
    found["units"] = 1.0 if t["type"][kind]["is_regular"] == 1 else exponential(own, c.R_GAP, c.FIRST)
    found["since"] = s["now"]


@inner
def plan_arrival(s: State, kind: int, m: int) -> None:
    """Put the next arrival among the coming events; plans made before no longer hold."""
    found = s["stream"][kind, m]
    found["stamp"] += 1
    if found["rate"] > 0:
        week = found["since"] + found["units"] / found["rate"]
        push(s, week, c.E_ARRIVE, kind * c.MUNICIPALITIES + m, found["stamp"])


@inner
def arrive(t: Tables, s: State, kind: int, m: int) -> None:
    """A household comes: its first question now, the others later."""
    stream, of = s["stream"][kind, m], t["type"][kind]
    key = _key(kind, m, stream["count"])
    own = stream["root"]
    questions = 1
    if of["questions"][0] < 1.0:
        questions = place(of["questions"], unit(own, c.R_QUESTIONS, c.FIRST)) + 1
    household = -1
    if questions > 1:
        household = _new_household(s, questions)
        s["household"][household]["has_lead"] = 1 if unit(own, c.R_LEAD, c.FIRST) < of["lead"] else 0
    come(t, s, _new_client(t, s, key, own, kind, m, household))
    delay = 0.0
    for q in range(1, questions):
        other = place(of["companions"], unit(own, c.R_COMPANION, q))
        client = _new_client(t, s, key | q, root(s["seed"], key | q), other, m, household)
        delay += of["question_gap"] * exponential(own, c.R_QUESTION_GAP, q)
        push(s, s["now"] + delay, c.E_REACH, client, s["client"][client]["stamp"])
    stream["count"] += 1
    begin_stream(t, s, kind, m)
    plan_arrival(s, kind, m)


@inner
def _new_household(s: State, members: int) -> int:
    """The place that was freed last, else the next that nobody used."""
    household = s["free_household"]
    if household >= 0:
        s["free_household"] = s["household"][household]["after"]
    else:
        household = s["household_top"]
        s["household_top"] = household + 1
    found = s["household"][household]
    found["members"], found["helped"] = members, 0
    return household


@inner
def _new_client(t: Tables, s: State, key: int, own: np.uint64, kind: int, municipality: int, household: int) -> int:
    """A free place taken, as for households; its points are zero. own: where the numbers of this client begin."""
    client = s["free"]
    if client >= 0:
        s["free"] = s["client"][client]["after"]
    else:
        client = s["top"]
        s["top"] = client + 1
    cl = s["client"][client]
    s["present"] += 1
    cl["key"], cl["type"], cl["municipality"], cl["household"] = key, kind, municipality, household
    cl["root"], cl["severity"] = own, 0
    if t["type"][kind]["severity"][0] < 1.0:
        cl["severity"] = place(t["type"][kind]["severity"], unit(own, c.R_SEVERITY, c.FIRST))
    cl["stage"], cl["visits"], cl["turns"], cl["episode"], cl["partners"] = -1, 0, 0, 0, 0
    cl["where"], cl["is_urgent"], cl["is_outside"] = c.NOWHERE, 0, 0
    return client
