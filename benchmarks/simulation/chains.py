"""The two chains of this benchmark and what theory says of them: people, mean weeks of help, and where clients go.

Arrivals and durations are exponential. Read by contestants in other environments too: nothing but the standard library.
"""

from dataclasses import dataclass
from math import factorial


@dataclass(frozen=True)
class Chain:
    """Clients come at station 0, `rate` a week. routes: by station (next station or -1 for out, chance)."""

    name: str
    rate: float
    people: tuple[int, ...]
    weeks: tuple[float, ...]
    routes: tuple[tuple[tuple[int, float], ...], ...]


CHAINS = {
    "mm5": Chain("mm5", 4.0, (5,), (1.0,), (((-1, 1.0),),)),
    "net5": Chain(
        "net5",
        2.5,
        (4, 5, 4, 4, 4),
        (1.25, 3.0, 4.0, 6.5, 2.2),
        (
            ((1, 0.5), (2, 0.3), (-1, 0.2)),
            ((3, 0.2), (4, 0.5), (-1, 0.3)),
            ((3, 0.3), (4, 0.5), (-1, 0.2)),
            ((1, 0.1), (4, 0.7), (-1, 0.2)),
            ((0, 0.05), (-1, 0.95)),
        ),
    ),
}


def visits(chain: Chain) -> list[float]:
    """Clients a week at each station: the traffic equations, by iteration."""
    found = [0.0] * len(chain.people)
    for _ in range(500):
        new = [chain.rate if station == 0 else 0.0 for station in range(len(found))]
        for here, ways in enumerate(chain.routes):
            for there, share in ways:
                if there >= 0:
                    new[there] += found[here] * share
        found = new
    return found


def expected_waits(chain: Chain) -> list[float]:
    """Mean weeks of waiting at each station: Erlang's C, by Jackson's theorem for each station apart."""
    return [_erlang_wait(*of) for of in zip(visits(chain), chain.people, chain.weeks, strict=True)]


def _erlang_wait(rate: float, people: int, weeks: float) -> float:
    load = rate * weeks
    all_busy = load**people / factorial(people) / (1 - load / people)
    waits = all_busy / (sum(load**k / factorial(k) for k in range(people)) + all_busy)
    return waits / (people / weeks - rate)
