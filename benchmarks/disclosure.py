"""How long protecting a table takes: the least pattern with proof, the quick one, and the attack on either.

    python -m benchmarks.disclosure            # the goals: <= 350 cells in 2 s, <= 1,200 in 30 s, above it 10 s
    python -m benchmarks.disclosure 25 13 600  # one table: rows, columns, residents

Tables are made up: districts in four areas by kinds of question in three groups, most cells of a few residents, as
in a municipality; thresholds of 5. Processor time and wall time; the goals are held against wall time.
"""

import random
import sys
import time

from schakel.sharing.audit import audit
from schakel.sharing.cube import Cube, cube_of_counts
from schakel.sharing.dimension import Dimension
from schakel.sharing.disclosure import protect
from schakel.sharing.primary import Rules

SIZES = ((20, 10), (30, 14), (45, 19), (100, 45))  # leaves of both dimensions
GOALS = {350: 2.0, 1_200: 30.0}
SEEDS = (1, 2, 3)
QUICK = 10.0


def dimension(name: str, leaves: int, groups: int) -> Dimension:
    """Leaves in so many groups of about the same size."""
    values = [f"{name}{at}" for at in range(leaves)]
    parts = [(f"{name}-group{at}", tuple(values[at::groups])) for at in range(groups)]
    return Dimension(name, "total", (("total", tuple(whole for whole, _ in parts)), *parts))


def table(rows: int, columns: int, seed: int) -> Cube:
    """Counts as of a log: large and small districts, common and rare questions."""
    chance = random.Random(seed)  # noqa: S311 -- seeded on purpose
    one, two = dimension("d", rows, 4), dimension("q", columns, 3)
    large = {leaf: chance.lognormvariate(0, 0.8) for leaf in one.leaves}
    common = {leaf: chance.lognormvariate(2.6, 0.9) for leaf in two.leaves}
    return cube_of_counts(
        (one, two),
        {(a, b): int(chance.gammavariate(2, large[a] * common[b] / 2)) for a in one.leaves for b in two.leaves},
    )


def measure(rows: int, columns: int, seed: int) -> bool:
    """Protect one table, attack it, print a line; whether the goal was reached."""
    cube = table(rows, columns, seed)
    start, busy = time.perf_counter(), time.process_time()
    protected = protect(cube, Rules(residents=5))
    wall, busy = time.perf_counter() - start, time.process_time() - busy
    start = time.perf_counter()
    outcome = audit([protected.release("t", "p")])
    attack = time.perf_counter() - start
    goal = next((seconds for cells, seconds in GOALS.items() if len(cube.keys) <= cells), QUICK)
    value = sum(cube.value(key) for key in protected.hidden) / max(1.0, sum(map(cube.value, cube.keys)))
    print(
        f"{len(cube.keys):5d} cells, {len(protected.unsafe):3d} unsafe, {len(protected.hidden):3d} hidden "
        f"({value:.1%} of all values), {'proven' if protected.pattern.proven else 'not proven'}: "
        f"{wall:6.2f} s (goal {goal:.0f}), processor {busy:6.2f} s; attack {attack:5.2f} s, "
        f"{outcome.programmes} programmes, {'stands' if outcome.passed else 'FAILS'}",
        flush=True,
    )
    return outcome.passed and wall <= goal


def main() -> int:
    """All sizes, or the one that is asked for."""
    if len(sys.argv) > 3:
        return 0 if measure(*map(int, sys.argv[1:4])) else 1
    reached = [measure(rows, columns, seed) for rows, columns in SIZES for seed in SEEDS]
    print(f"{sum(reached)} of {len(reached)} within their goal")
    return 0 if all(reached) else 1


if __name__ == "__main__":
    sys.exit(main())
