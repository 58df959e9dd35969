"""What a tornado is drawn from: an outcome at the lowest and the highest value of each assumed number."""

from dataclasses import dataclass

from schakel.draw.simulated.scope import SimulatedScope
from schakel.draw.simulated.span import Span


@dataclass(frozen=True)
class TornadoRow:
    """label, limits, verdict: in words. at_low, at_high: the outcome there; means: along the whole range, both ends
    among them. is_solid: whether the number matters, beyond chance."""

    label: str
    limits: str
    at_low: Span
    at_high: Span
    means: tuple[float, ...]
    verdict: str
    is_solid: bool


@dataclass(frozen=True)
class TornadoData:
    """Rows in the order shown. base: the outcome as assumed. metric and unit: in words. difference: between which two
    scenarios, "" where the outcome is that of one. level: of the intervals."""

    rows: tuple[TornadoRow, ...]
    base: float
    metric: str
    unit: str
    scope: SimulatedScope
    difference: str = ""
    level: float = 0.95
