"""What each partner adds to a chain, found by letting the chain run without it."""

from collections.abc import Collection, Iterator, Sequence
from concurrent.futures import Executor

import numpy as np

from schakel.simulation.causes.added_value import AddedValues, added_values
from schakel.simulation.causes.game import Members
from schakel.simulation.causes.named_change import named
from schakel.simulation.change import Change
from schakel.simulation.experiment.comparison import check_told
from schakel.simulation.experiment.estimate import Array
from schakel.simulation.experiment.interval import LEVEL
from schakel.simulation.experiment.metric import Direction
from schakel.simulation.experiment.metrics import metric
from schakel.simulation.experiment.order import Progress
from schakel.simulation.experiment.replication import Trial, replicate_all
from schakel.simulation.model.model import Model
from schakel.simulation.scenario import Scenario, check_scenario

EXACT_PARTNERS = 6
PAIRS = 8
ABSENT = "absent"
SELDOM = 104.0  # weeks between meetings that nobody holds


def partner_values(
    model: Model,
    scenario: Scenario,
    metric_name: str,
    seeds: Sequence[int],
    *,
    level: float = LEVEL,
    exact_until: int = EXACT_PARTNERS,
    pairs: int = PAIRS,
    seed: int = 0,
    executor: Executor | None = None,
    on_progress: Progress | None = None,
) -> AddedValues:
    """Shapley value and leave-one-out of each partner, as the gain in a metric, on a model that passed its checks.

    A partner that is out has no people from week 0: its clients go to others that do the same, or wait for nobody.
    Meetings that no partner in the chain holds are as rare as can be. A partner whose work takes no capacity, or that
    acts in no stage at all, is not judgeable. Up to `exact_until` partners every set is run; above it those along
    2 x `pairs` orders, at most 2 x pairs x partners sets. ValueError: a metric without a better direction.
    """
    check_scenario(scenario, model)
    of = metric(metric_name)
    if of.direction is Direction.NEITHER:
        raise ValueError(f"no direction of {metric_name!r} is better")
    names = [partner.name for partner in model.partners]
    unseen = not_judgeable(model)
    judged = [name for name in names if name not in unseen]

    def worth(sets: Members) -> Array:
        out = [[name for name, is_in in zip(judged, row, strict=True) if not is_in] for row in sets]
        trials = [Trial(model, without(model, scenario, one)) for one in out]
        runs = replicate_all(
            trials, seeds, metrics=(metric_name,), parts=(), executor=executor, on_progress=on_progress
        )
        values = np.stack([run.values[metric_name] for run in runs])
        check_told(metric_name, values)
        return values if of.direction is Direction.MORE else -values

    return added_values(
        names, worth, not_judgeable=unseen, level=level, exact_until=exact_until, pairs=pairs, seed=seed
    )


def not_judgeable(model: Model) -> tuple[str, ...]:
    """Partners whose presence shows in no stage that takes capacity or meets."""
    works = {stage.name: stage.work for stage in model.stages}
    return tuple(one.name for one in model.partners if all(works[stage] == "free" for stage in one.stages))


def without(model: Model, scenario: Scenario, out: Collection[str]) -> Scenario:
    """The scenario without these partners, whatever it decides about their people."""
    keys = ("partner.people", "partner.intake")
    kept = [one for one in named(scenario.changes, keys, model) if one.key not in keys or one.who not in out]
    return Scenario(scenario.name, (*kept, *_absences(model, out)))


def _absences(model: Model, out: Collection[str]) -> Iterator[Change]:
    for name in out:
        yield Change(ABSENT, 0, None, name, "partner.people", 0.0)
    for stage in model.stages:
        holders = {partner.name for partner in model.partners if stage.name in partner.stages}
        if stage.work == "slotted" and holders <= set(out):
            yield Change(ABSENT, 0, None, stage.name, "stage.every", SELDOM)
            yield Change(ABSENT, 0, None, stage.name, "stage.places", 1.0)
        elif stage.work == "slotted":
            yield from (Change(ABSENT, 0, None, one, "partner.intake", "stopped") for one in sorted(holders & set(out)))
