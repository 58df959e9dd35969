"""One run of a chain as pictures want it: occupancy and flows by stage of a partner, and every client's way."""

from collections import Counter
from itertools import pairwise

import numpy as np

from schakel.draw.simulated.occupancy_data import OccupancyData, OccupancyFlow, OccupancyNode
from schakel.draw.simulated.replay_data import ReplayClient, ReplayData, ReplayStage, Visit
from schakel.draw.simulated.scope import SimulatedScope
from schakel.simulation.kernel import codes as c
from schakel.simulation.layout import Layout, lay_out
from schakel.simulation.model.model import Model
from schakel.simulation.result import Result, result_of
from schakel.simulation.run import Run
from schakel.simulation.scenario import Scenario, decisions

Desk = tuple[str, str]


class SimulatedChain:
    """One run with its log. The warm-up is left out of every number."""

    def __init__(self, model: Model, scenario: Scenario, seed: int) -> None:
        self.model, self.layout = model, lay_out(model)
        chosen = decisions(scenario, model)
        run = Run(self.layout, seed, chosen, weeks=model.weeks, warm_up=model.warm_up, keeps_log=True).go()
        self.result: Result = result_of(run)
        steps = run.steps()
        self.steps = np.sort(steps[steps["ended"] >= model.warm_up], order=["key", "episode", "requested", "ended"])
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
        clients = tuple(self._client(case) for case in self._cases())
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

    def _cases(self) -> list[np.ndarray]:
        steps = self.steps
        if not len(steps):
            return []
        turns = (np.diff(steps["key"]) != 0) | (np.diff(steps["episode"]) != 0)
        return np.split(steps, np.flatnonzero(turns) + 1)

    def _ways(self) -> list[tuple[str, str]]:
        found = []
        for case in self._cases():
            places = [self._place(step) for step in case]
            found += [("", places[0]), *pairwise(places)]
            if case[-1]["to_partner"] < 0:
                found.append((places[-1], ""))
        return found

    def _place(self, step: np.void) -> str:
        layout: Layout = self.layout
        return _id((layout.names["partner"][step["partner"]], layout.names["stage"][step["stage"]]))

    def _client(self, case: np.ndarray) -> ReplayClient:
        names, start = self.layout.names["stage"], self.model.warm_up
        visits = tuple(
            Visit(
                names[s["stage"]], float(s["requested"]) - start, float(s["started"]) - start, float(s["ended"]) - start
            )
            for s in case
        )
        is_dropped = int(case[-1]["outcome"]) == c.O_DROPPED or case[-1]["to_partner"] >= 0
        return ReplayClient(visits, "running" if is_dropped else "done")


def _id(desk: Desk) -> str:
    return " · ".join(desk)
