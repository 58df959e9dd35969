"""What the gate let through of one table, as its reader can reckon with it: whose rows, and between which numbers."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Whose:
    """How the residents behind each row are found again among the steps or cases of a log.

    columns: expressions of SQL whose values are the key of a row; condition: which steps or cases count, with `?` for
    each of values; all text is ours. adds_up: each resident of the log is in one row and in no other, so that the rows
    are parts of the whole. apart: sources whose steps bear the source's name, as of `LogView`. together: several
    residents may stand behind one case or step (a household is followed), so that a count of those is no limit.
    """

    relation: Literal["steps", "cases"]
    columns: tuple[str, ...]
    condition: str = "TRUE"
    values: tuple[str, ...] = ()
    adds_up: bool = False
    apart: tuple[str, ...] = ()
    together: bool = False


@dataclass(frozen=True)
class ToldRow:
    """A row that is shown: a reader knows that from low to high residents stand behind it, both inclusive."""

    key: tuple[str, ...]
    low: int
    high: int


@dataclass(frozen=True)
class PassedView:
    """All that one view of one selection let through. whole: between which numbers a reader places its residents.

    selection: as `selections.text_of`; follow, names: as of `LogView`.
    """

    selection: str
    whole: tuple[int, int]
    tables: tuple["Passed", ...]
    follow: Literal["case", "household"] = "case"
    names: Literal["today", "then"] = "today"


@dataclass(frozen=True)
class Passed:
    """What the gate let through of one table. hidden: rows that were merged or dropped; empty: nothing was sayable.

    whose: None where the rows are not told apart by whose they are. rest: what a reader knows of all hidden rows
    together, if that is told.
    """

    name: str
    shown: int
    hidden: int
    passport_id: str
    empty: bool = False
    whose: Whose | None = None
    rows: tuple[ToldRow, ...] = ()
    rest: tuple[int, int] | None = None
