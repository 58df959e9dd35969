"""Scenarios beside each other on the same seeds: what differs from the first, which is best, and at whose expense."""

from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass

import numpy as np

from schakel.chain.problem import Problem, Refusal
from schakel.simulation.experiment.accounts import Accounts, accounts
from schakel.simulation.experiment.estimate import Array
from schakel.simulation.experiment.interval import LEVEL, Interval, joint_level, paired_difference
from schakel.simulation.experiment.metric import Direction
from schakel.simulation.experiment.metrics import GOAL, METRICS, metric
from schakel.simulation.experiment.order import Progress
from schakel.simulation.experiment.own_cause import own_causes
from schakel.simulation.experiment.ranking import MOST_ALTERNATIVES, Ranking, best_of
from schakel.simulation.experiment.replication import Replications, Trial, replicate_all
from schakel.simulation.experiment.rights_by_group import GroupRights, rights_by_group
from schakel.simulation.experiment.rights_rule import FIRST, RightsVerdict, rights_verdict
from schakel.simulation.experiment.settling import is_warming_up, settling
from schakel.simulation.experiment.warm_up import WarmUp
from schakel.simulation.model.model import Model
from schakel.simulation.scenario import Scenario, check_scenario

FIRST_STAGE = 20
INDIFFERENCE = 0.01


@dataclass(frozen=True)
class Difference:
    """One metric of one scenario. mean: its interval by itself. than_first: paired, the scenario less the first.

    The differences of one metric hold together for all scenarios. Both are None where not every replication can tell
    the metric, than_first also for the first itself. is_better: than the first, None if neither can be said.
    """

    metric: str
    mean: Interval | None
    than_first: Interval | None
    is_better: bool | None


@dataclass(frozen=True)
class Compared:
    """One scenario. rights: of it beside the first; rights_of_first: of the first beside it.

    differences: in the order of METRICS, which begins with rights and ends with money.
    """

    name: str
    rights: RightsVerdict
    rights_of_first: RightsVerdict
    differences: tuple[Difference, ...]

    def of(self, name: str) -> Difference:
        """The difference in one metric."""
        return next(one for one in self.differences if one.metric == name)


@dataclass(frozen=True)
class Comparison:
    """best, ties: numbers of scenarios, by the metric `by`; see `Ranking`.

    fair_best: the best of those that do not gain by rights, which is best itself where it does not. is_warming_up: what
    is counted still shows that the chain began empty. groups, accounts: of each scenario in order, for whom rights were
    not honoured, and what municipalities spent and paid each other.
    """

    by: str
    level: float
    replications: int
    scenarios: tuple[Compared, ...]
    ranking: Ranking
    fair_best: int
    warm_up: WarmUp
    is_warming_up: bool
    groups: tuple[tuple[GroupRights, ...], ...]
    accounts: tuple[Accounts, ...]

    @property
    def best(self) -> int:
        """The number of the scenario selected."""
        return self.ranking.best

    @property
    def ties(self) -> tuple[int, ...]:
        """Numbers of the others that cannot be said to be worse, or differ less than anybody minds."""
        return self.ranking.ties


def compare(
    model: Model,
    scenarios: Sequence[Scenario],
    seeds: Sequence[int],
    *,
    by: str = GOAL,
    indifference: float | None = None,
    level: float = LEVEL,
    executor: Executor | None = None,
    on_progress: Progress | None = None,
) -> Comparison:
    """Compare 2 to 20 scenarios with the first, on a model that passed its checks.

    by: metric to rank on. indifference: difference in it that nobody minds; a hundredth of its mean in the first when
    None. ValueError: another number of scenarios, fewer than two seeds, or a metric without a better direction.
    Refusal: a scenario that does not fit the model, or a metric that not every replication can tell.
    """
    if not 2 <= len(scenarios) <= MOST_ALTERNATIVES or len(seeds) < 2:
        raise ValueError(f"between 2 and {MOST_ALTERNATIVES} scenarios, on at least two seeds")
    if metric(by).direction is Direction.NEITHER:
        raise ValueError(f"no direction of {by!r} is better")
    for scenario in scenarios:
        check_scenario(scenario, model)
    runs = replicate_all([Trial(model, one) for one in scenarios], seeds, executor=executor, on_progress=on_progress)
    samples = np.stack([run.values[by] for run in runs])
    check_told(by, samples)
    margin = indifference if indifference is not None else max(INDIFFERENCE * abs(float(samples[0].mean())), 1e-9)
    ranking = rank(by, samples, margin)
    found = compared([scenario.name for scenario in scenarios], runs, by, level)
    fair = [number for number, one in enumerate(found) if not one.rights.gains_by_rights]
    warm_up = settling(model, seeds, executor)
    return Comparison(
        by,
        level,
        len(seeds),
        found,
        ranking,
        ranking.best if ranking.best in fair else _best_among(fair, by, samples, margin),
        warm_up,
        is_warming_up(model, warm_up),
        tuple(rights_by_group(run, level) for run in runs),
        tuple(
            accounts(model, run, own_causes(model, one, run, executor=executor), level)
            for one, run in zip(scenarios, runs, strict=True)
        ),
    )


def compared(names: Sequence[str], runs: Sequence[Replications], by: str, level: float) -> tuple[Compared, ...]:
    """Each of several runs on the same seeds beside the first of them."""
    joint = joint_level(level, len(runs) - 1)
    found = []
    for number, (name, run) in enumerate(zip(names, runs, strict=True)):
        first = runs[0] if number else None
        verdict = rights_verdict(run, runs[0], (by,), level) if number else FIRST
        other = rights_verdict(runs[0], run, (by,), level) if number else FIRST
        differences = tuple(_difference(one, run, first, level, joint) for one in METRICS)
        found.append(Compared(name, verdict, other, differences))
    return tuple(found)


def rank(by: str, samples: Array, indifference: float) -> Ranking:
    """The best of samples (alternatives, replications) of one metric."""
    return best_of(
        lambda alternative, first, last: samples[alternative, first:last],
        len(samples),
        indifference,
        first_stage=min(FIRST_STAGE, samples.shape[1]),
        most=samples.shape[1],
        minimise=metric(by).direction is not Direction.MORE,
    )


def check_told(name: str, samples: Array) -> None:
    """Refusal when not every replication can tell a metric."""
    if not np.isfinite(samples).all():
        raise Refusal((Problem("metric_untold", column=name),))


def _best_among(some: Sequence[int], by: str, samples: Array, indifference: float) -> int:
    if len(some) == 1:
        return some[0]
    return some[rank(by, samples[list(some)], indifference).best]


def _difference(name: str, run: Replications, first: Replications | None, level: float, joint: float) -> Difference:
    mean = run.interval(name, level)
    if first is None or mean is None or first.interval(name, level) is None:
        return Difference(name, mean, None, None)
    than_first = paired_difference(run.values[name], first.values[name], joint)
    direction = metric(name).direction
    if direction is Direction.NEITHER or than_first.covers(0.0):
        return Difference(name, mean, than_first, None)
    return Difference(name, mean, than_first, (than_first.low > 0) == (direction is Direction.MORE))
