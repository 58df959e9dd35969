"""When things happen by the clock: a model runs day and night, people in offices work five days a week.

The moment in a week of the model becomes the moment in a working week that lies equally far: from Monday 8:30 to
Friday 17:00. So order stays what it was, and nothing happens at night or in a weekend.
"""

from datetime import date, datetime

import numpy as np

WORKING_DAYS = 5
OPENING, WORKDAY = 8 * 60 + 30, 8 * 60 + 30  # minutes: opens at 8:30, for eight hours and a half
DAY = 24 * 60
_NEARLY = 1e-6  # of a day: a moment that was meant to be the beginning of a day is one


def office_minutes(weeks: np.ndarray) -> np.ndarray:
    """Whole minutes of local time since the Monday on which week 0 began, int64; NaN gives -1. weeks: from 0 on."""
    known = np.where(np.isnan(weeks), 0.0, weeks)
    whole = np.floor(known)
    days = (known - whole) * WORKING_DAYS
    day = np.minimum(np.floor(days + _NEARLY), WORKING_DAYS - 1)
    minutes = np.floor(np.clip(days - day, 0.0, 1.0) * WORKDAY)
    found = whole * 7 * DAY + day * DAY + OPENING + minutes
    return np.where(np.isnan(weeks), -1, found).astype(np.int64)


def moments(first_day: date, minutes: np.ndarray, is_day: np.ndarray) -> list[datetime]:
    """Local times of so many minutes since the beginning of the first day. is_day: its midnight instead."""
    found = np.where(is_day, minutes - minutes % DAY, minutes)
    times = np.datetime64(first_day, "m") + found.astype("timedelta64[m]")
    listed: list[datetime] = times.astype(datetime).tolist()
    return listed


def known_moments(first_day: date, minutes: np.ndarray, is_day: np.ndarray) -> list[datetime | None]:
    """The same, with None for -1."""
    known = (minutes >= 0).tolist()
    return [one if is_known else None for one, is_known in zip(moments(first_day, minutes, is_day), known, strict=True)]
