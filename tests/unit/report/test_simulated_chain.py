"""A run as pictures want it: who gave up is not drawn as done, also at the partner that helped before."""

from collections import Counter
from dataclasses import replace

from schakel.draw.simulated.scope import SimulatedScope
from schakel.report.simulated_chain import SimulatedChain
from schakel.simulation.model.quantity import given
from schakel.simulation.scenario import Scenario
from unit.simulation.calibration.known_chain import known_chain

WEEKS = 60
SCOPE = SimulatedScope("Known", WEEKS, 1, 5)


def _chain() -> SimulatedChain:
    """Help is followed by a stay with the same partner, for which nobody waits long."""
    model = known_chain()
    stages = tuple(replace(one, leaving=given(0.5)) if one.name == "Stay" else one for one in model.stages)
    partners = tuple(
        replace(one, stages=("Help", "Stay")) if one.name == "Care" else one
        for one in model.partners
        if one.name not in ("Aid", "House")
    )
    handovers = tuple(one for one in model.handovers if one.next_partner not in ("Aid", "House"))
    model = replace(model, stages=stages, partners=partners, handovers=handovers, warm_up=0, weeks=WEEKS)
    return SimulatedChain(model, Scenario("reference"), 5)


def test_a_client_is_done_gone_or_running_as_the_run_counted() -> None:
    chain = _chain()
    clients = chain.replay(SCOPE).clients
    found = Counter(client.outcome for client in clients)
    ended = {name: int(chain.result.outcome[name].sum()) for name in ("ended", "ended_left", "ended_lost")}
    assert found["gone"] == ended["ended_left"] + ended["ended_lost"]
    assert found["done"] == ended["ended"] - found["gone"]
    assert found["running"] > 0
    gave_up = [client for client in clients if client.outcome == "gone" and client.visits[-1].stage == "Stay"]
    assert gave_up
    assert all(client.visits[-1].started is None for client in gave_up)


def test_who_gave_up_did_not_go_out_of_the_stage_before() -> None:
    chain = _chain()
    flows = {(one.source, one.target): one.per_week * WEEKS for one in chain.occupancy(SCOPE).flows}
    closed = sum(n for (_, there), n in flows.items() if not there)
    assert round(closed) == (chain.steps["to_stage"] < 0).sum() < len(chain.replay(SCOPE).clients)
