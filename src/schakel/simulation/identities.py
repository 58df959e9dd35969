"""What holds in every run, whatever the model: a run that breaks one of these was wrongly computed."""

from collections.abc import Callable
from typing import TypeAlias

import numpy as np

from schakel.simulation.kernel import codes as c
from schakel.simulation.kernel.state import FLOWS, OUTCOMES
from schakel.simulation.model.solidarity import Rule, Solidarity
from schakel.simulation.result import Result
from schakel.simulation.run import Run, weeks_helped, weeks_waiting
from schakel.simulation.year_end import transfers

TOLERANCE = 1e-9  # of sums of weeks, relative
CENTS = 100
MAY_BE_NEGATIVE = ("score_change",)
RULES: tuple[Rule, ...] = ("pool", "deductible")

Check: TypeAlias = Callable[[Run, Result], bool]


def check_identities(run: Run, result: Result) -> tuple[str, ...]:
    """Keys of what does not hold, of IDENTITIES; empty when all is well. result: of the run as it is now.

    A run that is still in its warm-up is not counted yet, and gives no keys.
    """
    if run.state["is_counting"] == 0:
        return ()
    return tuple(key for key, holds in IDENTITIES.items() if not holds(run, result))


def _clients(run: Run, result: Result) -> bool:
    """Who came is out or present, in all and of each type and municipality."""
    clients, groups = run.clients, run.state["group"]
    inside = clients[clients["where"] != c.NOWHERE]
    present = np.zeros(groups.shape, "i8")
    np.add.at(present, (inside["type"], inside["municipality"]), 1)
    in_groups = np.array_equal(groups["present_before"] + groups["came"] - groups["ended"], present)
    return in_groups and len(inside) == result.present == int(run.state["came"] - run.state["went"])


def _flows(run: Run, _: Result) -> bool:
    """Who arrived at a desk was helped, left, was refused or taken elsewhere, or is there still."""
    lanes, clients = run.state["lane"], run.clients
    unfinished = clients[
        (clients["where"] == c.SERVED) | ((clients["where"] == c.WAITING) & (clients["left_over"] >= 0))
    ]
    begun = np.bincount(unfinished["lane"], minlength=c.LANES)
    gone = lanes["done"] + lanes["dropped"] + lanes["left"] + lanes["refused"] + lanes["moved"]
    before = lanes["waiting_before"] + lanes["busy_before"]
    is_balanced = np.array_equal(before + lanes["arrived"] - gone, lanes["waiting"] + lanes["busy"])
    if run.warm_up > 0:
        return is_balanced
    return is_balanced and np.array_equal(lanes["started"] - lanes["done"] - lanes["dropped"], begun)


def _waits(run: Run, result: Result) -> bool:
    """Little's law: clients waiting, added up over time, are their waits, added up over clients."""
    lanes, clients, now = run.state["lane"], run.clients, float(run.state["now"])
    over = lanes["wait"] + lanes["left_wait"] + lanes["moved_wait"] + lanes["refused_wait"] + lanes["interrupted_wait"]
    still = np.bincount(clients["lane"], weeks_waiting(clients, now), c.LANES)
    return _same(
        _area(run, result, "queue", "wait_area", "waiting"), _by_desk(run, over + still - lanes["wait_before"])
    )


def _help(run: Run, result: Result) -> bool:
    """The same of clients helped and the weeks of their help."""
    lanes, clients, now = run.state["lane"], run.clients, float(run.state["now"])
    still = np.bincount(clients["lane"], weeks_helped(clients, now), c.LANES)
    weeks = lanes["help"] + still - lanes["help_before"]
    return _same(_area(run, result, "busy", "busy_area", "busy"), _by_desk(run, weeks))


def _area(run: Run, result: Result, series: str, area: str, number: str) -> np.ndarray:
    """Client-weeks by desk, of the weeks that were written down and of the one that runs."""
    desks = run.state["desk"][: len(run.layout.desks)]
    running = desks[area] + (run.state["now"] - desks["since"]) * desks[number]
    return np.asarray(result.series[series][:, :-1].sum(axis=0) + running)


def _by_desk(run: Run, of_lanes: np.ndarray) -> np.ndarray:
    lanes = len(run.layout.lanes)
    return np.bincount(run.tables["lane"]["desk"][:lanes], of_lanes[:lanes], len(run.layout.desks))


def _same(one: np.ndarray, other: np.ndarray) -> bool:
    return bool(np.allclose(one, other, rtol=TOLERANCE, atol=TOLERANCE * (1.0 + float(np.abs(one).sum()))))


def _euros(run: Run, result: Result) -> bool:
    """What is paid under contracts is what partners earned, and their cash is what they earned less what they spent."""
    n, partners = len(run.layout.contracts), run.state["partner"]
    contracts, state = run.tables["contract"][:n], run.state["contract"][:n]
    paid, spent = np.zeros(c.PARTNERS, "i8"), np.zeros(c.MUNICIPALITIES, "i8")
    np.add.at(paid, contracts["partner"], state["paid"].sum(axis=1))
    np.add.at(spent, contracts["municipality"], state["spent"])
    cash = partners["cash_before"] + partners["income"] - partners["costs"]
    return (
        np.array_equal(paid, partners["income"])
        and np.array_equal(spent, run.state["municipality"]["spent"])
        and np.array_equal(cash, partners["cash"] + partners["earned"] - partners["spent"])
        and round(float(result.paid.sum()) * CENTS) == int(state["paid"][:, : len(result.paid)].sum())
    )


def _transfers(run: Run, result: Result) -> bool:
    """Under any rule of solidarity, what some receive others pay."""
    places = len(run.layout.names["municipality"])
    budget, people = run.tables["municipality"]["budget"][:places].copy(), np.ones(places)
    years = result.paid.sum(axis=2)
    return all(int(transfers(Solidarity(rule), budget, spent, people).sum()) == 0 for rule in RULES for spent in years)


def _not_negative(run: Run, result: Result) -> bool:
    """Numbers of people, weeks and expected costs."""
    state = run.state
    counts = [result.flow[name] for name in FLOWS]
    counts += [result.outcome[name] for name in OUTCOMES if name not in MAY_BE_NEGATIVE]
    counts += [result.series[name] for name in result.series.dtype.names or ()]
    counts += [state["desk"][name] for name in ("waiting", "busy", "severity", "published")]
    counts += [state["partner"][name] for name in ("capacity", "busy", "waiting")]
    counts += [state[rows]["committed"] for rows in ("lane", "contract", "municipality")]
    return all(bool((count >= -TOLERANCE).all()) for count in counts)


def _capacity(run: Run, _: Result) -> bool:
    """No slots above capacity, except of who was helped already when it was lowered."""
    partners = run.state["partner"]
    return bool((partners["busy"] <= partners["most"]).all() and (partners["capacity"] <= partners["most"]).all())


def _places(run: Run, _: Result) -> bool:
    """What is counted at desks, lanes, partners and households is what clients are."""
    state, tables, clients = run.state, run.tables, run.clients
    waiting, helped = clients[clients["where"] == c.WAITING], clients[clients["where"] == c.SERVED]
    here = np.concatenate([waiting, helped])
    slots = helped[tables["stage"]["work"][helped["stage"]] == c.CONTINUOUS]
    severity = np.bincount(here["desk"], here["severity"], c.DESKS + 1)
    severity[c.DESKS] = clients["severity"][clients["where"] == c.COMING].sum()
    members = helped["household"][helped["household"] >= 0]
    partner = tables["desk"]["partner"]
    return all(
        np.array_equal(counted, found)
        for counted, found in (
            (state["desk"]["waiting"], np.bincount(waiting["desk"], minlength=c.DESKS + 1)),
            (state["desk"]["busy"], np.bincount(helped["desk"], minlength=c.DESKS + 1)),
            (state["desk"]["severity"], severity),
            (state["lane"]["waiting"], np.bincount(waiting["lane"], minlength=c.LANES)),
            (state["lane"]["busy"], np.bincount(helped["lane"], minlength=c.LANES)),
            (state["partner"]["waiting"], np.bincount(partner[waiting["desk"]], minlength=c.PARTNERS)),
            (state["partner"]["busy"], np.bincount(partner[slots["desk"]], minlength=c.PARTNERS)),
            (state["household"]["helped"], np.bincount(members, minlength=len(state["household"]))),
        )
    )


IDENTITIES: dict[str, Check] = {
    "clients": _clients,
    "flows": _flows,
    "waits": _waits,
    "help": _help,
    "euros": _euros,
    "transfers": _transfers,
    "not_negative": _not_negative,
    "capacity": _capacity,
    "places": _places,
}
