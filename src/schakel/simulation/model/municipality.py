"""A municipality as the model knows it."""

from dataclasses import dataclass
from typing import Literal

from schakel.simulation.model.quantity import Quantity, given

Admission = Literal["continue", "waitlist", "heavy_only"]


@dataclass(frozen=True)
class Municipality:
    """population: inhabitants. budget: EUR a year for all stages together; 0 is no budget kept.

    threshold: severity from which a client is referred up, on the scale of severity 0 to 3; a higher threshold refers
    fewer. admission: what happens to who would start when paid and committed money reach the budget: help goes on (duty
    of care), waits, or starts for severity 2 and 3 only.
    """

    name: str
    population: Quantity
    budget: Quantity = given(0)
    threshold: Quantity = given(2.5)
    admission: Admission = "continue"
