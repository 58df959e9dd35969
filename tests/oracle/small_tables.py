"""Random tables with hierarchies, and a plain enumeration of everything that an outsider can think possible."""

import random
from collections.abc import Iterator, Sequence
from itertools import product

from schakel.sharing.cube import Cube, Key, Record, cube_of, cube_of_counts
from schakel.sharing.dimension import Dimension
from schakel.sharing.release import Release


def tree(chance: random.Random, name: str, leaves: int) -> Dimension:
    """So many leaves under one root, some of them in groups, and now and then grouped in two ways."""
    values = [f"{name}{at}" for at in range(leaves)]
    if leaves < 4 or chance.random() < 0.4:
        return Dimension(name, "total", (("total", tuple(values)),))
    breakdowns = _grouped(chance, f"{name}-group", values)
    if chance.random() < 0.3:
        chance.shuffle(values)
        breakdowns += _grouped(chance, f"{name}-kind", values)
    return Dimension(name, "total", breakdowns)


def _grouped(chance: random.Random, name: str, values: Sequence[str]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    cut = chance.randint(2, len(values) - 2)
    halves = tuple(values[:cut]), tuple(values[cut:])
    return (("total", (f"{name}1", f"{name}2")), (f"{name}1", halves[0]), (f"{name}2", halves[1]))


def random_cube(chance: random.Random, amounts: bool = False) -> Cube:
    """One to three dimensions, at most some 150 cells, of which many are small or empty."""
    sizes = chance.choice([(3,), (6,), (9,), (2, 3), (3, 4), (4, 5), (5, 7), (2, 2, 3), (2, 3, 4)])
    dimensions = tuple(tree(chance, name, n) for name, n in zip("abc", sizes, strict=False))
    leaves = list(product(*(dimension.leaves for dimension in dimensions)))
    counts = {leaf: _count(chance) for leaf in leaves}
    if not amounts:
        return cube_of_counts(dimensions, counts)
    return cube_of(
        dimensions,
        (
            Record(leaf, f"h{leaf}{at // 2}", chance.choice("PQR"), float(round(chance.lognormvariate(4, 1.2)) + 1))
            for leaf, n in counts.items()
            for at in range(n)
        ),
    )


def _count(chance: random.Random) -> int:
    kind = chance.random()
    if kind < 0.15:
        return 0
    if kind < 0.55:
        return chance.randint(1, 9)
    return chance.randint(8, 40 if kind < 0.9 else 200)


def possible_counts(release: Release, leaves: Sequence[Key], most: int) -> Iterator[dict[Key, int]]:
    """Every table of whole numbers up to `most` in each leaf of which all that was told is true."""
    inside = {
        told.key: [
            at
            for at, leaf in enumerate(leaves)
            if all(
                leaf[axis] in dimension.leaves_of(told.key[axis]) for axis, dimension in enumerate(release.dimensions)
            )
        ]
        for told in release.told
    }
    for values in product(range(most + 1), repeat=len(leaves)):
        sums = ((told, sum(values[at] for at in inside[told.key])) for told in release.told)
        if all(told.low <= total <= told.high for told, total in sums):
            yield dict(zip(leaves, values, strict=True))
