"""An attacker who knows every shown number, and the rule, cannot work out a group of 1 to threshold - 1 residents.

The attacker solves linear programmes: each shown number is an interval (it was rounded), each hidden cell is at least
0, and everything adds up. A count is found out when only values of 1..threshold-1 remain possible.
"""

from itertools import product
from math import ceil, floor

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from oracle.plenty import plenty
from schakel.chain.passport import Passport
from schakel.chain.table import Column, Table
from schakel.sharing.gate import OTHER, Gate
from schakel.sharing.square import square

COLUMNS = (
    Column("activity", "dimension"),
    Column("next_activity", "dimension"),
    Column("residents", "residents", "residents"),
)
Cells = dict[tuple[int, int], int]
Known = tuple[list[tuple[int, int]], float, float]  # cells whose sum is known, and within which bounds


def interval(shown: int, gate: Gate) -> tuple[float, float]:
    """All whole numbers that are shown as this one, and that may be shown at all."""
    low = shown - gate.base // 2
    return max(low, gate.threshold if shown else 0), low + gate.base - 1


def released(cells: Cells, size: int, gate: Gate) -> list[Known]:
    """What a report shows of a square of transitions: cells, in- and outflow of each step, and the whole."""
    known: list[Known] = [(list(cells), *interval(gate.rounded(sum(cells.values())), gate))]
    groups = [{(str(i), str(j)): [(i, j)] for i, j in cells}]
    groups += [{(str(n), ""): [c for c in cells if c[axis] == n] for n in range(size)} for axis in (0, 1)]
    for group in groups:
        sums = {name: sum(cells[cell] for cell in members) for name, members in group.items()}
        rows = tuple((*name, n) for name, n in sums.items() if n)  # a figure has no rows of nothing
        table = gate.table(Table("edges", COLUMNS, rows, Passport("edges", "s", "c")), partition=True)
        for source, target, n in table.rows:
            if source != OTHER:  # a report tells the share of what was merged, not its number
                known.append((group[str(source), str(target)], *interval(int(str(n)), gate)))
    return known


def possible(target: list[tuple[int, int]], known: list[Known], everything: list[tuple[int, int]]) -> tuple[int, int]:
    """Least and most that the target's sum can be, as far as the attacker can tell."""
    place = {cell: at for at, cell in enumerate(everything)}
    above, bound = [], []
    for cells, low, high in known:
        row = np.zeros(len(everything))
        row[[place[cell] for cell in cells]] = 1
        above += [row, -row]
        bound += [high, -low]
    goal = np.zeros(len(everything))
    goal[[place[cell] for cell in target]] = 1
    ends = [
        linprog(sign * goal, np.array(above), np.array(bound), bounds=(0, None), method="highs") for sign in (1, -1)
    ]
    assert all(end.status in (0, 3) for end in ends), "the truth itself must be possible"
    least, most = (float(end.fun) if end.status == 0 and end.fun is not None else -1e9 for end in ends)
    return ceil(least - 1e-6), floor(1e-6 - most)


@st.composite
def squares(draw: st.DrawFn) -> tuple[Cells, int]:
    size = draw(st.integers(2, 4))
    values = st.one_of(st.integers(0, 12), st.integers(0, 60), st.integers(8, 30))
    return {(i, j): draw(values) for i, j in product(range(size), range(size))}, size


@settings(max_examples=plenty(70, 200), deadline=None, derandomize=True)
@given(squares(), st.sampled_from([5, 10, 20]))
def test_no_hidden_cell_can_be_worked_out(made: tuple[Cells, int], threshold: int) -> None:
    cells, size = made
    gate = Gate(threshold)
    if sum(cells.values()) < threshold:
        return
    known = released(cells, size, gate)
    for cell, n in cells.items():
        if 0 < n < threshold:
            low, high = possible([cell], known, list(cells))
            assert low < high, (cell, n, low, high)


DENSE: Cells = {(0, 0): 4, (0, 1): 4, (1, 0): 8, (1, 1): 13}


def test_rounding_alone_does_not_protect_a_small_dense_square() -> None:
    """About one random square in a thousand; this is why a table with its totals goes through `square`."""
    assert possible([(0, 0)], released(DENSE, 2, Gate(5)), list(DENSE)) == (4, 4)


def released_square(cells: Cells, gate: Gate) -> list[Known]:
    """What a reader knows of the same square when it leaves as one table with its totals."""
    told = square(gate, "edges", {(str(i), str(j)): n for (i, j), n in cells.items()})
    whole = sum(cells.values())
    known: list[Known] = []
    if told.whole is not None:
        bounds = (float(whole), float(whole)) if told.whole == whole else interval(told.whole, gate)
        known.append((list(cells), *bounds))
    known += [([(int(i), int(j))], *interval(n, gate)) for (i, j), n in told.cells.items()]
    known += [([cell for cell in cells if cell[0] == int(i)], *interval(n, gate)) for i, n in told.rows.items()]
    return known + [([c for c in cells if c[1] == int(j)], *interval(n, gate)) for j, n in told.columns.items()]


def test_the_small_dense_square_is_safe_as_a_table_with_its_totals() -> None:
    known = released_square(DENSE, Gate(5))
    for cell in ((0, 0), (0, 1)):
        low, high = possible([cell], known, list(DENSE))
        assert low == 0
        assert high >= 5
    assert len(known) >= 5  # the totals are still told


@settings(max_examples=plenty(10, 300), deadline=None, derandomize=True)
@given(squares(), st.sampled_from([5, 10, 20]))
def test_in_a_square_a_small_group_stays_possible_from_nobody_to_the_threshold(
    made: tuple[Cells, int], threshold: int
) -> None:
    cells, size = made
    gate = Gate(threshold)
    known = released_square(cells, gate)
    for axis, groups in ((None, [[cell] for cell in cells]), *((a, lines(cells, size, a)) for a in (0, 1))):
        for group in groups:
            if 0 < sum(cells[cell] for cell in group) < threshold:
                low, high = possible(group, known, list(cells))
                assert low == 0, (axis, group)
                assert high >= threshold, (axis, group)


def lines(cells: Cells, size: int, axis: int) -> list[list[tuple[int, int]]]:
    """The cells of each row or column."""
    return [[cell for cell in cells if cell[axis] == n] for n in range(size)]


@settings(max_examples=plenty(50, 150), deadline=None, derandomize=True)
@given(st.lists(st.integers(1, 400), min_size=1, max_size=40), st.sampled_from([5, 6, 10, 25]))
def test_one_difference_leaves_as_many_values_open_as_the_base(parts: list[int], threshold: int) -> None:
    gate = Gate(threshold)
    rows = tuple((str(place), "", n) for place, n in enumerate(parts))
    table = gate.table(Table("routes", COLUMNS, rows, Passport("routes", "s", "c")), partition=True)
    shown = [row[2] for row in table.rows if row[0] != OTHER]
    assert all(isinstance(n, int) and n % gate.base == 0 and n >= gate.base for n in shown)
    whole = sum(parts)
    if shown:
        low = whole - sum(interval(int(str(n)), gate)[1] for n in shown)
        high = whole - sum(interval(int(str(n)), gate)[0] for n in shown)
        hidden = whole - sum(n for n in parts if n >= threshold)
        if 0 < hidden < threshold:
            assert max(0, low) == 0 or high >= threshold


@settings(max_examples=plenty(70, 200), deadline=None, derandomize=True)
@given(st.lists(st.integers(0, 60), min_size=1, max_size=30), st.integers(5, 30))
def test_what_is_merged_is_never_too_little(parts: list[int], threshold: int) -> None:
    gate = Gate(threshold)
    rows = tuple((str(place), "", n) for place, n in enumerate(parts))
    table = gate.table(Table("routes", COLUMNS, rows, Passport("routes", "s", "c")), partition=True)
    shown = {row[0] for row in table.rows}
    hidden = sum(n for place, n in enumerate(parts) if str(place) not in shown)
    assert hidden == 0 or hidden >= threshold or shown == set()
    assert all(parts[int(str(name))] == 0 or parts[int(str(name))] >= threshold for name in shown - {OTHER})
    assert (OTHER in shown) == (hidden >= threshold)
