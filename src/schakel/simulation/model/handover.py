"""How a client passes from one partner to the next."""

from dataclasses import dataclass

from schakel.simulation.model.quantity import Quantity, given


@dataclass(frozen=True)
class Handover:
    """From partner to partner; an empty name is any, and the row with most names filled counts, the earlier of equals.

    delay: mean weeks, exponential. lost: share that never arrives. kept: share of the information that is kept; what
    is missing makes the next stage longer. broker: partner without whom `lost` and `delay` are broker_factor times as
    high. Where no row fits: no delay, nothing lost, everything kept.
    """

    partner: str = ""
    next_partner: str = ""
    delay: Quantity = given(0)
    lost: Quantity = given(0)
    kept: Quantity = given(1)
    broker: str = ""
    broker_factor: Quantity = given(2)
