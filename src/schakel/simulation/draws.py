"""Random draws that are the same on every machine and with every version of numpy.

Only the raw stream of PCG64 is used, which numpy promises to keep; what follows is addition, multiplication and
division, so that no library's logarithm can make a difference. Each resident has a stream of their own: changing
what one does never shifts another.
"""

from collections.abc import Sequence

import numpy as np

_BLOCK = 64
_HALF_ULP = 2.0**-53
_AT = (0.0, 0.1, 0.5, 0.9, 1.0)


class Draws:
    """A stream of draws, named by whole numbers (seed, what it is for, which one)."""

    def __init__(self, *name: int) -> None:
        self._bits = np.random.PCG64(np.random.SeedSequence(name))
        self._left: list[float] = []

    def unit(self) -> float:
        """A number in [0, 1)."""
        if not self._left:
            raw = self._bits.random_raw(_BLOCK)
            self._left = [(int(value) >> 11) * _HALF_ULP for value in reversed(raw.tolist())]
        return self._left.pop()

    def chance(self, share: float) -> bool:
        """True in this share of draws."""
        return self.unit() < share

    def place(self, shares: Sequence[float]) -> int:
        """Index drawn by shares, which add up to about one; the last takes what is left."""
        left = self.unit()
        for place, share in enumerate(shares[:-1]):
            left -= share
            if left < 0:
                return place
        return len(shares) - 1

    def whole(self, quantiles: Sequence[float]) -> int:
        """A whole number from a piecewise linear distribution given by its 0, 10, 50, 90 and 100 % points."""
        unit = self.unit()
        for place in range(1, len(_AT)):
            if unit < _AT[place]:
                share = (unit - _AT[place - 1]) / (_AT[place] - _AT[place - 1])
                low, high = quantiles[place - 1], quantiles[place]
                return int(low + share * (high - low) + 0.5)
        return int(quantiles[-1])
