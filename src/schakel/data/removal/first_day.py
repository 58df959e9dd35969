"""The day from which something that is kept for whole months stays."""

from contextlib import suppress
from datetime import date


def first_day(day: date, months: int) -> date:
    """The first day that stays: so many months before, or the last day of a shorter month."""
    at = day.year * 12 + day.month - 1 - months
    year, month = divmod(at, 12)
    for of_month in range(day.day, 27, -1):
        with suppress(ValueError):
            return date(year, month + 1, of_month)
    return date(year, month + 1, day.day)
