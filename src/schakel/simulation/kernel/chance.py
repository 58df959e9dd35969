"""Random numbers by counter: each is named by (seed, client, purpose, visit), not by who drew before.

So one change in a scenario never shifts the luck of another client, and a paused run goes on as if it had not paused.
Mixing is that of splitmix64 (Steele, Lea and Flood 2014), twice.
"""

import math

import numpy as np

from schakel.simulation.kernel.compiled import inner, small
from schakel.simulation.kernel.logarithm import log

U = np.uint64
GOLDEN = U(0x9E3779B97F4A7C15)
FIRST = U(0xBF58476D1CE4E5B9)
SECOND = U(0x94D049BB133111EB)
S30, S27, S31, S12, S8 = U(30), U(27), U(31), U(12), U(8)
STEP = 2.0**-52
HALF = 2.0**-53


@small
def mix(x: np.uint64) -> np.uint64:
    """64 bits of which each depends on all of x."""
    x = (x ^ (x >> S30)) * FIRST
    x = (x ^ (x >> S27)) * SECOND
    return x ^ (x >> S31)


@small
def root(seed: int, key: int) -> np.uint64:
    """Where the numbers of one client begin."""
    return mix(mix(U(seed) + GOLDEN) + GOLDEN * U(key))


@small
def unit(start: np.uint64, purpose: int, visit: int) -> float:
    """A number in (0, 1), both ends left out: 2^52 values, each of them exact. purpose: 0 to 255."""
    bits = mix(U(start) + GOLDEN * ((U(visit) << S8) | U(purpose)))
    return float(np.int64(bits >> S12)) * STEP + HALF


@small
def exponential(start: np.uint64, purpose: int, visit: int) -> float:
    """Mean 1."""
    return -log(unit(start, purpose, visit))


# Rational approximation of the normal quantile, Wichura 1988 (AS 241), algorithm PPND7: relative error about 1e-7.
NEAR = (3.3871327179, 50.434271938, 159.29113202, 59.109374720)
NEAR_BELOW = (1.0, 17.895169469, 78.757757664, 67.187563600)
MIDDLE = (1.4234372777, 2.7568153900, 1.3067284816, 0.17023821103)
MIDDLE_BELOW = (1.0, 0.73700164250, 0.12021132975)
FAR = (6.6579051150, 3.0812263860, 0.42868294337, 0.017337203997)
FAR_BELOW = (1.0, 0.24197894225, 0.012258202635)


@inner
def _cubic(a: tuple[float, float, float, float], x: float) -> float:
    return ((a[3] * x + a[2]) * x + a[1]) * x + a[0]


@inner
def _square(a: tuple[float, float, float], x: float) -> float:
    return (a[2] * x + a[1]) * x + a[0]


@inner
def normal(start: np.uint64, purpose: int, visit: int) -> float:
    """Mean 0, spread 1."""
    p = unit(start, purpose, visit)
    q = p - 0.5
    if abs(q) <= 0.425:
        r = 0.180625 - q * q
        return q * _cubic(NEAR, r) / _cubic(NEAR_BELOW, r)
    r = math.sqrt(-log(p if q < 0 else 1.0 - p))
    if r <= 5.0:
        found = _cubic(MIDDLE, r - 1.6) / _square(MIDDLE_BELOW, r - 1.6)
    else:
        found = _cubic(FAR, r - 5.0) / _square(FAR_BELOW, r - 5.0)
    return -found if q < 0 else found


@inner
def place(shares: np.ndarray, u: float) -> int:
    """Index drawn by cumulative shares; the last takes what is left."""
    for i in range(shares.shape[0] - 1):
        if u < shares[i]:
            return i
    return shares.shape[0] - 1
