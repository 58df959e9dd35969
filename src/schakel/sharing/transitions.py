"""The square of a map: who goes from which step to which, with what is told of the steps themselves as its totals.

Everybody who is in a step goes on or ends there. Where each resident takes a step once, the number of the step is the
exact sum of what comes after it, and of what came before; where some take it more often it is at most that sum. Both
are known to a reader here, of every step. Such a square may be too dense for rounding (docs/background/the-gate.md).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from schakel.sharing.cube import RESIDENTS, Key
from schakel.sharing.dimension import Dimension, flat
from schakel.sharing.let_out import SMALL, small_group, untold_of
from schakel.sharing.passed import PassedView, ToldRow, Whose
from schakel.sharing.primary import Need
from schakel.sharing.release import Release, Told

ALL, START, END = "\N{HORIZONTAL ELLIPSIS}all", "\N{HORIZONTAL ELLIPSIS}start", "\N{HORIZONTAL ELLIPSIS}end"
STEPS, LINKS, FIRSTS, LASTS = "activities", "edges", "starts", "ends"  # names of the tables
Residents = Mapping[tuple[str, ...], int]  # by the key of a row


@dataclass(frozen=True)
class Square:
    """What is told of a square: tables by name, as far as the view has them. sources: that stand apart."""

    population: str
    tables: Mapping[str, Sequence[ToldRow]]
    apart: tuple[str, ...] = ()

    def whose(self) -> dict[str, Whose]:
        """Where to count: steps, links, and with what residents start and end."""

        def of(columns: tuple[str, ...], condition: str) -> Whose:
            return Whose("steps", columns, condition, apart=self.apart)

        return {
            STEPS: of(("activity",), "activity IS NOT NULL"),
            LINKS: of(("activity", "next_activity"), "next_activity IS NOT NULL"),
            FIRSTS: of(("activity",), "is_first"),
            LASTS: of(("activity",), "is_last"),
        }


def square_of(view: PassedView, snapshot: str) -> Square | None:
    """The square of a view that shows links between steps, else None. Ends that are only in sight are not the ends."""
    found = {table.name: table for table in view.tables if table.whose}
    if LINKS not in found or not found[LINKS].rows:
        return None
    whose = found[LINKS].whose
    apart = whose.apart if whose else ()
    told = {
        name: found[name].rows for name in (STEPS, LINKS, FIRSTS) if name in found and _same(found[name].whose, apart)
    }
    words = [word for word, usual in ((view.follow, "case"), (view.names, "today")) if word != usual]
    among = ", ".join([view.selection or "everybody", *words, *apart])
    return Square(f"{snapshot} transitions ({among})", told, apart)


def release_of_square(name: str, square: Square, counts: Mapping[str, Residents], threshold: int) -> Release:
    """The release of a square. counts: residents by the tables of `Square.whose`, of the selection of the view."""
    people = {key[0]: n for key, n in counts[STEPS].items()}
    known = {step for step, n in people.items() if n >= threshold}
    cells = _cells(counts, known)
    steps = tuple(sorted(known)) + ((SMALL,) if set(people) - known else ())
    sources, targets = flat("from", (START, *steps), ALL), flat("to", (*steps, END), ALL)
    truth = Leaves(sources, targets, cells)
    told = [Told((row.key[0], row.key[1]), row.low, row.high) for row in square.tables[LINKS]]
    told += [Told((START, row.key[0]), row.low, row.high) for row in square.tables.get(FIRSTS, ())]
    most = sum(cells.values())
    for row in square.tables.get(STEPS, ()):
        for key in ((row.key[0], ALL), (ALL, row.key[0])):
            once = truth.residents(key) == people[row.key[0]]
            told.append(Told(key, row.low, row.high if once else most))
    needs: list[Need] = [need for key, n in cells.items() if (need := small_group(key, n, threshold))]
    shown = {each.key for each in told}
    untold = untold_of(truth, [key for key in sorted(cells) if key not in shown], threshold)
    return Release(name, square.population, RESIDENTS, (sources, targets), tuple(told), tuple(needs), untold)


@dataclass(frozen=True)
class Leaves:
    """Counts by leaf, and what they add up to."""

    sources: Dimension
    targets: Dimension
    cells: Mapping[Key, int]

    def residents(self, key: Key) -> int:
        """The residents of a cell or a total."""
        before, after = self.sources.leaves_of(key[0]), self.targets.leaves_of(key[1])
        return sum(n for (source, target), n in self.cells.items() if source in before and target in after)


def _cells(counts: Mapping[str, Residents], known: set[str]) -> dict[Key, int]:
    found: dict[Key, int] = {}
    pairs = [((key[0], key[1]), n) for key, n in counts[LINKS].items()]
    pairs += [((START, key[0]), n) for key, n in counts[FIRSTS].items()]
    pairs += [((key[0], END), n) for key, n in counts[LASTS].items()]
    for pair, n in pairs:
        key = tuple(step if step in known or step in (START, END) else SMALL for step in pair)
        found[key] = found.get(key, 0) + n
    return found


def _same(whose: Whose | None, apart: tuple[str, ...]) -> bool:
    return whose is not None and whose.apart == apart
