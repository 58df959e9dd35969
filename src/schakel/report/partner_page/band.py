"""The band of the others: from the tenth to the ninetieth of every hundred, or why there is none."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

LEAST_OTHERS = 3
LOW, HIGH = 0.1, 0.9
Place = Literal["within", "below", "above", "alone"]


@dataclass(frozen=True)
class Value:
    """One partner's value and the distinct residents on whom it rests."""

    partner: str
    value: float
    residents: int


@dataclass(frozen=True)
class Band:
    """low, high: None when fewer than LEAST_OTHERS others rest on enough residents. others: how many do."""

    low: float | None
    high: float | None
    others: int

    def place(self, own: float) -> Place:
        """Where a value lies; on the edge is within."""
        if self.low is None or self.high is None:
            return "alone"
        return "below" if own < self.low else "above" if own > self.high else "within"


def band_of(values: Iterable[Value], partner: str, threshold: int) -> Band:
    """The band of all partners but this one; each must rest on at least `threshold` residents."""
    others = sorted(one.value for one in values if one.partner != partner and one.residents >= threshold)
    if len(others) < LEAST_OTHERS:
        return Band(None, None, len(others))
    return Band(quantile(others, LOW), quantile(others, HIGH), len(others))


def quantile(ordered: Sequence[float], share: float) -> float:
    """The value below which this share lies, between neighbours by their distance (type 7, as QUANTILE_CONT)."""
    at = share * (len(ordered) - 1)
    below = int(at)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (at - below)
