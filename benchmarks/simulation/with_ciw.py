"""Ciw runs a chain: python -m benchmarks.simulation.with_ciw CHAIN CLIENTS SEED; one line of JSON.

It keeps records; collecting them is not timed."""

import json
import sys
import time

import ciw
from benchmarks.simulation.chains import CHAINS


def main(name: str, clients: int, seed: int) -> None:
    """Run for as many weeks as so many clients take. An event is an arrival or an end of help."""
    chain = CHAINS[name]
    stations = range(len(chain.people))
    routing = [[0.0 for _ in stations] for _ in stations]
    for here, ways in enumerate(chain.routes):
        for there, share in ways:
            if there >= 0:
                routing[here][there] = share
    began = time.process_time()
    network = ciw.create_network(
        arrival_distributions=[ciw.dists.Exponential(rate=chain.rate), *(None for _ in stations[1:])],
        service_distributions=[ciw.dists.Exponential(rate=1 / weeks) for weeks in chain.weeks],
        number_of_servers=list(chain.people),
        routing=routing,
    )
    ciw.seed(seed)
    simulation = ciw.Simulation(network)
    simulation.simulate_until_max_time(clients / chain.rate)
    seconds = time.process_time() - began
    records = simulation.get_all_records()
    waits = []
    for station in stations:
        found = [record.waiting_time for record in records if record.node == station + 1]
        waits.append(sum(found) / len(found))
    events = len(records) + len({record.id_number for record in records})
    print(json.dumps({"seconds": seconds, "events": events, "waits": waits}))


main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
