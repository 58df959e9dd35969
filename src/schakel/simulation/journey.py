"""One case on its way through the chain: steps are added one by one, and time moves on with them.

Time is whole minutes of local clock time since the region's first day, which is a Monday.
"""

from dataclasses import dataclass, field, replace

from schakel.simulation.draws import Draws
from schakel.simulation.facts import Facts, Municipality, Question

DAY = 24 * 60
_OFFICE = (9 * 60, 9 * 60 + 40, 12 * 60 + 20, 15 * 60 + 50, 16 * 60 + 45)


@dataclass(frozen=True)
class Resident:
    """number and household count from 0 and mean nothing outside the region that is being made."""

    number: int
    household: int
    municipality: Municipality
    neighbourhood: str


@dataclass(frozen=True)
class Step:
    """partner and to_partner: keys of the facts' partners. requested is None where nobody wrote it down."""

    activity: str
    partner: str
    started: int
    ended: int
    requested: int | None = None
    to_partner: str = ""
    outcome: str = ""


@dataclass
class Journey:
    """A case that is being made. now: when the last step in sequence ended. closed: its question was closed."""

    facts: Facts
    draws: Draws
    resident: Resident
    question: Question
    now: int
    steps: list[Step] = field(default_factory=list)
    closed: bool = False

    def chance(self, name: str) -> bool:
        """Draw by one of the facts' shares."""
        return self.draws.chance(self.facts.shares[name])

    def later(self, wait: str, factor: float = 1.0) -> int:
        """Minute, on a working day, one of the facts' waits from now."""
        days = self.draws.whole(self.facts.waits[wait])
        return working(self.now + int(days * factor + 0.5) * DAY)

    def do(
        self,
        activity: str,
        partner: str,
        at: int | None = None,
        *,
        lasts: str = "",
        requested: int | None = None,
        to_partner: str = "",
        outcome: str = "",
    ) -> Step:
        """Add the next step, at a minute (default now) and no sooner than the last one ended."""
        begun = self.meanwhile(activity, partner, max(self.now, at or 0), lasts)
        step = replace(begun, requested=requested, to_partner=to_partner, outcome=outcome)
        self.steps[-1] = step
        self.now = max(self.now, step.ended)
        return step

    def meanwhile(self, activity: str, partner: str, at: int, lasts: str = "") -> Step:
        """Add a step beside the others; time does not move on."""
        started = self._clock(working(at), partner)
        step = Step(activity, partner, started, self._end(started, partner, lasts))
        self.steps.append(step)
        return step

    def _clock(self, at: int, partner: str) -> int:
        if self.facts.partners[partner].is_day:
            return at - at % DAY
        drawn = at - at % DAY + self.draws.whole(_OFFICE)
        return drawn if drawn // DAY > self.now // DAY else min(max(drawn, at + 5), at - at % DAY + DAY - 1)

    def _end(self, started: int, partner: str, lasts: str) -> int:
        if not lasts:
            return started
        length = self.draws.whole(self.facts.lasts[lasts])
        is_day = self.facts.partners[partner].is_day
        if lasts == "minutes":
            return started if is_day else started + length
        return working(started + length * DAY) + (0 if is_day else 20)


def working(at: int) -> int:
    """The same clock time on a working day: two days later if it falls in a weekend."""
    return at + 2 * DAY if at // DAY % 7 >= 5 else at
