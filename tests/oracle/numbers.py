"""Quantiles and Kaplan-Meier by the book, in exact fractions."""

from collections.abc import Iterable, Sequence
from fractions import Fraction


def quantile(values: Iterable[int], share: Fraction) -> float | None:
    """Linear interpolation between order statistics (type 7); None of nothing."""
    ordered = sorted(values)
    if not ordered:
        return None
    place = (len(ordered) - 1) * share
    low = place.numerator // place.denominator
    high = min(low + 1, len(ordered) - 1)
    return float(ordered[low] + (place - low) * (ordered[high] - ordered[low]))


def three(values: Iterable[int]) -> list[float | None]:
    """The 10th, 50th and 90th percentile."""
    found = list(values)
    return [quantile(found, Fraction(part, 10)) for part in (1, 5, 9)]


def mean(values: Sequence[int]) -> float | None:
    """None of nothing."""
    return float(Fraction(sum(values), len(values))) if values else None


def kaplan_meier_median(times: Sequence[tuple[int, bool]]) -> int | None:
    """First time at which the share that still runs is at most a half. times: (time, whether it was the end)."""
    share = Fraction(1)
    for time in sorted({time for time, _ in times}):
        at_risk = sum(1 for other, _ in times if other >= time)
        ends = sum(1 for other, ended in times if other == time and ended)
        share *= 1 - Fraction(ends, at_risk)
        if share <= Fraction(1, 2):
            return time
    return None
