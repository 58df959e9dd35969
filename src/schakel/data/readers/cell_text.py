"""A cell of a workbook as the text that it would be in a CSV file."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from schakel.data.dates import strptime_format
from schakel.data.mapping import FileForm

DAY, MOMENT = "%Y-%m-%d", "%Y-%m-%d %H:%M:%S"
ToText = Callable[[Any], str | None]


def cell_texts(form: FileForm) -> Callable[[Sequence[Any]], list[str | None]]:
    """A function that makes texts of the values of a row, None of an empty one.

    A date is written as the mapping declares dates, else as 2024-05-01, and with its time when it has one; a number
    without needless digits and with the declared decimal sign; a truth as true or false.
    """
    declared = [known for written in form.date_format if (known := strptime_format(written))]
    days = [known for known in declared if "%H" not in known and "%I" not in known]
    moments = [known for known in declared if known not in days]
    moment = (moments or [f"{known} %H:%M:%S" for known in days] or [MOMENT])[0]
    day = (days or moments or [DAY])[0]
    texts: dict[type, ToText] = {
        str: _plain,
        float: _number if form.decimal == "." else lambda value: _number(value).replace(".", form.decimal),
        int: str,
        bool: lambda value: "true" if value else "false",
        date: date.isoformat if day == DAY else lambda value: value.strftime(day),
        datetime: lambda value: _moment(value, moment),
        time: lambda value: value.isoformat("seconds"),
        timedelta: _duration,
    }
    # Nearly all values of a sheet are plain words: only what is not pays for a call.
    return lambda row: [
        (value or None) if type(value) is str and "\0" not in value else texts[type(value)](value) for value in row
    ]


def _plain(value: str) -> str | None:
    """A text; a NUL, which no database holds, as the sign for what cannot be shown."""
    return value.replace("\0", "\ufffd") or None


def _number(value: float) -> str:
    """At most fifteen digits, as Excel shows and keeps them; what lies beyond is the rounding of a computer."""
    text = f"{value:.15g}"
    return format(Decimal(text), "f") if "e" in text else text


def _moment(value: datetime, written: str) -> str:
    text = value.isoformat(" ", "seconds") if written == MOMENT else value.strftime(written)
    if value.microsecond and written.endswith("%S"):
        text += f".{value.microsecond // 1000:03d}"
    return text


def _duration(value: timedelta) -> str:
    """Hours, minutes and seconds, also more than a day of them."""
    seconds = round(abs(value.total_seconds()))
    sign = "-" if value < timedelta() else ""
    return f"{sign}{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
