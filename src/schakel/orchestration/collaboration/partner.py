"""An organisation of the network."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Partner:
    """name: as in the log. also: other names under which it is in a log.

    line: 0 (before any help), 1, 2 or 3; None if that does not fit. municipalities: empty for all. delivers: whether it
    shares events; one that does not is "not seen", never inactive.
    """

    key: str
    name: str
    function: str = ""
    line: int | None = None
    municipalities: tuple[str, ...] = ()
    delivers: bool = True
    also: tuple[str, ...] = ()
