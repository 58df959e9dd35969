"""Our kernel beside C++ and the peers, on two chains, as tables in Markdown.

    python -m benchmarks.simulation.compare [ROUNDS]

Each round runs all contestants in turn, each in a process of its own, so that a busy moment hits them all. Speeds are
events (arrivals and ends of help) per second of processor time, medians of the rounds; ratios are medians of the
ratios within a round. A contestant whose mean waits are not those of theory is left out of the comparison.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.simulation.chains import CHAINS, expected_waits

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
PEERS = ROOT / ".venv-simulation" / "bin" / "python"
OURS = [sys.executable, "-m", "benchmarks.simulation.with_schakel"]
COMPILER = ["g++", "-O3", "-march=native", "-std=c++17"]
CLIENTS = {"simpy": 60_000, "ciw": 30_000, "prosimos": 10_000}
WEEKS = {"mm5": 150_000, "net5": 100_000}  # ours and C++
LARGEST_ERROR, EQUAL = 0.15, 1e-9  # of the mean wait over stations, weighed by visits; ours against C++
Runs = dict[tuple[str, str], list[dict[str, Any]]]


def answer(command: Sequence[str], env: Mapping[str, str] | None = None) -> dict[str, Any]:
    """The last line a contestant prints, which is JSON."""
    done = subprocess.run(
        command, check=True, capture_output=True, text=True, cwd=ROOT, env={**os.environ, **(env or {})}
    )
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def commands(chain: str, seed: int, yardstick: Path) -> dict[str, list[str]]:
    """Who takes part, and how each is started."""
    weeks = str(WEEKS[chain])
    found = {
        "ours": [*OURS, chain, weeks, str(seed), "log"],
        "ours without log": [*OURS, chain, weeks, str(seed), "plain"],
        "C++": [str(yardstick), chain, weeks, str(seed)],
    }
    if PEERS.exists():
        for peer, clients in CLIENTS.items():
            found[peer] = [str(PEERS), "-m", f"benchmarks.simulation.with_{peer}", chain, str(clients), str(seed)]
    return found


def measure(rounds: int, yardstick: Path) -> Runs:
    """All contestants in turn, with another seed each round."""
    runs: Runs = {}
    for seed in range(1, rounds + 1):
        for chain in CHAINS:
            for who, command in commands(chain, seed, yardstick).items():
                runs.setdefault((chain, who), []).append(answer(command))
    return runs


def check(runs: Runs) -> list[str]:
    """What is wrong with the answers: waits that are not those of theory, or C++ that does not do the same."""
    problems = []
    for (chain, who), found in runs.items():
        theory = expected_waits(CHAINS[chain])
        means = [statistics.fmean(run["waits"][n] for run in found) for n in range(len(theory))]
        error = abs(sum(means) / sum(theory) - 1)
        print(f"{chain} {who}: waits {[round(wait, 3) for wait in means]}, off by {error:.1%}", file=sys.stderr)
        if error > LARGEST_ERROR:
            problems.append(f"{who} on {chain}: waits are off by {error:.0%}, so that its speed means nothing")
    for chain in CHAINS:
        for ours, other in zip(runs[chain, "ours"], runs[chain, "C++"], strict=True):
            same = all(abs(a / b - 1) < EQUAL for a, b in zip(ours["waits"], other["waits"], strict=True))
            if not same or (ours["events"], ours["steps"]) != (other["events"], other["steps"]):
                problems.append(f"C++ on {chain} does not do what ours does")
    return problems


def speed(run: Mapping[str, Any]) -> float:
    """Events per second."""
    return float(run["events"]) / float(run["seconds"])


def rows(runs: Runs) -> list[str]:
    """The table: a row per contestant and chain."""
    lines = ["| chain | contestant | events a second | ours is faster by |", "|---|---|---:|---:|"]
    for (chain, who), found in runs.items():
        median = statistics.median(map(speed, found))
        ratio = statistics.median(
            speed(ours) / speed(run) for ours, run in zip(runs[chain, "ours"], found, strict=True)
        )
        lines.append(f"| {chain} | {who} | {median:,.0f} | {ratio:,.2f} |")
    return lines


def start(cache: str) -> float:
    """Seconds of a process from its start to the end of ten weeks, without importing what has nothing to do with us."""
    command = [*OURS, "mm5", "10", "1", "plain"]
    began = time.perf_counter()
    answer(command, {"XDG_CACHE_HOME": cache})
    return time.perf_counter() - began


def others(rounds: int) -> list[str]:
    """Threads, a round of a role-play, first and later starts."""
    two, rounds_s, first, later = [], [], [], []
    for seed in range(1, rounds + 1):
        found = answer([*OURS, "net5", "5000", str(seed), "threads"])
        two.append(found["one"] / found["two"])
        rounds_s.append(answer([*OURS, "net5", "13", str(seed), "round"])["seconds"])
    with tempfile.TemporaryDirectory() as cache:
        first.append(start(cache))  # once: it is the slowest of all
        later += [start(cache) for _ in range(rounds)]
    median = statistics.median
    return [
        "| what | measured |",
        "|---|---:|",
        f"| two threads against one, 16 replications | {median(two):.2f} times |",
        f"| 200 replications of 13 weeks of net5, one core | {median(rounds_s):.2f} s |",
        f"| first run after install (compiles), whole process | {median(first):.1f} s |",
        f"| later start, whole process to the first result | {median(later):.2f} s |",
    ]


def main(rounds: int) -> None:
    """Build, measure, check, print. Exit code 1 when an answer is wrong."""
    with tempfile.TemporaryDirectory() as folder:
        yardstick = Path(folder) / "kernel"
        subprocess.run([*COMPILER, str(HERE / "kernel.cpp"), "-o", str(yardstick)], check=True)
        runs = measure(rounds, yardstick)
    problems = check(runs)
    print("\n".join(rows(runs)), "\n".join(others(rounds)), sep="\n\n")
    if problems:
        sys.exit("\n".join(problems))


main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
