"""A small chain with something of everything, to run experiments on: two municipalities, care and work."""

from datetime import date

from schakel.simulation.model.client_type import ClientType
from schakel.simulation.model.contract import Contract
from schakel.simulation.model.handover import Handover
from schakel.simulation.model.model import Model
from schakel.simulation.model.municipality import Municipality
from schakel.simulation.model.partner import Partner
from schakel.simulation.model.quantity import assumed, given
from schakel.simulation.model.route import Route
from schakel.simulation.model.stage import Stage
from schakel.simulation.scenario import Change, Scenario

WEEKS = 39

YOUTH = ClientType(
    "youth",
    given(10),
    "Intake",
    households=(given(0.8), given(0.2)),
    companions={"work": given(1)},
    domain="home",
    score_loss=given(0.05),
    term=given(8),
    returns=given(0.1),
)
WORK = ClientType("work", given(6), "Trajectory", chain="labour", benefit=given(300), domain="income", term=given(26))

INTAKE = Stage(
    "Intake", (given(1),), line=0, work="slotted", every=given(2), places=given(30), norm=given(3), is_help=False
)
HELP = Stage(
    "Help",
    (given(8), given(10), given(12), given(16)),
    line=2,
    helps=given(0.6),
    gain=given(1),
    deterioration=assumed(0.03, 0, 0.06),
    leaving=assumed(0.04, 0.01, 0.08),
    escalates=(assumed(0.6, 0, 0.9),),
    escalates_to="Stay",
    norm=given(6),
)
STAY = Stage("Stay", (given(20),), line=3, helps=given(0.5), deterioration=given(0.02), norm=given(4))
TRAJECTORY = Stage("Trajectory", (given(10),), line=1, helps=given(0.4), leaving=given(0.01), norm=given(8))
JOB = Stage("Job", (given(60),), line=1, work="free", is_help=False, is_result=True, pays_benefit=False)

MODEL = Model(
    name="Two towns",
    start=date(2026, 1, 5),
    municipalities=(
        Municipality("Aa", given(30_000), given(1_500_000)),
        Municipality("Bee", given(10_000), given(800_000), threshold=given(2.2)),
    ),
    types=(YOUTH, WORK),
    stages=(INTAKE, HELP, STAY, TRAJECTORY, JOB),
    partners=(
        Partner("Team", ("Intake",), given(5), given(8)),
        Partner("Care", ("Help",), given(10), given(4), variable=given(500), weight=given(2)),
        Partner("Other care", ("Help",), given(4), given(4), variable=given(500)),
        Partner("House", ("Stay",), given(10), given(3), fixed=given(9000)),
        Partner("Desk", ("Trajectory",), given(6), given(8)),
        Partner("Employers", ("Job",)),
        Partner("Broker", ()),
    ),
    routes=(
        Route("Intake", "Help", given(0.75)),
        Route("Intake", "end", given(0.25)),
        Route("Help", "end", given(1)),
        Route("Help", "Stay", is_up=True),
        Route("Stay", "end", given(1)),
        Route("Trajectory", "Job", given(0.5)),
        Route("Trajectory", "end", given(0.5)),
        Route("Job", "end", given(1)),
    ),
    handovers=(
        Handover("Team", "", delay=given(1), lost=assumed(0.05, 0, 0.2), kept=given(0.8), broker="Broker"),
        Handover("Care", "House", delay=given(0.5)),
    ),
    contracts=(
        Contract("Care", "effort", given(900)),
        Contract("Other care", "effort", given(900), cap=given(900_000), cap_rule="waitlist"),
        Contract("House", "output", given(30_000), selects=given(0.02)),
        Contract("Team", "task", given(400_000)),
        Contract("Desk", "task", given(300_000)),
    ),
    weeks=WEEKS,
    warm_up=13,
)


def change(cause: str, who: str, key: str, value: float | str, weeks: tuple[float, float | None] = (0, None)) -> Change:
    """A change from the first of the weeks up to the second."""
    return Change(cause, *weeks, who, key, value)


REFERENCE = Scenario("as agreed")
LESS_CARE = change("care loses people", "Care", "partner.people", "-40%", (8, 30))
LOWER_THRESHOLD = change("lower threshold", "Aa", "municipality.threshold", 1.0)
SLOWER_INTAKE = change("slower intake", "Intake", "stage.duration", 1.15)
NOTHING = change("nothing", "Broker", "partner.weight", "x2")
ACTUAL = Scenario("as it went", (LESS_CARE, LOWER_THRESHOLD, SLOWER_INTAKE, NOTHING))
STRICT = Scenario("strict caps", (change("caps", "House", "contract.price", "-10%"),))
