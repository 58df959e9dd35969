"""Measures whole processes: medians of several rounds, ratios within one run, processor time and peak memory.

The contestants of a comparison take turns in every round, so that a busy moment of the machine hits all of them.
"""

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

ROUNDS = 5


@dataclass(frozen=True)
class Measured:
    """One contestant. Medians over rounds: wall and processor time in seconds; peak_mb is the highest seen."""

    name: str
    wall_s: float
    cpu_s: float
    peak_mb: float
    walls_s: tuple[float, ...]
    cpus_s: tuple[float, ...]


@dataclass(frozen=True)
class Run:
    """One process: wall_s, cpu_s (user and system, with waited-for children), peak_mb of resident memory."""

    wall_s: float
    cpu_s: float
    peak_mb: float


def run(command: Sequence[str], env: Mapping[str, str] | None = None) -> Run:
    """Run a command to its end and measure it; RuntimeError if it fails."""
    began = time.perf_counter()
    child = subprocess.Popen(command, env={**os.environ, **(env or {})}, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    wall = time.perf_counter() - began
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise RuntimeError(f"{' '.join(command[:4])} ended with {child.returncode}")
    return Run(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def compare(
    commands: Mapping[str, Sequence[str]], rounds: int = ROUNDS, env: Mapping[str, str] | None = None
) -> dict[str, Measured]:
    """Measure contestants in turns. The order of the mapping is the order within a round."""
    runs: dict[str, list[Run]] = {name: [] for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            runs[name].append(run(command, env))
    return {name: _measured(name, found) for name, found in runs.items()}


def _measured(name: str, runs: Sequence[Run]) -> Measured:
    walls, cpus = tuple(r.wall_s for r in runs), tuple(r.cpu_s for r in runs)
    return Measured(name, statistics.median(walls), statistics.median(cpus), max(r.peak_mb for r in runs), walls, cpus)


def show(results: Mapping[str, Measured], against: str = "") -> None:
    """Print a table; `against` names the contestant whose median is 1 in the last two columns."""
    base = results[against] if against else next(iter(results.values()))
    print(f"{'':24}{'wall s':>9}{'min-max':>15}{'cpu s':>9}{'peak MB':>9}{'x wall':>8}{'x cpu':>8}")
    for found in results.values():
        spread = f"{min(found.walls_s):.2f}-{max(found.walls_s):.2f}"
        print(
            f"{found.name:24}{found.wall_s:>9.2f}{spread:>15}{found.cpu_s:>9.2f}{found.peak_mb:>9.0f}"
            f"{found.wall_s / base.wall_s:>8.2f}{found.cpu_s / base.cpu_s:>8.2f}"
        )


def keep(results: Mapping[str, Measured], path: Path) -> None:
    """Write the results as JSON."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({name: asdict(found) for name, found in results.items()}, indent=1))


def python(script: Path, *arguments: object, interpreter: str = sys.executable) -> list[str]:
    """The command that runs a script of ours; peers have an interpreter of their own environment."""
    return [interpreter, str(script), *map(str, arguments)]
