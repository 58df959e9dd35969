"""Our figures beside pm4py's: counts, routes, edges, starts and ends must be equal; durations equal or explained.

python peers/compare.py [folder of event logs]
"""

import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from schakel.data.mapping import read_mapping
from schakel.insight.opened import open_log
from schakel.insight.summary import figures
from schakel.simulation.made_log import MAPPING
from schakel.simulation.region.region_log import write_region

HERE = Path(__file__).parent
PEER = HERE.parent / ".venv-peers" / "bin" / "python"
LOGS = HERE.parents[1] / "shared" / "data" / "eventlogs"
DAY_AND_CLOCK_CHANGE = 25 * 3600
REASONS = """
SELECT s.activity, s.next_activity, count(*) FILTER (WHERE s.precision = 'day' OR n.precision = 'day') AS n_day,
    count(*) FILTER (WHERE s.is_parallel IS NOT TRUE AND s.gap_us <> s.wait_us) AS n_earlier
FROM steps s JOIN steps n ON n.case_no = s.case_no AND n.pos = s.pos + 1 GROUP BY ALL
"""


@dataclass(frozen=True)
class Job:
    """One log, read by both. kind: as pm4py_figures knows it; options: those of our load."""

    name: str
    kind: str
    source: Path
    options: dict[str, Any]


def jobs(logs: Path, folder: Path) -> list[Job]:
    """All comparisons; those of logs that are not there are left out, and that is said."""
    events = write_region(folder)
    found = [Job("the fictional region", "region", events, {"mapping": read_mapping(events.parent / MAPPING)})]
    receipt, patients = logs / "receipt.xes.gz", logs / "patients.csv.gz"
    if not (receipt.exists() and patients.exists()):
        print(f"receipt and patients are not in {logs.name}: left out")
        return found
    return [
        *found,
        Job("receipt", "xes", receipt, {}),
        Job("patients, all rows", "patients-all", patients, {"lifecycle": "all"}),
        Job("patients, completes", "patients-complete", patients, {"lifecycle": "complete"}),
        Job("patients, pairs", "patients-pair", patients, {}),
    ]


def theirs(job: Job) -> dict[str, Any]:
    """The figures by pm4py."""
    command = [str(PEER), str(HERE / "pm4py_figures.py"), job.kind, str(job.source)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def ours(job: Job) -> tuple[dict[str, Any], dict[tuple[str, str], tuple[int, int]]]:
    """Our figures, and for each edge the steps with a day on either side and those that an earlier step outlasted."""
    with open_log(job.source, **job.options) as view:
        reasons = {(before, after): (days, earlier) for before, after, days, earlier in view.rows(REASONS)}
        return figures(view, variants=None), reasons


def unequal(mine: dict[str, Any], peer: dict[str, Any]) -> list[str]:
    """What must be equal and is not."""
    counts = {key: mine["counts"][key] for key in peer["counts"]}
    pairs = {
        "counts": (counts, peer["counts"]),
        "variants": (
            {tuple(v["activities"]): v["cases"] for v in mine["variants"]},
            {tuple(route): n for route, n in peer["variants"]},
        ),
        "edges": (
            {(e["activity"], e["next_activity"]): e["count"] for e in mine["edges"]},
            {(before, after): n for before, after, n in peer["edges"]},
        ),
        "starts": ({row["activity"]: row["cases"] for row in mine["starts"]}, peer["starts"]),
        "ends": ({row["activity"]: row["cases"] for row in mine["ends"]}, peer["ends"]),
    }
    return [f"{name}: ours {a}, pm4py {b}" for name, (a, b) in pairs.items() if a != b]


def waits(mine: dict[str, Any], peer: dict[str, Any], reasons: dict[tuple[str, str], tuple[int, int]]) -> list[str]:
    """Print how many medians of waits are equal and why others differ; gives those that nothing explains."""
    others = {(before, after): s for before, after, s in peer["waits"]}
    causes: dict[str, int] = {}
    unexplained = []
    for edge in mine["edges"]:
        key = (edge["activity"], edge["next_activity"])
        a, b = edge["wait_median_s"], others.get(key)
        days, earlier = reasons[key]
        if a is not None and b is not None and abs(a - b) <= 1e-6 * max(1.0, abs(b)):
            cause = "equal"
        elif days and a is not None and b is not None and abs(a - b) <= DAY_AND_CLOCK_CHANGE:
            cause = "days: whole calendar days, within a day of what pm4py subtracts"
        elif edge["n_parallel"]:
            cause = "parallel: not a wait here, zero in pm4py"
        elif edge["n_unknown"]:
            cause = "an end or start is unknown"
        elif earlier:
            cause = "an earlier step ended later: the wait begins there"
        else:
            cause = "NOT EXPLAINED"
            unexplained.append(f"{key}: ours {a}, pm4py {b}")
        causes[cause] = causes.get(cause, 0) + 1
    for cause, n in causes.items():
        print(f"    wait medians: {n} of {len(mine['edges'])} edges: {cause}")
    return unexplained


def compared(job: Job) -> list[str]:
    """Compare one log and print what was found; gives what must not be."""
    peer = theirs(job)
    mine, reasons = ours(job)
    wrong = unequal(mine, peer)
    verdict = "equal" if not wrong else "DIFFERENT"
    print(f"{job.name} (pm4py {peer['pm4py']}): counts, routes, edges, starts, ends: {verdict}; {peer['counts']}")
    unexplained = waits(mine, peer, reasons)
    for name, key in (("median", "median_s"), ("mean", "mean_s")):
        print(f"    throughput {name}: ours {mine['throughput'][key]} s, pm4py {peer[key]} s")
    if job.kind in ("xes", "patients-all", "patients-complete"):  # moments: the definitions are one
        for key in ("median_s", "mean_s"):
            if abs(mine["throughput"][key] - peer[key]) > 1e-6 * abs(peer[key]):
                wrong.append(f"throughput {key}: ours {mine['throughput'][key]}, pm4py {peer[key]}")
    return [f"{job.name}: {what[:600]}" for what in wrong + unexplained]


def main() -> None:
    """Every comparison; ends with 1 if anything differs that should not."""
    logs = Path(sys.argv[1]) if len(sys.argv) > 1 else LOGS
    with tempfile.TemporaryDirectory() as folder:
        wrong = [what for job in jobs(logs, Path(folder)) for what in compared(job)]
    for what in wrong:
        print("NOT EQUAL", what)
    receipt = logs / "receipt.xes.gz"
    if receipt.exists():
        source = {"PYTHONPATH": str(HERE.parent / "src")}
        wrong += [""] * subprocess.run(
            [str(PEER), str(HERE / "rust.py"), str(receipt)], env=source, check=False
        ).returncode
    print("peers: all equal or explained" if not wrong else f"peers: {len(wrong)} differences")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
