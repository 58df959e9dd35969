"""Seconds per figure on a prepared snapshot, against pm4py on data that it has loaded, and under a new selection.

    figures.py EVENTS [ROUNDS] [--without-peer]

pm4py runs in `.venv-peers` where that is there. Medians of the rounds; processor seconds beside them, for a busy
machine.
"""

import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from schakel.chain.selection import Period, Selection
from schakel.data.load import load
from schakel.insight.figure import figure_names
from schakel.insight.opened import open_log

HERE = Path(__file__).parent
PEER = HERE.parent / ".venv-peers" / "bin" / "python"
MANY = 5_000_000  # events, of which pm4py gets one round: it needs a minute
AS_PM4PY = ("edges", "routes", "throughput")


def measured(work: Callable[[], object], rounds: int) -> tuple[float, float]:
    """Median wall and processor seconds."""
    walls, cpus = [], []
    for _ in range(rounds):
        wall, cpu = time.perf_counter(), time.process_time()
        work()
        walls.append(time.perf_counter() - wall)
        cpus.append(time.process_time() - cpu)
    return statistics.median(walls), statistics.median(cpus)


def show(name: str, seconds: tuple[float, float]) -> None:
    """One line."""
    print(f"{name:44}{seconds[0]:>9.3f} s{seconds[1]:>9.3f} cpu", flush=True)


def whole(log: Path) -> None:
    """The figures that pm4py also gives, from opening the log."""
    with open_log(log) as view:
        for name in AS_PM4PY:
            view.figure(name)


def selections(log: Path) -> dict[str, Selection]:
    """Those who came to the busiest partner, and those who were in the chain in two of the years."""
    with open_log(log) as view:
        partner = str(view.figure("partners").column("partner")[0])
    years = Period(date(2020, 1, 1), date(2021, 12, 31))
    return {"one partner": Selection((("partner", partner),)), "two years": Selection(period=years, period_by="active")}


def edges_of(log: Path, selection: Selection) -> None:
    """Edges with waits and residents of a new selection, from opening the log."""
    with open_log(log, selection=selection) as view:
        view.figure("edges")


def against_peer(parquet: Path, ours: tuple[float, float], log: Path, rounds: int) -> None:
    """Run pm4py on the same events, check that it counts the same, and show how many times faster we are."""
    command = [str(PEER), str(HERE / "figures_pm4py.py"), str(parquet), str(rounds)]
    theirs = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    with open_log(log) as view:
        edge_sum = sum(int(str(steps)) for steps in view.figure("edges").column("steps"))
        variants = len(view.figure("routes").rows)
    assert (edge_sum, variants) == (theirs["edge_sum"], theirs["variants"]), (edge_sum, variants, theirs)
    show("pm4py on loaded data", (theirs["seconds"], theirs["cpu"]))
    print(f"{theirs['seconds'] / ours[0]:.0f} times ours by the clock, {theirs['cpu'] / ours[1]:.0f} by processor time")


def main(events: int, rounds: int, *, peer: bool) -> None:
    """Make a log, load it, measure."""
    with tempfile.TemporaryDirectory() as made:
        parquet, log = Path(made) / "events.parquet", Path(made) / "log"
        subprocess.run([sys.executable, str(HERE / "make_log.py"), str(events), str(parquet)], check=True)
        load(parquet, log, public=True)
        ours = measured(lambda: whole(log), rounds)
        show(f"{' + '.join(AS_PM4PY)}", ours)
        for label, selection in selections(log).items():
            show(f"edges, {label}", measured(lambda chosen=selection: edges_of(log, chosen), rounds))  # type: ignore[misc]
        with open_log(log) as view:
            for name in figure_names():
                show(name, measured(lambda wanted=name: view.figure(wanted), 1))  # type: ignore[misc]
        if peer and PEER.is_file():
            against_peer(parquet, ours, log, 1 if events > MANY else rounds)


if __name__ == "__main__":
    numbers = [int(argument) for argument in sys.argv[1:] if argument.isdigit()]
    main(numbers[0], numbers[1] if len(numbers) > 1 else 5, peer="--without-peer" not in sys.argv)
