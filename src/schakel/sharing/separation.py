"""The outsider's side of the choice: how far a cell can be moved when these cells are hidden, and why no farther.

When x of the cells is hidden, an outsider can move the value of cell p up by max z_p over all z with M z = 0 and
-down_i x_i <= z_i <= up_i x_i. By duality, for every vector g on the sums, with d = e_p - M'g,

    max z_p <= sum_i (up_i max(d_i, 0) + down_i max(-d_i, 0)) x_i ,

so that "at least `level`" gives a linear condition on x (a Benders cut) whose coefficients may be capped at the level
(Fischetti and Salazar 2000). Where values are rounded, a shown cell leaves something open as well: a constant. The
condition holds for every g, so rounding errors of the solver cannot make it wrong.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from scipy.sparse import bmat, csr_matrix
from scipy.sparse.csgraph import connected_components

from schakel.sharing.hiding import Aim, Hiding, Numbers
from schakel.sharing.programme import cheapest, towards

TOLERANCE = 1e-6
MOVES_KEPT = 400
SWEEPS = 3
WORTH_A_SWEEP = 4  # so few cells are tried one by one


@dataclass(frozen=True)
class Cut:
    """sum of coefficients times x is at least `level`."""

    coefficients: Numbers
    level: float


@dataclass(frozen=True)
class Bound:
    """How far a cell can be moved at most: coefficients times x, and what shown values leave open."""

    coefficients: Numbers
    anyway: float

    def __add__(self, other: "Bound") -> "Bound":
        return Bound(self.coefficients + other.coefficients, self.anyway + other.anyway)

    def at_least(self, level: float) -> Cut | None:
        """The condition that the bound reaches a level; None if it does whatever is hidden."""
        rest = level - self.anyway
        return Cut(np.minimum(self.coefficients, rest), rest) if rest > TOLERANCE * max(1.0, level) else None


@dataclass
class Moves:
    """Movements that were found for one choice, tried on the next before a programme is solved."""

    found: dict[int, list[Numbers]] = field(default_factory=dict)

    def add(self, layer: int, move: Numbers) -> None:
        """Keep one; the oldest goes."""
        kept = self.found.setdefault(layer, [])
        kept.append(move)
        del kept[:-MOVES_KEPT]

    def possible(self, problem: Hiding, x: Numbers) -> dict[int, Numbers]:
        """The kept moves of each layer that the hidden cells allow, and their opposites where those are allowed."""
        allowed = {}
        for layer, kept in self.found.items():
            moves = np.array(kept)
            down, up = problem.layers[layer].ends(x)
            both = np.concatenate([moves, -moves])
            allowed[layer] = both[np.all((both <= up + 1e-9) & (both >= -down - 1e-9), axis=1)]
        return allowed


def violated(problem: Hiding, x: Numbers, moves: Moves, aims: Sequence[Aim] | None = None) -> Iterator[Cut]:
    """A cut for every aim that the hidden cells x (0..1) do not reach."""
    parts = Parts(problem, x)
    for aim in unreached(parts, problem.aims if aims is None else aims, moves):
        ends = [_end(parts, aim, sign, moves) for sign in (1.0, -1.0)]
        for level, (value, bound) in zip((aim.up, aim.down), ends, strict=True):
            if level > 0 and value < level - TOLERANCE * max(1.0, level) and (cut := bound.at_least(level)):
                yield cut
        narrow = ends[0][0] + ends[1][0] < aim.spread - TOLERANCE * max(1.0, aim.spread)
        if aim.spread > 0 and narrow and (cut := (ends[0][1] + ends[1][1]).at_least(aim.spread)):
            yield cut


def unreached(parts: "Parts", aims: Sequence[Aim], moves: Moves) -> list[Aim]:
    """The aims that no movement is known to reach: first by kept movements, then by movements that serve many."""
    left = list(aims)
    for turn in range(SWEEPS + 1):
        known = moves.possible(parts.problem, parts.x)
        before, left = len(left), [aim for aim in left if not _reached(aim, known.get(aim.layer))]
        if turn == SWEEPS or (turn and before - len(left) < before // 8):
            break
        for layer in range(len(parts.problem.layers)):
            for sign in (1.0, -1.0):
                short = [aim for aim in left if aim.layer == layer and not aim.known and _short(aim, sign, known) > 0]
                if len(short) >= WORTH_A_SWEEP:
                    moves.add(layer, _sweep(parts, short, sign))
    return left


def _sweep(parts: "Parts", aims: Sequence[Aim], sign: float) -> Numbers:
    """One movement that brings many cells of one layer as far as their level at once."""
    problem, cells = parts.problem, parts.open
    layer = problem.layers[aims[0].layer]
    levels = np.array([aim.up if sign > 0 else aim.down for aim in aims])
    places = np.searchsorted(cells, [aim.cell for aim in aims])
    n, m = len(cells), len(aims)
    down, up = layer.ends(parts.x)
    ends = np.column_stack([-down[cells], up[cells]])
    reach = csr_matrix((np.full(m, sign), (np.arange(m), places)), (m, n))
    solved = towards(np.zeros(n), parts.columns, ends, reach, levels, 1.0 / levels)
    move = np.zeros(problem.size)
    if solved.status == 0:
        move[cells] = solved.x[:n]
    return move


def bound_along(problem: Hiding, aim: Aim, sign: float, duals: Numbers) -> Bound:
    """The bound that a vector on the sums gives for moving a cell up (sign 1) or down (-1)."""
    layer = problem.layers[aim.layer]
    d = -(problem.across @ duals)
    d[aim.cell] += sign
    d[list(aim.known)] = 0.0
    d[np.abs(d) < 1e-9] = 0.0
    more, less = np.maximum(d, 0.0), np.maximum(-d, 0.0)
    anyway = layer.shown_up @ more + layer.shown_down @ less
    return Bound((layer.up - layer.shown_up) * more + (layer.down - layer.shown_down) * less, float(anyway))


def _reached(aim: Aim, known: Numbers | None) -> bool:
    """Whether movements reach all that an aim asks. Who knows a cell sees more than these movements show."""
    if aim.known or known is None or not len(known):
        return False
    slack = TOLERANCE * max(1.0, aim.up, aim.down)
    most, least = max(0.0, float(known[:, aim.cell].max())), min(0.0, float(known[:, aim.cell].min()))
    return most >= aim.up - slack and -least >= aim.down - slack and most - least >= aim.spread - slack


def _short(aim: Aim, sign: float, known: Mapping[int, Numbers]) -> float:
    """How much the movements fall short of an aim in one direction."""
    along = known.get(aim.layer)
    reached = float((sign * along[:, aim.cell]).max()) if along is not None and len(along) else 0.0
    return (aim.up if sign > 0 else aim.down) - max(0.0, reached)


class Parts:
    """The hidden cells, cut into parts that share no sum, so that each programme is small."""

    def __init__(self, problem: Hiding, x: Numbers) -> None:
        self.problem, self.x = problem, x
        loose = np.any([(layer.shown_down > 0) | (layer.shown_up > 0) for layer in problem.layers], axis=0)
        self.open = np.flatnonzero((x > 1e-9) | loose)
        columns = problem.matrix[:, self.open]
        used = np.flatnonzero(np.diff(columns.indptr))
        self.rows, self.columns = used, columns[used]
        links = bmat([[None, self.columns], [self.columns.T, None]]) if len(used) else csr_matrix((0, 0))
        self.part = connected_components(links, directed=False)[1][len(used) :]
        self.cache: dict[int, tuple[Any, Any, Any]] = {}

    def of(self, cell: int) -> tuple[Any, Any, Any]:
        """Cells, rows and matrix of the part of a cell (that must be open)."""
        label = int(self.part[np.searchsorted(self.open, cell)])
        if label not in self.cache:
            inside = np.flatnonzero(self.part == label)
            sub = self.columns[:, inside]
            rows = np.flatnonzero(np.diff(sub.indptr))
            self.cache[label] = (self.open[inside], self.rows[rows], sub[rows])
        return self.cache[label]


def _end(parts: Parts, aim: Aim, sign: float, moves: Moves) -> tuple[float, Bound]:
    """How far the cell can be moved in one direction, and the bound that says why no farther."""
    problem = parts.problem
    cells, rows, matrix = parts.of(aim.cell)
    layer = problem.layers[aim.layer]
    down, up = layer.ends(parts.x)
    low, high = -down[cells], up[cells]
    fixed = np.isin(cells, aim.known)
    low[fixed] = high[fixed] = 0.0
    goal = np.where(cells == aim.cell, -sign, 0.0)
    solved = cheapest(goal, matrix, np.column_stack([low, high]))
    if solved.status != 0:
        raise RuntimeError(f"the programme of an outsider was not solved: {solved.message}")
    duals = np.zeros(problem.matrix.shape[0])
    duals[rows] = -solved.eqlin.marginals
    if not aim.known:
        move = np.zeros(problem.size)
        move[cells] = solved.x
        moves.add(aim.layer, move)
    return -float(solved.fun), bound_along(problem, aim, sign, duals)
