"""A table of counts as everything else may show it: chart, export, API. Table in, Table out, with its proof.

The one way for a table that adds up: its rows are leaves, each resident is in one row. Out come the rows with all
their totals; a value that may not be told is None. The rule stands in the passport.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from schakel.chain.table import Column, Table, Value
from schakel.sharing.cube import Cell, Cube, Key, cube_of_counts
from schakel.sharing.dimension import Dimension, flat
from schakel.sharing.disclosure import Protected, Rounding, protect
from schakel.sharing.primary import Rules
from schakel.sharing.register import Register

ALL = "\N{HORIZONTAL ELLIPSIS}all"


@dataclass(frozen=True)
class ToldTable:
    """table: as it may be shown; protected: what the register keeps and what stands under it."""

    table: Table
    protected: Protected

    @property
    def population(self) -> str:
        """Whose residents these are: the snapshot that the passport names."""
        return self.table.passport.snapshot


def told_table(
    table: Table,
    rules: Rules,
    *,
    hierarchies: Mapping[str, Dimension] | None = None,
    rounding: Rounding | None = None,
    held: Register | None = None,
) -> ToldTable:
    """The table with its totals, protected by the rules and beside what the readers hold.

    Columns with the role of dimension and one of residents are used, other columns left out: their values would tell
    what is hidden. hierarchies: of dimensions that are more than leaves and a total; they name every leaf that there
    can be, as must all tables that are to be compared. ValueError if the table is of a selection (see `selected`),
    has no residents, has a leaf twice or one that the hierarchy does not name. Refusal as of `protect`.
    """
    if table.passport.selection:
        raise ValueError(f"{table.name}: a selection is a dimension of its own, see schakel.sharing.selected")
    cube = _cube(table, hierarchies or {})
    protected = protect(cube, rules, rounding=rounding, held=held, population=table.passport.snapshot)
    names = [column for column in table.columns if column.role == "dimension"]
    people = Column("residents", "residents", "residents")
    rows: list[tuple[Value, ...]] = [(*key, protected.shown(key)) for key in cube.keys]
    rounds = f", rounded to {rounding.base}" if rounding else ""
    proof = "least pattern proven" if protected.pattern.proven else "least pattern not proven"
    passport = replace(table.passport, disclosure=f"threshold {rules.residents}{rounds}, attacked, {proof}")
    return ToldTable(Table(table.name, (*names, people), tuple(rows), passport), protected)


def _cube(table: Table, hierarchies: Mapping[str, Dimension]) -> Cube:
    people = [at for at, column in enumerate(table.columns) if column.role == "residents"]
    axes = [at for at, column in enumerate(table.columns) if column.role == "dimension"]
    if not people or not axes:
        raise ValueError(f"{table.name}: no column of residents, or no dimension")
    counts: dict[Key, int] = {}
    for row in table.rows:
        key = tuple("" if row[at] is None else str(row[at]) for at in axes)
        if key in counts:
            raise ValueError(f"{table.name}: {key} is there twice")
        counts[key] = int(str(row[people[0]]))
    dimensions = tuple(
        hierarchies.get(table.columns[at].name) or flat(table.columns[at].name, sorted({key[n] for key in counts}), ALL)
        for n, at in enumerate(axes)
    )
    for key in counts:
        if any(value not in dimension.leaves for value, dimension in zip(key, dimensions, strict=True)):
            raise ValueError(f"{table.name}: {key} is no leaf of its hierarchies")
    cube = cube_of_counts(dimensions, counts)
    return _with_contributors(table, cube, axes)


def _with_contributors(table: Table, cube: Cube, axes: list[int]) -> Cube:
    """Contributors of a leaf as told; of a total at least as many as of its largest part."""
    places = [at for at, column in enumerate(table.columns) if column.role == "contributors"]
    if not places:
        return cube
    each = {
        tuple("" if row[at] is None else str(row[at]) for at in axes): int(str(row[places[0]])) for row in table.rows
    }

    def most(key: Key) -> int:
        inside = [
            n
            for leaf, n in each.items()
            if all(a in d.leaves_of(b) for a, b, d in zip(leaf, key, cube.dimensions, strict=True))
        ]
        return max(inside, default=0)

    cells = {key: Cell(cube.cells[key].residents, contributors=most(key)) for key in cube.keys}
    return Cube(cube.dimensions, cells)
