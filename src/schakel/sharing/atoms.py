"""Releases of one population laid side by side: the smallest groups of people that any of them tells apart.

A group is a combination of leaves of all dimensions of all releases; groups that none of the cells tells apart are
taken together. Every cell is then a plain sum of groups of nobody or more, whatever hierarchies the tables had:
nothing of how a table was protected is used here.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from schakel.sharing.cube import Key
from schakel.sharing.dimension import Dimension
from schakel.sharing.release import Release

MOST_ENTRIES = 100_000_000  # of the table of cells by groups

Members = NDArray[np.bool_]  # one row for each cell, one column for each group


class NotComparable(Exception):
    """Releases that cannot be laid side by side: by which dimension, or "" when there are too many groups."""

    def __init__(self, dimension: str = "") -> None:
        super().__init__(dimension)
        self.dimension = dimension


@dataclass(frozen=True)
class Axis:
    """One way to tell people apart. place: of the releases that use it, which place of their keys. inside: for a
    release and a value, which of the leaves that value holds."""

    leaves: tuple[str, ...]
    place: dict[int, int]
    inside: dict[tuple[int, str], Members]


def members(releases: Sequence[Release], cells: Sequence[tuple[int, Key]]) -> Members:
    """Which groups make up each of the cells (number of the release, key). NotComparable if that cannot be known."""
    rows = np.ones((len(cells), 1), bool)
    if not cells:
        return rows
    for name in dict.fromkeys(dimension.name for release in releases for dimension in release.dimensions):
        for axis in _axes(name, releases):
            part = np.array([_on(axis, release, key) for release, key in cells], bool)
            part = _distinct(part.reshape(len(cells), -1))
            if rows.size * part.shape[1] > MOST_ENTRIES:
                raise NotComparable
            rows = _distinct((rows[:, :, None] & part[:, None, :]).reshape(len(cells), -1))
    return rows[:, rows.any(axis=0)]


def _distinct(rows: Members) -> Members:
    """Each column once, in the order of its first place."""
    packed = np.ascontiguousarray(np.packbits(rows, axis=0).T)
    _, first = np.unique(packed.view(np.dtype((np.void, packed.shape[1]))).ravel(), return_index=True)
    return rows[:, np.sort(first)]


def _on(axis: Axis, release: int, key: Key) -> Members:
    """Which leaves of an axis a cell holds: all, if its table does not use the axis."""
    if release not in axis.place:
        return np.ones(len(axis.leaves), bool)
    return axis.inside[release, key[axis.place[release]]]


def _axes(name: str, releases: Sequence[Release]) -> list[Axis]:
    """Uses of one name are one axis if they have the same leaves, and two if they share none.

    Leaves that only partly agree would make the same people two strangers, so that no leak could be seen.
    """
    uses = [
        (at, place, dimension)
        for at, release in enumerate(releases)
        for place, dimension in enumerate(release.dimensions)
        if dimension.name == name
    ]
    finest = _finest(name, [dimension for _, _, dimension in uses])
    axes: list[Axis] = []
    for at, place, dimension in uses:
        leaves = _union(finest, dimension.leaves)
        near = next((axis for axis in axes if leaves & frozenset(axis.leaves)), None)
        if near is None:
            axes.append(near := Axis(tuple(sorted(leaves)), {}, {}))
        elif leaves != frozenset(near.leaves) or at in near.place:
            raise NotComparable(name)
        near.place[at] = place
        for node in dimension.nodes:
            own = _union(finest, dimension.leaves_of(node))
            near.inside[at, node] = np.array([leaf in own for leaf in near.leaves], bool)
    return axes


def _union(finest: dict[str, frozenset[str]], leaves: Sequence[str] | frozenset[str]) -> frozenset[str]:
    return frozenset().union(*(finest[leaf] for leaf in leaves))


def _finest(name: str, dimensions: Sequence[Dimension]) -> dict[str, frozenset[str]]:
    """The finest leaves of each value but the roots: a leaf of one table may be broken down in another."""
    values = [(dimension, node) for dimension in dimensions for node in dimension.nodes if node != dimension.root]
    broken: dict[str, frozenset[str]] = {}
    for dimension, node in values:
        if (own := dimension.leaves_of(node)) != {node}:
            broken.setdefault(node, own)
    finest: dict[str, frozenset[str]] = {}

    def resolve(node: str, above: tuple[str, ...]) -> frozenset[str]:
        if node in above:
            raise NotComparable(name)
        if node not in finest:
            parts = [resolve(part, (*above, node)) for part in broken.get(node, ())]
            finest[node] = frozenset().union(*parts) or frozenset({node})
        return finest[node]

    for dimension, node in values:
        if frozenset().union(*(resolve(leaf, ()) for leaf in dimension.leaves_of(node))) != resolve(node, ()):
            raise NotComparable(name)
    return finest
