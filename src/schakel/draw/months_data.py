"""What the picture of inflow, outflow and stock is drawn from."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from schakel.draw.picture import Scope

KINDS = ("inflow", "outflow", "stock")


@dataclass(frozen=True)
class Published:
    """The figures of a closed month as they were published; None where nothing is to be set beside today's figure."""

    inflow: int | None = None
    outflow: int | None = None
    stock: int | None = None


@dataclass(frozen=True)
class Month:
    """One month. month: "2024-01". None where the gate gave nothing: the line then has a gap.

    is_filling: deliveries of it still come in; to_come: the share (0..1) of its final number that is usually still to
    come, None if unknown. published: its figures at closing, where later ones may differ.
    """

    month: str
    inflow: int | None
    outflow: int | None
    stock: int | None
    is_filling: bool = False
    to_come: float | None = None
    published: Published | None = None

    @property
    def first_day(self) -> str:
        """An ISO day."""
        return f"{self.month[:7]}-01"

    def value(self, kind: str) -> int | None:
        """The figure of a kind, one of KINDS."""
        return {"inflow": self.inflow, "outflow": self.outflow, "stock": self.stock}[kind]

    def at_closing(self, kind: str) -> int | None:
        """The published figure of a kind, one of KINDS."""
        known = self.published or Published()
        return {"inflow": known.inflow, "outflow": known.outflow, "stock": known.stock}[kind]


@dataclass(frozen=True)
class MonthsData:
    """Months in order. closed_until: the last closed month, "" if none is."""

    months: tuple[Month, ...]
    scope: Scope = field(default_factory=Scope)
    closed_until: str = ""

    @property
    def filling(self) -> tuple[Month, ...]:
        """Months that still fill up."""
        return tuple(month for month in self.months if month.is_filling)

    @property
    def closed(self) -> tuple[Month, ...]:
        """Months that are closed."""
        return tuple(month for month in self.months if month.month <= self.closed_until)

    def corrections(self) -> Iterator[tuple[Month, str, int, int]]:
        """Month, kind, figure of today and published figure, where the two differ."""
        for month in self.months:
            for kind in KINDS:
                now, then = month.value(kind), month.at_closing(kind)
                if now is not None and then is not None and now != then:
                    yield month, kind, now, then
