"""Contributions from a sample of orders of joining, where all coalitions are too many.

Each order is used with its reverse: who joins late in the one joins early in the other, which takes out much of the
chance in the drawing. Castro, Gomez and Tejada (2009) for the sampling.
"""

import numpy as np
import numpy.typing as npt

from schakel.simulation.causes.game import Game, Masks
from schakel.simulation.experiment.estimate import Array, Estimate

Orders = npt.NDArray[np.intp]


def antithetic_orders(n: int, pairs: int, seed: int) -> Orders:
    """(pairs, 2, n): orders of n players and their reverses; only the raw stream of PCG64, the same everywhere."""
    if pairs < 2:
        raise ValueError("at least two pairs of orders")
    raw = np.random.PCG64(np.random.SeedSequence((seed, n))).random_raw(pairs * n).reshape(pairs, n)
    one = np.argsort(raw, axis=1, kind="stable")
    return np.stack([one, one[:, ::-1]], axis=1)


def growing(orders: Orders) -> Masks:
    """(pairs, 2, n + 1): the coalitions from nobody to everyone along each order."""
    masks = np.zeros((*orders.shape[:-1], orders.shape[-1] + 1), dtype=np.int64)
    np.cumsum(np.int64(1) << orders.astype(np.int64), axis=-1, out=masks[..., 1:])
    return masks


def sampled_values(game: Game, orders: Orders) -> tuple[Array, Array]:
    """Contributions (players, replications, ...cells), and the standard error from the orders (players, ...cells).

    Along each order the steps add up to worth(everyone) - worth(nobody), and so does their average.
    """
    pairs, _, n = orders.shape
    values = np.zeros((n, *game.worth.shape[1:]))
    per_pair = np.zeros((pairs, n, *game.worth.shape[2:]))
    masks = growing(orders)
    for pair in range(pairs):
        step = np.zeros_like(values)
        for order, chain in zip(orders[pair], masks[pair], strict=True):
            step[order] += np.diff(game.of(chain), axis=0) / 2.0
        values += step / pairs
        per_pair[pair] = step.mean(axis=1)
    return values, np.asarray(per_pair.std(axis=0, ddof=1) / np.sqrt(pairs))


def with_sampling_error(found: Estimate, order_error: Array, pairs: int) -> Estimate:
    """The estimate over replications, widened by the error from the orders.

    The squares of both errors add up, with degrees of freedom by Welch and Satterthwaite; this is a little too wide,
    never too narrow, as what replications and orders share is counted in both.
    """
    one, two = found.error**2, order_error**2
    squares = one**2 / found.freedom + two**2 / (pairs - 1.0)
    freedom = np.array(np.broadcast_to(found.freedom, squares.shape), dtype=np.float64)
    np.divide((one + two) ** 2, squares, out=freedom, where=squares > 0)
    return Estimate(found.mean, np.sqrt(one + two), freedom)
