"""A two-way table with its totals, through the gate: rounded as every table, and attacked before it leaves.

Rounding alone can leave a small group in a small square no other value (docs/background/the-gate.md). Here the cells,
the totals of rows and columns and the whole are one cube: what is too small is hidden, what is shown is rounded, and as
many cells more are hidden as it takes for every small group to stay possible from nobody to the threshold.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from schakel.sharing.cube import Key, cube_of_counts
from schakel.sharing.dimension import flat
from schakel.sharing.disclosure import Protected, Rounding, protect
from schakel.sharing.gate import Gate
from schakel.sharing.passed import Passed
from schakel.sharing.primary import Rules

ALL = "\N{HORIZONTAL ELLIPSIS}all"


@dataclass(frozen=True)
class Square:
    """A two-way table as it may be shown: rounded residents of what is shown, and nothing of the rest.

    protected: for the register of releases, and for what stands under the table (`Protected.sentence`).
    """

    cells: Mapping[tuple[str, str], int]
    rows: Mapping[str, int]
    columns: Mapping[str, int]
    whole: int | None
    protected: Protected


def square(gate: Gate, name: str, counts: Mapping[tuple[str, str], int], passport_id: str = "") -> Square:
    """The square of residents by two characteristics; each resident is in one cell only.

    Empty cells and small ones look alike: neither is shown. The whole is exact where the gate tells totals exactly. The
    gate keeps it in its list of what it released. ValueError if there is no cell at all.
    """
    rows = tuple(dict.fromkeys(row for row, _ in counts))
    columns = tuple(dict.fromkeys(column for _, column in counts))
    cube = cube_of_counts(
        (flat("row", rows, ALL), flat("column", columns, ALL)),
        {(row, column): n for (row, column), n in counts.items()},
    )
    whole: Key = (ALL, ALL)
    n = cube.cells[whole].residents
    exactly = frozenset({whole}) if not gate.total(n, n).sign and gate.total(n, n).value == n else frozenset()
    empty = [key for key in cube.keys if not cube.cells[key].residents]
    protected = protect(
        cube,
        Rules(residents=gate.threshold),
        quiet=empty,
        rounding=Rounding(gate.base, gate.threshold, exactly),
    )
    told = {key: shown for key in cube.keys if (shown := protected.shown(key)) is not None}
    gate.released.append(Passed(name, len(told), len(cube.keys) - len(told), passport_id, not told))
    return Square(
        {(row, column): shown for (row, column), shown in told.items() if ALL not in (row, column)},
        {row: shown for (row, column), shown in told.items() if column == ALL != row},
        {column: shown for (row, column), shown in told.items() if row == ALL != column},
        told.get(whole),
        protected,
    )
