"""Prosimos runs a chain: python -m benchmarks.simulation.with_prosimos CHAIN CLIENTS SEED; one line of JSON.

Its log goes to a file, as always. A week is an hour here, and everybody works at all hours. Its parameters of `expon`
are mean, least and most; with those of scipy (place, scale) it would quietly simulate other durations.
"""

import csv
import json
import random
import sys
import tempfile
import time
from datetime import datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np
from benchmarks.simulation.chains import CHAINS, Chain
from prosimos.simulation_engine import run_simulation

HOUR = 3600.0
MOST = 1000  # times the mean
BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
ALWAYS = [{"from": "MONDAY", "to": "SUNDAY", "beginTime": "00:00:00", "endTime": "23:59:59.999999"}]


def exponential(mean: float) -> dict[str, Any]:
    """A distribution as Prosimos reads it: mean, least, most."""
    values = (mean * HOUR, 0.0, mean * HOUR * MOST)
    return {"distribution_name": "expon", "distribution_params": [{"value": value} for value in values]}


def flows(chain: Chain) -> list[tuple[str, str, str]]:
    """Arcs (name, from, to): into each task by a join of its own, out of it by a choice."""
    found = [("begin", "start", "join0"), ("finish", "join_end", "end")]
    for here, ways in enumerate(chain.routes):
        found += [(f"in{here}", f"join{here}", f"task{here}"), (f"out{here}", f"task{here}", f"choice{here}")]
        for there, _ in ways:
            found.append((f"way{here}_{there}", f"choice{here}", f"join{there}" if there >= 0 else "join_end"))
    return found


def write_process(chain: Chain, path: Path) -> None:
    """The chain in BPMN."""
    root = ElementTree.Element("definitions", {"xmlns": BPMN, "targetNamespace": "chain"})
    process = ElementTree.SubElement(root, "process", {"id": "chain", "isExecutable": "false"})
    nodes = [("startEvent", "start"), ("endEvent", "end"), ("exclusiveGateway", "join_end")]
    for here in range(len(chain.people)):
        nodes += [("task", f"task{here}"), ("exclusiveGateway", f"join{here}"), ("exclusiveGateway", f"choice{here}")]
    arcs = flows(chain)
    for kind, name in nodes:
        node = ElementTree.SubElement(process, kind, {"id": name, "name": name})
        for arc, source, target in arcs:
            if target == name:
                ElementTree.SubElement(node, "incoming").text = arc
            if source == name:
                ElementTree.SubElement(node, "outgoing").text = arc
    for arc, source, target in arcs:
        ElementTree.SubElement(process, "sequenceFlow", {"id": arc, "sourceRef": source, "targetRef": target})
    ElementTree.ElementTree(root).write(path)


def parameters(chain: Chain) -> dict[str, Any]:
    """Arrivals, people, durations and chances."""
    stations = range(len(chain.people))
    people = [
        {"id": f"desk{n}", "name": f"desk{n}", "cost_per_hour": 0, "amount": chain.people[n], "calendar": "always"}
        for n in stations
    ]
    pools = [
        {"id": f"pool{n}", "name": f"pool{n}", "resource_list": [person | {"assignedTasks": [f"task{n}"]}]}
        for n, person in enumerate(people)
    ]
    durations = [
        {"task_id": f"task{n}", "resources": [{"resource_id": f"desk{n}"} | exponential(chain.weeks[n])]}
        for n in stations
    ]
    chances = [
        {
            "gateway_id": f"choice{here}",
            "probabilities": [{"path_id": f"way{here}_{there}", "value": share} for there, share in ways],
        }
        for here, ways in enumerate(chain.routes)
        if len(ways) > 1
    ]
    return {
        "resource_profiles": pools,
        "arrival_time_distribution": exponential(1 / chain.rate),
        "arrival_time_calendar": ALWAYS,
        "resource_calendars": [{"id": "always", "name": "always", "time_periods": ALWAYS}],
        "task_resource_distribution": durations,
        "gateway_branching_probabilities": chances,
        "event_distribution": [],
    }


def read_waits(path: Path, stations: int) -> tuple[list[float], int]:
    """Mean wait at each station, in weeks, and the number of steps."""
    waits = [[0.0, 0.0] for _ in range(stations)]
    with path.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            found = waits[int(row["activity"].removeprefix("task"))]
            wait = datetime.fromisoformat(row["start_time"]) - datetime.fromisoformat(row["enable_time"])
            found[0] += wait.total_seconds() / HOUR
            found[1] += 1
    return [total / n for total, n in waits], int(sum(n for _, n in waits))


def main(name: str, clients: int, seed: int) -> None:
    """Run until all have gone. An event is an arrival or an end of help."""
    chain = CHAINS[name]
    random.seed(seed)
    np.random.seed(seed)  # what it draws from
    with tempfile.TemporaryDirectory() as folder:
        process, settings, log = (Path(folder) / part for part in ("chain.bpmn", "chain.json", "log.csv"))
        write_process(chain, process)
        settings.write_text(json.dumps(parameters(chain)), encoding="utf-8")
        began = time.process_time()
        run_simulation(str(process), str(settings), clients, log_out_path=str(log), starting_at="2024-01-01T00:00:00Z")
        seconds = time.process_time() - began
        waits, steps = read_waits(log, len(chain.people))
    print(json.dumps({"seconds": seconds, "events": clients + steps, "waits": waits}))


main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
