"""A chain in which everything happens at once, and decisions by chance that upset it."""

from datetime import date
from typing import Any

from hypothesis import strategies as st

from schakel.simulation.decision import Decision
from schakel.simulation.levers import lever
from schakel.simulation.model.client_type import ClientType
from schakel.simulation.model.contract import Contract
from schakel.simulation.model.handover import Handover
from schakel.simulation.model.model import Model
from schakel.simulation.model.municipality import Municipality
from schakel.simulation.model.partner import Partner
from schakel.simulation.model.quantity import Quantity, given
from schakel.simulation.model.route import END, Route
from schakel.simulation.model.stage import Stage
from schakel.simulation.target import names_of


def _some(*numbers: float) -> tuple[Quantity, ...]:
    return tuple(map(given, numbers))


MUNICIPALITIES = (
    Municipality("Aa", given(20_000), budget=given(1_500_000), admission="waitlist"),
    Municipality("Bee", given(15_000), budget=given(700_000), admission="heavy_only", threshold=given(2)),
    Municipality("Cee", given(10_000), budget=given(150_000)),
)
TYPES = (
    ClientType(
        "jeugd",
        given(1.5),
        "toegang",
        households=_some(0.5, 0.2, 0.15, 0.1, 0.05),
        companions={"jeugd": given(1), "schuld": given(2)},
        lead=given(0.4),
        season=(1.3, 0.7, 1, 1, 1, 1, 0.5, 0.5, 1.5, 1.2, 1.2, 1.1),
        domain="gezin",
        score_loss=given(0.05),
        term=given(2),
        returns=given(0.2),
        return_after=given(8),
        durations={"hulp": given(0.7)},
    ),
    ClientType("schuld", given(1.5), "toegang", factors={"Cee": given(0)}, benefit=given(300), domain="geld"),
    ClientType("spoed", given(0.6), "wonen", severity=_some(0, 0.1, 0.4, 0.5), priority=-1, domain="gezin"),
    ClientType("werk", given(0.3), "werkplek", priority=1, pattern="regular", benefit=given(400), domain="werk"),
)
WAITING: dict[str, Any] = {
    "deterioration": given(0.06),
    "leaving": given(0.05),
    "returns": given(0.4),
    "return_after": given(5),
    "escalates": _some(0, 0.2, 0.6, 0.9),
    "escalates_to": "wonen",
    "helps": given(0.6),
    "gain": given(0.5),
    "norm": given(4),
}
STAGES = (
    Stage("toegang", _some(1), is_help=False, **WAITING),
    Stage("overleg", _some(0.2), work="slotted", every=given(2), at=(0.5, 1.25), places=given(3), distribution="fixed"),
    Stage("hulp", _some(6, 8, 10, 14), cv=given(0.8), **WAITING),
    Stage("dag", _some(9), distribution="exponential", patience=given(9), helps=given(0.4), deterioration=given(0.1)),
    Stage("wonen", _some(12), distribution="table", table=(2, 6, 12, 30), priority=0, helps=given(0.5)),
    Stage("netwerk", _some(4), work="free", is_help=False, helps=given(0.2)),
    Stage("werkplek", _some(30), is_result=True, pays_benefit=False, leaving=given(0.02)),
)
PARTNERS = (
    Partner("Toegang", ("toegang", "overleg"), given(6), given(1.5), fixed=given(2000)),
    Partner("Noord", ("hulp", "dag"), given(6), given(1), variable=given(60), cash=given(20_000), weight=given(2)),
    Partner(
        "Zuid",
        ("hulp",),
        given(4),
        fixed=given(500),
        variable=given(40),
        cash=given(20_000),
        patience=given(3),
        helps={"hulp": given(0.5)},
    ),
    Partner("Oost", ("dag", "wonen"), given(4), preempts=True, variable=given(50)),
    Partner("West", ("wonen",), given(3), municipalities=("Aa", "Bee"), reserved=given(1)),
    Partner("Buurt", ("netwerk",)),
    Partner("Werk", ("werkplek",), given(5), calendar=tuple([1.0] * 20 + [0.4] * 6 + [1.0] * 26)),
    Partner("Makelaar", ()),
)
ROUTES = (
    Route("toegang", "wonen", is_up=True),
    Route("toegang", "overleg", given(0.4)),
    Route("toegang", "hulp", given(0.3)),
    Route("toegang", "netwerk", given(0.2)),
    Route("toegang", END, given(0.1)),
    Route("overleg", "hulp", given(0.7)),
    Route("overleg", "dag", given(0.3)),
    Route("hulp", "dag", given(0.3)),
    Route("hulp", "werkplek", given(0.2), type="schuld"),
    Route("hulp", END, given(0.8), type="schuld"),
    Route("hulp", END, given(0.7)),
    Route("dag", "hulp", given(0.2)),
    Route("dag", END, given(0.8)),
    Route("wonen", "dag", given(0.5)),
    Route("wonen", END, given(0.5)),
    Route("netwerk", "toegang", given(0.3)),
    Route("netwerk", END, given(0.7)),
    Route("werkplek", END, given(1)),
)
HANDOVERS = (
    Handover(delay=given(0.5), lost=given(0.03), kept=given(0.7)),
    Handover("Toegang", delay=given(1), lost=given(0.1), kept=given(0.5), broker="Makelaar"),
)
CONTRACTS = (
    Contract("Toegang", "task", given(160_000), volume=given(120), settle=given(0.5), unit_price=given(900)),
    Contract("Noord", "effort", given(210), longer=given(0.2), cap=given(200_000), cap_rule="waitlist"),
    Contract("Zuid", "output", given(2500), start_share=given(0.4), selects=given(0.2)),
    Contract("Oost", "effort", given(500), stage="wonen", cap=given(20_000), cap_rule="stop", municipality="Bee"),
    Contract("Oost", "effort", given(480), stage="wonen"),
    Contract("West", "effort", given(650)),
)


def rich_chain() -> Model:
    """Some 130 clients at once, 30 to 40 events a week."""
    return Model(
        name="rijk",
        start=date(2024, 1, 1),
        municipalities=MUNICIPALITIES,
        types=TYPES,
        stages=STAGES,
        partners=PARTNERS,
        routes=ROUTES,
        handovers=HANDOVERS,
        contracts=CONTRACTS,
        fragmentation=given(0.3),
        publish_every=given(4),
    )


CHANCES: dict[str, tuple[float, ...]] = {
    "partner.people": (0, 0, 1, 3, 8),
    "partner.absence": (0, 0.3, 1),
    "partner.intake": (0, 0, 1),
    "partner.reserved": (0, 2),
    "municipality.budget": (0, 50_000, 2_000_000),
    "municipality.admission": (0, 1, 2),
    "municipality.threshold": (1, 3),
    "contract.price": (0, 100, 5000),
    "contract.cap": (0, 40_000),
    "type.inflow": (0, 0.5, 2, 4),
    "stage.duration": (0.3, 2),
    "stage.priority": (0, 2),
    "stage.places": (1, 9),
    "stage.leaving": (0, 0.5),
    "handover.delay": (0, 3),
    "handover.lost": (0, 0.5),
    "model.publish_every": (1, 13),
}


@st.composite
def decision(draw: st.DrawFn, weeks: int) -> Decision:
    """One change of a lever, on the boundary of a week or not."""
    key = draw(st.sampled_from(sorted(CHANCES)))
    who = draw(st.sampled_from(names_of(lever(key).of, rich_chain())))
    week = draw(st.integers(0, weeks - 1) | st.floats(0, weeks - 1, width=32))
    return Decision(float(week), who, key, draw(st.sampled_from(CHANCES[key])), "chance")


def decisions(weeks: int, most: int = 12) -> st.SearchStrategy[tuple[Decision, ...]]:
    """In order of week."""
    drawn = st.lists(decision(weeks), max_size=most)
    return drawn.map(lambda rows: tuple(sorted(rows, key=lambda row: row.week)))
