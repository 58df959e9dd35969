"""What municipalities pay each other at the end of a year of 52 weeks, under a rule of solidarity."""

import numpy as np
import numpy.typing as npt

from schakel.simulation.model.solidarity import Solidarity

Euros = npt.NDArray[np.float64]
Cents = npt.NDArray[np.int64]
CENTS = 100


def transfers(
    rule: Solidarity, budget: Euros, spent: Euros, population: Euros, own_cause: Euros | None = None
) -> Cents:
    """What each municipality of a rule receives (above zero) or pays, in whole cents that add up to zero exactly.

    budget, spent, own_cause: EUR of the year, (m,); population: (m,). own_cause is the part of its overrun that a
    municipality caused itself; only the rule `fault` reads it. Each carries its share of all that is pooled, by
    population or by budget, and gets what of its own overrun is pooled. Where no budget is kept, nothing is overrun.
    ValueError: the arrays differ in shape, or the rule is `fault` and own_cause is not told.
    """
    if not budget.shape == spent.shape == population.shape == (len(budget),):
        raise ValueError("budget, spent and population must have one number for each municipality")
    if rule.rule == "none":
        return np.zeros(len(budget), np.int64)
    pooled = np.floor(_pooled(rule, budget, spent, own_cause) * CENTS + 0.5).astype(np.int64)
    weights = np.maximum(budget if rule.share_by == "budget" else population, 0.0)
    return pooled - _parts(int(pooled.sum()), weights)


def _pooled(rule: Solidarity, budget: Euros, spent: Euros, own_cause: Euros | None) -> Euros:
    """Of the overrun of each, what all carry."""
    overrun = np.where(budget > 0, np.maximum(spent - budget, 0.0), 0.0)
    if rule.rule == "deductible":
        low, high = rule.deductible.value * budget, rule.ceiling.value * budget
        return np.where(budget > 0, np.clip(overrun, low, np.maximum(high, low)) - low, 0.0)
    if rule.rule == "fault":
        if own_cause is None or own_cause.shape != budget.shape:
            raise ValueError("the rule `fault` needs what each municipality caused itself")
        return overrun - np.clip(own_cause, 0.0, overrun)
    return overrun


def _parts(total: int, weights: Euros) -> Cents:
    """A number of cents in parts by weight; cents that are left go to the largest remainders, the first of equals."""
    whole = float(weights.sum())
    shares = weights / whole if whole > 0 else np.full(len(weights), 1.0 / max(len(weights), 1))
    parts = np.floor(total * shares).astype(np.int64)
    left = total - int(parts.sum())
    order = np.argsort(-(total * shares - parts), kind="stable")
    for turn in range(abs(left)):
        parts[order[turn % len(order)]] += 1 if left > 0 else -1
    return parts
