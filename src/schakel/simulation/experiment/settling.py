"""Whether the weeks before counting are enough for a chain that begins empty."""

from collections.abc import Sequence
from concurrent.futures import Executor

from schakel.simulation.experiment.replication import Trial, replicate_all
from schakel.simulation.experiment.warm_up import WarmUp, mser5
from schakel.simulation.model.model import Model
from schakel.simulation.scenario import Scenario

REPLICATIONS = 10
LEAST_WEEKS = 104


def settling(model: Model, seeds: Sequence[int], executor: Executor | None = None) -> WarmUp:
    """How many weeks the model as it is takes to settle, by severity in the whole chain on the first ten seeds.

    It runs at least twice its warm-up and two years, as the cut is only looked for in the first half.
    """
    weeks = max(model.warm_up + model.weeks, 2 * model.warm_up, LEAST_WEEKS)
    trial = Trial(model, Scenario(model.name), weeks, 0)
    found = replicate_all((trial,), seeds[:REPLICATIONS], metrics=(), executor=executor)[0]
    return mser5(found.severity)


def is_warming_up(model: Model, found: WarmUp) -> bool:
    """Whether what is counted still shows that the chain began empty."""
    return found.cut > model.warm_up or not found.is_long_enough
