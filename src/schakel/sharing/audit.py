"""The attack: what somebody who holds these tables can find out about each cell, however clever.

The outsider knows everything that was told, that people do not come in fractions or in less than none, and how the
values of each dimension add up. This code shares nothing with the code that protects but the description of the
tables, and it reckons differently: with groups of people and what was told of sums of them (`atoms`, `outsider`), not
with cells and relations between them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix

from schakel.sharing.atoms import members
from schakel.sharing.cube import Key
from schakel.sharing.outsider import Flags, Numbers, Outsider, Sum
from schakel.sharing.primary import Need
from schakel.sharing.release import Release

TOLERANCE = 1e-4  # of what must stay possible: looser than any solver's error, tighter than anybody's use

SWEEPS = 6

Known = tuple[tuple[int, Key, float], ...]  # release, cell and value


@dataclass(frozen=True)
class Interval:
    """What an outsider knows of a value: it lies between low and high; high may be infinite."""

    low: float
    high: float


@dataclass(frozen=True)
class Exposure:
    """A cell of which more can be found out than may be. release: whose need this was; found: what is known."""

    release: str
    need: Need
    found: Interval


@dataclass(frozen=True)
class Audit:
    """The outcome of an attack. checked: cells tried; programmes: how many were solved."""

    exposed: tuple[Exposure, ...]
    checked: int
    programmes: int

    @property
    def passed(self) -> bool:
        """Whether every need is met."""
        return not self.exposed


def audit(releases: Sequence[Release], *, enough: int | None = None) -> Audit:
    """Attack every need of the releases with all that any of them tells.

    All must be of one population and measure (ValueError). `atoms.NotComparable` if they cannot be laid side by side,
    `outsider.Contradiction` if they cannot all be true. enough: stop at so many exposures.
    """
    needs = [(at, need) for at, release in enumerate(releases) for need in release.needs]
    attack = _Attack(releases, [(at, key) for at, need in needs for key in (need.key, *dict(need.known))])
    attack.show(needs)
    exposed: list[Exposure] = []
    for at, need in needs:
        found = attack.found(at, need)
        if found is not None:
            exposed.append(Exposure(releases[at].name, need, found))
        if enough is not None and len(exposed) >= enough:
            break
    return Audit(tuple(exposed), len(needs), attack.programmes)


def intervals(releases: Sequence[Release], cells: Iterable[tuple[int, Key]]) -> dict[tuple[int, Key], Interval]:
    """What can be found out of each cell (number of the release, key). Errors as of `audit`."""
    wanted = list(cells)
    attack = _Attack(releases, wanted)
    outsider = attack.outsider(())
    return {cell: Interval(*outsider.between(outsider.sum_of(attack.target[cell]))) for cell in wanted}


def known(releases: Sequence[Release], cells: Iterable[tuple[int, Key]]) -> frozenset[tuple[int, Key]]:
    """The cells (number of the release, key) that follow from what was told by plain adding and subtracting."""
    wanted = list(cells)
    attack = _Attack(releases, wanted)
    outsider = attack.outsider(())
    return frozenset(cell for cell in wanted if not outsider.sum_of(attack.target[cell]).pieces)


class _Attack:
    """The groups of all releases, and an outsider for each set of cells that somebody knows by itself."""

    def __init__(self, releases: Sequence[Release], cells: Sequence[tuple[int, Key]]) -> None:
        if len({(release.population, release.measure) for release in releases}) > 1:
            raise ValueError("releases of different populations or measures cannot be laid side by side")
        told = [(at, each) for at, release in enumerate(releases) for each in release.told]
        wanted = list(dict.fromkeys(cells))
        groups = members(releases, [*((at, each.key) for at, each in told), *wanted])
        self.whole = bool(releases) and all(release.whole for release in releases)
        self.target: dict[tuple[int, Key], Flags] = {cell: groups[len(told) + at] for at, cell in enumerate(wanted)}
        self.rows = groups[: len(told)]
        self.low = np.array([each.low for _, each in told], float)
        self.high = np.array([each.high for _, each in told], float)
        self.outsiders: dict[Known, Outsider] = {}
        self.totals: dict[tuple[int, Key, tuple[tuple[Key, float], ...]], Sum] = {}

    @property
    def programmes(self) -> int:
        """How many programmes were solved."""
        return sum(outsider.programmes for outsider in self.outsiders.values())

    def outsider(self, known: Known) -> Outsider:
        """Who knows what was told and these cells."""
        if known not in self.outsiders:
            rows = np.concatenate([self.rows, *(self.target[at, key][None, :] for at, key, _ in known)])
            values: Numbers = np.array([value for _, _, value in known], float)
            low, high = np.concatenate([self.low, values]), np.concatenate([self.high, values])
            self.outsiders[known] = Outsider(csr_matrix(rows), low, high, whole=self.whole)
        return self.outsiders[known]

    def show(self, needs: Sequence[tuple[int, Need]]) -> None:
        """Settle many needs with few programmes; `found` tries by itself what is left."""
        outsider = self.outsider(())
        plain = [(need, self.total(at, need)) for at, need in needs if not need.known]
        for _ in range(SWEEPS):
            before = outsider.programmes
            for sign in (1, -1):
                short = [(need, total) for need, total in plain if _short(need, sign, *outsider.seen(total))]
                if len(short) > 1:
                    levels = [_level(need, sign) for need, _ in short]
                    outsider.show([total for _, total in short], levels, sign)
            if outsider.programmes == before:
                return

    def total(self, at: int, need: Need) -> Sum:
        """The cell of a need, to the outsider of that need."""
        name = (at, need.key, need.known)
        if name not in self.totals:
            self.totals[name] = self.outsider(_known(at, need)).sum_of(self.target[at, need.key])
        return self.totals[name]

    def found(self, at: int, need: Need) -> Interval | None:
        """What is found out of a cell if that is more than may be, else None."""
        outsider, total = self.outsider(_known(at, need)), self.total(at, need)
        least, most = outsider.seen(total)
        if _met(need, least, most):
            return None
        least, most = outsider.between(total)
        return None if _met(need, least, most) else Interval(least, most)


def _known(at: int, need: Need) -> Known:
    return tuple((at, key, value) for key, value in need.known)


def _level(need: Need, sign: int) -> float:
    """How small or large a cell should turn out: to its ends, or if only a spread is asked, nobody and that spread."""
    if need.low > need.high:
        return 0.0 if sign > 0 else need.spread
    return need.low if sign > 0 else need.high


def _short(need: Need, sign: int, least: float, most: float) -> bool:
    slack = TOLERANCE * max(1.0, need.high - need.low, need.spread)
    if need.low > need.high:
        return not most - least >= need.spread - slack
    return least > need.low + slack if sign > 0 else most < need.high - slack


def _met(need: Need, least: float, most: float) -> bool:
    slack = TOLERANCE * max(1.0, need.high - need.low, need.spread)
    return least <= need.low + slack and most >= need.high - slack and most - least >= need.spread - slack
