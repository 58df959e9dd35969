"""A goal of the chain, in a tree from ambition to figure."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Goal:
    """parent: key of the goal that it serves, "" for a goal of the chain itself. owner: key of a partner.

    figure: name of a figure of `insight/figures`, "" while none measures it; where: its conditions as "key=value".
    low, high: the range aimed at in `unit`; either may be None. by: the day on which that should be so.
    task: the legal task for which the owner accounts by this goal, "" for none; answers_to: keys of partners to whom.
    """

    key: str
    statement: str
    parent: str = ""
    owner: str = ""
    figure: str = ""
    where: tuple[str, ...] = ()
    measure: str = ""
    low: float | None = None
    high: float | None = None
    unit: str = ""
    by: date | None = None
    task: str = ""
    answers_to: tuple[str, ...] = ()
