"""A provider that loses people for some time, while the symptom shows further on in the chain."""

from dataclasses import dataclass

from schakel.simulation.change import Change
from schakel.simulation.region.plants.plant import Plant
from schakel.simulation.region.truth import Truth


@dataclass(frozen=True)
class PeopleLost(Plant):
    """share: of its people, and a queue grows there. symptom_partner: where another one grows because of it."""

    partner: str
    share: float
    symptom_partner: str
    from_week: float
    to_week: float

    def changes(self) -> tuple[Change, ...]:
        """Fewer people for some time."""
        less = f"x{1 - self.share:g}"
        return (Change(self.name, self.from_week, self.to_week, self.partner, "partner.people", less),)

    def truth(self) -> tuple[Truth, ...]:
        """A stock that grows at the provider, and one where those come who could not wait."""
        partners = (self.partner, self.symptom_partner)
        return tuple(self._queue(partner) for partner in partners)

    def _queue(self, partner: str) -> Truth:
        return Truth(self.name, "growing_stock", next_partner=partner, from_week=self.from_week, to_week=self.to_week)
