"""One linear programme of the side that protects, solved by HiGHS. (The side that attacks has its own, `outsider`.)"""

from typing import Any

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_matrix, hstack

from schakel.sharing.hiding import Numbers

_linprog: Any = linprog  # its types do not know sparse matrices


def cheapest(goal: Numbers, sums: Any, ends: Numbers) -> Any:
    """The z with the least goal times z, sums times z equal to 0, and z between the two columns of ends.

    The answer is scipy's: status 0 when solved, 2 when impossible; x, fun, eqlin.marginals.
    """
    return _linprog(goal, A_eq=sums, b_eq=np.zeros(sums.shape[0]), bounds=ends, method="highs")


def towards(price: Numbers, sums: Any, ends: Numbers, reach: Any, levels: Numbers, worth: Numbers) -> Any:
    """The z of `cheapest` with rewards: reach times z brings each of several things towards its level.

    What is reached, up to the level, is worth so much a unit. The answer's x has z first.
    """
    n, m = len(price), len(levels)
    return _linprog(
        np.concatenate([price, -worth]),
        A_ub=hstack([-reach, csr_matrix(np.eye(m))], format="csr"),
        b_ub=np.zeros(m),
        A_eq=hstack([sums, csr_matrix((sums.shape[0], m))], format="csr"),
        b_eq=np.zeros(sums.shape[0]),
        bounds=np.concatenate([ends.reshape(n, 2), np.column_stack([np.full(m, -np.inf), levels])]),
        method="highs",
    )
