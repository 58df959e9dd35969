"""A handover that ought to exist and never happens."""

from dataclasses import dataclass, replace

from schakel.simulation.model.model import Model
from schakel.simulation.model.quantity import given
from schakel.simulation.model.route import END, Route
from schakel.simulation.region.plants.plant import Plant
from schakel.simulation.region.truth import Truth


@dataclass(frozen=True)
class HandoverAbsent(Plant):
    """Nobody goes from stage to next_stage; those who ought to, go home."""

    stage: str
    next_stage: str

    def edited(self, model: Model) -> Model:
        """The route ends where it led to next_stage."""
        moved = {
            row.type: row.share.value
            for row in model.routes
            if (row.stage, row.to) == (self.stage, self.next_stage) and not row.is_up
        }
        ends = {row.type for row in model.routes if (row.stage, row.to) == (self.stage, END)}
        kept = [
            self._longer(row, moved)
            for row in model.routes
            if (row.stage, row.to) != (self.stage, self.next_stage) or row.is_up
        ]
        new = [Route(self.stage, END, given(share), kind) for kind, share in moved.items() if kind not in ends]
        return replace(model, routes=(*kept, *new))

    def _longer(self, row: Route, moved: dict[str, float]) -> Route:
        if (row.stage, row.to) != (self.stage, END) or row.type not in moved:
            return row
        return replace(row, share=given(row.share.value + moved[row.type]))

    def truth(self) -> tuple[Truth, ...]:
        """No finding tells what is not there; that nobody goes on to it does."""
        return (Truth(self.name, activity=self.stage, next_activity=self.next_stage),)
