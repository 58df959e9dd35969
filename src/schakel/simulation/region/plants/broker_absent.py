"""A broker that never appears in a log, and whose absence makes handovers worse."""

from dataclasses import dataclass

from schakel.simulation.change import Change
from schakel.simulation.region.plants.plant import Plant
from schakel.simulation.region.truth import Truth


@dataclass(frozen=True)
class BrokerAbsent(Plant):
    """partner: without stages, named as the broker of handovers."""

    partner: str
    from_week: float
    to_week: float

    def changes(self) -> tuple[Change, ...]:
        """Nobody there for some time."""
        return (Change(self.name, self.from_week, self.to_week, self.partner, "partner.people", 0),)

    def truth(self) -> tuple[Truth, ...]:
        """No finding names the broker; that more referrals get lost in that time can be seen."""
        return (Truth(self.name, partner=self.partner, from_week=self.from_week, to_week=self.to_week),)
