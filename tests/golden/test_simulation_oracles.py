"""The kernel against queueing theory, with one limit over all comparisons.

Every comparison is a Student interval over replications with fixed seeds. Each has its part of 1 % (Bonferroni), so
that a right kernel fails in at most 1 % of all sets of seeds, and this set is fixed.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np
import pytest

from oracle import queueing
from oracle.small_chains import by_class, network, queue
from schakel.simulation.experiment.estimate import estimate, t_factor
from schakel.simulation.layout import lay_out
from schakel.simulation.model.model import Model
from schakel.simulation.model.quantity import given
from schakel.simulation.result import Result, result_of
from schakel.simulation.run import Run

JOINT = 0.01
REPLICATIONS = 24
SHARPNESS = 0.15  # half the width of an interval, as part of what is expected, at most
ERLANG = ((1, 0.8), (2, 1.6), (3, 2.4), (5, 4.0), (10, 8.0), (10, 9.0), (50, 45.0))
STATIONS, MEANS = (4, 5, 4, 4, 4), (1.25, 3.0, 4.0, 6.5, 2.2)
# who goes where after each of five stations: the numbers from which the rates of arrival below follow
ROUTING = (
    (0.0, 0.5, 0.3, 0.0, 0.0),
    (0.0, 0.0, 0.0, 0.2, 0.5),
    (0.0, 0.0, 0.0, 0.3, 0.5),
    (0.0, 0.1, 0.0, 0.0, 0.7),
    (0.05, 0.0, 0.0, 0.0, 0.0),
)
CLASSES = (0.3, 0.3, 0.2)
Measure = Callable[[Result], float]


@dataclass(frozen=True)
class Claim:
    """What theory says of a chain, and how it is measured in one run."""

    name: str
    chain: str
    expected: float
    measure: Measure


@dataclass(frozen=True)
class Chain:
    """A model with the weeks of a run, after a tenth of them that is not counted."""

    model: Model
    weeks: int


def _chains() -> dict[str, Chain]:
    found = {f"M/M/{n} {a:g}": Chain(queue(a, n), int(120_000 / a)) for n, a in ERLANG}
    found |= {f"M/M/{n}/{n} {a:g}": Chain(queue(a, n, patience=given(1e-9)), int(30_000 / a)) for n, a in ERLANG}
    found["jackson"] = Chain(network(2.5, STATIONS, MEANS, ROUTING), 40_000)
    found["tandem"] = Chain(network(0.5, (1, 1), (1.0, 1.25), ((0.0, 1.0), (0.0, 0.0))), 80_000)
    found["fixed"] = Chain(queue(0.8, 1, distribution="fixed"), 60_000)
    found["lognormal"] = Chain(queue(0.8, 1, distribution="lognormal", cv=given(2)), 400_000)
    found["classes"] = Chain(by_class(CLASSES, 1), 100_000)
    found["classes of 5"] = Chain(by_class((1.5, 2.5), 5), 30_000)
    found["interrupted"] = Chain(by_class(CLASSES, 1, preempts=True), 100_000)
    for rate, leaving, servers in ((6, 0.5, 5), (4, 0.25, 5), (50, 1.0, 50)):
        found[f"leaving {rate}"] = Chain(queue(rate, servers, leaving=given(leaving)), 60_000 // rate)
    return found


def _mean_wait(lane: int = 0) -> Measure:
    return lambda result: result.flow["wait"][lane] / result.flow["started"][lane]


def _flow(above: str, below: str) -> Measure:
    return lambda result: result.flow[above][0] / result.flow[below][0]


def _longer_than(weeks: int) -> Measure:
    return lambda result: result.waits[0][4 * weeks :].sum() / result.waits[0].sum()


def _stay(kind: int) -> Measure:
    return lambda result: result.outcome["stay"][kind].sum() / result.outcome["ended"][kind].sum()


def _rate(lane: int) -> Measure:
    return lambda result: result.flow["arrived"][lane] / result.weeks


def _occupied(lane: int, servers: int) -> Measure:
    return lambda result: result.series["busy"][:, lane].sum() / result.weeks / servers


def _has_waited(result: Result) -> float:
    return float((result.flow["over_norm"][0] + result.flow["left"][0]) / result.flow["arrived"][0])


def _queue_length(result: Result) -> float:
    return float(result.series["queue"][:, 0].sum() / result.weeks)


def _wait_of_all(result: Result) -> float:
    return float((result.flow["wait"][0] + result.flow["left_wait"][0]) / result.flow["arrived"][0])


def _claims() -> Iterator[Claim]:
    for n, a in ERLANG:
        chain = f"M/M/{n} {a:g}"
        yield Claim("share that waits", chain, queueing.erlang_c(n, a), _flow("over_norm", "started"))
        yield Claim("mean wait", chain, queueing.mean_wait(n, a), _mean_wait())
        yield Claim("share lost", f"M/M/{n}/{n} {a:g}", queueing.erlang_b(n, a), _flow("left", "arrived"))
    for weeks in (1, 2):
        yield Claim(f"longer than {weeks}", "M/M/5 4", queueing.longer_than(weeks, 5, 4.0), _longer_than(weeks))
    yield from _jackson_claims()
    for lane, mean in enumerate((1.0, 1.25)):
        yield Claim(f"wait {lane}", "tandem", queueing.mean_wait(1, 0.5, mean), _mean_wait(lane))
    for chain, squared in (("fixed", 0.0), ("M/M/1 0.8", 1.0), ("lognormal", 4.0)):
        yield Claim("Pollaczek-Khinchine", chain, queueing.pollaczek_khinchine(0.8, squared), _mean_wait())
    for chain, rates, servers in (("classes", CLASSES, 1), ("classes of 5", (1.5, 2.5), 5)):
        for lane, expected in enumerate(queueing.cobham(rates, servers)):
            yield Claim(f"wait of class {lane}", chain, expected, _mean_wait(lane))
    for kind, expected in enumerate(queueing.interrupted_stay(CLASSES)):
        yield Claim(f"stay of class {kind}", "interrupted", expected, _stay(kind))
    yield from _leaving_claims()


def _jackson_claims() -> Iterator[Claim]:
    rates = queueing.visits(ROUTING, (2.5, 0, 0, 0, 0))
    waits = [queueing.mean_wait(n, rate, mean) for n, rate, mean in zip(STATIONS, rates, MEANS, strict=True)]
    for lane, (n, mean) in enumerate(zip(STATIONS, MEANS, strict=True)):
        yield Claim(f"arrivals {lane}", "jackson", rates[lane], _rate(lane))
        yield Claim(f"occupied {lane}", "jackson", rates[lane] * mean / n, _occupied(lane, n))
        yield Claim(f"wait {lane}", "jackson", waits[lane], _mean_wait(lane))
    whole = sum(rate * (wait + mean) for rate, wait, mean in zip(rates, waits, MEANS, strict=True)) / 2.5
    yield Claim("time in the chain", "jackson", whole, _stay(0))


def _leaving_claims() -> Iterator[Claim]:
    for rate, leaving, servers in ((6, 0.5, 5), (4, 0.25, 5), (50, 1.0, 50)):
        chain = f"leaving {rate}"
        waits, leaves, wait = queueing.erlang_a(servers, rate, leaving)
        yield Claim("share that waits", chain, waits, _has_waited)
        yield Claim("share that leaves", chain, leaves, _flow("left", "arrived"))
        yield Claim("queue", chain, wait * rate, _queue_length)
        yield Claim("wait of all", chain, wait, _wait_of_all)


CHAINS = _chains()
CLAIMS = tuple(_claims())


@cache
def _results(chain: str) -> tuple[Result, ...]:
    of = CHAINS[chain]
    layout = lay_out(of.model)
    runs = (Run(layout, seed, weeks=of.weeks, warm_up=of.weeks // 10) for seed in range(1, REPLICATIONS + 1))
    return tuple(result_of(run.go()) for run in runs)


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: f"{claim.chain}: {claim.name}")
def test_the_kernel_comes_to_what_theory_says(claim: Claim) -> None:
    found = estimate([claim.measure(result) for result in _results(claim.chain)])
    room = float(t_factor(found.freedom, 1 - JOINT / len(CLAIMS)) * found.error)
    assert abs(found.mean - claim.expected) <= room
    assert room < SHARPNESS * claim.expected, "too few replications to tell right from wrong"


def test_closed_forms_give_the_numbers_of_the_literature() -> None:
    assert [queueing.erlang_b(*of) for of in ERLANG] == pytest.approx(
        [0.444444, 0.329897, 0.268406, 0.199067, 0.121661, 0.167963, 0.054104], abs=6e-7
    )
    assert [queueing.erlang_c(*of) for of in ERLANG] == pytest.approx(
        [0.8, 0.711111, 0.647191, 0.554113, 0.409180, 0.668732, 0.363864], abs=6e-7
    )
    assert [queueing.mean_wait(*of) for of in ERLANG] == pytest.approx(
        [4.0, 1.777778, 1.078652, 0.554113, 0.204590, 0.668732, 0.072773], abs=6e-7
    )
    assert [queueing.longer_than(weeks, 5, 4.0) for weeks in (1, 2)] == pytest.approx([0.203847, 0.074991], abs=6e-7)
    rates = queueing.visits(ROUTING, (2.5, 0, 0, 0, 0))
    assert rates == pytest.approx([2.570087, 1.334872, 0.771026, 0.498282, 1.401747], abs=6e-7)
    waits = [queueing.mean_wait(*of) for of in zip(STATIONS, rates, MEANS, strict=True)]
    assert waits == pytest.approx([0.955875, 1.675414, 2.381410, 5.243428, 1.309128], abs=6e-7)
    assert [queueing.mean_wait(1, 0.5, mean) for mean in (1.0, 1.25)] == pytest.approx([1.0, 2.083333], abs=6e-7)
    assert [queueing.pollaczek_khinchine(0.8, cv) for cv in (0, 1, 4)] == pytest.approx([2.0, 4.0, 10.0])
    assert queueing.cobham(CLASSES) == pytest.approx([1.142857, 2.857143, 10.0], abs=6e-7)
    assert queueing.cobham((1.5, 2.5), 5) == pytest.approx([0.158317, 0.791589], abs=1.1e-6)
    assert queueing.interrupted_stay(CLASSES) == pytest.approx([1.428571, 3.571429, 12.5], abs=6e-7)
    assert queueing.erlang_a(5, 6, 0.5) == pytest.approx((0.802838, 0.226387, 0.452773), abs=6e-7)
    assert queueing.erlang_a(5, 4, 0.25) == pytest.approx((0.454890, 0.055632, 0.222528), abs=6e-7)
    assert queueing.erlang_a(50, 50, 1.0)[:2] == pytest.approx((0.518808, 0.056325), abs=6e-7)


def test_chains_are_not_so_wide_that_a_wrong_claim_would_pass() -> None:
    """A mean wait that is off by a tenth is told apart."""
    results = _results("M/M/5 4")
    found = estimate([_mean_wait()(result) for result in results])
    room = float(t_factor(found.freedom, 1 - JOINT / len(CLAIMS)) * found.error)
    assert abs(float(np.asarray(found.mean)) - 1.1 * queueing.mean_wait(5, 4.0)) > room
