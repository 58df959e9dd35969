"""Intervals and chances in closed form: no drawing, so equal data give equal bytes."""

import math
from statistics import NormalDist

Interval = tuple[float, float]


def student_quantile(chance: float, freedom: int) -> float:
    """Quantile of Student's t by expansion (Abramowitz and Stegun 26.7.5): 1e-3 from 6 degrees of freedom on."""
    z = NormalDist().inv_cdf(chance)
    first = (z**3 + z) / 4
    second = (5 * z**5 + 16 * z**3 + 3 * z) / 96
    third = (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384
    return z + first / freedom + second / freedom**2 + third / freedom**3


def mean_interval(total: float, squares: float, n: int, share: float) -> Interval | None:
    """Interval of a mean over n independent persons from their sum and sum of squares; None below two persons.

    A person's waits are added before, so waits of one person may hang together as they like.
    """
    if n < 2:
        return None
    mean = total / n
    variance = max(0.0, (squares - total * mean) / (n - 1))
    half = student_quantile(0.5 + share / 2, n - 1) * math.sqrt(variance / n)
    return max(0.0, mean - half), mean + half


def wilson(hits: int, n: int, share: float) -> Interval:
    """Wilson's score interval of a share."""
    z = NormalDist().inv_cdf(0.5 + share / 2)
    centre = (hits + z * z / 2) / (n + z * z)
    half = z / (n + z * z) * math.sqrt(hits * (n - hits) / n + z * z / 4)
    return max(0.0, centre - half), min(1.0, centre + half)


def log_chance_of_share(found: float, expected: float, n: float) -> float:
    """Natural logarithm of an upper bound (Chernoff) of the chance of at least this share in n draws; 0 if expected."""
    if found <= expected:
        return 0.0
    if expected <= 0:
        return -math.inf
    gain = found * math.log(found / expected)
    if found < 1:
        gain += (1 - found) * math.log((1 - found) / (1 - expected))
    return -n * gain


def log_chance_of_rise(before: float, after: float) -> float:
    """Natural logarithm of the one-sided chance that two Poisson counts of one mean differ so much (normal, on roots).

    Square roots make the spread of a count nearly 1/2 whatever its mean (Anscombe), so that small counts are not
    taken for growth too soon.
    """
    if after <= before:
        return 0.0
    z = (math.sqrt(after + 0.375) - math.sqrt(before + 0.375)) * math.sqrt(2)
    chance = 0.5 * math.erfc(z / math.sqrt(2))
    return math.log(chance) if chance > 0 else -math.inf
