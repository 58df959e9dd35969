"""Closed forms of queueing theory, as in any textbook: what a right simulation must come to.

Rates per week, times in weeks. servers: c; load: rate of arrival times mean service, in Erlang.
"""

import math
from collections.abc import Sequence

import numpy as np


def erlang_b(servers: int, load: float) -> float:
    """Share lost when nobody can wait."""
    found = 1.0
    for k in range(1, servers + 1):
        found = load * found / (k + load * found)
    return found


def erlang_c(servers: int, load: float) -> float:
    """Share that has to wait when everybody does."""
    lost, used = erlang_b(servers, load), load / servers
    return lost / (1 - used + used * lost)


def mean_wait(servers: int, rate: float, service: float = 1.0) -> float:
    """Of M/M/c."""
    return erlang_c(servers, rate * service) / (servers / service - rate)


def longer_than(weeks: float, servers: int, rate: float) -> float:
    """Share that waits longer, of M/M/c with services of one week."""
    return erlang_c(servers, rate) * math.exp(-(servers - rate) * weeks)


def visits(routing: Sequence[Sequence[float]], entering: Sequence[float]) -> np.ndarray:
    """Rates of arrival at the stations of an open network."""
    shares = np.asarray(routing)
    return np.linalg.solve(np.eye(len(shares)) - shares.T, np.asarray(entering))


def pollaczek_khinchine(rate: float, squared_cv: float) -> float:
    """Mean wait of M/G/1 with services of one week on average."""
    return rate * (1 + squared_cv) / (2 * (1 - rate))


def cobham(rates: Sequence[float], servers: int = 1) -> list[float]:
    """Mean wait by class, first class first, of M/M/c with services of one week that are never interrupted."""
    whole = erlang_c(servers, sum(rates)) / servers
    sums = np.concatenate([[0.0], np.cumsum(rates)]) / servers
    return [float(whole / ((1 - sums[k]) * (1 - sums[k + 1]))) for k in range(len(rates))]


def interrupted_stay(rates: Sequence[float]) -> list[float]:
    """Mean time in system by class of M/M/1 where a higher class interrupts, and work goes on where it stopped."""
    sums = np.concatenate([[0.0], np.cumsum(rates)])
    return [float(1 / (1 - sums[k]) + sums[k + 1] / ((1 - sums[k]) * (1 - sums[k + 1]))) for k in range(len(rates))]


def erlang_a(servers: int, rate: float, leaving: float) -> tuple[float, float, float]:
    """Share that waits, share that leaves and mean wait of all, with services of one week: by birth and death."""
    most = servers + int(40 + 20 * rate / min(leaving, 1.0) ** 0.5)
    weights = np.zeros(most + 1)
    for n in range(1, most + 1):
        weights[n] = weights[n - 1] + math.log(rate / (min(n, servers) + max(n - servers, 0) * leaving))
    chances = np.exp(weights - weights.max())
    chances /= chances.sum()
    number = np.arange(most + 1)
    queue = float((chances * np.maximum(number - servers, 0)).sum())
    return float(chances[servers:].sum()), leaving * queue / rate, queue / rate
