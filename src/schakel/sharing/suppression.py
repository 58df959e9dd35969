"""The least that must be hidden, proven: a mixed integer programme with Benders cuts (Fischetti and Salazar 2000).

The programme knows at first only that each sum holds two hidden cells or none, and what each sum by itself says of
each aim. Its answer is tried by the outsider's programmes (`separation`); every aim that is missed gives a cut, first
on fractional answers, where solving is cheap, then on whole ones. When no cut is left the answer is the best there is.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_matrix, vstack

from schakel.sharing.hiding import Flags, Hiding, Numbers
from schakel.sharing.separation import Cut, Moves, bound_along, violated

FRACTIONAL_ROUNDS = 30
SMALL_GAIN = 1e-3  # of the bound: when a round of cuts lifts it by less, whole answers do more
IDLE_ROUNDS = 3

Check = Callable[[Flags], bool]


class OutOfTime(Exception):
    """The time was up before the best choice was found and proven."""


class Impossible(Exception):
    """Nothing that may be hidden protects this table."""


@dataclass(frozen=True)
class Pattern:
    """What is hidden, in the order of the cells. proven: nothing that costs less protects. bound: the least cost that
    was proven; cost: of this pattern. rounds, cuts: how much work it was."""

    hidden: Flags
    proven: bool
    cost: float
    bound: float
    rounds: int = 0
    cuts: int = 0


@dataclass
class Master:
    """The programme that chooses, with all the cuts found so far."""

    problem: Hiding
    rows: list[Any] = field(default_factory=list)

    def add(self, cut: Cut) -> None:
        """Scaled to a level of 1, so that counts and euros weigh alike in the solver's tolerances."""
        cells = np.flatnonzero(cut.coefficients)
        self.rows.append((cells, cut.coefficients[cells] / cut.level))

    @property
    def _cuts(self) -> Any:
        cells, entries = zip(*self.rows, strict=True)
        ends = np.concatenate([[0], np.cumsum([len(each) for each in cells])])
        return csr_matrix((np.concatenate(entries), np.concatenate(cells), ends), (len(cells), self.problem.size))

    def solve(self, whole: bool, seconds: float) -> tuple[Numbers, float]:
        """The cheapest choice, whole or fractional, and its cost. OutOfTime or Impossible if there is none."""
        if seconds <= 0:
            raise OutOfTime
        matrix = vstack([self._pairs, self._cuts]) if self.rows else self._pairs
        least = np.concatenate([np.zeros(self._pairs.shape[0]), np.ones(len(self.rows))])
        solved = milp(
            self.problem.cost,
            integrality=np.full(self.problem.size, int(whole)),
            bounds=Bounds(self.problem.forced.astype(float), 1.0 - self.problem.kept),
            constraints=LinearConstraint(matrix, least, np.inf),
            options={"time_limit": seconds, "mip_rel_gap": 1e-9},
        )
        if solved.status == 2:
            raise Impossible
        if solved.status != 0 or solved.x is None:
            raise OutOfTime
        return np.clip(solved.x, 0.0, 1.0), float(solved.fun)

    def __post_init__(self) -> None:
        """A hidden cell that is alone in one of its sums hides nothing, so the best choice has none.

        Beside rounded values it does, so there this is not said.
        """
        blocks = []
        rounded = any(layer.shown_down.any() or layer.shown_up.any() for layer in self.problem.layers)
        for line in () if rounded else self.problem.rows:
            cells = line[~self.problem.kept[line]]
            n = len(cells)
            signs = np.ones((n, n)) - 2 * np.eye(n)
            blocks.append(
                csr_matrix((signs.ravel(), (np.repeat(np.arange(n), n), np.tile(cells, n))), (n, self.problem.size))
            )
        self._pairs = vstack(blocks).tocsr() if blocks else csr_matrix((0, self.problem.size))


def suppress(problem: Hiding, seconds: float = 30.0, check: Check | None = None) -> Pattern:
    """The cheapest pattern that reaches every aim. OutOfTime, or Impossible if no pattern does.

    check: a second judge of a pattern (an outsider who reckons with whole people). When it says no, every pattern
    inside that one is refused too, as hiding less tells more: at least one other cell must be hidden.
    """
    end = time.monotonic() + seconds
    moves = Moves()
    master = Master(problem)
    for cut in _single_sums(problem):
        master.add(cut)
    rounds = _fractional(master, moves, end)
    while True:
        rounds += 1
        x, cost = master.solve(True, end - time.monotonic())
        hidden = x > 0.5
        before = len(master.rows)
        for cut in violated(problem, hidden.astype(float), moves):
            master.add(cut)
        if len(master.rows) == before:
            if check is None or check(hidden):
                return Pattern(hidden, True, float(problem.cost[hidden].sum()), cost, rounds, len(master.rows))
            master.add(wider(problem, hidden))
        if time.monotonic() > end:
            raise OutOfTime


def wider(problem: Hiding, hidden: Flags) -> Cut:
    """At least one cell beyond these. Impossible if there is none."""
    beyond = ~hidden & ~problem.kept
    if not beyond.any():
        raise Impossible
    return Cut(beyond.astype(float), 1.0)


def _fractional(master: Master, moves: Moves, end: float) -> int:
    """Rounds of cuts on fractional answers, as long as they lift the bound."""
    idle, last = 0, 0.0
    for turn in range(FRACTIONAL_ROUNDS):
        x, cost = master.solve(False, end - time.monotonic())
        before = len(master.rows)
        for cut in violated(master.problem, x, moves):
            master.add(cut)
        idle = idle + 1 if cost - last < SMALL_GAIN * max(1.0, cost) else 0
        last = cost
        if len(master.rows) == before or idle >= IDLE_ROUNDS:
            return turn + 1
    return FRACTIONAL_ROUNDS


def _single_sums(problem: Hiding) -> list[Cut]:
    """What each sum by itself says of each aim in it."""
    columns = problem.matrix.tocsc()
    cuts = []
    for aim in problem.aims:
        span = slice(columns.indptr[aim.cell], columns.indptr[aim.cell + 1])
        for row, entry in zip(columns.indices[span], columns.data[span], strict=True):
            ends = []
            for sign in (1.0, -1.0):
                duals = np.zeros(problem.matrix.shape[0])
                duals[row] = sign * entry
                ends.append(bound_along(problem, aim, sign, duals))
            levels = [(ends[0], aim.up), (ends[1], aim.down), (ends[0] + ends[1], aim.spread)]
            cuts += [cut for bound, level in levels if level > 0 and (cut := bound.at_least(level))]
    return cuts
