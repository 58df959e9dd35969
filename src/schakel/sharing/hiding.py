"""The choice of what to hide, as numbers: cells, sums, what must stay possible, and what hiding costs."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from schakel.sharing.cube import RESIDENTS, Cube, Key
from schakel.sharing.primary import Need

Numbers = NDArray[np.float64]
Flags = NDArray[np.bool_]
Cost = Literal["value", "cells"]


@dataclass(frozen=True)
class Layer:
    """One measure of all cells. down, up: how far an outsider thinks a hidden value may lie below and above it;
    shown_down, shown_up: the same of a value that is shown, which is 0 unless it is rounded."""

    down: Numbers
    up: Numbers
    shown_down: Numbers
    shown_up: Numbers

    def ends(self, x: Numbers) -> tuple[Numbers, Numbers]:
        """How far each value may move down and up when x (0..1) of each cell is hidden."""
        return (
            self.shown_down + (self.down - self.shown_down) * x,
            self.shown_up + (self.up - self.shown_up) * x,
        )


@dataclass(frozen=True)
class Aim:
    """One cell of one layer: an outsider must think it possible that it is `up` more, and `down` less; `spread` both
    together. known: cells that this outsider knows."""

    layer: int
    cell: int
    up: float
    down: float
    spread: float
    known: tuple[int, ...] = ()


@dataclass(frozen=True)
class Hiding:
    """Which cells to hide at the least cost. matrix: one row for each sum, 1 for parts and -1 for the whole.

    forced: hidden whatever it costs; kept: never hidden; cost: of hiding each cell.
    """

    matrix: Any  # csr_matrix; scipy has no types
    layers: tuple[Layer, ...]
    aims: tuple[Aim, ...]
    forced: Flags
    kept: Flags
    cost: Numbers

    @property
    def size(self) -> int:
        """Number of cells."""
        return len(self.cost)

    @cached_property
    def across(self) -> Any:
        """The matrix turned: one row for each cell."""
        return self.matrix.T.tocsr()

    @cached_property
    def rows(self) -> tuple[NDArray[np.int64], ...]:
        """The cells of each sum."""
        return tuple(np.split(self.matrix.indices.astype(np.int64), self.matrix.indptr[1:-1]))


def hiding(
    cube: Cube,
    needs: Sequence[Need],
    *,
    keep: Iterable[Key] = (),
    quiet: Iterable[Key] = (),
    cost: Cost = "value",
    shown: Mapping[Key, tuple[float, float]] | None = None,
) -> Hiding:
    """The choice for a cube. cost: its value and one (nothing is hidden for nothing), or 1 for each cell.

    keep: never hidden; quiet: hidden in any case, though nothing must stay possible of them. shown: of counts that
    are rounded, between which values a reader places the true one.
    """
    measures = cube.measures
    forced, kept = np.zeros(len(cube.keys), bool), np.zeros(len(cube.keys), bool)
    forced[[cube.place[key] for key in (*(need.key for need in needs), *quiet)]] = True
    kept[[cube.place[key] for key in (*keep, *cube.structural)]] = True
    values = {measure: np.array([cube.value(key, measure) for key in cube.keys], float) for measure in measures}
    layers = tuple(
        _layer(
            cube, values[measure], [n for n in needs if n.measure == measure], shown if measure == RESIDENTS else None
        )
        for measure in measures
    )
    aims = tuple(_aim(cube, need) for need in needs)
    weigh = values[measures[-1]] if cost == "value" else np.zeros(len(cube.keys))
    return Hiding(matrix_of(cube), layers, aims, forced, kept & ~forced, np.abs(weigh) + 1.0)


def matrix_of(cube: Cube) -> Any:
    """The sums of a cube as a sparse matrix, cells in the order of `cube.keys`."""
    at, entries, ends = [], [], [0]
    for whole, parts in cube.sums:
        at += [cube.place[whole], *(cube.place[part] for part in parts)]
        entries += [-1.0, *([1.0] * len(parts))]
        ends.append(len(at))
    return csr_matrix((entries, at, ends), shape=(len(cube.sums), len(cube.keys)))


def _layer(
    cube: Cube, values: Numbers, needs: Sequence[Need], shown: Mapping[Key, tuple[float, float]] | None
) -> Layer:
    """Nothing is below 0, and nothing above the whole by more than the widest need: wider would not show."""
    most = max([float(np.abs(values).max(initial=0.0)), 1.0, *(need.high for need in needs)])
    down, up = np.maximum(values, 0.0), np.maximum(2 * most - values, 0.0)
    ends = np.array([(shown or {}).get(key, (value, value)) for key, value in zip(cube.keys, values, strict=True)])
    ends = ends.reshape(-1, 2)
    return Layer(down, up, np.clip(values - ends[:, 0], 0.0, down), np.clip(ends[:, 1] - values, 0.0, up))


def _aim(cube: Cube, need: Need) -> Aim:
    value = cube.value(need.key, need.measure)
    return Aim(
        cube.measures.index(need.measure),
        cube.place[need.key],
        max(0.0, need.high - value),
        max(0.0, value - need.low),
        need.spread,
        tuple(cube.place[key] for key, _ in need.known),
    )
