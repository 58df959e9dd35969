"""All metrics, in the order in which every result shows them: rights first, money last."""

import difflib
from types import MappingProxyType

from schakel.simulation.experiment.metric import Metric
from schakel.simulation.experiment.money import MONEY
from schakel.simulation.experiment.outcomes import GOAL, OUTCOMES
from schakel.simulation.experiment.rights import RIGHTS
from schakel.simulation.experiment.waits import WAITS

__all__ = ["GOAL", "METRICS", "RIGHT", "metric"]

RIGHT = "rights"

METRICS = MappingProxyType({one.name: one for one in (*RIGHTS, *OUTCOMES, *WAITS, *MONEY)})


def metric(name: str) -> Metric:
    """The metric with this name. ValueError with the nearest one where there is none."""
    found = METRICS.get(name)
    if found is None:
        near = difflib.get_close_matches(name, METRICS, 1, 0.5)
        raise ValueError(
            f"no metric {name!r}; " + (f"nearest is {near[0]!r}" if near else f"there are {list(METRICS)}")
        )
    return found
