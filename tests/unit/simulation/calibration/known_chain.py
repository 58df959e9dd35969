"""A small chain of which every number is known, with a log of it as long and as precise as asked."""

from datetime import date

from schakel.simulation.layout import lay_out
from schakel.simulation.model.client_type import ClientType
from schakel.simulation.model.handover import Handover
from schakel.simulation.model.model import Model
from schakel.simulation.model.municipality import Municipality
from schakel.simulation.model.partner import Partner
from schakel.simulation.model.quantity import Quantity, given
from schakel.simulation.model.route import END, Route
from schakel.simulation.model.stage import Stage
from schakel.simulation.run import Run

WARM_UP = 104
START = date(2023, 1, 2)


def known_chain() -> Model:
    """Two municipalities, two types, a meeting, a free stage, two providers of the same help, one that is full."""
    return Model(
        name="Known",
        start=START,
        warm_up=WARM_UP,
        extra_intake=given(0),
        choice_beta=given(0),
        municipalities=(Municipality("Aa", given(40000)), Municipality("Bee", given(20000))),
        types=(
            ClientType("youth", given(10), "Intake", factors={"Bee": given(1.5)}, returns=given(0.3),
                       return_after=given(12), domain="home"),
            ClientType("adult", given(6), "Intake", households=(given(0.7), given(0.3)), question_gap=given(5)),
        ),
        stages=(
            Stage("Intake", (given(1.5),), line=0, cv=given(0.5)),
            Stage("Team", (given(0.2),), work="slotted", every=given(2), places=given(200), at=(0.5,)),
            Stage("Help", (given(14),), line=2, distribution="exponential", leaving=given(0.06)),
            Stage("Stay", (given(30),), line=3, cv=given(0.7)),
            Stage("Own", (given(8),), line=0, work="free", distribution="fixed"),
        ),
        partners=(
            Partner("Access", ("Intake",), given(44)),
            Partner("Board", ("Team",), given(1)),
            Partner("Care", ("Help",), given(95), weight=given(2)),
            Partner("Aid", ("Help",), given(58)),
            Partner("House", ("Stay",), given(200)),
            Partner("Resident", ("Own",), given(1)),
        ),
        routes=(
            Route("Intake", "Team", given(0.6), "youth"),
            Route("Intake", END, given(0.4), "youth"),
            Route("Intake", "Help", given(0.5), "adult"),
            Route("Intake", "Own", given(0.3), "adult"),
            Route("Intake", END, given(0.2), "adult"),
            Route("Team", "Help", given(0.8)),
            Route("Team", "Stay", given(0.2)),
            Route("Help", END, given(0.85)),
            Route("Help", "Stay", given(0.15)),
            Route("Stay", END, given(1)),
            Route("Own", END, given(1)),
        ),
        handovers=(
            Handover("Access", "Resident", delay=given(0.5)),
            Handover("Access", "Board", delay=given(1.5), lost=given(0.1)),
            Handover("Board", "House", delay=given(3), lost=given(0.2)),
            Handover("Access", "Care", delay=given(1)),
            Handover("Access", "Aid", delay=given(1)),
        ),
    )  # fmt: skip


def known_run(seed: int = 1, weeks: int = 208, model: Model | None = None) -> Run:
    """The chain after its warm-up, with the log of it."""
    layout = lay_out(known_chain() if model is None else model)
    return Run(layout, seed, weeks=weeks, warm_up=WARM_UP, keeps_log=True).go()


def truth(found: Model) -> dict[str, tuple[float, Quantity]]:
    """Every number that a log of the chain can tell: what it is, and what a calibrated model says of it."""
    types = {one.name: one for one in found.types}
    stages = {one.name: one for one in found.stages}
    partners = {one.name: one for one in found.partners}
    handovers = {(one.partner, one.next_partner): one for one in found.handovers}
    routes = {(one.type, one.stage, one.to): one.share for one in found.routes}
    pairs: dict[str, tuple[float, Quantity]] = {}
    for kind in known_chain().types:
        rates = {m.name: kind.per_1000.value * FACTORS.get((kind.name, m.name), 1.0) for m in MUNICIPALITIES}
        whole = sum(rates[m.name] * m.population.value for m in MUNICIPALITIES) / 60000
        pairs[f"{kind.name} per_1000"] = (whole, types[kind.name].per_1000)
        for name, rate in rates.items():
            pairs[f"{kind.name} {name}"] = (rate / types[kind.name].per_1000.value, types[kind.name].factors[name])
    pairs["one question"] = (0.7, types["adult"].households[0])
    pairs["gap"] = (5.0, types["adult"].question_gap)
    pairs["returns"] = (0.3, types["youth"].returns)
    pairs["return after"] = (12.0, types["youth"].return_after)
    pairs |= {f"{name} duration": (weeks, stages[name].duration[0]) for name, weeks in DURATIONS.items()}
    pairs |= {f"{name} people": (slots, partners[name].people) for name, slots in SLOTS.items()}
    pairs |= {f"{name} weight": (weight, partners[name].weight) for name, weight in WEIGHTS.items()}
    pairs["leaving"] = (0.06, stages["Help"].leaving)
    for pair, (delay, lost) in HANDOVERS.items():
        pairs[f"{pair} delay"] = (delay, handovers[pair].delay)
        pairs[f"{pair} lost"] = (lost, handovers[pair].lost)
    for route in known_chain().routes:
        own = [name for name in types if (name, route.stage, route.to) in routes] if not route.type else [route.type]
        for name in own:
            pairs[f"{name} {route.stage} {route.to}"] = (route.share.value, routes[name, route.stage, route.to])
    return pairs


MUNICIPALITIES = known_chain().municipalities
FACTORS = {("youth", "Bee"): 1.5}
DURATIONS = {"Intake": 1.5, "Team": 0.2, "Help": 14.0, "Stay": 30.0, "Own": 8.0}
SLOTS = {"Care": 95.0, "Aid": 58.0}
WEIGHTS = {"Care": 4 / 3, "Aid": 2 / 3}
HANDOVERS = {
    ("Access", "Resident"): (0.5, 0.0),
    ("Access", "Board"): (1.5, 0.1),
    ("Board", "House"): (3.0, 0.2),
    ("Access", "Care"): (1.0, 0.0),
    ("Access", "Aid"): (1.0, 0.0),
    ("Board", "Care"): (0.0, 0.0),
    ("Board", "Aid"): (0.0, 0.0),
    ("Care", "House"): (0.0, 0.0),
    ("Aid", "House"): (0.0, 0.0),
}
POPULATIONS = {one.name: one.population.value for one in MUNICIPALITIES}
