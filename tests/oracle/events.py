"""Events as a person would write them down, and when they were."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/Amsterdam")
DAY_US = 86_400_000_000
Moment = datetime | date  # a naive datetime is UTC; a date is a local day


@dataclass(frozen=True)
class Event:
    """One row. row: place in its source; place: of the source among the sources. ends_known: its source tells ends."""

    case: str
    activity: str
    started: Moment | None
    ended: Moment | None = None
    requested: Moment | None = None
    partner: str | None = None
    to_partner: str | None = None
    resident: str | None = None
    household: str | None = None
    row: int = 0
    place: int = 0
    ends_known: bool = True
    is_moment: bool = False
    client_group: str | None = None
    question: str | None = None

    @property
    def is_day(self) -> bool:
        """Whether it has only dates."""
        known = self.started if self.started is not None else self.ended
        return not isinstance(known, datetime)

    @property
    def runs(self) -> bool:
        """Whether it has not ended, as far as its source can tell."""
        return self.ended is None and self.ends_known

    @property
    def placed(self) -> Moment:
        """By which time it is placed: its start, or its end when the start is not known."""
        known = self.started if self.started is not None else self.ended
        assert known is not None
        return known


def local_day(moment: Moment) -> date:
    """The day on the wall."""
    return moment.replace(tzinfo=UTC).astimezone(ZONE).date() if isinstance(moment, datetime) else moment


def instant(moment: Moment) -> datetime:
    """UTC, naive; a day is its local midnight."""
    if isinstance(moment, datetime):
        return moment
    midnight = datetime(moment.year, moment.month, moment.day, tzinfo=ZONE)
    return midnight.astimezone(UTC).replace(tzinfo=None)


def between_us(since: Moment, until: Moment, *, in_days: bool) -> int:
    """Microseconds, or whole calendar days in microseconds."""
    if in_days:
        return (local_day(until) - local_day(since)).days * DAY_US
    return (instant(until) - instant(since)) // timedelta(microseconds=1)
