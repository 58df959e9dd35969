"""Which partner's work was delivered in which month, seen from a source: only sources with a shared key know it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from oracle.events import Event, Moment, local_day


def month_of(day: date) -> int:
    """Months since year 0."""
    return day.year * 12 + day.month - 1


@dataclass(frozen=True)
class Sight:
    """delivered: (key, partner, month). own: places of sources with a key of their own; the others share one."""

    delivered: frozenset[tuple[int, str, int]]
    own: frozenset[int] = frozenset()

    def alone(self, place: int) -> bool:
        """Whether what this source tells cannot be followed anywhere else."""
        return place in self.own

    def shows(self, place: int, partner: str, moment: Moment) -> bool:
        """Whether a source could be followed to what this partner did in that month."""
        return (self._key(place), partner, month_of(local_day(moment))) in self.delivered

    def _key(self, place: int) -> int:
        return place if place in self.own else -1


def sight_of(events: Sequence[Event], seen_until: date, own: Iterable[int] = ()) -> Sight:
    """Each source delivers the partners that act in it, from the month of its first event on."""
    bare = Sight(frozenset(), frozenset(own))
    delivered = set()
    for place in {event.place for event in events}:
        here = [event for event in events if event.place == place]
        first = min(month_of(local_day(event.placed)) for event in here)
        for partner in {event.partner for event in here if event.partner is not None}:
            delivered |= {(bare._key(place), partner, month) for month in range(first, month_of(seen_until) + 1)}
    return Sight(frozenset(delivered), bare.own)
