"""What the gate let through of one table, as its reader can reckon with it: whose rows, and between which numbers."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal


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


def passed_view(document: Mapping[str, Any]) -> PassedView:
    """The view that `dataclasses.asdict` made a document of, after it was JSON."""
    tables = tuple(_passed(one) for one in document["tables"])
    return PassedView(**{**document, "whole": _pair(document["whole"]), "tables": tables})


def _passed(told: Mapping[str, Any]) -> Passed:
    whose, rest = told["whose"], told["rest"]
    lists = ("columns", "values", "apart")
    return Passed(
        **{
            **told,
            "whose": Whose(**{**whose, **{name: tuple(whose[name]) for name in lists}}) if whose else None,
            "rows": tuple(ToldRow(tuple(row["key"]), row["low"], row["high"]) for row in told["rows"]),
            "rest": _pair(rest) if rest else None,
        }
    )


def _pair(told: tuple[int, int]) -> tuple[int, int]:
    low, high = told
    return low, high
