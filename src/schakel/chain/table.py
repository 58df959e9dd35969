"""A figure's value: named columns, each with its role and unit, and the passport of how it was made."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from schakel.chain.passport import Passport

Value = str | int | float | bool | date | datetime | None
Role = Literal["dimension", "measure", "residents", "contributors"]


@dataclass(frozen=True)
class Column:
    """A column of a table. unit: "", "cases", "steps", "residents", "us", "share", "cents", "month", ..."""

    name: str
    role: Role
    unit: str = ""


@dataclass(frozen=True)
class Table:
    """Rows of one figure. Every row tells on how many distinct residents it rests: the gate looks at that."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    passport: Passport

    def __post_init__(self) -> None:
        wrong = [row for row in self.rows if len(row) != len(self.columns)]
        if wrong:
            raise ValueError(f"{self.name}: row of {len(wrong[0])} values for {len(self.columns)} columns")

    def index(self, name: str) -> int:
        """Place of a column; KeyError names the columns there are."""
        for place, column in enumerate(self.columns):
            if column.name == name:
                return place
        raise KeyError(f"{self.name} has no column {name}; it has {[c.name for c in self.columns]}")

    def column(self, name: str) -> tuple[Value, ...]:
        """All values of one column."""
        place = self.index(name)
        return tuple(row[place] for row in self.rows)

    def records(self) -> Iterator[dict[str, Value]]:
        """Rows as dictionaries, for a notebook or a renderer."""
        names = [column.name for column in self.columns]
        for row in self.rows:
            yield dict(zip(names, row, strict=True))
