"""What it costs, by municipality, and for each result."""

import numpy as np

from schakel.simulation.experiment.estimate import Array
from schakel.simulation.experiment.metric import Direction, Measure, Metric, quotient, summed
from schakel.simulation.experiment.yardstick import Yardstick
from schakel.simulation.result import Result

BY_YEAR = ("year", "municipality")


def _spent(result: Result, _yard: Yardstick) -> Array:
    return np.asarray(result.paid.sum(axis=2))


def overrun(spent: Array, budget: Array) -> Array:
    """What is spent above a budget, 0 where none is kept; budget broadcasts over spent."""
    return np.where(budget > 0, np.maximum(0.0, spent - budget), 0.0)


def _overrun(result: Result, yard: Yardstick) -> Array:
    """Of a part of a year above that part of the budget; before solidarity."""
    return overrun(_spent(result, yard), yard.budget)


def _benefits(result: Result, _yard: Yardstick) -> Array:
    return result.benefits


def _cost_per(field: str) -> Measure:
    """All that municipalities spent, benefits included, over a number of residents."""
    return lambda result, _: float(quotient(result.paid.sum() + result.benefits.sum(), result.outcome[field].sum()))


MONEY = (
    summed("spent", "eur", Direction.LESS, _spent, BY_YEAR, is_money=True),
    summed("overrun", "eur", Direction.LESS, _overrun, BY_YEAR, is_money=True),
    summed("benefits", "eur", Direction.LESS, _benefits, BY_YEAR, is_money=True),
    Metric("cost_per_lasting_26", "eur", Direction.LESS, _cost_per("lasted_26"), is_money=True),
    Metric("cost_per_lasting_52", "eur", Direction.LESS, _cost_per("lasted_52"), is_money=True),
    Metric("cost_per_better", "eur", Direction.LESS, _cost_per("better"), is_money=True),
    summed("provider_cash", "eur", Direction.NEITHER, lambda result, _: result.cash, ("partner",)),
)
