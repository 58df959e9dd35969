"""Logarithm and exponential from additions, multiplications and exact steps on bits only.

Every machine gives the same bits, which a mathematical library does not promise. Errors stay below 1e-13, relative.
"""

import math
from decimal import Context, Decimal

import numpy as np

from schakel.simulation.kernel.compiled import inner, small

LN2 = 0.6931471805599453
INTERVALS, INTERVAL_BITS, FRACTION_BITS = 128, 7, 52
# mantissas lie from 0.6895 to twice that, so that 1 is in the middle of an interval
BELOW = np.int64(0x3FE6100000000000)
PER_LN2 = 1.4426950408889634
F2, F3, F4, F5, F6, F7, F8, F9, F10, F11, F12, F13 = (1.0 / math.factorial(k) for k in range(2, 14))


def _middles() -> tuple[np.ndarray, np.ndarray]:
    """Per interval 1/c of a number c in its middle (1 where 1 is), and -ln of that, exact but for the last bit."""
    bits = BELOW + (np.arange(INTERVALS, dtype=np.int64) << (FRACTION_BITS - INTERVAL_BITS))
    low = bits.view(np.float64)
    high = (bits + (1 << (FRACTION_BITS - INTERVAL_BITS))).view(np.float64)
    inverse = np.where((low <= 1.0) & (high > 1.0), 1.0, 2.0 / (low + high))
    return inverse, np.array([float(-Decimal(float(x)).ln(Context(prec=40))) for x in inverse])


INVERSE, LOG_OF = _middles()
SHIFT, INDEX_SHIFT, MASK = np.int64(FRACTION_BITS), np.int64(FRACTION_BITS - INTERVAL_BITS), np.int64(INTERVALS - 1)


@small
def log(x: float) -> float:
    """Natural logarithm of a normal x > 0: x = 2^e m, ln x = e ln 2 + ln c + ln(1 + r), r = m / c - 1."""
    bits = np.float64(x).view(np.int64)
    above = bits - BELOW
    exponent = above >> SHIFT
    interval = (above >> INDEX_SHIFT) & MASK
    m = np.int64(bits - (exponent << SHIFT)).view(np.float64)
    r = m * INVERSE[interval] - 1.0
    z = r * r  # |r| < 0.012: the first term left out is below 1e-15, relative
    tail = (1.0 / 3.0 - r * 0.25) + z * ((0.2 - r * (1.0 / 6.0)) + z * (1.0 / 7.0))
    return (exponent * LN2 + LOG_OF[interval]) + (r + z * (r * tail - 0.5))


@inner
def exp(x: float) -> float:
    """e to the power x: 2^n times the Taylor series of the rest; 0 below -700 and capped above 700."""
    if x < -700.0:
        return 0.0
    if x > 700.0:
        x = 700.0
    n = np.int64(np.floor(x * PER_LN2 + 0.5))
    r = x - n * LN2  # on [-ln2/2, ln2/2]: 0.347^14 / 14! is below 1e-17
    z = r * r
    low = (1.0 + r) + z * ((F2 + r * F3) + z * (F4 + r * F5))
    high = (F6 + r * F7) + z * ((F8 + r * F9) + z * ((F10 + r * F11) + z * (F12 + r * F13)))
    return (low + z * z * z * high) * np.int64((n + 1023) << SHIFT).view(np.float64)
