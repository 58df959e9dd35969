"""What became of residents: the goal of the chain, and how they fared."""

from collections.abc import Callable

import numpy as np

from schakel.simulation.experiment.estimate import Array
from schakel.simulation.experiment.metric import Direction, Metric, quotient, ratio, summed
from schakel.simulation.experiment.yardstick import PERIOD, Yardstick
from schakel.simulation.result import Result

GOAL = "severity_weeks"
BY_GROUP = ("type", "municipality")


def _severity(result: Result, yard: Yardstick) -> Array:
    """Severity of all residents with a question, added up over time: (periods of 13 weeks, places).

    Places are stages, the way between, and outside: who left, was refused or got lost keeps the severity of then, since
    losing people must never look like helping them.
    """
    weekly = np.column_stack([result.series["severity"], result.series["outside"][:, -1]])
    periods = np.add.reduceat(weekly, np.arange(0, len(weekly), PERIOD), axis=0)
    stages = len(yard.queues)
    found = np.zeros((len(periods), stages + 2))
    np.add.at(found.T, np.append(yard.desk_stage, [stages, stages + 1]), periods.T)
    return found


def _handovers(result: Result, _yard: Yardstick) -> float:
    return float(quotient(result.flow["passed"].sum(), result.outcome["came"].sum()))


def _of_group(name: str, field: str, direction: Direction) -> Metric:
    return summed(name, "number", direction, lambda result, _: result.outcome[field], BY_GROUP)


def _share(above: str, below: str) -> Callable[[Result, Yardstick], tuple[Array, Array]]:
    return lambda result, _: (result.outcome[above], result.outcome[below])


OUTCOMES = (
    summed(GOAL, "severity_week", Direction.LESS, _severity, ("period", "place")),
    ratio("better", "ratio", Direction.MORE, _share("better", "ended"), BY_GROUP),
    summed("points", "point", Direction.MORE, lambda result, _: result.points, (*BY_GROUP, "domain")),
    ratio("returns", "ratio", Direction.LESS, _share("came_back", "came"), BY_GROUP),
    Metric("handovers", "number", Direction.LESS, _handovers),
    _of_group("lasting_26", "lasted_26", Direction.MORE),
    _of_group("lasting_52", "lasted_52", Direction.MORE),
    _of_group("came", "came", Direction.NEITHER),
    Metric("present", "number", Direction.NEITHER, lambda result, _: float(result.present)),
)
