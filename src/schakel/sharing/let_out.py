"""What a view lets out of one table, as a release that can be attacked beside everything that was let out before.

The table is one of pairs: a resident and a row. A resident is at most once in a row, so the pairs of a row add up over
selections, also where residents are in many rows (docs/background/disclosure-control.md). What must stay unknown is
what rounding promises: of each group of 1 to threshold - 1 residents at least threshold numbers remain possible.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from schakel.sharing.cube import RESIDENTS, Key
from schakel.sharing.dimension import Dimension
from schakel.sharing.passed import Passed, PassedView, ToldRow, Whose
from schakel.sharing.primary import Need
from schakel.sharing.release import Release, Told, Untold
from schakel.sharing.selections import divided, node_of

ALL, SMALL, EVERY, REST = (
    "\N{HORIZONTAL ELLIPSIS}residents",
    "\N{HORIZONTAL ELLIPSIS}small",
    "\N{HORIZONTAL ELLIPSIS}every row",
    "\N{HORIZONTAL ELLIPSIS}rest",
)
STOCK = "stock"  # begins the name of a table that is told with what flows in and out (`flows`)
Counts = Mapping[tuple[Key, str], int]  # residents of a row (its key) by their signature


class Untrue(Exception):
    """What was told differs from what is counted, so that it cannot be judged."""


@dataclass(frozen=True)
class LetOut:
    """One table of a view. population: whose pairs these are, the snapshot first; selection: as `selections.text_of`.

    whole: between which numbers a reader places all residents of the selection.
    """

    population: str
    selection: str
    table: Passed
    whole: tuple[int, int]

    @property
    def adds_up(self) -> bool:
        """Whether its rows are parts of the whole."""
        return self.table.whose is not None and self.table.whose.adds_up

    def told(self, node: str) -> dict[Key, tuple[int, int]]:
        """Between which numbers a reader places each row and total. node: of the selection, as of `node_of`."""
        found: dict[Key, tuple[int, int]] = {(label_of(row.key), node): (row.low, row.high) for row in self.table.rows}
        if self.adds_up:
            found[EVERY, node] = self.whole
            if self.table.rest:
                found[REST, node] = self.table.rest
        return found


def tables_of(view: PassedView, snapshot: str) -> tuple[LetOut, ...]:
    """Every table of a view by itself, and its number of residents as one more. Equal ones once.

    ValueError for a table of which it is not known whose its rows are: what leaves must be attacked.
    """
    total = Passed("residents", 1, 0, "", whose=Whose("cases", ()), rows=(ToldRow((), *view.whole),))
    found: dict[tuple[object, ...], LetOut] = {}
    for table in (total, *view.tables):
        if table.empty or not table.rows or table.name.startswith(f"{STOCK} "):
            continue
        if table.whose is None:
            raise ValueError(f"{table.name}: whose rows these are is not told, so it cannot be judged")
        unusual = [word for word, usual in ((view.follow, "case"), (view.names, "today")) if word != usual]
        among = ", ".join([*unusual, *table.whose.apart])
        population = f"{snapshot} {table.name}" + (f" ({among})" if among else "")
        found.setdefault((population, table.rows, table.rest), LetOut(population, view.selection, table, view.whole))
    return tuple(found.values())


def release_of(
    name: str, out: LetOut, counts: Counts, selections: Sequence[str], threshold: int, held: Iterable[Release] = ()
) -> Release:
    """The release of one table. selections: all that were told of this population, this one among them.

    held: what was told of it before, whose rows are looked at again. Untrue if counts and table contradict.
    """
    named = _named(counts, threshold)
    division = divided(selections, out.selection, {signature for _, signature in counts})
    rows, node = _rows(out.table, named, out.adds_up and out.table.rest is not None), node_of(out.selection)
    told = [Told(key, *ends) for key, ends in out.told(node).items() if key[0] != REST or REST in rows.nodes]
    near = {each.key[0] for each in told} | {each.key[0] for release in held for each in release.told}
    if out.adds_up:
        near = set(rows.leaves)
    truth = Truth(rows, division, named)
    for each in told:
        if not each.low <= truth.residents(each.key) <= each.high:
            raise Untrue(each.key[0])
    groups = {division.leaves_of(part): part for part in division.nodes}  # each group of people once
    needs = [
        need
        for row in rows.leaves
        if row in near
        for part in groups.values()
        if (need := small_group((row, part), truth.residents((row, part)), threshold))
    ]
    shown = {label_of(row.key) for row in out.table.rows}
    hidden = [(row, node) for row in rows.leaves if row not in shown and node in division.nodes]
    return Release(
        name,
        out.population,
        RESIDENTS,
        (rows, division),
        tuple(told),
        tuple(needs),
        untold_of(truth, hidden, threshold),
    )


def untold_of(truth: "Counted", hidden: Iterable[Key], threshold: int) -> tuple[Untold, ...]:
    """Why each of these cells is hidden; those of nobody are no cells."""
    found = [(key, truth.residents(key)) for key in hidden]
    return tuple(Untold(key, "few" if n < threshold or SMALL in key else "along") for key, n in found if n)


class Counted(Protocol):
    """Something that tells how many stand in a cell."""

    def residents(self, key: Key) -> int:
        """The residents of a cell."""


@dataclass(frozen=True)
class Truth:
    """Counts of leaves, and what they add up to."""

    rows: Dimension
    division: Dimension
    counted: Mapping[tuple[str, str], int]

    def residents(self, key: Key) -> int:
        """The pairs in one cell."""
        inside = self.division.leaves_of(key[1])
        return sum(self.counted.get((row, leaf), 0) for row in self.rows.leaves_of(key[0]) for leaf in inside)


def small_group(key: Key, n: int, threshold: int) -> Need | None:
    """What must stay possible of a group: nothing if it is nobody or large enough.

    low and high ask for nothing; the spread does. It tells no truth, so that the register holds none.
    """
    if not 0 < n < threshold:
        return None
    return Need(key, RESIDENTS, threshold - 1, 1, "residents", spread=threshold - 1)


def _rows(table: Passed, named: Mapping[tuple[str, str], int], with_rest: bool) -> Dimension:
    leaves = tuple(sorted({leaf for leaf, _ in named}))
    breakdowns: list[tuple[str, tuple[str, ...]]] = [(EVERY, leaves)]
    if with_rest:
        shown = {label_of(row.key) for row in table.rows}
        rest = tuple(leaf for leaf in leaves if leaf not in shown)
        if rest:
            breakdowns += [(EVERY, (*sorted(shown), REST)), (REST, rest)]
    return Dimension(table.name, EVERY, tuple(breakdowns))


def _named(counts: Counts, threshold: int) -> dict[tuple[str, str], int]:
    """Rows of too few residents of the whole are one row: nothing can ever be told of them apart."""
    whole: dict[Key, int] = {}
    for (key, _), n in counts.items():
        whole[key] = whole.get(key, 0) + n
    found: dict[tuple[str, str], int] = {}
    for (key, signature), n in counts.items():
        place = (label_of(key) if whole[key] >= threshold else SMALL, signature)
        found[place] = found.get(place, 0) + n
    return found


def label_of(key: Key) -> str:
    """How a row is called in a release: the values of its key."""
    return " → ".join(value.replace(" → ", " -> ") or "–" for value in key) or ALL
