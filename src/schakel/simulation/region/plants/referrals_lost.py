"""A handover at which cases get lost, because nobody holds the mandate."""

from dataclasses import dataclass

from schakel.simulation.change import Change
from schakel.simulation.region.plants.plant import Plant
from schakel.simulation.region.truth import Truth


@dataclass(frozen=True)
class ReferralsLost(Plant):
    """share: of the referrals from partner to next_partner. activity: the step with which it refers."""

    partner: str
    next_partner: str
    activity: str
    share: float

    def changes(self) -> tuple[Change, ...]:
        """So many get lost, from the first day on."""
        return (Change(self.name, 0, None, f"{self.partner} > {self.next_partner}", "handover.lost", self.share),)

    def truth(self) -> tuple[Truth, ...]:
        """A dead end."""
        return (
            Truth(self.name, "dead_end", activity=self.activity, partner=self.partner, next_partner=self.next_partner),
        )
