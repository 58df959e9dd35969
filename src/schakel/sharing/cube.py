"""A table with all its totals: one cell for each combination of the values of its dimensions."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import product

from schakel.sharing.dimension import Dimension

Key = tuple[str, ...]  # a value of each dimension, in the order of the dimensions
Measure = str

RESIDENTS: Measure = "residents"
AMOUNT: Measure = "amount"


@dataclass(frozen=True)
class Cell:
    """What stands behind one cell.

    residents: distinct persons, and the count that is shown. households, contributors: distinct, or None where they
    are not known. amount: in any unit, the same in the whole cube. largest: the contributions to the amount that the
    dominance rules look at, largest first; None without amounts.
    """

    residents: int
    households: int | None = None
    contributors: int | None = None
    amount: float = 0.0
    largest: tuple[float, ...] | None = None


@dataclass(frozen=True)
class Record:
    """One resident in one leaf of the cube. amount: what this resident adds to the amount of each cell."""

    key: Key
    household: str | None = None
    contributor: str | None = None
    amount: float | None = None


@dataclass(frozen=True)
class Cube:
    """Cells that add up along every breakdown of every dimension. Each resident is in one leaf only.

    cells: one for every key of `keys`; ValueError if one is missing or the residents do not add up. structural: keys
    that everybody knows to be empty, so that they cannot hide anything; everything else that is empty may be hidden.
    """

    dimensions: tuple[Dimension, ...]
    cells: Mapping[Key, Cell]
    structural: frozenset[Key] = field(default=frozenset())

    def __post_init__(self) -> None:
        missing = [key for key in self.keys if key not in self.cells]
        if missing:
            raise ValueError(f"no cell for {missing[0]}")
        for whole, parts in self.sums:
            for measure in self.measures:
                gap = self.value(whole, measure) - sum(self.value(part, measure) for part in parts)
                if abs(gap) > 1e-6 * max(1.0, abs(self.value(whole, measure))):
                    raise ValueError(f"{whole}: {measure} of the parts differ by {gap:g} from the whole")

    @cached_property
    def keys(self) -> tuple[Key, ...]:
        """All keys, the last dimension fastest."""
        return tuple(product(*(dimension.nodes for dimension in self.dimensions)))

    @cached_property
    def place(self) -> dict[Key, int]:
        """Where a key stands in `keys`."""
        return {key: at for at, key in enumerate(self.keys)}

    @cached_property
    def measures(self) -> tuple[Measure, ...]:
        """What the cells hold: residents, and amount where there are amounts."""
        money = any(cell.largest is not None for cell in self.cells.values())
        return (RESIDENTS, AMOUNT) if money else (RESIDENTS,)

    def value(self, key: Key, measure: Measure = RESIDENTS) -> float:
        """The true value of one cell."""
        cell = self.cells[key]
        return cell.residents if measure == RESIDENTS else cell.amount

    @cached_property
    def sums(self) -> tuple[tuple[Key, tuple[Key, ...]], ...]:
        """Every sum that a reader of the table knows: a whole and its parts."""
        found: list[tuple[Key, tuple[Key, ...]]] = []
        for axis, dimension in enumerate(self.dimensions):
            before = [each.nodes for each in self.dimensions[:axis]]
            after = [each.nodes for each in self.dimensions[axis + 1 :]]
            for whole, parts in dimension.breakdowns:
                for left in product(*before):
                    for right in product(*after):
                        found.append(((*left, whole, *right), tuple((*left, part, *right) for part in parts)))
        return tuple(found)


def cube_of(dimensions: tuple[Dimension, ...], records: Iterable[Record], largest: int = 3) -> Cube:
    """The cube of residents' records; KeyError names a leaf that no dimension has.

    largest: how many contributions a cell keeps for the dominance rules (n + 1 for p% with a coalition of n).
    """
    above = [_above(dimension) for dimension in dimensions]
    residents: dict[Key, int] = defaultdict(int)
    households: dict[Key, set[str]] = defaultdict(set)
    contributors: dict[Key, set[str]] = defaultdict(set)
    amounts: dict[Key, list[float]] = defaultdict(list)
    for record in records:
        for key in product(*(above[axis][leaf] for axis, leaf in enumerate(record.key))):
            residents[key] += 1
            if record.household is not None:
                households[key].add(record.household)
            if record.contributor is not None:
                contributors[key].add(record.contributor)
            if record.amount is not None:
                amounts[key].append(record.amount)

    def cell(key: Key) -> Cell:
        each = sorted(amounts[key], reverse=True)
        return Cell(
            residents[key],
            len(households[key]) if households else None,
            len(contributors[key]) if contributors else None,
            sum(each),
            tuple(each[:largest]) if amounts else None,
        )

    return Cube(dimensions, {key: cell(key) for key in product(*(each.nodes for each in dimensions))})


def cube_of_counts(dimensions: tuple[Dimension, ...], counts: Mapping[Key, int]) -> Cube:
    """The cube of the residents in each leaf; a leaf that is not named is empty."""
    totals: dict[Key, int] = defaultdict(int)
    above = [_above(dimension) for dimension in dimensions]
    for leaf, n in counts.items():
        for key in product(*(above[axis][node] for axis, node in enumerate(leaf))):
            totals[key] += n
    return Cube(dimensions, {key: Cell(totals[key]) for key in product(*(each.nodes for each in dimensions))})


def _above(dimension: Dimension) -> dict[str, tuple[str, ...]]:
    """The values that count a leaf in, itself included."""
    return {
        leaf: tuple(node for node in dimension.nodes if leaf in dimension.leaves_of(node)) for leaf in dimension.leaves
    }
