"""A hat: in which capacity a person acts toward a counterpart."""

from dataclasses import dataclass
from datetime import date

ALL = "*"  # every other partner


@dataclass(frozen=True)
class Hat:
    """person, organisation: keys. toward: key of the partner opposite, or ALL. about: on what, "" for everything.

    capacity: one of the options in inputs.toml. said_in_meetings: whether the person says each time which hat is on.
    """

    key: str
    person: str
    organisation: str
    capacity: str
    toward: str
    about: str = ""
    said_in_meetings: bool = False
    since: date | None = None
    until: date | None = None
