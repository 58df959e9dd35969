"""SimPy runs a chain: python -m benchmarks.simulation.with_simpy CHAIN CLIENTS SEED; one line of JSON.

No log is written."""

import json
import random
import sys
import time
from collections.abc import Generator
from typing import Any

import simpy
from benchmarks.simulation.chains import CHAINS, Chain


def client(env: Any, chain: Chain, desks: list[Any], draw: random.Random, waits: list[list[float]]) -> Generator[Any]:
    """One client, from desk to desk."""
    station = 0
    while station >= 0:
        reached = env.now
        with desks[station].request() as turn:
            yield turn
            found = waits[station]
            found[0] += env.now - reached
            found[1] += 1
            yield env.timeout(draw.expovariate(1 / chain.weeks[station]))
        left = draw.random()
        for there, share in chain.routes[station]:
            station = there
            if left < share:
                break
            left -= share


def arrivals(env: Any, chain: Chain, desks: list[Any], draw: random.Random, waits: list[list[float]], n: int) -> Any:
    """n clients come by chance."""
    for _ in range(n):
        yield env.timeout(draw.expovariate(chain.rate))
        env.process(client(env, chain, desks, draw, waits))


def main(name: str, clients: int, seed: int) -> None:
    """Run until all have gone. An event is an arrival or an end of help."""
    chain, draw = CHAINS[name], random.Random(seed)  # noqa: S311 (no secret)
    began = time.process_time()
    env = simpy.Environment()
    desks = [simpy.Resource(env, capacity=people) for people in chain.people]
    waits = [[0.0, 0.0] for _ in chain.people]
    env.process(arrivals(env, chain, desks, draw, waits, clients))
    env.run()
    seconds = time.process_time() - began
    events = clients + int(sum(n for _, n in waits))
    print(json.dumps({"seconds": seconds, "events": events, "waits": [total / n for total, n in waits]}))


main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
