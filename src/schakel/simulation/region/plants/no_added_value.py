"""A partner that adds nothing to one route."""

from dataclasses import dataclass, replace

from schakel.simulation.model.model import Model
from schakel.simulation.model.quantity import given
from schakel.simulation.region.plants.plant import Plant
from schakel.simulation.region.truth import Truth


@dataclass(frozen=True)
class NoAddedValue(Plant):
    """What partner does in stage helps nobody."""

    partner: str
    stage: str

    def edited(self, model: Model) -> Model:
        """Its help never helps."""
        partners = tuple(
            replace(one, helps={**one.helps, self.stage: given(0)}) if one.name == self.partner else one
            for one in model.partners
        )
        return replace(model, partners=partners)

    def truth(self) -> tuple[Truth, ...]:
        """No finding tells it; how cases end with and without it does."""
        return (Truth(self.name, activity=self.stage, partner=self.partner),)
