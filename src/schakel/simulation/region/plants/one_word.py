"""Two partners that use one word for different steps."""

from collections.abc import Mapping
from dataclasses import dataclass

from schakel.simulation.region.plants.plant import Plant
from schakel.simulation.region.truth import Truth


@dataclass(frozen=True)
class OneWord(Plant):
    """partner registers stage under a word that others have for another step."""

    partner: str
    stage: str
    word: str

    def words(self) -> Mapping[tuple[str, str], str]:
        """The word for the stage, at this partner."""
        return {(self.partner, self.stage): self.word}

    def truth(self) -> tuple[Truth, ...]:
        """No finding tells it; how long the word lasts at each partner does."""
        return (Truth(self.name, activity=self.word, partner=self.partner),)
