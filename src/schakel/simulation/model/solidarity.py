"""What municipalities do for each other when one of them spends more than its budget."""

from dataclasses import dataclass
from typing import Literal

from schakel.simulation.model.quantity import Quantity, given

Rule = Literal["none", "pool", "deductible", "fault"]
ShareBy = Literal["population", "budget"]


@dataclass(frozen=True)
class Solidarity:
    """A rule that holds at the end of each year of 52 weeks; transfers add up to zero.

    pool: all overruns are shared. deductible: only the part of an overrun between deductible and ceiling, both as a
    share of the budget. fault: what a municipality caused itself stays with it. share_by: who carries how much.
    """

    rule: Rule = "none"
    municipalities: tuple[str, ...] = ()
    deductible: Quantity = given(0.05)
    ceiling: Quantity = given(0.3)
    share_by: ShareBy = "population"
