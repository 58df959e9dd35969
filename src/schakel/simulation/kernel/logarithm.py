"""Logarithm and exponential from additions, multiplications and divisions only.

Every machine gives the same bits, which a mathematical library does not promise. Errors stay below 1e-13, relative.
"""

import math

from numba import njit

LN2 = 0.6931471805599453
SQRT_HALF = 0.7071067811865476
SERIES = 12  # terms of atanh: 0.1716^(2*12) / 25 is below 1e-19
TAYLOR = 14  # terms of exp on [-ln2/2, ln2/2]: 0.347^15 / 15! is below 1e-18


@njit(cache=True)
def log(x: float) -> float:
    """Natural logarithm of x > 0: ln(m) + e ln 2, ln(m) = 2 atanh((m - 1) / (m + 1)), m in [sqrt(1/2), sqrt 2)."""
    mantissa, exponent = math.frexp(x)
    if mantissa < SQRT_HALF:
        mantissa *= 2.0
        exponent -= 1
    s = (mantissa - 1.0) / (mantissa + 1.0)
    z = s * s
    total = 0.0
    for k in range(SERIES, -1, -1):
        total = total * z + 1.0 / (2 * k + 1)
    return 2.0 * s * total + exponent * LN2


@njit(cache=True)
def exp(x: float) -> float:
    """e to the power x: 2^n times the Taylor series of the rest; 0 below -700 and capped above 700."""
    if x < -700.0:
        return 0.0
    if x > 700.0:
        x = 700.0
    n = math.floor(x / LN2 + 0.5)
    r = x - n * LN2
    total = 1.0
    for k in range(TAYLOR, 0, -1):
        total = total * r / k + 1.0
    return math.ldexp(total, n)
