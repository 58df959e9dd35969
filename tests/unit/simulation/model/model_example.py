"""A small model with every table in it, as text and as values."""

from dataclasses import replace
from datetime import date

from schakel.simulation.model.client_type import ClientType
from schakel.simulation.model.contract import Contract
from schakel.simulation.model.handover import Handover
from schakel.simulation.model.model import Model
from schakel.simulation.model.municipality import Municipality
from schakel.simulation.model.partner import Partner
from schakel.simulation.model.quantity import assumed, fitted, given
from schakel.simulation.model.route import Route
from schakel.simulation.model.solidarity import Solidarity
from schakel.simulation.model.stage import Stage

TEXT = """\
[model]
format = 1
name = "Small"
start = 2026-01-05
weeks = 52
warm_up = 26

[[municipality]]
name = "Aa"
population = 30000
budget = 1000000
threshold = 2.5
admission = "waitlist"

[[municipality]]
name = "Bee"
population = 10000
budget = 0
threshold = 2
admission = "continue"

[[type]]
name = "youth"
per_1000 = {value = 6, low = 5, high = 7, source = "data"}
start = "Intake"
severity = [0.4, 0.3, 0.2, 0.1]
factors = {Bee = 1.5}
households = [0.75, 0.25]
durations = {Help = 0.8}

[[stage]]
name = "Intake"
duration = 2
line = 0
work = "slotted"
every = 2
places = 4
helps = 0
deterioration = {value = 0.02, low = 0, high = 0.05, source = "assumed"}
leaving = 0.01
escalates = 0.5
escalates_to = "Stay"
norm = 4

[[stage]]
name = "Help"
duration = [10, 15, 20, 30]
line = 2
work = "continuous"
helps = 0.6
deterioration = 0
leaving = 0
norm = 6

[[stage]]
name = "Stay"
duration = 40
line = 3
work = "continuous"
distribution = "table"
table = [1, 10, 100.5]
helps = 0.5
deterioration = 0
leaving = 0
norm = 0

[[partner]]
name = "Team"
stages = ["Intake"]
people = 5
slots = 8
absence = 0.05

[[partner]]
name = "Care"
stages = ["Help", "Stay"]
people = 10
slots = 4
absence = 0
helps = {Help = {value = 0.5, low = 0, high = 1, source = "assumed"}}

[[route]]
stage = "Intake"
to = "Help"
share = 0.75

[[route]]
stage = "Intake"
to = "end"
share = 0.25

[[route]]
stage = "Help"
to = "end"
share = 1

[[route]]
stage = "Help"
to = "Stay"
is_up = true

[[route]]
stage = "Stay"
to = "end"
share = 1

[[handover]]
partner = "Team"
next_partner = "Care"
delay = 1
lost = 0.1
kept = 0.8

[[contract]]
partner = "Care"
form = "effort"
price = 900
municipality = ""
stage = ""
cap = 0

[[contract]]
partner = "Team"
form = "task"
price = 400000
municipality = ""
stage = ""
cap = 0

[[solidarity]]
rule = "pool"
municipalities = ["Aa", "Bee"]
"""

MODEL = Model(
    name="Small",
    start=date(2026, 1, 5),
    municipalities=(
        Municipality("Aa", given(30_000), given(1_000_000), admission="waitlist"),
        Municipality("Bee", given(10_000), threshold=given(2)),
    ),
    types=(
        ClientType(
            "youth",
            fitted(6, 5, 7),
            "Intake",
            factors={"Bee": given(1.5)},
            households=(given(0.75), given(0.25)),
            durations={"Help": given(0.8)},
        ),
    ),
    stages=(
        Stage(
            "Intake",
            (given(2),),
            line=0,
            work="slotted",
            places=given(4),
            deterioration=assumed(0.02, 0, 0.05),
            leaving=given(0.01),
            escalates=(given(0.5),),
            escalates_to="Stay",
            norm=given(4),
        ),
        Stage("Help", (given(10), given(15), given(20), given(30)), line=2, helps=given(0.6), norm=given(6)),
        Stage("Stay", (given(40),), line=3, distribution="table", table=(1, 10, 100.5), helps=given(0.5)),
    ),
    partners=(
        Partner("Team", ("Intake",), given(5), given(8), given(0.05)),
        Partner("Care", ("Help", "Stay"), given(10), given(4), helps={"Help": assumed(0.5, 0, 1)}),
    ),
    routes=(
        Route("Intake", "Help", given(0.75)),
        Route("Intake", "end", given(0.25)),
        Route("Help", "end", given(1)),
        Route("Help", "Stay", is_up=True),
        Route("Stay", "end", given(1)),
    ),
    handovers=(Handover("Team", "Care", given(1), given(0.1), given(0.8)),),
    contracts=(Contract("Care", "effort", given(900)), Contract("Team", "task", given(400_000))),
    solidarity=(Solidarity("pool", ("Aa", "Bee")),),
    weeks=52,
    warm_up=26,
)


def with_stage(number: int, **fields: object) -> Model:
    """The example with other values in one stage."""
    stages = list(MODEL.stages)
    stages[number] = replace(stages[number], **fields)  # type: ignore[arg-type]
    return replace(MODEL, stages=tuple(stages))
