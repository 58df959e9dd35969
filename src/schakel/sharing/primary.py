"""Which cells of a cube may not be told, and what an outsider must go on thinking possible of each.

Rules and protection levels as in the manual of tau-ARGUS 4.1 (pp. 10, 17, 31); for counts they are our own and
stricter than hiding alone: of a group that is too small an outsider must think every number possible from nobody up
to the threshold, so that neither its size nor its being there can be told.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from schakel.sharing.cube import AMOUNT, RESIDENTS, Cell, Cube, Key, Measure

Rule = Literal[
    "residents", "households", "contributors", "dominance", "p_percent", "all_alike", "chosen", "insider", "derived"
]


@dataclass(frozen=True)
class Need:
    """Every value from low to high of one cell must stay possible to an outsider, and a spread of values as wide.

    known: cells that this outsider knows by itself, as the only one in them does, and their values.
    """

    key: Key
    measure: Measure
    low: float
    high: float
    rule: Rule
    spread: float = 0.0
    known: tuple[tuple[Key, float], ...] = ()


@dataclass(frozen=True)
class Rules:
    """What is too small, and what is too much one contributor's own.

    residents, households, contributors: the least number of distinct ones (0: not looked at). margin: how much, in
    per cent, an amount that rests on too few must stay unknown to both sides. dominance: (n, k), unsafe if the n
    largest make up more than k per cent. p_percent: unsafe if the second largest can estimate the largest within p
    per cent; coalition: how many work together at that. prior_posterior: (p, q), the same when everybody already
    knows each contribution within q per cent. answers: dimensions that tell something about a person, so that a group
    of which all have the same answer is given away. ValueError if one is impossible.
    """

    residents: int = 10
    households: int = 0
    contributors: int = 0
    margin: float = 20.0
    dominance: tuple[int, float] | None = None
    p_percent: float | None = None
    coalition: int = 1
    prior_posterior: tuple[float, float] | None = None
    answers: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        if min(self.residents, self.households, self.contributors) < 0 or self.coalition < 1:
            raise ValueError("a threshold cannot be negative, and a coalition has a member")
        if self.dominance and not (self.dominance[0] >= 1 and 0 < self.dominance[1] < 100):
            raise ValueError(f"dominance needs n of 1 or more and k between 0 and 100, not {self.dominance}")
        if self.p_percent is not None and not 0 < self.p_percent < 100:
            raise ValueError(f"p lies between 0 and 100, not {self.p_percent}")
        if self.prior_posterior and not 0 < self.prior_posterior[0] < self.prior_posterior[1] < 100:
            raise ValueError(f"p is less than q, and both lie between 0 and 100, not {self.prior_posterior}")

    @property
    def ratios(self) -> tuple[float, ...]:
        """The p of every p% and prior-posterior rule, as a share: (p, q) is p% with p / q."""
        p = () if self.p_percent is None else (self.p_percent / 100,)
        return p + ((self.prior_posterior[0] / self.prior_posterior[1],) if self.prior_posterior else ())

    @property
    def looks_at_amounts(self) -> bool:
        """Whether there is a rule on contributions."""
        return bool(self.dominance or self.ratios)


def needs(cube: Cube, rules: Rules) -> tuple[Need, ...]:
    """What must stay possible, for all cells that one of the rules finds unsafe. ValueError on negative amounts."""
    found = [need for key in cube.keys for need in _of_cell(key, cube.cells[key], rules)]
    if AMOUNT in cube.measures:
        small = {need.key for need in found if need.measure == RESIDENTS}
        known = {need.key for need in found if need.measure == AMOUNT}
        found += [need for key in sorted(small - known) if (need := _margin(cube, key, rules))]
        found += _insiders(cube, found)
    return tuple(found) + tuple(_all_alike(cube, rules))


def chosen(cube: Cube, keys: Iterable[Key], percent: float, measure: Measure = RESIDENTS) -> tuple[Need, ...]:
    """Needs for cells that somebody names: unknown within so many per cent to both sides."""
    return tuple(
        Need(key, measure, value * (1 - percent / 100), value * (1 + percent / 100), "chosen")
        for key in keys
        for value in (cube.value(key, measure),)
    )


def dominates(cell: Cell, n: int, k: float) -> bool:
    """Whether the n largest make up more than k per cent of the cell."""
    return sum(_largest(cell, n)) > k / 100 * cell.amount


def estimable(cell: Cell, ratio: float, coalition: int = 1) -> float:
    """How much the rest of a cell falls short of hiding its largest contribution: unsafe if above 0.

    ratio: p / 100. The coalition is the second largest and those after it; what they do not know themselves is the
    remainder X - x1 - ... - x(m+1), and that must be at least p per cent of x1. It is also the protection level.
    """
    each = _largest(cell, coalition + 1)
    return ratio * each[0] - (cell.amount - sum(each)) if each else 0.0


def _of_cell(key: Key, cell: Cell, rules: Rules) -> list[Need]:
    found = []
    if 0 < cell.residents < rules.residents:
        found.append(Need(key, RESIDENTS, 0, rules.residents, "residents"))
    wide = max(rules.residents, 1)
    around = (max(0, cell.residents - wide), cell.residents + wide)
    if cell.households is not None and 0 < cell.households < rules.households:
        found.append(Need(key, RESIDENTS, *around, "households"))
    if cell.contributors is not None and 0 < cell.contributors < rules.contributors:
        found.append(Need(key, RESIDENTS, *around, "contributors"))
    if cell.largest is None or not rules.looks_at_amounts:
        return found
    if min((cell.amount, *cell.largest)) < 0:
        raise ValueError(f"{key}: a rule on contributions needs amounts of 0 or more")
    short = 0.0
    if rules.dominance and dominates(cell, *rules.dominance):
        n, k = rules.dominance
        short = sum(_largest(cell, n)) * 100 / k - cell.amount
        found.append(_within(key, cell.amount, short, "dominance"))
    short = max((estimable(cell, ratio, rules.coalition) for ratio in rules.ratios), default=0.0)
    if short > 1e-9 * max(1.0, cell.amount):
        found.append(_within(key, cell.amount, short, "p_percent"))
    return found


def _within(key: Key, amount: float, short: float, rule: Rule) -> Need:
    return Need(key, AMOUNT, max(0.0, amount - short), amount + short, rule)


def _margin(cube: Cube, key: Key, rules: Rules) -> Need | None:
    amount = cube.cells[key].amount
    return _within(key, amount, abs(amount) * rules.margin / 100, "residents") if amount else None


def _insiders(cube: Cube, found: list[Need]) -> list[Need]:
    """The only one in a cell knows its amount, and so must not find out about a neighbour in one of its sums.

    A whole and its part with one resident each are the same person.
    """
    unsafe = {need.key for need in found if need.measure == AMOUNT and need.high > need.low}
    alone = {key for key in unsafe if cube.cells[key].residents == 1}
    pairs = {
        (one, other)
        for whole, parts in cube.sums
        for one in alone.intersection((whole, *parts))
        for other in unsafe.intersection((whole, *parts))
        if one != other and not (whole in (one, other) and cube.cells[other].residents == 1)
    }
    return [
        Need(other, AMOUNT, amount, amount, "insider", spread=amount / 100, known=((one, cube.cells[one].amount),))
        for one, other in sorted(pairs)
        for amount in (cube.cells[other].amount,)
    ]


def _all_alike(cube: Cube, rules: Rules) -> list[Need]:
    found = []
    for axis, dimension in enumerate(cube.dimensions):
        if dimension.name not in rules.answers:
            continue
        for key in cube.keys:
            whole = (*key[:axis], dimension.root, *key[axis + 1 :])
            n = cube.cells[key].residents
            proper = len(dimension.leaves_of(key[axis])) < len(dimension.leaves)
            if proper and n and n == cube.cells[whole].residents:
                found.append(Need(key, RESIDENTS, max(0, n - max(1, rules.residents)), n, "all_alike"))
    return found


def _largest(cell: Cell, n: int) -> tuple[float, ...]:
    each = cell.largest or ()
    if len(each) < min(n, cell.residents):
        raise ValueError(f"a cell keeps {len(each)} contributions; the rule looks at {n}")
    return each[:n]
