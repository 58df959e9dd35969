"""What a result is held against: where its lanes belong, and what was agreed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from schakel.simulation.decision import Decision
from schakel.simulation.experiment.estimate import Array
from schakel.simulation.kernel.codes import WEEKS_PER_YEAR
from schakel.simulation.layout import Layout
from schakel.simulation.model.model import Model

PERIOD = 13  # weeks
WAY, OUTSIDE = "", "<outside>"  # places that are no stage

BUDGET, NORM = "municipality.budget", "stage.norm"


@dataclass(frozen=True, eq=False)
class Yardstick:
    """lane_stage, lane_municipality: (lanes,), numbers of rows; desk_stage: (desks,).

    queues, has_norm: (stages,) of bool, whether clients may wait there, and whether a longest wait is agreed at any
    time. budget: (years, municipalities) in EUR for the weeks that ran of each year, 0 where none is kept; of each year
    the last number in force. labels: names along each axis that the parts of a metric can have.
    """

    lane_stage: np.ndarray
    lane_municipality: np.ndarray
    desk_stage: np.ndarray
    queues: np.ndarray
    has_norm: np.ndarray
    budget: Array
    labels: Mapping[str, tuple[str, ...]]

    def by_stage(self, of_lanes: Array) -> Array:
        """Lanes (lanes,) added up to (stages,)."""
        return np.bincount(self.lane_stage, of_lanes, len(self.queues)).astype(np.float64)

    def by_stage_and_place(self, of_lanes: Array) -> Array:
        """Lanes (lanes,) added up to (stages, municipalities)."""
        places = self.budget.shape[1]
        cells = self.lane_stage * places + self.lane_municipality
        found = np.bincount(cells, of_lanes, len(self.queues) * places).astype(np.float64)
        return found.reshape(-1, places)


def yardstick_of(model: Model, layout: Layout, decisions: Sequence[Decision], weeks: int) -> Yardstick:
    """For runs of a model under these decisions that count so many weeks."""
    stages, places = layout.names["stage"], layout.names["municipality"]
    desk_stage = np.array([stages.index(stage) for _, stage in layout.desks], dtype=np.intp)
    years = -(-weeks // WEEKS_PER_YEAR)
    periods = tuple(str(first) for first in range(0, weeks, PERIOD))
    return Yardstick(
        lane_stage=desk_stage[[desk for desk, _ in layout.lanes]],
        lane_municipality=np.array([place for _, place in layout.lanes], dtype=np.intp),
        desk_stage=desk_stage,
        queues=np.array([stage.work != "free" for stage in model.stages]),
        has_norm=_has_norm(model, decisions),
        budget=_budgets(model, decisions, weeks),
        labels={
            "type": layout.names["type"],
            "municipality": places,
            "partner": layout.names["partner"],
            "stage": stages,
            "place": (*stages, WAY, OUTSIDE),
            "domain": layout.domains or ("",),
            "year": tuple(str(year) for year in range(years)),
            "period": periods,
        },
    )


def _has_norm(model: Model, decisions: Sequence[Decision]) -> np.ndarray:
    decided = {one.who for one in decisions if one.key == NORM and one.value > 0}
    return np.array([stage.norm.value > 0 or stage.name in decided for stage in model.stages])


def _budgets(model: Model, decisions: Sequence[Decision], weeks: int) -> Array:
    budgets = []
    for first in range(0, weeks, WEEKS_PER_YEAR):
        last = min(first + WEEKS_PER_YEAR, weeks)
        row = {place.name: place.budget.value for place in model.municipalities}
        row |= {one.who: one.value for one in decisions if one.key == BUDGET and one.week < last}
        budgets.append([value * (last - first) / WEEKS_PER_YEAR for value in row.values()])
    return np.array(budgets)
