"""A promise between partners."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Agreement:
    """parties: keys of partners, two or more. room: what is left to professionals. steering: "formal" or "informal".

    until: its last day, None for no end. figure, where: as of a goal. goal: key of the goal that it serves.
    """

    key: str
    name: str
    promise: str
    parties: tuple[str, ...] = ()
    steering: str = "informal"
    since: date | None = None
    until: date | None = None
    room: str = ""
    goal: str = ""
    figure: str = ""
    where: tuple[str, ...] = ()
