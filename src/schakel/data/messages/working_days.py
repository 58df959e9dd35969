"""Working days between two dates, in two parts: Mondays to Fridays, and how many of those were public holidays.

Holidays are those of the Algemene termijnenwet, article 3, Good Friday included. Easter: the method of Butcher (1876).
"""

from datetime import date, timedelta
from functools import lru_cache

FRIDAY, SUNDAY, WEEK = 4, 6, 7


def weekdays(after: date, until: date) -> int:
    """Mondays to Fridays behind `after` up to and including `until`; 0 where it lies before."""
    if until <= after:
        return 0
    return _weekdays_up_to(until) - _weekdays_up_to(after)


def holidays(after: date, until: date) -> int:
    """How many of these weekdays were public holidays."""
    years = range(after.year, until.year + 1) if until > after else ()
    return sum(after < day <= until for year in years for day in holidays_of(year))


@lru_cache(maxsize=256)
def holidays_of(year: int) -> tuple[date, ...]:
    """The public holidays of a year that fall on Monday to Friday."""
    easter = _easter(year)
    king = date(year, 4, 27) if year >= 2014 else date(year, 4, 30)
    king -= timedelta(days=1) if king.weekday() == SUNDAY and year >= 2014 else timedelta()
    moving = (easter + timedelta(days=days) for days in (-2, 1, 39, 50))
    fixed = (date(year, 1, 1), king, date(year, 5, 5), date(year, 12, 25), date(year, 12, 26))
    return tuple(sorted({day for day in (*moving, *fixed) if day.weekday() <= FRIDAY}))


def _weekdays_up_to(day: date) -> int:
    weeks, rest = divmod(day.toordinal() - 1, WEEK)  # the first of January of the year 1 was a Monday
    return weeks * 5 + min(rest + 1, 5)


def _easter(year: int) -> date:
    a, (b, c) = year % 19, divmod(year, 100)
    (d, e), g = divmod(b, 4), (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)
