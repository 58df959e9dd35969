"""Draws of the registration, by counter: each is named by what it is for and whom, and shifts no other.

Mixing is that of splitmix64 (Steele, Lea and Flood 2014); the same on every machine.
"""

import numpy as np

HALF_ULP = 2.0**-53
_U = np.uint64
_GOLDEN = _U(0x9E3779B97F4A7C15)


def units(seed: int, purpose: int, keys: np.ndarray) -> np.ndarray:
    """A number in [0, 1) for each key, float64. keys: whole numbers."""
    with np.errstate(over="ignore"):
        start = _mixed(np.array([seed, purpose], np.uint64))
        bits = _mixed(_mixed(keys.astype(np.uint64) + start[0]) + start[1])
    found: np.ndarray = (bits >> _U(11)).astype(np.float64) * HALF_ULP
    return found


def _mixed(x: np.ndarray) -> np.ndarray:
    x = x + _GOLDEN
    x = (x ^ (x >> _U(30))) * _U(0xBF58476D1CE4E5B9)
    x = (x ^ (x >> _U(27))) * _U(0x94D049BB133111EB)
    found: np.ndarray = x ^ (x >> _U(31))
    return found
