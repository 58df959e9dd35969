"""Families with many questions and many partners, of whom none holds the lead."""

from dataclasses import dataclass, replace

from schakel.simulation.model.client_type import MOST_QUESTIONS, ClientType
from schakel.simulation.model.model import Model
from schakel.simulation.model.quantity import given
from schakel.simulation.region.base import base
from schakel.simulation.region.plants.plant import Plant
from schakel.simulation.region.truth import Truth


@dataclass(frozen=True)
class NoLead(Plant):
    """share: of households whose first question is of the type, that come to have five; they have no lead."""

    type: str
    share: float

    def edited(self, model: Model) -> Model:
        """More households with five questions, fewer with others, and no lead."""
        types = tuple(self._without_lead(one) if one.name == self.type else one for one in model.types)
        return replace(model, types=types)

    def _without_lead(self, one: ClientType) -> ClientType:
        held = [*(row.value for row in one.households), *[0.0] * MOST_QUESTIONS][: MOST_QUESTIONS - 1]
        shares = [share * (1 - self.share) / sum(held) for share in held]
        return replace(one, households=tuple(given(share) for share in (*shares, self.share)), lead=given(0))

    def truth(self) -> tuple[Truth, ...]:
        """No finding tells it; the number of partners that help one household at once does."""
        return (Truth(self.name, activity=next(one.start for one in base().types if one.name == self.type)),)
