"""A source as it lies in the connection before it is shaped: its own columns, nothing interpreted yet."""

from dataclasses import dataclass
from typing import Literal

from schakel.chain.problem import Notice
from schakel.data.readers.kind import FileKind
from schakel.data.readers.name import clean as clean

ColumnType = Literal["text", "number", "date", "instant", "zoned", "other"]


@dataclass(frozen=True)
class RawColumn:
    """A column of a source. name: as the user knows it; sql: as the relation calls it, ready for SQL.

    type: text; number; date; instant is a time without zone; zoned is a point in time; other is refused when used.
    """

    name: str
    sql: str
    type: ColumnType = "text"
    declared: str = ""


@dataclass(frozen=True)
class Raw:
    """relation: name of the table or view; row: SQL of the row number as the user counts; rows: how many.

    is_table: its rows are held, so reading them twice costs little.
    """

    kind: FileKind
    file: str
    relation: str
    columns: tuple[RawColumn, ...]
    rows: int
    row: str = "row"
    is_table: bool = True
    notices: tuple[Notice, ...] = ()

    @property
    def header(self) -> tuple[str, ...]:
        """The user's column names."""
        return tuple(column.name for column in self.columns)

    def column(self, name: str) -> RawColumn | None:
        """A column by the user's name."""
        return next((column for column in self.columns if column.name == name), None)
