"""What the pictures of causes are drawn from."""

from dataclasses import dataclass
from typing import Literal

from schakel.draw.simulated.scope import SimulatedScope
from schakel.draw.simulated.span import Span


@dataclass(frozen=True)
class CauseRow:
    """A cause with its share of the total, what it does when nothing else differs (alone), and what would go away if
    only this were undone (repair). is_distinguishable: whether the share differs from zero, all causes counted in."""

    name: str
    share: Span
    alone: Span
    repair: Span
    is_distinguishable: bool


@dataclass(frozen=True)
class CausesData:
    """Causes in the order shown. metric and unit: in words. The shares add up to the total, that is, to what the
    metric differs between actual and reference. is_sampled: shares from a sample of orders."""

    causes: tuple[CauseRow, ...]
    total: Span
    metric: str
    unit: str
    reference: str
    actual: str
    scope: SimulatedScope
    is_sampled: bool = False
    level: float = 0.95  # of the intervals

    def __post_init__(self) -> None:
        found = sum(cause.share.value for cause in self.causes)
        if self.causes and abs(found - self.total.value) > 1e-6 * max(1.0, abs(self.total.value)):
            raise ValueError(f"the shares add up to {found}, and not to the total {self.total.value}")


@dataclass(frozen=True)
class MapCell:
    """What a cause adds to the symptom at a station in a period. is_distinguishable: whether that differs from zero."""

    value: float
    is_distinguishable: bool = True


@dataclass(frozen=True)
class MapRow:
    """A cause and a station, a cell per period. is_own: the cause itself sits at this station."""

    cause: str
    station: str
    cells: tuple[MapCell, ...]
    is_own: bool = False

    @property
    def size(self) -> float:
        """How much there is in it, whatever its signs."""
        return sum(abs(cell.value) for cell in self.cells)


@dataclass(frozen=True)
class CauseMapData:
    """Rows of one cause follow each other. periods: (first week, last week) of each column, rising.

    metric and unit: of the numbers in the cells, in words. worse: whether more of it is worse or better.
    """

    periods: tuple[tuple[int, int], ...]
    rows: tuple[MapRow, ...]
    metric: str
    unit: str
    scope: SimulatedScope
    worse: Literal["more", "less"] = "more"

    def __post_init__(self) -> None:
        if list(self.periods) != sorted(set(self.periods)):
            raise ValueError("periods must rise, each once")
        if any(len(row.cells) != len(self.periods) for row in self.rows):
            raise ValueError(f"give each row a cell for each of {len(self.periods)} periods")
        if len({(row.cause, row.station) for row in self.rows}) != len(self.rows):
            raise ValueError("a cause and station are given twice")

    @property
    def causes(self) -> tuple[str, ...]:
        """Each cause once, in the order given."""
        return tuple(dict.fromkeys(row.cause for row in self.rows))
