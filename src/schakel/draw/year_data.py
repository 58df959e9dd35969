"""What the picture of the days of the year is drawn from."""

from dataclasses import dataclass, field
from datetime import date

from schakel.draw.picture import Scope

LEAP = 2024  # any year with a 29 February
DAYS = 366
KINDS = ("starts", "ends")


@dataclass(frozen=True)
class YearDay:
    """day: "12-31", of all years together. starts and ends: None where the gate gave nothing."""

    day: str
    starts: int | None
    ends: int | None

    @property
    def place(self) -> int:
        """0 for 1 January to 365 for 31 December; ValueError when there is no such day."""
        return (date.fromisoformat(f"{LEAP}-{self.day}") - date(LEAP, 1, 1)).days

    def value(self, kind: str) -> int | None:
        """Of starts or ends."""
        return self.starts if kind == "starts" else self.ends


@dataclass(frozen=True)
class YearData:
    """Days in any order, each at most once; a day that is not given has none.

    administrative: days ("12-31") that are named, because contracts and registers turn over on them. all_starts and
    all_ends: what shares are parts of, None for the sum of what is given.
    """

    days: tuple[YearDay, ...]
    administrative: tuple[str, ...] = ("01-01", "12-31")
    all_starts: int | None = None
    all_ends: int | None = None
    scope: Scope = field(default_factory=Scope)

    def __post_init__(self) -> None:
        if len({day.place for day in self.days}) != len(self.days):
            raise ValueError("a day of the year is given twice")

    @property
    def named(self) -> tuple[YearDay, ...]:
        """The administrative days, through the year; without a number where none is given."""
        known = {day.day: day for day in self.days}
        return tuple(known.get(day, YearDay(day, 0, 0)) for day in sorted(set(self.administrative)))

    def total(self, kind: str) -> int:
        """All starts or all ends."""
        given = self.all_starts if kind == "starts" else self.all_ends
        return sum(day.value(kind) or 0 for day in self.days) if given is None else given

    def share(self, day: YearDay, kind: str) -> float | None:
        """The part of all starts or ends that falls on a day, None where unknown."""
        value, total = day.value(kind), self.total(kind)
        return None if value is None or not total else value / total
