"""What a municipality pays a partner for."""

from dataclasses import dataclass
from typing import Literal

from schakel.simulation.model.quantity import Quantity, given

Form = Literal["effort", "output", "task"]
CapRule = Literal["none", "stop", "waitlist"]


@dataclass(frozen=True)
class Contract:
    """Between a partner and a municipality (all when empty) about a stage (all of the partner when empty).

    effort (P*Q): price EUR per slot-week; longer: share by which help lasts longer while the queue is short. output:
    price EUR per trajectory, start_share of it at the start and the rest when severity fell; selects: chance to refuse
    a client per point of severity. task: price EUR a year for any volume; settle: share of the volume outside the
    bandwidth around `volume` slot-weeks a year that is settled afterwards at `unit_price`. cap: EUR a year, 0 is none;
    cap_rule: who would pass it is refused (stop) or waits (waitlist).
    """

    partner: str
    form: Form
    price: Quantity
    municipality: str = ""
    stage: str = ""
    start_share: Quantity = given(0.5)
    longer: Quantity = given(0)
    selects: Quantity = given(0)
    volume: Quantity = given(0)
    bandwidth: Quantity = given(0.1)
    settle: Quantity = given(0)
    unit_price: Quantity = given(0)
    cap: Quantity = given(0)
    cap_rule: CapRule = "none"
