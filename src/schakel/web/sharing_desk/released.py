"""What stands in the release register, for people: per publication how much was hidden, and cell by cell why."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isinf

from schakel.sharing.audit import intervals
from schakel.sharing.cube import Key
from schakel.sharing.register import Register
from schakel.sharing.release import Release
from schakel.sharing.selections import NAME
from schakel.sharing.transitions import ALL, END, START
from schakel.texts import say
from schakel.web.sharing_desk.judging import OURS
from schakel.web.sharing_desk.models import Publication
from schakel.web.sharing_desk.release_register import name_of

TEXTS = "sharing_desk.register"
TABLES: tuple[str, ...] = ("activities", "ends", "edges", "handovers", "inflow", "out_of_sight", "outflow", "partners")
TABLES += (
    "punctuality",
    "referrals",
    "residents",
    "routes",
    "routes_by_group",
    "starts",
    "transitions",
)  # with a name of their own
MOST_CELLS = 200  # on one page


@dataclass(frozen=True)
class Bounds:
    """Between which numbers a reader can place a hidden cell. high: None where nothing bounds it."""

    low: int
    high: int | None


@dataclass(frozen=True)
class HiddenCell:
    """A row that is not shown. why: "few" or "along"; row: its name, "" where it has none of its own."""

    row: str
    why: str
    bounds: Bounds | None = None


@dataclass(frozen=True)
class HiddenTable:
    """One table of a publication. shown: rows that are told; looked_at: small groups that the attack tried."""

    title: str
    shown: int
    looked_at: int
    few: int
    along: int
    cells: tuple[HiddenCell, ...]


@dataclass(frozen=True)
class Sum:
    """All tables of a publication together. tables: 0 if it is not in the register."""

    tables: int
    shown: int
    few: int
    along: int
    looked_at: int

    @property
    def hidden(self) -> int:
        """Rows that are not told."""
        return self.few + self.along


def releases_of(register: Register, publication: Publication) -> tuple[Release, ...]:
    """The lines of one publication."""
    name = name_of(publication)
    return tuple(one for one in register.releases if one.name == name)


def summed(releases: Sequence[Release]) -> Sum:
    """How much they tell and hide."""
    why = [each.why for one in releases for each in one.untold]
    told, needs = sum(len(one.told) for one in releases), sum(len(one.needs) for one in releases)
    return Sum(len(releases), told, why.count("few"), why.count("along"), needs)


def hidden_tables(register: Register, publication: Publication, lang: str, *, bounds: bool) -> tuple[HiddenTable, ...]:
    """Per table what is hidden and why. bounds: also what a reader of everything in the register can work out."""
    return tuple(_table(register, one, lang, bounds) for one in releases_of(register, publication))


def _table(register: Register, release: Release, lang: str, bounds: bool) -> HiddenTable:
    untold = release.untold[:MOST_CELLS]
    known = _bounds(register, release, [each.key for each in untold]) if bounds else {}
    why = [each.why for each in release.untold]
    cells = tuple(HiddenCell(_row(release, each.key, lang), each.why, known.get(each.key)) for each in untold)
    return HiddenTable(
        title_of(release, lang), len(release.told), len(release.needs), why.count("few"), why.count("along"), cells
    )


def _bounds(register: Register, release: Release, keys: Sequence[Key]) -> dict[Key, Bounds]:
    beside = register.beside(release)
    at = next(place for place, one in enumerate(beside) if one is release)
    found = intervals(beside, [(at, key) for key in keys])
    return {
        key: Bounds(round(each.low), None if isinf(each.high) else round(each.high)) for (_, key), each in found.items()
    }


def title_of(release: Release, lang: str) -> str:
    """What a table is about, in words."""
    name = release.population.partition(" ")[2]
    known = next((each for each in sorted(TABLES, key=len, reverse=True) if name.startswith(each)), "")
    return say(f"{TEXTS}.table.{known or 'detail'}", lang)


def _row(release: Release, key: Key, lang: str) -> str:
    """The names of a row; what is ours ("…small") is left out, and so is the selection."""
    places = [at for at, dimension in enumerate(release.dimensions) if dimension.name != NAME]
    if any(key[at].startswith(f"{OURS}small") for at in places):
        return ""
    return " → ".join(_word(key[at], lang) for at in places)


def _word(name: str, lang: str) -> str:
    """A name as it is read: where routes begin and end, and all together, have no name in the data."""
    return say(f"{TEXTS}.own.{name.removeprefix(OURS)}", lang) if name in (ALL, START, END) else name.removeprefix(OURS)
