"""A step in the chain, as the network explains it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Activity:
    """name: as in the log; also: other names for it there. partners: keys of those who do it. means: in plain words.

    resident_does: what the resident does at this step.
    """

    key: str
    name: str
    means: str = ""
    resident_does: str = ""
    partners: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
