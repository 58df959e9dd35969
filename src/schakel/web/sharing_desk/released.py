"""What stands in the release register, for people: per publication how much was hidden, and cell by cell why."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isinf

from schakel.sharing.audit import intervals
from schakel.sharing.cube import Key
from schakel.sharing.flows import AFTER, LEFT, UNSEEN, UNTIL
from schakel.sharing.gate import Rows
from schakel.sharing.register import Register
from schakel.sharing.release import Release
from schakel.sharing.selections import NAME
from schakel.sharing.transitions import ALL, END, START
from schakel.texts import say
from schakel.web.sharing_desk.going_along import OURS

TEXTS = "sharing_desk.register"
TABLES: tuple[str, ...] = ("activities", "ends", "edges", "flows", "handovers", "inflow", "out_of_sight", "outcomes")
TABLES += ("outflow", "partners", "punctuality")
TABLES += ("referrals", "residents", "routes", "routes_by_group", "starts", "transitions")  # with a name of their own
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


@dataclass(frozen=True)
class LeftOut:
    """A row that something new would leave out. table: what the table is about."""

    table: str
    row: str


def left_out(rows: Rows, lang: str) -> tuple[LeftOut, ...]:
    """Rows to leave out, in words, by table."""
    return tuple(LeftOut(_title(name, lang), " → ".join(key)) for name, key in sorted(rows))


def releases_of(register: Register, name: str) -> tuple[Release, ...]:
    """The lines of one publication or report, by the name it has in the register."""
    return tuple(one for one in register.releases if one.name == name)


def summed(releases: Sequence[Release]) -> Sum:
    """How much they tell and hide."""
    why = [each.why for one in releases for each in one.untold]
    told, needs = sum(len(one.told) for one in releases), sum(len(one.needs) for one in releases)
    return Sum(len(releases), told, why.count("few"), why.count("along"), needs)


def hidden_tables(register: Register, name: str, lang: str, *, bounds: bool) -> tuple[HiddenTable, ...]:
    """Per table what is hidden and why. bounds: also what a reader of everything in the register can work out."""
    return tuple(_table(register, one, lang, bounds) for one in releases_of(register, name))


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
    return _title(release.population.partition(" ")[2], lang)


def _title(name: str, lang: str) -> str:
    known = next((each for each in sorted(TABLES, key=len, reverse=True) if name.startswith(each)), "")
    return say(f"{TEXTS}.table.{known or 'detail'}", lang)


def _row(release: Release, key: Key, lang: str) -> str:
    """The names of a row; what is ours ("…small") is left out, and so is the selection."""
    if release.dimensions[-1].name == LEFT:
        return _flow(key, lang)
    places = [at for at, dimension in enumerate(release.dimensions) if dimension.name != NAME]
    if any(key[at].startswith(f"{OURS}small") for at in places):
        return ""
    return " → ".join(_word(key[at], lang) for at in places)


def _flow(key: Key, lang: str) -> str:
    """A cell of a flow: who came in a period, who left in it, or who was there at its end."""
    kind, period = ("inflow", key[0]) if key[1] == ALL else ("outflow", key[1])
    if key[1].startswith(AFTER):
        kind, period = "stock", key[0].removeprefix(UNTIL)
    if period.startswith(UNSEEN):
        kind, period = "unseen", period.removeprefix(UNSEEN)
    return say(f"{TEXTS}.flow.{kind}", lang, period=period)


def _word(name: str, lang: str) -> str:
    """A name as it is read: where routes begin and end, and all together, have no name in the data."""
    return say(f"{TEXTS}.own.{name.removeprefix(OURS)}", lang) if name in (ALL, START, END) else name.removeprefix(OURS)
