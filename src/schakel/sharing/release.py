"""What somebody was told of one cube: for each cell the least and the most that it can be, as told."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from schakel.sharing.cube import RESIDENTS, Cube, Key, Measure
from schakel.sharing.dimension import Dimension
from schakel.sharing.primary import Need


@dataclass(frozen=True)
class Told:
    """One cell as told: exact when low and high are equal, rounded when not."""

    key: Key
    low: float
    high: float


@dataclass(frozen=True)
class Untold:
    """A cell that is there and was not told. why: it rests on too few, or it went along with such a one."""

    key: Key
    why: Literal["few", "along"]


@dataclass(frozen=True)
class Release:
    """All that one table tells of one measure, and what must stay unknown.

    name: as people know the table. population: whose residents these are (a snapshot and a selection that is no
    dimension); only releases of one population and one measure can be laid side by side. Cells that are not told are
    hidden. needs: of this measure. untold: the hidden cells of which it is kept why, for who explains a table.
    """

    name: str
    population: str
    measure: Measure
    dimensions: tuple[Dimension, ...]
    told: tuple[Told, ...]
    needs: tuple[Need, ...]
    untold: tuple[Untold, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether the values are whole numbers of people, and every reader knows that."""
        return self.measure == RESIDENTS


def exact(
    name: str,
    population: str,
    cube: Cube,
    hidden: Iterable[Key],
    needs: Iterable[Need] = (),
    measure: Measure = RESIDENTS,
) -> Release:
    """A table with the true value in every cell that is not hidden."""
    away = frozenset(hidden)
    told = tuple(
        Told(key, value, value) for key in cube.keys if key not in away for value in (cube.value(key, measure),)
    )
    return _release(name, population, cube, measure, told, needs)


def rounded(
    name: str,
    population: str,
    cube: Cube,
    shown: Mapping[Key, int],
    base: int,
    needs: Iterable[Need] = (),
    least: int = 0,
) -> Release:
    """A table of counts that are each rounded to the nearest multiple of a base, half up.

    least: the fewest residents of a cell that is shown and not 0; every reader knows it as well.
    """
    told = tuple(
        Told(key, max(0, n - base // 2, least if n else 0), n - base // 2 + base - 1) for key, n in shown.items()
    )
    return _release(name, population, cube, RESIDENTS, told, needs)


def together(
    name: str, population: str, cube: Cube, shown: Mapping[Key, int], base: int, needs: Iterable[Need] = ()
) -> Release:
    """A table of counts that were rounded up or down together, so that they add up: off by less than the base."""
    told = tuple(Told(key, max(0, n - base + 1), n + base - 1) for key, n in shown.items())
    return _release(name, population, cube, RESIDENTS, told, needs)


def holds(release: Release, cube: Cube) -> bool:
    """Whether the truth lies within everything that is told."""
    return all(told.low - 1e-6 <= cube.value(told.key, release.measure) <= told.high + 1e-6 for told in release.told)


def _release(
    name: str, population: str, cube: Cube, measure: Measure, told: tuple[Told, ...], needs: Iterable[Need]
) -> Release:
    kept = tuple(need for need in needs if need.measure == measure)
    if any(not math.isfinite(each.low + each.high) for each in told):
        raise ValueError(f"{name}: a value that is told must be a number")
    return Release(name, population, measure, cube.dimensions, told, kept)
