"""A region steered by contract beside the same region steered by agreements in its network."""

from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass

from schakel.simulation.experiment.assumption import Assumption
from schakel.simulation.experiment.comparison import Comparison, Difference, compare
from schakel.simulation.experiment.interval import LEVEL
from schakel.simulation.experiment.metrics import GOAL, RIGHT
from schakel.simulation.experiment.order import Progress, pool
from schakel.simulation.experiment.rights_rule import RightsVerdict
from schakel.simulation.experiment.sensitivity_study import MOST_LINES, POINTS, SCREEN, Sensitivity, sensitivity
from schakel.simulation.model.model import Model
from schakel.simulation.scenario import Scenario

COSTS = ("cost_per_lasting_52", "cost_per_lasting_26", "cost_per_better")
CONTRACT, AGREEMENT = 0, 1


@dataclass(frozen=True)
class Beside:
    """One metric under both: by contract, by agreement, and their paired difference, agreement less contract."""

    metric: str
    by_contract: Difference
    by_agreement: Difference


@dataclass(frozen=True)
class Steering:
    """rights, and the verdict on them for agreement against contract and the other way round, stand before the rest.

    cost: of the longest lasting result that every replication can tell, else of a resident who left better; None where
    none can. sensitivities: of the goal, and of that cost; `deciding` of each names the assumptions that decide.
    """

    rights: Beside
    verdict_on_agreement: RightsVerdict
    verdict_on_contract: RightsVerdict
    goal: Beside
    cost: Beside | None
    comparison: Comparison
    sensitivities: tuple[Sensitivity, ...]


def steering(
    model: Model,
    by_contract: Scenario,
    by_agreement: Scenario,
    seeds: Sequence[int],
    *,
    level: float = LEVEL,
    most_lines: int = MOST_LINES,
    numbers: Sequence[Assumption] | None = None,
    points: int = POINTS,
    most_screening: int = SCREEN,
    executor: Executor | None = None,
    on_progress: Progress | None = None,
) -> Steering:
    """Compare the two on the same seeds, and find the assumptions on which the answer hangs.

    numbers, points, most_screening: see `sensitivity`. on_progress counts the runs of the comparison, then those of the
    assumptions. Refusal: a scenario that does not fit.
    """
    with pool(executor) as workers:
        found = compare(
            model, (by_contract, by_agreement), seeds, level=level, executor=workers, on_progress=on_progress
        )
        cost = next((name for name in COSTS if found.scenarios[AGREEMENT].of(name).than_first is not None), None)
        sensitivities = sensitivity(
            model,
            (by_contract, by_agreement),
            seeds,
            metrics=(GOAL,) if cost is None else (GOAL, cost),
            level=level,
            most_lines=most_lines,
            numbers=numbers,
            points=points,
            most_screening=most_screening,
            executor=workers,
            on_progress=on_progress,
        )
    return Steering(
        _beside(found, RIGHT),
        found.scenarios[AGREEMENT].rights,
        found.scenarios[AGREEMENT].rights_of_first,
        _beside(found, GOAL),
        None if cost is None else _beside(found, cost),
        found,
        sensitivities,
    )


def _beside(found: Comparison, name: str) -> Beside:
    return Beside(name, found.scenarios[CONTRACT].of(name), found.scenarios[AGREEMENT].of(name))
