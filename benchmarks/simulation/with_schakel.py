"""Schakel runs a chain: python -m benchmarks.simulation.with_schakel CHAIN WEEKS SEED [WHAT]; one line of JSON.

CHAIN: of chains.py, or lindewaard, the fictional region. WHAT: log, plain (one run with or without its log), threads
(16 replications one after another and on two threads, in wall time) or round (200 replications of 13 weeks). Compiled
before the clock starts; seconds are of the processor but for threads.
"""

import json
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date

from benchmarks.simulation.chains import CHAINS, Chain

from schakel.simulation.layout import Layout, lay_out
from schakel.simulation.lindewaard import lindewaard
from schakel.simulation.model.client_type import ClientType
from schakel.simulation.model.model import Model
from schakel.simulation.model.municipality import Municipality
from schakel.simulation.model.partner import Partner
from schakel.simulation.model.quantity import given
from schakel.simulation.model.route import END, Route
from schakel.simulation.model.stage import Stage
from schakel.simulation.run import Run

INHABITANTS, PER_RATE = 52_000, 1  # 52,000 people with one client per 1,000 a year: one client a week
REPLICATIONS, ROUND, ROUND_WEEKS = 16, 200, 13


def model_of(chain: Chain) -> Model:
    """The chain as a model of ours: one partner per stage."""
    names = [f"stage {n}" for n in range(len(chain.people))]
    light = (given(1), given(0), given(0), given(0))
    return Model(
        chain.name,
        date(2024, 1, 1),
        (Municipality("A", given(INHABITANTS)),),
        (ClientType("client", given(chain.rate * PER_RATE), names[0], severity=light),),
        tuple(
            Stage(name, (given(weeks),), distribution="exponential")
            for name, weeks in zip(names, chain.weeks, strict=True)
        ),
        tuple(
            Partner(f"partner of {name}", (name,), given(people))
            for name, people in zip(names, chain.people, strict=True)
        ),
        tuple(
            Route(names[here], names[there] if there >= 0 else END, given(share))
            for here, ways in enumerate(chain.routes)
            for there, share in ways
        ),
    )


def go(layout: Layout, weeks: int, seed: int, *, keeps_log: bool) -> dict[str, object]:
    """One run: seconds of the processor, events (arrivals and ends of help), mean waits."""
    began = time.process_time()
    run = Run(layout, seed, weeks=weeks, keeps_log=keeps_log).go()
    seconds = time.process_time() - began
    lanes = run.state["lane"][: len(layout.lanes)]
    waits = [float(lane["wait"] / max(1.0, lane["started"])) for lane in lanes]
    return {"seconds": seconds, "events": int(run.state["handled"]), "steps": len(run.steps()), "waits": waits}


def threads(layout: Layout, weeks: int, seed: int) -> dict[str, object]:
    """The same replications one after another, and on two threads."""

    def one(number: int) -> int:
        return int(Run(layout, seed + number, weeks=weeks).go().state["handled"])

    found = {}
    for workers in (1, 2):
        began = time.perf_counter()
        with ThreadPoolExecutor(workers) as pool:
            found[str(workers)] = sum(pool.map(one, range(REPLICATIONS))), time.perf_counter() - began
    if found["1"][0] != found["2"][0]:
        raise RuntimeError("threads change what happens")
    return {"one": found["1"][1], "two": found["2"][1], "events": found["1"][0]}


def a_round(layout: Layout, seed: int) -> dict[str, object]:
    """One round of a role-play: many short runs."""
    began = time.process_time()
    events = sum(int(Run(layout, seed + number, weeks=ROUND_WEEKS).go().state["handled"]) for number in range(ROUND))
    return {"seconds": time.process_time() - began, "events": events}


def main(name: str, weeks: int, seed: int, what: str = "log") -> None:
    """Compile, then measure."""
    layout = lay_out(lindewaard() if name == "lindewaard" else model_of(CHAINS[name]))
    go(layout, 10, seed, keeps_log=True)
    if what == "threads":
        found = threads(layout, weeks, seed)
    elif what == "round":
        found = a_round(layout, seed)
    else:
        found = go(layout, weeks, seed, keeps_log=what == "log")
    print(json.dumps(found))


main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), *sys.argv[4:])
