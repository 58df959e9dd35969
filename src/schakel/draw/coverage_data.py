"""What the picture of deliveries is drawn from."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from schakel.draw.picture import Scope

DELIVERED, PARTLY, NOT = "d", "p", "n"
MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")


@dataclass(frozen=True)
class CoverageRow:
    """A partner. letters: one per month, d delivered, p partly, n not.

    provisional: months that still fill up, each with the share (0..1) of its final number that is usually still to
    come, None if unknown. Of a month that was not delivered it says nothing.
    """

    partner: str
    letters: str
    provisional: Mapping[str, float | None] = field(default_factory=dict)

    def filling(self, place: int, month: str) -> bool:
        """Whether there is something of this month, and more to come."""
        return self.letters[place] != NOT and month in self.provisional


@dataclass(frozen=True)
class CoverageData:
    """Partners in the order shown. months: "2024-01", rising. closed_until: the last closed month, "" if none is.

    as_of: day of the last delivery, None if not to be told. unnamed: partners left out because they may not be named.
    scope: its `unseen` are said to be so, as is every partner without a month.
    """

    months: tuple[str, ...]
    rows: tuple[CoverageRow, ...]
    closed_until: str = ""
    as_of: date | None = None
    unnamed: int = 0
    scope: Scope = field(default_factory=Scope)

    def __post_init__(self) -> None:
        named = {month for row in self.rows for month in row.provisional}
        for month in (*self.months, *named, *filter(None, [self.closed_until])):
            if not MONTH.fullmatch(month):
                raise ValueError(f"month {month!r}: write it as 2024-01")
        if list(self.months) != sorted(set(self.months)):
            raise ValueError("months must rise, each once")
        for row in self.rows:
            if len(row.letters) != len(self.months) or set(row.letters) - {DELIVERED, PARTLY, NOT}:
                raise ValueError(f"{row.partner}: give each of the {len(self.months)} months one of d, p and n")

    def is_unseen(self, row: CoverageRow) -> bool:
        """Whether the partner delivers nothing at all."""
        return row.partner in self.scope.unseen or not set(row.letters) - {NOT}

    @property
    def closed(self) -> int:
        """How many of the months are closed; they come first."""
        return sum(month <= self.closed_until for month in self.months) if self.closed_until else 0

    @property
    def is_provisional(self) -> bool:
        """Whether any month still fills up."""
        return any(row.filling(place, month) for row in self.rows for place, month in enumerate(self.months))
