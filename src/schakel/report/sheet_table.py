"""A table of a workbook: values that can be reckoned with, each column of one kind."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

Kind = Literal["text", "count", "days", "weeks", "share", "day"]
Cell = str | int | float | date | None
WIDTHS: dict[Kind, float] = {"text": 34, "count": 14, "days": 16, "weeks": 16, "share": 14, "day": 14}


@dataclass(frozen=True)
class SheetTable:
    """Released values. id: a key of `[sheet]` in texts; columns: key of a heading and kind; origins: passport ids.

    A count is a whole number, days and weeks have decimals, a share is 0..1, a day is a date. None: not told.
    """

    id: str
    columns: tuple[tuple[str, Kind], ...]
    rows: tuple[tuple[Cell, ...], ...]
    origins: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError(f"{self.id}: a row does not have {len(self.columns)} values")
