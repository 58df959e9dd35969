"""What day it is, as people count: local days of Europe/Amsterdam. A test moves it; nothing else does."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

ZONE = ZoneInfo("Europe/Amsterdam")
_moment: ContextVar[datetime | None] = ContextVar("moment", default=None)


def now() -> datetime:
    """The moment, aware."""
    return _moment.get() or timezone.now()


def today() -> date:
    """The local day."""
    return day_of(now())


def day_of(moment: datetime) -> date:
    """The local day of a moment."""
    return moment.astimezone(ZONE).date()


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """As if it were this moment."""
    token = _moment.set(moment)
    try:
        yield
    finally:
        _moment.reset(token)
