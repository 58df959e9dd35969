"""A municipality that refers to heavier help sooner than the others, and overruns its budget."""

from dataclasses import dataclass

from schakel.simulation.change import Change
from schakel.simulation.region.base import base
from schakel.simulation.region.plants.plant import Plant
from schakel.simulation.region.truth import Truth


@dataclass(frozen=True)
class ThresholdLowered(Plant):
    """threshold: severity from which residents are referred up."""

    municipality: str
    threshold: float
    from_week: float
    to_week: float

    def changes(self) -> tuple[Change, ...]:
        """Another threshold for some time."""
        key = "municipality.threshold"
        return (Change(self.name, self.from_week, self.to_week, self.municipality, key, self.threshold),)

    def truth(self) -> tuple[Truth, ...]:
        """No finding tells it; the share that goes to heavier help does, beside that of the others."""
        return tuple(self._more(up) for up in sorted({row.to for row in base().routes if row.is_up}))

    def _more(self, up: str) -> Truth:
        town = self.municipality
        return Truth(self.name, next_activity=up, municipality=town, from_week=self.from_week, to_week=self.to_week)
