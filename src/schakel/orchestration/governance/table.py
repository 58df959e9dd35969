"""A table at which a few who can decide sit together."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Member:
    """Somebody at a table, with the mandate. person, hat: keys; hat is that person's own, or "".

    decides: on what this member may decide, "" for no mandate. up_to_euro: None where no amount is named. until: the
    last day of the mandate. consult: keys of partners that must be asked first.
    """

    person: str
    hat: str = ""
    decides: str = ""
    up_to_euro: int | None = None
    until: date | None = None
    consult: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    """stage: the network's own name for where it stands; order: its place among the tables, None when at once.

    goals: keys of the goals it works on.
    """

    key: str
    name: str
    about: str = ""
    stage: str = ""
    order: int | None = None
    goals: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    member: tuple[Member, ...] = ()
