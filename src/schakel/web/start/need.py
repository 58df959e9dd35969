"""Where each need is served: `needs.toml` names, per need, the screens and commands; the rest is not there yet."""

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from schakel.web.access.door import door
from schakel.web.access.models import Hat


@dataclass(frozen=True)
class Need:
    """n: its number in our list of needs ("13a"). screens: URL names. commands: of `schakel`."""

    n: str
    screens: tuple[str, ...] = ()
    commands: tuple[str, ...] = ()


@dataclass(frozen=True)
class Served:
    """A need as shown to one hat: doors it may open (URL name, address), and commands."""

    n: str
    doors: tuple[tuple[str, str], ...]
    commands: tuple[str, ...]


@lru_cache(maxsize=1)
def needs() -> tuple[Need, ...]:
    """Every need that is served, in the order of the list."""
    document = tomllib.loads((files(__package__) / "needs.toml").read_text(encoding="utf-8"))
    return tuple(
        Need(str(row["n"]), tuple(row.get("screens", ())), tuple(row.get("commands", ()))) for row in document["need"]
    )


def where_needs(hat: Hat) -> list[Served]:
    """The needs with the doors that this hat may open."""
    found = []
    for need in needs():
        doors = tuple((name, address) for name in need.screens if (address := door(name, hat)))
        found.append(Served(need.n, doors, need.commands))
    return found
