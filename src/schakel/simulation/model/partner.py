"""A partner: an organisation, the resident or the informal network."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from schakel.simulation.model.quantity import Quantity, given


@dataclass(frozen=True)
class Partner:
    """Who does which stages for whom.

    people: full-time equivalents; slots: clients in care at once per person; absence: share. Capacity is the whole
    part of people x (1 - absence) x slots, for all its stages together. municipalities: whom it works for, all when
    empty. weight: attraction in the choice of provider. fixed: EUR a week; variable: EUR a slot-week in use; credit:
    EUR; a partner whose cash is below -credit for patience weeks stops (0: it never does). A partner without stages
    acts nowhere in the log: a broker, see Handover. calendar: 52 factors on people by week of the year, or empty.
    reserved: slots kept free for priority 0. preempts: whether a client of a higher class interrupts one of a lower
    class, whose work goes on later where it stopped. helps: by stage, a factor on the chance that it helps when this
    partner does it, 1 where absent; the chance is 1 at most.
    """

    name: str
    stages: tuple[str, ...]
    people: Quantity = given(1)
    slots: Quantity = given(1)
    absence: Quantity = given(0)
    municipalities: tuple[str, ...] = ()
    weight: Quantity = given(1)
    fixed: Quantity = given(0)
    variable: Quantity = given(0)
    cash: Quantity = given(0)
    credit: Quantity = given(0)
    patience: Quantity = given(0)
    calendar: tuple[float, ...] = ()
    reserved: Quantity = given(0)
    preempts: bool = False
    helps: Mapping[str, Quantity] = field(default_factory=dict)
