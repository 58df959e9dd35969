"""The whole model of a chain."""

from dataclasses import dataclass
from datetime import date

from schakel.simulation.model.client_type import ClientType
from schakel.simulation.model.contract import Contract
from schakel.simulation.model.handover import Handover
from schakel.simulation.model.municipality import Municipality
from schakel.simulation.model.partner import Partner
from schakel.simulation.model.quantity import Quantity, given
from schakel.simulation.model.route import Route
from schakel.simulation.model.solidarity import Solidarity
from schakel.simulation.model.stage import Stage

FORMAT = 1


@dataclass(frozen=True)
class Model:
    """A chain that can be simulated. weeks: how long it runs after warm_up weeks that are not counted; start: its date.

    referral_spread: spread with which severity is seen at a referral, doubled without information. extra_intake: share
    by which a stage lasts longer when nothing is known. fragmentation: share by which it lasts longer per other
    question of the household that is being helped, where nobody holds the lead. choice_beta: how strongly published
    waits (per week) steer the choice of provider; publish_every: weeks between publications. class_weeks: weeks of
    waiting that outweigh one class of priority.
    """

    name: str
    start: date
    municipalities: tuple[Municipality, ...]
    types: tuple[ClientType, ...]
    stages: tuple[Stage, ...]
    partners: tuple[Partner, ...]
    routes: tuple[Route, ...]
    handovers: tuple[Handover, ...] = ()
    contracts: tuple[Contract, ...] = ()
    solidarity: tuple[Solidarity, ...] = ()
    weeks: int = 104
    warm_up: int = 0
    referral_spread: Quantity = given(0.5)
    extra_intake: Quantity = given(0.2)
    fragmentation: Quantity = given(0)
    choice_beta: Quantity = given(0.1)
    publish_every: Quantity = given(13)
    class_weeks: Quantity = given(1e6)
    format: int = FORMAT
