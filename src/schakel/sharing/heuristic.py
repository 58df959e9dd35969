"""A pattern that protects, quickly and without proof that it is the least.

A movement that makes a cell as uncertain as it must be, at the least price (what is hidden already moves for nothing),
is one linear programme, and whatever it moves could be hidden (Kelly, Golden and Assad 1992 have the idea for two
dimensions; here it runs on any set of sums). A few such movements, half of the cells up and half down, serve many
cells at once; the rest are served one by one. Of the cells so found the exact method then takes the best choice, which
is quick because they are few.
"""

import time
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from scipy.sparse import csr_matrix, hstack

from schakel.sharing.hiding import Aim, Flags, Hiding
from schakel.sharing.programme import cheapest, towards
from schakel.sharing.separation import Moves, Parts, unreached, violated
from schakel.sharing.suppression import Check, Impossible, OutOfTime, Pattern, suppress

MOVED = 1e-7
FREE = 1e-6  # a hidden cell still costs a little, that movements stay small
ROUNDS = 6  # of programmes for many cells at once
FEW = 8  # so few cells are served one by one
PARTS = 16  # in which needless cells are sought
PULL = 1e5  # what a cell brought to its level is worth; prices are square roots of costs


def hide_quickly(problem: Hiding, seconds: float = 8.0, check: Check | None = None) -> Pattern:
    """A pattern that reaches every aim, not proven to be the cheapest. Impossible if there is none.

    seconds: how long the best choice among the cells so found may be sought; what protects is found first, however
    long it takes. check: as of `suppression.suppress`; while it says no, the cheapest neighbours are hidden as well.
    """
    hidden, moves = problem.forced.copy(), Moves()
    for turn in range(ROUNDS):
        left = [aim for aim in unreached(Parts(problem, hidden.astype(float)), problem.aims, moves) if not aim.known]
        if len(left) < FEW:
            break
        hidden |= _for_many(problem, left, hidden, turn)
    for aim in sorted(unreached(Parts(problem, hidden.astype(float)), problem.aims, moves), key=_size, reverse=True):
        if next(violated(problem, hidden.astype(float), moves, [aim]), None) is not None:
            hidden = _served(problem, aim, hidden)
    try:
        return replace(suppress(_within(problem, hidden), seconds, check), proven=False, bound=_least(problem))
    except (OutOfTime, Impossible):
        while check is not None and not check(hidden):
            hidden = _one_more(problem, hidden)
        hidden = _without_needless(problem, hidden, moves, check, time.monotonic() + seconds / 4)
    return Pattern(hidden, False, float(problem.cost[hidden].sum()), _least(problem))


def _within(problem: Hiding, hidden: Flags) -> Hiding:
    """The same choice, from these cells only."""
    return replace(problem, kept=problem.kept | ~hidden)


def _least(problem: Hiding) -> float:
    return float(problem.cost[problem.forced].sum())


def _for_many(problem: Hiding, aims: Sequence[Aim], hidden: Flags, turn: int) -> Flags:
    """One movement, half of the cells up and half down, that serves as many aims as it can with few cells more."""
    layer = max(range(len(problem.layers)), key=lambda at: sum(aim.layer == at for aim in aims))
    here = [aim for aim in aims if aim.layer == layer]
    signs = np.where((np.arange(len(here)) + turn) % 2, 1.0, -1.0)
    signs = np.where([aim.down <= 0 for aim in here], 1.0, np.where([aim.up <= 0 for aim in here], -1.0, signs))
    levels = np.array([aim.up if sign > 0 else aim.down for aim, sign in zip(here, signs, strict=True)])
    levels = np.maximum(levels, [min(aim.spread, 1.0) for aim in here])
    n, m, each = problem.size, len(here), np.arange(len(here))
    cells = np.array([aim.cell for aim in here])
    up, down = problem.layers[layer].up, problem.layers[layer].down
    shut = problem.kept & ~hidden
    ends = np.column_stack([np.zeros(2 * n), np.concatenate([np.where(shut, 0.0, up), np.where(shut, 0.0, down)])])
    reach = csr_matrix(
        (np.concatenate([signs, -signs]), (np.tile(each, 2), np.concatenate([cells, n + cells]))), (m, 2 * n)
    )
    price = np.where(hidden, FREE, np.sqrt(problem.cost))
    both = hstack([problem.matrix, -problem.matrix], format="csr")
    solved = towards(np.tile(price, 2), both, ends, reach, levels, PULL / np.maximum(levels, FREE))
    if solved.status != 0:
        return np.zeros(n, bool)
    moved: Flags = np.abs(solved.x[:n] - solved.x[n : 2 * n]) > MOVED
    return moved


def _size(aim: Aim) -> float:
    return max(aim.up, aim.down, aim.spread)


def _served(problem: Hiding, aim: Aim, hidden: Flags) -> Flags:
    """The hidden cells, and what one aim needs besides. A mere spread goes up, or down where there is no way up."""
    short = max(0.0, aim.spread - aim.up - aim.down)
    for levels in ((aim.up + short, aim.down), (aim.up, aim.down + short)):
        wider = hidden.copy()
        try:
            for sign, level in zip((1.0, -1.0), levels, strict=True):
                if level > 0:
                    wider |= _cheapest(problem, aim, sign, level, wider)
        except Impossible:
            continue
        return wider
    raise Impossible


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
    solved = cheapest(np.tile(price, 2), matrix, bounds)
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
    """Show again what the aims and the check can do without: dear cells first, many at once and then fewer."""
    spare = np.flatnonzero(hidden & ~problem.forced)
    spare = spare[np.argsort(-problem.cost[spare], kind="stable")]
    waiting = [part for part in np.array_split(spare, PARTS) if len(part)][::-1]
    while waiting and time.monotonic() < end:
        part = waiting.pop()
        tried = hidden.copy()
        tried[part] = False
        if next(violated(problem, tried.astype(float), moves), None) is None and (check is None or check(tried)):
            hidden = tried
        elif len(part) > 1:
            waiting += [part[len(part) // 2 :], part[: len(part) // 2]]
    return hidden
