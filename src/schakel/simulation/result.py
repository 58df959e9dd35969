"""What a run came to, by the model's own names."""

from dataclasses import dataclass

import numpy as np

from schakel.simulation.kernel import codes as c
from schakel.simulation.kernel.state import FLOWS, OUTCOMES
from schakel.simulation.run import Run

CENTS = 100


@dataclass(frozen=True)
class Result:
    """Counted from the end of the warm-up. Times in weeks, money in EUR.

    flow: per name (lanes,), see `kernel.state.FLOWS`; outcome: per name (types, municipalities), see OUTCOMES, with
    what running placements lasted so far and who waits past its term at the end; series: (weeks, desks + 1) of SERIES;
    waits: (desks, bins of a quarter week); paid: (years, municipalities, partners); benefits: (years, municipalities),
    of 52 weeks, what comes after the twentieth in the last; cash: (partners,) at the end; points: (types,
    municipalities, life domains); present: clients in the chain at the end.
    """

    flow: dict[str, np.ndarray]
    outcome: dict[str, np.ndarray]
    series: np.ndarray
    waits: np.ndarray
    paid: np.ndarray
    benefits: np.ndarray
    cash: np.ndarray
    points: np.ndarray
    present: int
    weeks: int


def result_of(run: Run) -> Result:
    """What a run came to so far."""
    layout, state = run.layout, run.state
    lanes, desks = len(layout.lanes), len(layout.desks)
    types, places, partners = (len(layout.names[noun]) for noun in ("type", "municipality", "partner"))
    groups = state["group"][:types, :places]
    years = min(-(-run.weeks // c.WEEKS_PER_YEAR), c.YEARS)
    contracts = run.tables["contract"][: len(layout.contracts)]
    paid = np.zeros((places, partners, years), "i8")
    by_contract = state["contract"]["paid"][: len(contracts), :years]
    np.add.at(paid, (contracts["municipality"], contracts["partner"]), by_contract)
    outcome = {name: groups[name].copy() for name in OUTCOMES}
    _add_running(run, outcome)
    return Result(
        flow={name: state["lane"][name][:lanes].copy() for name in FLOWS},
        outcome=outcome,
        series=run.series[run.warm_up :].copy(),
        waits=state["desk"]["waits"][:desks].copy(),
        paid=paid.transpose(2, 0, 1) / CENTS,
        benefits=groups["paid"][:, :, :years].sum(axis=0).T / CENTS,
        cash=state["partner"]["cash"][:partners] / CENTS,
        points=groups["points"][:, :, : max(1, len(layout.domains))].copy(),
        present=int(state["came"] - state["went"]),
        weeks=run.weeks,
    )


def _add_running(run: Run, outcome: dict[str, np.ndarray]) -> None:
    """Count placements that still last, and who waits for first help past its term."""
    clients, tables, now = run.clients, run.tables, run.state["now"]
    is_result = tables["stage"]["is_result"][clients["stage"]] == 1
    is_counted = clients["started"] >= run.state["counted_from"]
    placed = clients[(clients["where"] == c.SERVED) & is_result & is_counted]
    for name, weeks in (("lasted_26", 26), ("lasted_52", 52)):
        long = placed[now - placed["started"] >= weeks]
        np.add.at(outcome[name], (long["type"], long["municipality"]), 1)
    inside = clients[(clients["where"] != c.NOWHERE) & (clients["was_helped"] == 0)]
    term = tables["type"]["term"][inside["type"]]
    late = inside[(term > 0) & (now - inside["came"] > term)]
    np.add.at(outcome["late"], (late["type"], late["municipality"]), 1)
