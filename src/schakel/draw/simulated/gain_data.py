"""What gains by row are drawn from: of repairs, or of partners."""

from dataclasses import dataclass
from typing import Literal

from schakel.draw.simulated.scope import SimulatedScope
from schakel.draw.simulated.span import Span

Of = Literal["repair", "partner"]


@dataclass(frozen=True)
class GainRow:
    """label, verdict: in words. gain: None where it cannot be judged. beside: a second value without an interval, None
    where there is none. is_solid: whether the gain differs from zero."""

    label: str
    gain: Span | None
    verdict: str
    is_solid: bool
    beside: float | None = None


@dataclass(frozen=True)
class GainData:
    """Rows in the order shown. of: whose gains. metric and unit: in words."""

    rows: tuple[GainRow, ...]
    of: Of
    metric: str
    unit: str
    scope: SimulatedScope
