"""A stage of the chain: one kind of work or help."""

from dataclasses import dataclass
from typing import Literal

from schakel.simulation.model.quantity import Quantity, given

Work = Literal["continuous", "slotted", "free"]
Distribution = Literal["lognormal", "exponential", "fixed", "table"]


@dataclass(frozen=True)
class Stage:
    """What is done, how long it takes and what waiting for it does. Times in weeks, rates per week.

    line: 0 to 3. work: continuous takes a slot of a partner; slotted starts at meetings only, `places` at a time, at
    the moments `at` within each cycle of `every` weeks; free takes no capacity (the resident, the informal network).
    duration: mean by severity, one number or four; cv: of the lognormal. distribution table: quantiles at equal steps
    from 0 to 1, in `table`. helps: chance that severity falls by one at the end; gain: points of the score of its life
    domain (the client's own when domain is empty) at the end. deterioration: rate at which severity rises while
    waiting; leaving: rate at which people give up waiting; patience: weeks after which all do, 0 is never; escalates:
    chance by severity (one number or four) that who leaves goes to the stage escalates_to with priority; returns:
    chance that another leaver comes back to this stage after return_after weeks on average. priority: class in the
    queue, 0 first. norm: agreed weeks of waiting at most, 0 is none. is_help: the first such stage ends the wait for
    first help. is_result: time here is a lasting result (a placement), sustained at 26 and 52 weeks; pays_benefit:
    whether a benefit is paid meanwhile. activity names follow the field's words.
    """

    name: str
    duration: tuple[Quantity, ...]
    line: int = 1
    work: Work = "continuous"
    distribution: Distribution = "lognormal"
    cv: Quantity = given(1)
    table: tuple[float, ...] = ()
    every: Quantity = given(2)
    places: Quantity = given(10)
    at: tuple[float, ...] = (0.0,)
    helps: Quantity = given(0)
    gain: Quantity = given(0)
    domain: str = ""
    deterioration: Quantity = given(0)
    leaving: Quantity = given(0)
    patience: Quantity = given(0)
    escalates: tuple[Quantity, ...] = (given(0),)
    escalates_to: str = ""
    returns: Quantity = given(0)
    return_after: Quantity = given(12)
    priority: int = 1
    norm: Quantity = given(0)
    is_help: bool = True
    is_result: bool = False
    pays_benefit: bool = True
