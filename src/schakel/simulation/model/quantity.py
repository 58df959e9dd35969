"""A number of the model, with the range in which it may lie and where it comes from."""

from dataclasses import dataclass
from typing import Literal

SourceOf = Literal["given", "data", "assumed"]


@dataclass(frozen=True)
class Quantity:
    """value with low <= value <= high. source: given by a person, fitted on data, or assumed."""

    value: float
    low: float
    high: float
    source: SourceOf = "given"

    @property
    def is_certain(self) -> bool:
        """Whether no range was told."""
        return self.low == self.high


def given(value: float) -> Quantity:
    """A number without a range."""
    return Quantity(float(value), float(value), float(value))


def assumed(value: float, low: float, high: float) -> Quantity:
    """A number that nobody measured."""
    return Quantity(float(value), float(low), float(high), "assumed")


def fitted(value: float, low: float, high: float) -> Quantity:
    """A number estimated from a snapshot, with its interval."""
    return Quantity(float(value), float(low), float(high), "data")
