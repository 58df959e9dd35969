"""A plant: something that is put into the region on purpose, so that it can be checked who finds it."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass

from schakel.simulation.change import Change
from schakel.simulation.model.model import Model
from schakel.simulation.region.truth import Truth


@dataclass(frozen=True)
class Plant(ABC):
    """What every kind of plant has. name: a sentence, for truth.json.

    A kind changes the model, or what is decided while it runs, or the words in which it is registered, and says what is
    true because of it. Weeks count from the first day of the region.
    """

    name: str

    def edited(self, model: Model) -> Model:
        """The model with the plant in it."""
        return model

    def changes(self) -> tuple[Change, ...]:
        """What is otherwise for some time, as changes of a scenario."""
        return ()

    def words(self) -> Mapping[tuple[str, str], str]:
        """By partner and stage the word that the partner registers it under."""
        return {}

    @abstractmethod
    def truth(self) -> tuple[Truth, ...]:
        """What is true because of it."""
