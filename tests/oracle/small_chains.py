"""Chains as small as those of textbooks: a municipality of 52,000, so that per_1000 is the number of clients a week."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from schakel.simulation.model.client_type import ClientType
from schakel.simulation.model.model import Model
from schakel.simulation.model.municipality import Municipality
from schakel.simulation.model.partner import Partner
from schakel.simulation.model.quantity import given
from schakel.simulation.model.route import END, Route
from schakel.simulation.model.stage import Stage

PEOPLE = 52_000  # of whom one in a thousand a year is one client a week
LIGHT = (given(1), given(0), given(0), given(0))
SOON = 1e-9  # weeks: who waits longer than this did wait


def stage(name: str = "s", mean: float = 1.0, **more: Any) -> Stage:
    """Help of exponential duration, unless told otherwise."""
    return Stage(**{"distribution": "exponential", "norm": given(SOON), **more}, name=name, duration=(given(mean),))


def queue(rate: float, servers: int, *, pattern: Any = "poisson", preempts: bool = False, **of_stage: Any) -> Model:
    """One stage at one partner."""
    return Model(
        name="queue",
        start=date(2024, 1, 1),
        municipalities=(Municipality("A", given(PEOPLE)),),
        types=(ClientType("t", given(rate), "s", severity=LIGHT, pattern=pattern),),
        stages=(stage(**of_stage),),
        partners=(Partner("P", ("s",), given(servers), preempts=preempts),),
        routes=(Route("s", END, given(1)),),
    )


def network(rate: float, servers: Sequence[int], means: Sequence[float], routing: Sequence[Sequence[float]]) -> Model:
    """Stages s1, s2, ... each at a partner of its own; clients enter at the first."""
    names = [f"s{n}" for n in range(1, len(servers) + 1)]
    routes = [
        Route(here, there, given(share))
        for here, row in zip(names, routing, strict=True)
        for there, share in zip((*names, END), (*row, 1 - sum(row)), strict=True)
        if share > 1e-12
    ]
    of_type = ClientType("t", given(rate), "s1", severity=LIGHT)
    return replace(
        queue(rate, 1),
        types=(of_type,),
        stages=tuple(stage(name, mean) for name, mean in zip(names, means, strict=True)),
        partners=tuple(Partner(f"P{name}", (name,), given(n)) for name, n in zip(names, servers, strict=True)),
        routes=tuple(routes),
    )


def by_class(rates: Sequence[float], servers: int, *, preempts: bool = False) -> Model:
    """One queue of several types, each of its own class and from a municipality of its own."""
    model = queue(1.0, servers, preempts=preempts, priority=0)
    places = tuple(Municipality(f"M{k}", given(PEOPLE)) for k in range(len(rates)))
    types = tuple(
        replace(
            model.types[0],
            name=f"t{k}",
            per_1000=given(rate),
            priority=k,
            factors={place.name: given(place is places[k]) for place in places},
        )
        for k, rate in enumerate(rates)
    )
    return replace(model, municipalities=places, types=types)
