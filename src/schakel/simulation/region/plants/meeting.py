"""A meeting that batches."""

from dataclasses import dataclass, replace
from math import ceil

from schakel.simulation.model.model import Model
from schakel.simulation.model.quantity import given
from schakel.simulation.model.stage import Stage
from schakel.simulation.region.plants.plant import Plant
from schakel.simulation.region.truth import Truth


@dataclass(frozen=True)
class Meeting(Plant):
    """every: weeks from meeting to meeting. day: 0 is Monday. The stage has as many places a week as it had."""

    stage: str
    every: float
    day: int

    def edited(self, model: Model) -> Model:
        """The stage is done at meetings."""
        stages = tuple(self._batched(one) if one.name == self.stage else one for one in model.stages)
        return replace(model, stages=stages)

    def _batched(self, stage: Stage) -> Stage:
        places = ceil(stage.places.value * self.every / stage.every.value)
        return replace(stage, work="slotted", every=given(self.every), places=given(places), at=(self.day / 5,))

    def truth(self) -> tuple[Truth, ...]:
        """Batching."""
        return (Truth(self.name, "batching", activity=self.stage),)
