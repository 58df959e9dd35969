"""How long residents wait, for each stage and for the first help."""

import numpy as np

from schakel.simulation.experiment.estimate import Array
from schakel.simulation.experiment.metric import Direction, Metric, ratio
from schakel.simulation.experiment.yardstick import Yardstick
from schakel.simulation.kernel.codes import BINS_PER_WEEK
from schakel.simulation.result import Result

P90 = 0.9


def _wait(result: Result, yard: Yardstick) -> tuple[Array, Array]:
    """Of stages at which one can wait at all."""
    waited, started = (yard.by_stage(result.flow[name]) for name in ("wait", "started"))
    return waited * yard.queues, started * yard.queues


def _within_norm(result: Result, yard: Yardstick) -> tuple[Array, Array]:
    over, started = (yard.by_stage(result.flow[name]) * yard.has_norm for name in ("over_norm", "started"))
    return started - over, started


def _counts(result: Result, yard: Yardstick) -> Array:
    """Starts by stage and bin of waiting: (stages, bins)."""
    found = np.zeros((len(yard.queues), result.waits.shape[1]))
    np.add.at(found, yard.desk_stage, result.waits)
    return np.asarray(found * yard.queues[:, None])


def wait_quantile(counts: Array, share: float) -> float:
    """Weeks within which this share started, from counts (bins,) of quarter weeks; NaN where nobody did.

    Drawn straight within a bin, so that it is right to a quarter week; 0 in the first bin. Waits of two years and more
    are in the last.
    """
    added = np.cumsum(counts)
    if added[-1] == 0:
        return float("nan")
    wanted = share * added[-1]
    place = int(np.searchsorted(added, wanted))
    if place == 0:
        return 0.0
    return float(place + (wanted - added[place - 1]) / counts[place]) / BINS_PER_WEEK


def _p90(result: Result, yard: Yardstick) -> float:
    return wait_quantile(_counts(result, yard).sum(axis=0), P90)


def _p90_by_stage(result: Result, yard: Yardstick) -> Array:
    return np.array([wait_quantile(row, P90) for row in _counts(result, yard)])


def _first_help(result: Result, _yard: Yardstick) -> tuple[Array, Array]:
    return result.outcome["help_wait"], result.outcome["helped"]


WAITS = (
    ratio("first_help", "week", Direction.LESS, _first_help, ("type", "municipality")),
    ratio("wait_mean", "week", Direction.LESS, _wait, ("stage",)),
    Metric("wait_p90", "week", Direction.LESS, _p90, _p90_by_stage, ("stage",), is_sum=False),
    ratio("within_norm", "ratio", Direction.MORE, _within_norm, ("stage",)),
)
