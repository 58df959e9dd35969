"""Exact contributions of players to a game with every coalition known.

Shapley (1953); pair interactions: Grabisch and Roubens (1999), An axiomatic approach to the concept of interaction
among players in cooperative games, International Journal of Game Theory 28.
"""

from math import factorial

import numpy as np

from schakel.simulation.causes.game import Game, Masks, all_masks
from schakel.simulation.experiment.estimate import Array


def shapley_values(game: Game) -> Array:
    """(players, replications, ...cells): for each player the average of what it adds, over all orders of joining.

    The values of all players add up to worth(everyone) - worth(nobody), replication by replication. They are made of
    differences, so that a player that never changes anything gets exactly zero.
    """
    n = len(game.players)
    return np.stack([_weighted(game, n, (player,)) for player in range(n)])


def pair_interactions(game: Game) -> dict[tuple[int, int], Array]:
    """{(i, j): (replications, ...cells)} with i < j: what the two do together beyond what each does alone.

    Above zero they strengthen each other, below zero they stand in for each other.
    """
    n = len(game.players)
    return {(one, other): _weighted(game, n - 1, (one, other)) for one in range(n) for other in range(one + 1, n)}


def _weighted(game: Game, orders: int, group: tuple[int, ...]) -> Array:
    """Average over coalitions without the group of its joint difference, weighted s! (orders - s - 1)! / orders!."""
    rest = _without(len(game.players), group)
    sizes = np.bitwise_count(rest)
    result = np.zeros(game.worth.shape[1:])
    for size in range(orders):
        weight = factorial(size) * factorial(orders - size - 1) / factorial(orders)
        result += weight * _difference(game, rest[sizes == size], group).sum(axis=0)
    return result


def _difference(game: Game, masks: Masks, group: tuple[int, ...]) -> Array:
    """What the worth of the coalitions changes by the first of the group, and how the next changes that change."""
    if not group:
        return game.of(masks)
    return _difference(game, masks | (1 << group[0]), group[1:]) - _difference(game, masks, group[1:])


def _without(n: int, group: tuple[int, ...]) -> Masks:
    every = all_masks(n)
    return np.asarray(every[(every & sum(1 << player for player in group)) == 0])
