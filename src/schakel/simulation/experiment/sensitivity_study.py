"""What the assumed numbers of a model do to a metric, or to the difference between two scenarios."""

from collections.abc import Sequence
from concurrent.futures import Executor
from contextlib import suppress
from dataclasses import dataclass

import numpy as np

from schakel.simulation.experiment.assumption import Assumption, assumptions
from schakel.simulation.experiment.comparison import check_told
from schakel.simulation.experiment.effect import Effects
from schakel.simulation.experiment.estimate import Array
from schakel.simulation.experiment.interval import LEVEL, Interval, paired_difference
from schakel.simulation.experiment.metrics import GOAL
from schakel.simulation.experiment.order import Progress, pool
from schakel.simulation.experiment.sensitivity import SensitivityLine, Sign, sensitivity_lines
from schakel.simulation.model.model import Model
from schakel.simulation.scenario import Scenario, check_scenario

SCREEN = 20
LEAST_SCREEN = 4
MOST_SCREENING_RUNS = 4000
MOST_LINES = 8
POINTS, ENDS = 5, 2
Lines = dict[str, tuple[SensitivityLine, Interval]]


@dataclass(frozen=True)
class AssumedLine:
    """influence: the largest mean less the smallest along the line, in the unit of the metric.

    change: the outcome at the highest value less that at the lowest, on the same seeds, at its level by itself.

    is_screened: only the ends of the range and the value itself were run, on the first seeds, as other numbers matter
    more.
    """

    assumption: Assumption
    line: SensitivityLine
    influence: float
    change: Interval
    is_screened: bool


@dataclass(frozen=True)
class Sensitivity:
    """Of one metric, or of what it differs between two scenarios (the second less the first). lines: by influence.

    untold: numbers with a value at which not every replication can tell the metric, so that there is no line.
    screened_on: seeds behind a line that was only screened.
    """

    metric: str
    is_difference: bool
    lines: tuple[AssumedLine, ...]
    untold: tuple[Assumption, ...]
    screened_on: int

    @property
    def deciding(self) -> tuple[AssumedLine, ...]:
        """Where not every value gives the same sign: of a difference, these numbers decide which is better."""
        return tuple(one for one in self.lines if one.line.sign is not Sign.HOLDS)


def sensitivity(
    model: Model,
    scenarios: Sequence[Scenario],
    seeds: Sequence[int],
    *,
    metrics: Sequence[str] = (GOAL,),
    level: float = LEVEL,
    most_lines: int = MOST_LINES,
    numbers: Sequence[Assumption] | None = None,
    points: int = POINTS,
    most_screening: int = SCREEN,
    executor: Executor | None = None,
    on_progress: Progress | None = None,
) -> tuple[Sensitivity, ...]:
    """Lines for every assumed number of a model, and for deterioration and escalation as wholes; one per metric.

    scenarios: one, or two of which the difference is asked. First every number goes to both ends of its range, on at
    most 20 seeds and in 4,000 runs if four seeds will do; then the two wholes, and per metric the `most_lines` numbers
    with most influence, along five points on all seeds. numbers: what to move instead, such as `assumed_kinds`; points,
    most_screening (at least two): to spend less. on_progress counts runs, and none twice. Refusal: a scenario that does
    not fit the model, or a metric that not every replication can tell.
    """
    if len(scenarios) not in (1, 2) or len(seeds) < 2 or most_screening < 2:
        raise ValueError("one scenario or two, on at least two seeds")
    for scenario in scenarios:
        check_scenario(scenario, model)
    found = assumptions(model) if numbers is None else tuple(numbers)
    short = seeds[: min(most_screening, screening_seeds(len(found), len(scenarios)))]
    most = runs_at_most(found, len(metrics), most_lines, len(short), len(seeds), points) * len(scenarios)
    with pool(executor) as workers:
        effects = Effects(model, tuple(scenarios), tuple(metrics), workers, on_progress, most)
        for name, values in effects.as_assumed(tuple(short)).items():
            check_told(name, values)
        screened = {name: _lines(found, name, effects, short, ENDS, level) for name in metrics}
        full: dict[str, Lines] = {}
        for name in metrics:
            full[name] = _lines(_chosen(found, screened[name], most_lines), name, effects, seeds, points, level)
        effects.finish()
    is_difference = len(scenarios) == 2
    return tuple(_of(name, is_difference, found, screened[name], full[name], len(short)) for name in metrics)


def screening_seeds(numbers: int, scenarios: int) -> int:
    """On how many seeds all numbers are looked at first."""
    return min(SCREEN, max(LEAST_SCREEN, MOST_SCREENING_RUNS // (scenarios * (2 * numbers + 1))))


def runs_at_most(
    found: Sequence[Assumption], metrics: int, most_lines: int, short: int, seeds: int, points: int = POINTS
) -> int:
    """Runs that a study of one scenario can take."""
    wholes = sum(one.whole is not None for one in found)
    full = min(len(found), wholes + metrics * most_lines)
    return (2 * len(found) + 1) * short + (points * full + 1) * seeds


def _of(
    name: str, is_difference: bool, found: Sequence[Assumption], screened: Lines, full: Lines, on: int
) -> Sensitivity:
    untold = tuple(one for one in found if one.name not in screened and one.name not in full)
    return Sensitivity(name, is_difference, _ordered(found, screened, full), untold, on)


def _lines(
    some: Sequence[Assumption], metric: str, effects: Effects, seeds: Sequence[int], points: int, level: float
) -> Lines:
    by_name = {one.name: one for one in some}
    ranges = {name: (one.low, one.value, one.high) for name, one in by_name.items()}

    def evaluate(name: str, value: float) -> Array:
        found = effects.of(by_name[name], value, tuple(seeds))[metric]
        if not np.isfinite(found).all():
            raise _Untold
        return found

    lines = {}
    for name, limits in ranges.items():
        with suppress(_Untold):
            line = sensitivity_lines({name: limits}, evaluate, points=points, level=level)[0]
            change = paired_difference(evaluate(name, limits[2]), evaluate(name, limits[0]), level)
            lines[name] = line, change
    return lines


class _Untold(Exception):
    """Not every replication can tell the metric."""


def _influence(line: SensitivityLine) -> float:
    means = [effect.value for effect in line.effects]
    return max(means) - min(means)


def _chosen(found: Sequence[Assumption], screened: Lines, most: int) -> list[Assumption]:
    numbers = [one for one in found if one.whole is None and one.name in screened]
    numbers.sort(key=lambda one: -_influence(screened[one.name][0]))
    return [one for one in found if one.whole is not None] + numbers[:most]


def _ordered(found: Sequence[Assumption], screened: Lines, full: Lines) -> tuple[AssumedLine, ...]:
    lines = []
    for one in found:
        found_line = full.get(one.name, screened.get(one.name))
        if found_line is not None:
            line, change = found_line
            lines.append(AssumedLine(one, line, _influence(line), change, one.name not in full))
    return tuple(sorted(lines, key=lambda one: -one.influence))
