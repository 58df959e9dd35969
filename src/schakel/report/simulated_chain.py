"""One run of a chain as pictures want it: occupancy and flows by stage of a partner, and every client's way."""

from collections import Counter
from itertools import pairwise

import numpy as np

from schakel.draw.simulated.occupancy_data import OccupancyData, OccupancyFlow, OccupancyNode
from schakel.draw.simulated.replay_data import ReplayClient, ReplayData, ReplayStage, Visit
from schakel.draw.simulated.scope import SimulatedScope
from schakel.simulation.layout import Layout, lay_out
from schakel.simulation.model.model import Model
from schakel.simulation.result import Result, result_of
from schakel.simulation.run import Run
from schakel.simulation.scenario import Scenario, decisions

Desk = tuple[str, str]
ORDER = ["key", "episode", "requested", "ended"]


class SimulatedChain:
    """One run with its log. The warm-up is left out of every number."""

    def __init__(self, model: Model, scenario: Scenario, seed: int) -> None:
        self.model, self.layout = model, lay_out(model)
        chosen = decisions(scenario, model)
        run = Run(self.layout, seed, chosen, weeks=model.weeks, warm_up=model.warm_up, keeps_log=True).go()
        self.result: Result = result_of(run)
        self.steps = _by_client(run.steps(), model.warm_up)
        self.departures = _by_client(run.departures(), model.warm_up)
        self.tables = run.tables

    def occupancy(self, scope: SimulatedScope) -> OccupancyData:
        """Nodes are stages of partners; flows are steps that followed each other in one case."""
        weeks = self.model.weeks
        nodes = tuple(self._node(number, desk) for number, desk in enumerate(self.layout.desks))
        flows = Counter(self._ways())
        found = tuple(
            OccupancyFlow(here, there, n / weeks)
            for (here, there), n in sorted(flows.items(), key=lambda one: (-one[1], one[0]))
        )
        return OccupancyData(nodes, found, scope)

    def replay(self, scope: SimulatedScope) -> ReplayData:
        """Boxes are stages; who is refused, leaves or gets lost goes out."""
        names = self.layout.names["stage"]
        stages = tuple(ReplayStage(name, name) for name in names)
        waited = self.departures[~np.isnan(self.departures["requested"])]
        rows = np.sort(np.concatenate([self.steps, waited]), order=ORDER)
        gone = {_case(row) for row in self.departures[self.departures["to_stage"] < 0]}
        clients = tuple(self._client(case, _case(case[0]) in gone) for case in _cases(rows))
        return ReplayData(stages, clients, scope)

    def _node(self, number: int, desk: Desk) -> OccupancyNode:
        partner, stage = desk
        lanes = [place for place, (of, _) in enumerate(self.layout.lanes) if of == number]
        started = float(self.result.flow["started"][lanes].sum())
        wait = float(self.result.flow["wait"][lanes].sum())
        waiting = float(self.result.series["queue"][:, number].mean())
        return OccupancyNode(
            _id(desk), stage, self._occupancy(partner), waiting, wait / started if started else None, partner
        )

    def _occupancy(self, partner: str) -> float | None:
        """Of all places of a partner; None where its work takes none."""
        row = self.tables["partner"][self.layout.names["partner"].index(partner)]
        continuous = {stage.name for stage in self.model.stages if stage.work == "continuous"}
        desks = [n for n, (name, stage) in enumerate(self.layout.desks) if name == partner and stage in continuous]
        places = np.floor(row["people"] * (1 - row["absence"]) * row["slots"] + 1e-9) * row["calendar"].mean()
        if not desks or places <= 0:
            return None
        return min(1.0, float(self.result.series["busy"][:, desks].sum(axis=1).mean() / places))

    def _ways(self) -> list[tuple[str, str]]:
        found = []
        for case in _cases(self.steps):
            places = [self._place(step) for step in case]
            found += [("", places[0]), *pairwise(places)]
            if case[-1]["to_stage"] < 0:
                found.append((places[-1], ""))
        return found

    def _place(self, step: np.void) -> str:
        layout: Layout = self.layout
        return _id((layout.names["partner"][step["partner"]], layout.names["stage"][step["stage"]]))

    def _client(self, case: np.ndarray, is_gone: bool) -> ReplayClient:
        visits = tuple(map(self._visit, case))
        if is_gone:
            return ReplayClient(visits, "gone")
        return ReplayClient(visits, "done" if case[-1]["to_stage"] < 0 else "running")

    def _visit(self, row: np.void) -> Visit:
        requested, started, ended = (
            float(row[name]) - self.model.warm_up for name in ("requested", "started", "ended")
        )
        stage = self.layout.names["stage"][row["stage"]]
        return Visit(stage, requested, None if np.isnan(started) else started, ended)


def _by_client(rows: np.ndarray, warm_up: int) -> np.ndarray:
    return np.sort(rows[rows["ended"] >= warm_up], order=ORDER)


def _case(row: np.void) -> tuple[int, int]:
    return int(row["key"]), int(row["episode"])


def _cases(rows: np.ndarray) -> list[np.ndarray]:
    """Rows of one case each."""
    if not len(rows):
        return []
    turns = (np.diff(rows["key"]) != 0) | (np.diff(rows["episode"]) != 0)
    return np.split(rows, np.flatnonzero(turns) + 1)


def _id(desk: Desk) -> str:
    return " · ".join(desk)
