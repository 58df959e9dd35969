"""What residents had a right to and did not get, and what went wrong for them on the way."""

import numpy as np

from schakel.simulation.experiment.estimate import Array
from schakel.simulation.experiment.metric import Direction, Metric, summed
from schakel.simulation.experiment.yardstick import Yardstick
from schakel.simulation.result import Result

BY_GROUP = ("type", "municipality")
BY_STAGE = ("stage", "municipality")


def _rights(result: Result, _yard: Yardstick) -> Array:
    """Who was refused, or got first help after its term or has none yet past it; who was both counts once."""
    of = result.outcome
    return np.asarray(of["ended_refused"] + of["late"] - of["late_refused"])


def _of_group(name: str, field: str, *, is_right: bool = False) -> Metric:
    return summed(name, "number", Direction.LESS, lambda result, _: result.outcome[field], BY_GROUP, is_right=is_right)


def _of_stage(name: str, field: str) -> Metric:
    return summed(
        name, "number", Direction.LESS, lambda result, yard: yard.by_stage_and_place(result.flow[field]), BY_STAGE
    )


RIGHTS = (
    summed("rights", "number", Direction.LESS, _rights, BY_GROUP, is_right=True),
    _of_group("refused", "ended_refused", is_right=True),
    _of_group("late", "late", is_right=True),
    _of_group("late_refused", "late_refused", is_right=True),
    _of_group("lost", "ended_lost"),
    _of_stage("left", "left"),
    _of_stage("escalated", "escalated"),
    _of_stage("worse", "worse"),
)
