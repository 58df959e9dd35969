"""What each partner adds to an outcome when others can stand in for it."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

import numpy as np
import numpy.typing as npt

from schakel.simulation.causes.contribution import shapley_values
from schakel.simulation.causes.game import Game, Members, all_masks, play
from schakel.simulation.causes.permutation import (
    antithetic_orders,
    growing,
    sampled_values,
    with_sampling_error,
)
from schakel.simulation.experiment.estimate import Array, Estimate, estimate
from schakel.simulation.experiment.interval import LEVEL, Interval, band_of, distinguishable

EXACT_PARTNERS = 12
PAIRS = 500
Worth = Callable[[Members], npt.ArrayLike]


class State(StrEnum):
    """not_judgeable: what this partner adds is not in this data, which says nothing about how much it is."""

    JUDGED = "judged"
    NOT_JUDGEABLE = "not_judgeable"


@dataclass(frozen=True)
class Definition:
    """Keys of sentences: what the worth of a set of partners means here, and what it cannot see."""

    worth: str
    blind: tuple[str, ...]


COALITION_OUTCOME = Definition("outcome_of_coalition", ("outside_events", "reaction_of_others", "model_is_simpler"))


@dataclass(frozen=True)
class AddedValue:
    """value: Shapley value, in the unit of the worth. leave_one_out: what is lost without only this partner; with
    substitutes it is lower, down to nothing for two partners of whom either would do. All empty if not judgeable.

    interval: over replications and, if sampled, orders of joining; None where the worth is given without either.
    is_distinguishable: from zero, adjusted for all partners (Holm); None without an interval.
    """

    partner: str
    state: State
    value: float | None = None
    interval: Interval | None = None
    is_distinguishable: bool | None = None
    leave_one_out: float | None = None


@dataclass(frozen=True)
class AddedValues:
    """total: worth of all judged partners less that of none of them; their values add up to it."""

    definition: Definition
    method: Literal["exact", "sampled", "closed_form"]
    total: float
    partners: tuple[AddedValue, ...]


def added_values(
    partners: Sequence[str],
    worth: Worth,
    definition: Definition = COALITION_OUTCOME,
    *,
    not_judgeable: Collection[str] = (),
    level: float = LEVEL,
    exact_until: int = EXACT_PARTNERS,
    pairs: int = PAIRS,
    seed: int = 0,
) -> AddedValues:
    """Added value of each partner, in the order given; more worth is better.

    worth(members) takes (sets, judged partners) of bool, columns in the order of `partners` without those not
    judgeable, who are taken to be there always. It is asked once and gives (sets,), or (sets, replications) on the
    same seeds. Up to `exact_until` judged partners these are all sets; above it, those along `pairs` orders of joining
    and their reverses, drawn by `seed`.
    """
    judged = [partner for partner in partners if partner not in not_judgeable]
    unknown = set(not_judgeable) - set(partners)
    if unknown:
        raise ValueError(f"not among the partners: {sorted(unknown)}")
    if not judged:
        return AddedValues(definition, "exact", 0.0, tuple(AddedValue(one, State.NOT_JUDGEABLE) for one in partners))
    is_exact = len(judged) <= exact_until
    orders = None if is_exact else antithetic_orders(len(judged), pairs, seed)
    masks = all_masks(len(judged)) if orders is None else growing(orders).ravel()
    everyone = (1 << len(judged)) - 1
    left_out = np.array([everyone ^ (1 << place) for place in range(len(judged))], dtype=np.int64)
    game = play(judged, np.concatenate([masks, left_out]), worth)
    values, order_error = (shapley_values(game), None) if orders is None else sampled_values(game, orders)
    found = _estimates(values, order_error, pairs)
    total = float((game.at(everyone) - game.at(0)).mean())
    known = _judged(game, values, found, level)
    rows = tuple(known.get(partner, AddedValue(partner, State.NOT_JUDGEABLE)) for partner in partners)
    return AddedValues(definition, "exact" if is_exact else "sampled", total, rows)


def _estimates(values: Array, order_error: Array | None, pairs: int) -> list[Estimate] | None:
    """None if the worth was given without replications and every set is known."""
    is_fixed = values.shape[1] == 1
    if is_fixed and order_error is None:
        return None
    zero, one = np.zeros(()), np.ones(())
    found = [Estimate(np.asarray(row[0]), zero, one) if is_fixed else estimate(row) for row in values]
    if order_error is None:
        return found
    both = zip(found, order_error, strict=True)
    return [with_sampling_error(each, np.asarray(error), pairs) for each, error in both]


def _judged(game: Game, values: Array, found: list[Estimate] | None, level: float) -> dict[str, AddedValue]:
    flags = None if found is None else distinguishable(found, level, game.rounding)
    rows = {}
    for place, partner in enumerate(game.players):
        interval = None if found is None else band_of(found[place], level).at()
        flag = None if flags is None else bool(flags[place])
        lost = float((game.at(game.everyone) - game.at(game.everyone ^ (1 << place))).mean())
        rows[partner] = AddedValue(partner, State.JUDGED, float(values[place].mean()), interval, flag, lost)
    return rows
