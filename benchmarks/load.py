"""From unsorted Parquet to a stored snapshot and the figures that peers also give, as whole processes.

Figures: directly-follows counts, waits per edge (p50, p90), routes, durations of cases. The peers neither check nor
store. python -m benchmarks.load EVENTS [--rounds N] [--only schakel,polars,pm4py] [--keep FOLDER] [--memory-limit 4GB]
Peers run in an environment of their own with polars, pm4py and pyarrow: BENCH_PYTHON, default .venv-peers/bin/python.
A peer that is not there is left out.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks import harness

HERE = Path(__file__).parent
ROOT = HERE.parent


def contestants(source: Path, folder: Path, memory_limit: str) -> dict[str, list[str]]:
    """The commands by name."""
    peers = os.environ.get("BENCH_PYTHON", str(ROOT / ".venv-peers" / "bin" / "python"))
    ours = [folder / "log", *([memory_limit] if memory_limit else [])]
    found = {
        "schakel": harness.python(HERE / "load_schakel.py", source, *ours),
        "load only": harness.python(HERE / "load_schakel.py", source, folder / "log-only", memory_limit, "load"),
        "prepared": harness.python(HERE / "load_schakel.py", "-", folder / "log", memory_limit),
        "polars": harness.python(HERE / "load_polars.py", source, interpreter=peers),
        "pm4py": harness.python(HERE / "load_pm4py.py", source, interpreter=peers),
    }
    return {name: command for name, command in found.items() if Path(command[0]).exists()}


def main() -> None:
    """Make the log if need be, run the contestants in turns, show and keep what was measured."""
    options = argparse.ArgumentParser()
    options.add_argument("events", type=float)
    options.add_argument("--rounds", type=int, default=harness.ROUNDS)
    options.add_argument("--only", default="schakel,prepared,polars,pm4py")
    options.add_argument("--keep", type=Path)
    options.add_argument("--memory-limit", default="")
    given = options.parse_args()
    with tempfile.TemporaryDirectory(dir=given.keep) as name:
        folder = Path(name)
        source = (given.keep or folder) / f"log-{int(given.events)}.parquet"
        if not source.exists():
            # In a process of its own: what this one has used of memory would count as its children's peak.
            subprocess.run([sys.executable, str(HERE / "make_log.py"), str(given.events), str(source)], check=True)
        all_of = contestants(source, folder, given.memory_limit)
        chosen = {name: all_of[name] for name in given.only.split(",") if name in all_of}
        results = harness.compare(chosen, given.rounds)
    harness.show(results)
    harness.keep(results, (given.keep or ROOT / "build") / f"load-{int(given.events)}.json")


if __name__ == "__main__":
    main()
