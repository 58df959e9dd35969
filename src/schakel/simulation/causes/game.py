"""What each coalition of causes or partners is worth: every outcome that an attribution needs, evaluated once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from schakel.simulation.experiment.estimate import Array

Masks = npt.NDArray[np.int64]
Members = npt.NDArray[np.bool_]
MOST_PLAYERS = 62


@dataclass(frozen=True, eq=False)
class Game:
    """players: names; player i is bit i of a mask. rows: {mask: row of worth}.

    worth: (coalitions, replications, ...cells), so that memory is coalitions x replications x cells x 8 bytes.
    """

    players: tuple[str, ...]
    rows: dict[int, int]
    worth: Array

    @property
    def everyone(self) -> int:
        """The mask of all players."""
        return (1 << len(self.players)) - 1

    def at(self, mask: int) -> Array:
        """Worth of one coalition: (replications, ...cells)."""
        return np.asarray(self.worth[self.rows[mask]])

    def of(self, masks: Sequence[int] | Masks) -> Array:
        """Worth of several coalitions, in the order given."""
        return self.worth[[self.rows[int(mask)] for mask in masks]]

    @property
    def rounding(self) -> float:
        """What a sum of these worths may be off by; a mean below it is nothing but rounding."""
        return float(np.abs(self.worth).max(initial=0.0)) * 1e-12


def all_masks(n: int) -> Masks:
    """Every coalition of n players."""
    return np.arange(1 << n, dtype=np.int64)


def members(masks: Masks, n: int) -> Members:
    """(coalitions, players): who is in."""
    return ((masks[:, None] >> np.arange(n)) & 1).astype(np.bool_)


def play(players: Sequence[str], masks: Masks, worth: Callable[[Members], npt.ArrayLike]) -> Game:
    """The game on these coalitions; worth(members) is asked once, for each different coalition once.

    It gives (coalitions, replications, ...cells), or (coalitions,) where nothing is drawn by chance.
    """
    if not 1 <= len(players) <= MOST_PLAYERS or len(set(players)) != len(players):
        raise ValueError(f"between 1 and {MOST_PLAYERS} different names")
    asked = np.unique(masks)
    found = np.asarray(worth(members(asked, len(players))), dtype=np.float64)
    if found.ndim > 1 and found.shape[1] < 2:
        raise ValueError("at least two replications, or none at all")
    found = found[:, None] if found.ndim == 1 else found
    if found.shape[0] != asked.size or not np.isfinite(found).all():
        raise ValueError("worth must give one finite outcome per coalition")
    return Game(tuple(players), {int(mask): row for row, mask in enumerate(asked)}, found)
