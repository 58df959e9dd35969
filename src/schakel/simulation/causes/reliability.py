"""How far a chain of partners that each hold or fail can be relied on, and on whom it hangs."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from schakel.simulation.causes.game import Members, all_masks, members

MOST_PARTNERS = 20


@dataclass(frozen=True)
class Reliability:
    """chain: chance that the chain holds. importance: per partner, that chance if the partner surely holds less that
    if it surely fails (Birnbaum 1969). Partners fail independently of each other; that is an assumption.
    """

    chain: float
    importance: tuple[float, ...]


def reliability(holds: Callable[[Members], npt.ArrayLike], chances: npt.ArrayLike) -> Reliability:
    """From the structure holds(up), (states, partners) of bool to (states,) of bool, and each partner's chance to hold.

    Exact over all 2**n states, for at most twenty partners; holds is asked once. For series take `.all(axis=1)` of
    the columns, for parallel `.any(axis=1)`, and combine them.
    """
    chance = np.asarray(chances, dtype=np.float64)
    if chance.ndim != 1 or not 1 <= chance.size <= MOST_PARTNERS or ((chance < 0) | (chance > 1)).any():
        raise ValueError(f"between 1 and {MOST_PARTNERS} chances, each from 0 to 1")
    up = members(all_masks(chance.size), chance.size)
    works = np.asarray(holds(up), dtype=np.bool_)
    if works.shape != (up.shape[0],):
        raise ValueError("holds must give one answer per state")
    weights = np.where(up, chance, 1.0 - chance)
    importance = []
    for place in range(chance.size):
        others = np.delete(weights, place, axis=1).prod(axis=1)
        importance.append(float(np.where(up[:, place], others, -others)[works].sum()))
    return Reliability(float(weights.prod(axis=1)[works].sum()), tuple(importance))
