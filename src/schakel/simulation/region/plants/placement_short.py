"""Placements that do not last for one group."""

from dataclasses import dataclass, replace

from schakel.simulation.model.model import Model
from schakel.simulation.model.quantity import given
from schakel.simulation.region.plants.plant import Plant
from schakel.simulation.region.truth import Truth


@dataclass(frozen=True)
class PlacementShort(Plant):
    """factor: on how long the stage lasts for this type. next_stage: where those come whose placement ended."""

    type: str
    stage: str
    next_stage: str
    factor: float

    def edited(self, model: Model) -> Model:
        """The stage lasts shorter for the type."""
        types = tuple(
            replace(one, durations={**one.durations, self.stage: given(self.factor)}) if one.name == self.type else one
            for one in model.types
        )
        return replace(model, types=types)

    def truth(self) -> tuple[Truth, ...]:
        """No finding tells it; how long the stage lasts by group does, and who comes back after it."""
        return (Truth(self.name, activity=self.stage, next_activity=self.next_stage),)
