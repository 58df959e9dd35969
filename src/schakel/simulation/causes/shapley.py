"""How much each cause contributed to the difference between what was agreed and what happened."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from schakel.simulation.causes.contribution import pair_interactions, shapley_values
from schakel.simulation.causes.game import Game, Masks, Members, all_masks, play
from schakel.simulation.causes.permutation import (
    antithetic_orders,
    growing,
    sampled_values,
    with_sampling_error,
)
from schakel.simulation.experiment.estimate import Array, Estimate, estimate
from schakel.simulation.experiment.interval import LEVEL, Band, band_of, distinguishable, mean_band

EXACT_CAUSES = 6
PAIRS = 50
Flags = npt.NDArray[np.bool_]
Evaluate = Callable[[frozenset[str]], npt.ArrayLike]


@dataclass(frozen=True, eq=False)
class Cause:
    """One cause; bands and flags have the shape of the cells, () for one outcome.

    per_replication: its Shapley value (replications, ...cells). share: the same with its interval. alone: what it
    does when nothing else differs. repair: what undoing only this one would take away. gap: repair - alone, far from
    zero where causes work together. is_distinguishable: whether the share differs from zero, adjusted for all causes
    and cells together (Holm); each interval stands at its level by itself, so it may just miss zero without that.
    """

    name: str
    per_replication: Array
    share: Band
    alone: Band
    repair: Band
    gap: Band
    is_distinguishable: Flags


@dataclass(frozen=True, eq=False)
class Pair:
    """What two causes do together beyond each by itself; flags adjusted for all pairs and cells together (Holm)."""

    one: str
    other: str
    interaction: Band
    is_distinguishable: Flags


@dataclass(frozen=True, eq=False)
class Attribution:
    """total: all causes less none; the shares add up to it. evaluated: coalitions of causes that were run.

    pairs: empty when the shares were sampled, as it takes every coalition to know them.
    """

    method: Literal["exact", "sampled"]
    evaluated: int
    reference: Band
    total: Band
    causes: tuple[Cause, ...]
    pairs: tuple[Pair, ...]


def attribute(
    names: Sequence[str],
    evaluate: Evaluate,
    *,
    level: float = LEVEL,
    exact_until: int = EXACT_CAUSES,
    pairs: int = PAIRS,
    seed: int = 0,
) -> Attribution:
    """Attribute the outcome to the causes named.

    evaluate(causes) gives the outcome with these causes as they happened and the rest as agreed, on the same seeds
    each time: (replications,), or (replications, ...cells) for a map such as station by week. Each set is asked once.
    Up to `exact_until` causes all sets are run; above it, `pairs` orders of joining and their reverses, drawn by
    `seed`, and the interval of a share then also holds the error of that sample. ValueError below two replications.
    """
    n = len(names)
    is_exact = n <= exact_until
    orders = None if is_exact else antithetic_orders(n, pairs, seed)
    masks = all_masks(n) if orders is None else np.concatenate([growing(orders).ravel(), _alone_and_repair(n)])
    game = play(names, masks, lambda members: _worth(names, evaluate, members))
    if orders is None:
        values = shapley_values(game)
        found = [estimate(one) for one in values]
    else:
        values, order_errors = sampled_values(game, orders)
        both = zip(values, order_errors, strict=True)
        found = [with_sampling_error(estimate(one), error, pairs) for one, error in both]
    return Attribution(
        "exact" if is_exact else "sampled",
        len(game.rows),
        mean_band(game.at(0), level),
        mean_band(game.at(game.everyone) - game.at(0), level),
        _causes(game, values, found, level),
        _pairs(game, level) if is_exact else (),
    )


def _worth(names: Sequence[str], evaluate: Evaluate, members: Members) -> Array:
    outcomes = [
        np.asarray(evaluate(frozenset(name for name, is_in in zip(names, row, strict=True) if is_in)), dtype=np.float64)
        for row in members
    ]
    if outcomes[0].ndim == 0 or any(one.shape != outcomes[0].shape for one in outcomes):
        raise ValueError("evaluate must give the same replications and cells for every set of causes")
    return np.stack(outcomes)


def _alone_and_repair(n: int) -> Masks:
    bits = np.int64(1) << np.arange(n, dtype=np.int64)
    return np.concatenate([bits, bits.sum() - bits])


def _causes(game: Game, values: Array, found: list[Estimate], level: float) -> tuple[Cause, ...]:
    flags = distinguishable(found, level, game.rounding)
    nobody, everyone = game.at(0), game.at(game.everyone)
    causes = []
    for place, name in enumerate(game.players):
        alone = game.at(1 << place) - nobody
        repair = everyone - game.at(game.everyone ^ (1 << place))
        share = band_of(found[place], level)
        effects = [mean_band(one, level) for one in (alone, repair, repair - alone)]
        causes.append(Cause(name, values[place], share, effects[0], effects[1], effects[2], np.asarray(flags[place])))
    return tuple(causes)


def _pairs(game: Game, level: float) -> tuple[Pair, ...]:
    together = pair_interactions(game)
    found = [estimate(one) for one in together.values()]
    flags = distinguishable(found, level, game.rounding)
    return tuple(
        Pair(game.players[one], game.players[other], band_of(found[place], level), np.asarray(flags[place]))
        for place, (one, other) in enumerate(together)
    )
