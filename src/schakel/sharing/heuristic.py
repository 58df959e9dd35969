"""A pattern that protects, quickly and without proof that it is the least: one programme for each cell not yet safe.

For a cell that an outsider can still narrow down, the cheapest movement that makes it as uncertain as it must be (cells
that are hidden already move for nothing) is one linear programme; whatever it moves is hidden. One movement often
serves many cells. In the end what turned out to be needless is shown again (Kelly, Golden and Assad 1992 are the
source of the idea for two dimensions; here it runs on any set of sums).
"""

import time

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import hstack

from schakel.sharing.hiding import Aim, Flags, Hiding
from schakel.sharing.separation import Moves, violated
from schakel.sharing.suppression import Check, Impossible, Pattern

MOVED = 1e-7
FREE = 1e-6  # a hidden cell still costs so much of the cheapest, that movements stay small


def hide_quickly(problem: Hiding, seconds: float = 8.0, check: Check | None = None) -> Pattern:
    """A pattern that reaches every aim, not proven to be the cheapest. Impossible if there is none.

    seconds: how long needless cells are sought; what protects is found first, however long it takes. check: as of
    `suppression.suppress`; while it says no, the cheapest cells beside the hidden ones are hidden as well.
    """
    end = time.monotonic() + seconds
    hidden, moves = problem.forced.copy(), Moves()
    order = sorted(range(len(problem.aims)), key=lambda at: -_size(problem.aims[at]))
    for at in order:
        aim = problem.aims[at]
        if next(violated(problem, hidden.astype(float), moves, [aim]), None) is None:
            continue
        for sign, level in _wanted(problem, aim):
            hidden |= _cheapest(problem, aim, sign, level, hidden)
    while check is not None and not check(hidden):
        hidden = _one_more(problem, hidden)
    hidden = _without_needless(problem, hidden, moves, check, end)
    return Pattern(hidden, False, float(problem.cost[hidden].sum()), float(problem.cost[problem.forced].sum()))


def _size(aim: Aim) -> float:
    return max(aim.up, aim.down, aim.spread)


def _wanted(problem: Hiding, aim: Aim) -> list[tuple[float, float]]:
    """Directions and levels; a mere spread goes the way where there is room."""
    both = [(1.0, aim.up), (-1.0, aim.down)]
    short = aim.spread - aim.up - aim.down
    if short > 0:
        both[0] = (1.0, aim.up + short)
    return [(sign, level) for sign, level in both if level > 0]


def _cheapest(problem: Hiding, aim: Aim, sign: float, level: float, hidden: Flags) -> Flags:
    """What must be hidden as well so that the cell can move by the level. Impossible if nothing helps."""
    layer = problem.layers[aim.layer]
    down, up = layer.down.copy(), layer.up.copy()
    shut = problem.kept & ~hidden
    shut[list(aim.known)] = True
    down[shut] = up[shut] = 0.0
    price = np.where(hidden, FREE, problem.cost)
    bounds = np.concatenate([np.column_stack([0 * up, up]), np.column_stack([0 * down, down])])
    cell = aim.cell if sign > 0 else aim.cell + problem.size
    other = aim.cell + problem.size if sign > 0 else aim.cell
    if bounds[cell, 1] < level - 1e-9:
        raise Impossible
    bounds[cell], bounds[other] = (level, level), (0.0, 0.0)
    matrix = hstack([problem.matrix, -problem.matrix], format="csr")
    solved = linprog(
        np.concatenate([price, price]), A_eq=matrix, b_eq=np.zeros(matrix.shape[0]), bounds=bounds, method="highs"
    )
    if solved.status == 2:
        raise Impossible
    if solved.status != 0:
        raise RuntimeError(f"the programme of a movement was not solved: {solved.message}")
    moved: Flags = np.abs(solved.x[: problem.size] - solved.x[problem.size :]) > MOVED
    return moved


def _one_more(problem: Hiding, hidden: Flags) -> Flags:
    """The cheapest cell that shares a sum with the hidden ones goes along."""
    beyond = np.flatnonzero(~hidden & ~problem.kept)
    if not len(beyond):
        raise Impossible
    near = np.unique(np.concatenate([cells for cells in problem.rows if hidden[cells].any()] or [beyond]))
    near = np.intersect1d(near, beyond) if len(np.intersect1d(near, beyond)) else beyond
    wider = hidden.copy()
    wider[near[np.argmin(problem.cost[near])]] = True
    return wider


def _without_needless(problem: Hiding, hidden: Flags, moves: Moves, check: Check | None, end: float) -> Flags:
    """Show again, dearest first, every cell that the aims and the check can do without."""
    spare = np.flatnonzero(hidden & ~problem.forced)
    for cell in spare[np.argsort(-problem.cost[spare], kind="stable")]:
        if time.monotonic() > end:
            break
        tried = hidden.copy()
        tried[cell] = False
        if next(violated(problem, tried.astype(float), moves), None) is None and (check is None or check(tried)):
            hidden = tried
    return hidden
