"""What sources showed of each partner's work, by month, in whole days since FIRST."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from oracle.pinch_log import FIRST, REFERENCE, DayEvent

LAST = (REFERENCE - FIRST).days


@dataclass(frozen=True)
class PinchSight:
    """acting: (source, partner). since: month of the first event of a source; until: the last day that it showed.

    own: sources with a key of their own; what happens elsewhere cannot be followed from there, nor they from elsewhere.
    """

    acting: frozenset[tuple[str, str]]
    since: Mapping[str, int]
    until: Mapping[str, int]
    own: frozenset[str] = frozenset()

    def _sources(self, source: str, partner: str) -> list[str]:
        with_key = [s for s, name in self.acting if name == partner and s not in self.own]
        return [source] * ((source, partner) in self.acting) if source in self.own else with_key

    def shows(self, source: str, partner: str, day: int) -> bool:
        """Whether the work of a partner in the month of that day can be followed from a source."""
        found = self._sources(source, partner)
        return any(self.since[s] <= month(day) <= month(self.until[s]) for s in found)

    def last(self, source: str, partner: str) -> int:
        """The last day of a partner that can be seen."""
        return max(self.until[s] for s in self._sources(source, partner))

    def is_gone(self, steps: Sequence[DayEvent]) -> bool:
        """Whether a case went out of sight; steps in order. One that was closed, and where nothing runs, did not."""
        last, closed = steps[-1], any(step.activity == "Close" for step in steps)
        if closed and last.ended is not None:
            return False
        if last.to_partner and not self.shows(last.source, last.to_partner, last.started):
            return True
        if self.until[last.source] < LAST:
            return True
        return last.source in self.own and last.ended is not None and not closed


def month(day: int) -> int:
    """Months since year 0."""
    on = FIRST + timedelta(days=day)
    return on.year * 12 + on.month - 1


def pinch_sight(
    events: Sequence[DayEvent], until: Mapping[str, int] | None = None, own: Sequence[str] = ()
) -> PinchSight:
    """until: of sources that stopped."""
    sources = {event.source for event in events}
    since = {name: min(month(event.started) for event in events if event.source == name) for name in sources}
    acting = frozenset((event.source, event.partner) for event in events if event.partner)
    return PinchSight(acting, since, dict.fromkeys(sources, LAST) | dict(until or {}), frozenset(own))
