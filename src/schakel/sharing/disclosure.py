"""Disclosure control of one cube: what to hide, proven least where that can be, attacked before it leaves.

    protected = protect(cube, Rules(residents=10))
    protected.hidden            # keys that may not be told
    protected.release("districts by question", "snapshot 7c1f")

Small cubes get the least pattern there is, with proof; large ones a good one without (`Pattern.proven`). Either is
attacked by `audit`, which knows nothing of how the pattern was found, alone and with all that the readers already
have; what does not stand is widened or refused, never released.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from schakel.chain.problem import Problem, Refusal
from schakel.sharing.atoms import NotComparable
from schakel.sharing.audit import known
from schakel.sharing.cube import RESIDENTS, Cube, Key, Measure
from schakel.sharing.heuristic import hide_quickly
from schakel.sharing.hiding import Cost, Flags, Hiding, hiding
from schakel.sharing.outsider import Contradiction
from schakel.sharing.primary import Need, Rules, needs
from schakel.sharing.register import Register
from schakel.sharing.release import Release, Told, exact
from schakel.sharing.suppression import Check, Impossible, OutOfTime, Pattern, suppress
from schakel.texts import say

PROVEN_CELLS = 6_000  # up to so many cells the least pattern is sought
PROOF_SECONDS = 30.0
QUICK_SECONDS = 6.0  # for the best choice among the cells of a quick pattern


@dataclass(frozen=True)
class Rounding:
    """Counts that are shown are rounded to a multiple of a base, half up, but those of `exactly`.

    least: readers know that no cell of fewer residents is shown, but those of nobody.
    """

    base: int
    least: int = 0
    exactly: frozenset[Key] = frozenset()

    def of(self, key: Key, n: int) -> int:
        """A count as shown."""
        return n if key in self.exactly else (n + self.base // 2) // self.base * self.base

    def between(self, key: Key, n: int) -> tuple[int, int]:
        """Where a reader places the true value of a cell that is shown."""
        shown = self.of(key, n)
        if key in self.exactly:
            return shown, shown
        low = shown - self.base // 2
        return max(0, low, self.least if shown else 0), low + self.base - 1


@dataclass(frozen=True)
class Protected:
    """A cube with what may not be told of it. measures: those that leave; the pattern is the same for all."""

    cube: Cube
    needs: tuple[Need, ...]
    pattern: Pattern
    measures: tuple[Measure, ...]
    rounding: Rounding | None = None

    @property
    def hidden(self) -> frozenset[Key]:
        """The cells that may not be told."""
        return frozenset(key for key, away in zip(self.cube.keys, self.pattern.hidden, strict=True) if away)

    @property
    def unsafe(self) -> frozenset[Key]:
        """The cells that a rule forbids; the other hidden ones only shield these."""
        return frozenset(need.key for need in self.needs)

    def sentence(self, lang: str) -> str:
        """How much is hidden, and whether that is proven to be the least; stands with every such table."""
        code = "sharing.pattern_proven" if self.pattern.proven else "sharing.pattern_not_proven"
        return say(code, lang, hidden=len(self.hidden), cells=len(self.cube.keys))

    def release(self, name: str, population: str, measure: Measure = RESIDENTS) -> Release:
        """What leaves, as the register keeps it."""
        return _told(name, population, self, measure)

    def shown(self, key: Key) -> int | None:
        """The residents of a cell as they are told, rounded where they are rounded; None if the cell is hidden."""
        if key in self.hidden:
            return None
        residents = self.cube.cells[key].residents
        return residents if self.rounding is None else self.rounding.of(key, residents)


def protect(
    cube: Cube,
    rules: Rules,
    *,
    more: Sequence[Need] = (),
    keep: Iterable[Key] = (),
    quiet: Iterable[Key] = (),
    rounding: Rounding | None = None,
    measures: Sequence[Measure] | None = None,
    cost: Cost = "value",
    held: Register | None = None,
    population: str = "",
    seconds: float = PROOF_SECONDS,
) -> Protected:
    """The least pattern that keeps every need of the rules, and of `more`.

    keep: cells that must be told; quiet: cells that are not told in any case. rounding: of the residents, the only
    measure then. measures: what leaves (default: all that the cube holds). held: what the readers have already; the
    pattern is widened until all of it together stands. Refusal `release_impossible` if nothing that may be hidden
    protects the table.
    """
    leaving = (RESIDENTS,) if rounding else tuple(measures or cube.measures)
    wanted = tuple(need for need in (*needs(cube, rules), *more) if need.measure in leaving)
    register = held or Register("")
    in_vain = _in_vain(cube, wanted, leaving, register, population)
    shown = {key: rounding.between(key, cube.cells[key].residents) for key in cube.keys} if rounding else None
    problem = hiding(cube, wanted, keep=(*keep, *in_vain), quiet=quiet, cost=cost, shown=shown)

    def stands(hidden: Flags) -> bool:
        trial = Protected(cube, wanted, Pattern(hidden, False, 0.0, 0.0), leaving, rounding)
        return all(register.consider(trial.release("", population, measure)).passed for measure in leaving)

    try:
        pattern = _pattern(problem, seconds, stands)
    except Impossible:
        raise Refusal((Problem("release_impossible"),)) from None
    return Protected(cube, wanted, pattern, leaving, rounding)


def _pattern(problem: Hiding, seconds: float, stands: Check) -> Pattern:
    """The least pattern where it can be found in time, else a quick one."""
    if not problem.aims and stands(problem.forced):
        return Pattern(problem.forced, True, 0.0, 0.0)
    if problem.size <= PROVEN_CELLS:
        try:
            return suppress(problem, seconds, stands)
        except OutOfTime:
            pass
    return hide_quickly(problem, QUICK_SECONDS, stands)


def _told(name: str, population: str, protected: Protected, measure: Measure) -> Release:
    cube, rounding, hidden = protected.cube, protected.rounding, protected.hidden
    if rounding is None:
        return exact(name, population, cube, hidden, protected.needs, measure)
    told = tuple(Told(key, *rounding.between(key, cube.cells[key].residents)) for key in cube.keys if key not in hidden)
    return Release(name, population, measure, cube.dimensions, told, protected.needs)


def _in_vain(
    cube: Cube, wanted: Sequence[Need], leaving: Sequence[Measure], register: Register, population: str
) -> frozenset[Key]:
    """Cells that the readers know from what they hold: to hide them would hide nothing."""
    found = frozenset(cube.keys)
    for measure in leaving:
        empty = exact("", population, cube, cube.keys, wanted, measure)
        tables = (*register.beside(empty), empty)
        at = len(tables) - 1
        if not at:
            return frozenset()
        try:
            found &= {key for _, key in known(tables, [(at, key) for key in cube.keys])}
        except (NotComparable, Contradiction):
            return frozenset()  # the register will say why nothing can be told
    return found
