"""What municipalities spend beside their budgets, and what they pay each other when a year ends above one."""

from dataclasses import dataclass

import numpy as np

from schakel.simulation.experiment.estimate import Array
from schakel.simulation.experiment.interval import LEVEL, Interval, mean_interval
from schakel.simulation.experiment.money import overrun
from schakel.simulation.experiment.replication import Replications
from schakel.simulation.experiment.rights_by_group import not_below_zero
from schakel.simulation.model.model import Model
from schakel.simulation.model.solidarity import Solidarity
from schakel.simulation.year_end import CENTS, transfers


@dataclass(frozen=True)
class Account:
    """One municipality over some years, in EUR: means over replications, of sums over those years.

    budget: 0 where none is kept; then nothing is overrun. before: spent above the budget of a year; transfer: received
    from others, below zero where it pays; after: above the budget of a year when what it received is taken off and what
    it paid is added. own_cause: the part of `before` that it caused itself, None where no rule asks for that.
    """

    municipality: str
    budget: float
    spent: Interval
    before: Interval
    transfer: Interval
    after: Interval
    own_cause: Interval | None = None


@dataclass(frozen=True)
class Accounts:
    """total: over all weeks that count; years: each year of 52 weeks, a part of one at the end included.

    rules: those of the model, in the order in which they hold. transfers_sum: what all transfers of a replication and a
    year add up to where that is furthest from zero, in EUR; it is zero.
    """

    total: tuple[Account, ...]
    years: tuple[tuple[Account, ...], ...]
    rules: tuple[Solidarity, ...]
    transfers_sum: float


def accounts(model: Model, run: Replications, own_cause: Array | None = None, level: float = LEVEL) -> Accounts:
    """Of at least two replications that kept `spent` with its parts.

    own_cause: EUR by replication, year and municipality, see `own_causes`; a rule `fault` needs it. Each rule pools
    what the ones before it left.
    """
    spent = run.parts["spent"]  # (replications, years, municipalities)
    received = _received(model, spent, run.budget, own_cause)
    names = run.labels["municipality"]
    sizes = range(spent.shape[1])

    def rows(years: list[int]) -> tuple[Account, ...]:
        own = None if own_cause is None else own_cause[:, years]
        return _accounts(names, run.budget[years], spent[:, years], received[:, years], own, level)

    sums = received.sum(axis=2)
    furthest = int(sums.flat[int(np.abs(sums).argmax())]) if sums.size else 0
    return Accounts(rows(list(sizes)), tuple(rows([year]) for year in sizes), model.solidarity, furthest / CENTS)


def _received(model: Model, spent: Array, budget: Array, own_cause: Array | None) -> np.ndarray:
    """Whole cents, below zero where a municipality pays: (replications, years, municipalities)."""
    names = [place.name for place in model.municipalities]
    people = np.array([place.population.value for place in model.municipalities])
    found = np.zeros(spent.shape, np.int64)
    for rule in model.solidarity:
        at = [place for place, name in enumerate(names) if name in (rule.municipalities or names)]
        for n, year in np.ndindex(spent.shape[:2]):
            left = spent[n, year, at] - found[n, year, at] / CENTS
            own = None if own_cause is None else own_cause[n, year, at]
            found[n, year, at] += transfers(rule, budget[year, at], left, people[at], own)
    return found


def _accounts(
    names: tuple[str, ...], budget: Array, spent: Array, received: np.ndarray, own: Array | None, level: float
) -> tuple[Account, ...]:
    """Sums over the years that are given: budget (years, m), the others (replications, years, m)."""
    euros = received / CENTS
    before, after = overrun(spent, budget), overrun(spent - euros, budget)

    def told(samples: Array, m: int) -> Interval:
        return mean_interval(samples[:, :, m].sum(axis=1), level)

    def above(samples: Array, m: int) -> Interval:
        return not_below_zero(samples[:, :, m].sum(axis=1), level)

    return tuple(
        Account(
            name,
            float(budget[:, m].sum()),
            told(spent, m),
            above(before, m),
            told(euros, m),
            above(after, m),
            None if own is None else above(np.minimum(own, before), m),
        )
        for m, name in enumerate(names)
    )
