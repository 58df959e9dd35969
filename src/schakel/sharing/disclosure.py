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

import numpy as np

from schakel.chain.problem import Problem, Refusal
from schakel.sharing.atoms import NotComparable
from schakel.sharing.audit import known
from schakel.sharing.cube import RESIDENTS, Cube, Key, Measure
from schakel.sharing.heuristic import hide_quickly
from schakel.sharing.hiding import Cost, Flags, hiding
from schakel.sharing.outsider import Contradiction
from schakel.sharing.primary import Need, Rules, needs
from schakel.sharing.register import Register
from schakel.sharing.release import Release, exact
from schakel.sharing.suppression import Impossible, OutOfTime, Pattern, suppress
from schakel.texts import say

PROVEN_CELLS = 6_000  # up to so many cells the least pattern is sought
PROOF_SECONDS = 30.0
QUICK_SECONDS = 6.0  # for the best choice among the cells of a quick pattern


@dataclass(frozen=True)
class Protected:
    """A cube with what may not be told of it. measures: those that leave; the pattern is the same for all."""

    cube: Cube
    needs: tuple[Need, ...]
    pattern: Pattern
    measures: tuple[Measure, ...]

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
        return exact(name, population, self.cube, self.hidden, self.needs, measure)


def protect(
    cube: Cube,
    rules: Rules,
    *,
    more: Sequence[Need] = (),
    keep: Iterable[Key] = (),
    measures: Sequence[Measure] | None = None,
    cost: Cost = "value",
    held: Register | None = None,
    population: str = "",
    seconds: float = PROOF_SECONDS,
) -> Protected:
    """The least pattern that keeps every need of the rules, and of `more`.

    keep: cells that must be told. measures: what leaves (default: all that the cube holds). held: what the readers
    have already; the pattern is widened until all of it together stands. Refusal `release_impossible` if nothing
    that may be hidden protects the table.
    """
    leaving = tuple(measures or cube.measures)
    wanted = tuple(need for need in (*needs(cube, rules), *more) if need.measure in leaving)
    register = held or Register("")
    problem = hiding(cube, wanted, keep=(*keep, *_in_vain(cube, wanted, leaving, register, population)), cost=cost)

    def stands(hidden: Flags) -> bool:
        away = frozenset(cube.keys[at] for at in np.flatnonzero(hidden))
        tables = [exact("", population, cube, away, wanted, measure) for measure in leaving]
        return all(register.consider(table).passed for table in tables)

    try:
        if not wanted and stands(problem.forced):
            pattern = Pattern(problem.forced, True, 0.0, 0.0)
        elif len(cube.keys) <= PROVEN_CELLS:
            try:
                pattern = suppress(problem, seconds, stands)
            except OutOfTime:
                pattern = hide_quickly(problem, QUICK_SECONDS, stands)
        else:
            pattern = hide_quickly(problem, QUICK_SECONDS, stands)
    except Impossible:
        raise Refusal((Problem("release_impossible"),)) from None
    return Protected(cube, wanted, pattern, leaving)


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
