"""Rounding of a cube's counts: each by itself, or together so that the rounded numbers still add up.

Each by itself is the rule of the reports (half up; the reader knows the truth within base - 1). Together (controlled
rounding, Cox 1987) every count goes to the multiple just below or just above, and every sum stays a sum; a multiple
stays as it is. In two dimensions that is always possible, in more it nearly always is.
"""

from collections.abc import Mapping

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from schakel.sharing.cube import Cube, Key
from schakel.sharing.hiding import matrix_of

SECONDS = 10.0


def round_each(cube: Cube, base: int) -> Mapping[Key, int]:
    """Every count to its nearest multiple of the base, half up. Sums need not add up any more."""
    return {key: (cube.cells[key].residents + base // 2) // base * base for key in cube.keys}


def round_together(cube: Cube, base: int) -> Mapping[Key, int] | None:
    """Every count up or down to a multiple, all sums kept, with the least sum of changes. None if that cannot be."""
    true = np.array([cube.cells[key].residents for key in cube.keys])
    below = true // base
    free = true % base != 0
    matrix = matrix_of(cube)
    offset = matrix @ below
    solved = milp(
        np.where(free, base - 2.0 * (true % base), 0.0),
        integrality=np.ones(len(true), int),
        bounds=Bounds(0, free.astype(float)),
        constraints=LinearConstraint(matrix, -offset, -offset),
        options={"time_limit": SECONDS},
    )
    if solved.x is None:
        return None
    up = np.round(solved.x).astype(int)
    return {key: int((below[at] + up[at]) * base) for at, key in enumerate(cube.keys)}
