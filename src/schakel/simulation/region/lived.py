"""The region as it was lived: the chain with its plants, run once with a seed, and what the partners registered."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from schakel.simulation.layout import lay_out
from schakel.simulation.model.model import Model
from schakel.simulation.model.quantity import Quantity
from schakel.simulation.region.base import base
from schakel.simulation.region.event import Event, events
from schakel.simulation.region.facts import facts
from schakel.simulation.region.plants.plant import Plant
from schakel.simulation.region.truth import Truth, truth_text
from schakel.simulation.run import Run
from schakel.simulation.scenario import Scenario, decisions


@dataclass(frozen=True)
class Lived:
    """A region: its model with the plants in it, its run, and what is true. scale: share of its households, or more."""

    model: Model
    plants: tuple[Plant, ...]
    run: Run
    seed: int
    scale: float

    def events(self) -> list[Event]:
        """What was registered of the households that are looked at, up to the reference date."""
        words = {key: word for plant in self.plants for key, word in plant.words().items()}
        return events(self.model, self.run, words, seed=self.seed, share=min(self.scale, 1.0))

    def truth(self) -> tuple[Truth, ...]:
        """All that was put in on purpose."""
        return tuple(one for plant in self.plants for one in plant.truth())

    def truth_text(self) -> str:
        """`truth.json`."""
        known = facts()
        return truth_text(self.truth(), known.first_day, known.reference_date)


def lived(plants: Sequence[Plant], *, seed: int = 1, scale: float = 1.0) -> Lived:
    """Run the chain. Up to scale 1 it is the whole region, of which a share of the households is looked at, so that
    queues stay what they are; above it the region is so many times as large, with so many times the people.
    """
    model = planted_model(plants, max(scale, 1.0))
    changes = tuple(change for plant in plants for change in plant.changes())
    decided = decisions(Scenario("plants", changes), model)
    run = Run(lay_out(model), seed, decided, weeks=model.weeks, warm_up=model.warm_up, keeps_log=True).go()
    return Lived(model, tuple(plants), run, seed, scale)


def planted_model(plants: Sequence[Plant], times: float = 1.0) -> Model:
    """The region's model with what plants change in it, for so many times its inhabitants."""
    model = base()
    for plant in plants:
        model = plant.edited(model)
    return model if times == 1 else _larger(model, times)


def _larger(model: Model, times: float) -> Model:
    return replace(
        model,
        municipalities=tuple(_times(row, times, "population", "budget") for row in model.municipalities),
        stages=tuple(_times(row, times, "places") for row in model.stages),
        partners=tuple(_times(row, times, "people", "reserved", "fixed", "cash", "credit") for row in model.partners),
        contracts=tuple(
            _times(row, times, "volume", *(["price"] if row.form == "task" else [])) for row in model.contracts
        ),
    )


def _times(row: Any, times: float, *fields: str) -> Any:
    return replace(row, **{field: _more(getattr(row, field), times) for field in fields})


def _more(of: Quantity, times: float) -> Quantity:
    return replace(of, value=of.value * times, low=of.low * times, high=of.high * times)
