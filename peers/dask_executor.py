"""Run in an environment with distributed: replications on a Dask cluster are those of threads, to the last bit.

python peers/dask_executor.py [replications, 60 if not given]
"""

import importlib.metadata
import sys
import time
from concurrent.futures import Executor
from pathlib import Path

import numpy as np
from distributed import Client, LocalCluster

from schakel.simulation.causes.scenario_causes import ScenarioCauses, causes_of
from schakel.simulation.experiment.replication import Replications, replicate
from schakel.simulation.experiment.seeds import seeds

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from oracle.chain_model import ACTUAL, MODEL, REFERENCE

WORKERS = 2


def both(executor: Executor | None, n: int) -> tuple[Replications, ScenarioCauses]:
    """What a region would ask of a cluster: a forecast, and causes."""
    run = replicate(MODEL, ACTUAL, seeds(1, n), executor=executor)
    return run, causes_of(MODEL, REFERENCE, ACTUAL, "severity_weeks", seeds(1, n), executor=executor)


def differences(one: tuple[Replications, ScenarioCauses], other: tuple[Replications, ScenarioCauses]) -> list[str]:
    """Names of what is not the same to the last bit."""
    found = []
    for kind in ("values", "parts"):
        mine, theirs = (getattr(side[0], kind) for side in (one, other))
        found += [f"{kind} {name}" for name in mine if not np.array_equal(mine[name], theirs[name], equal_nan=True)]
    for name, band in one[0].series.items():
        other_band = vars(other[0].series[name])
        found += [f"{name} {side}" for side, cells in vars(band).items() if not np.array_equal(cells, other_band[side])]
    for cause, other_cause in zip(one[1].total.causes, other[1].total.causes, strict=True):
        if not np.array_equal(cause.per_replication, other_cause.per_replication):
            found.append(f"cause {cause.name}")
    return found


def main() -> None:
    """Compare; ends with 1 if anything differs."""
    n = int(sys.argv[1]) if len(sys.argv) > 1 else 60
    both(None, 1 if n < 2 else 2)  # compiles
    before = time.perf_counter()
    threads = both(None, n)
    between = time.perf_counter()
    with (
        LocalCluster(n_workers=WORKERS, threads_per_worker=1, dashboard_address=None) as cluster,
        Client(cluster) as it,
    ):
        started = time.perf_counter()
        dask = both(it.get_executor(pure=False), n)
        after = time.perf_counter()
    wrong = differences(threads, dask)
    version = importlib.metadata.version("distributed")
    print(f"distributed {version}, {17 * n} runs: {'DIFFERENT ' + str(wrong) if wrong else 'equal to the last bit'}")
    print(f"    threads {between - before:.1f} s, {WORKERS} Dask workers {after - started:.1f} s")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
