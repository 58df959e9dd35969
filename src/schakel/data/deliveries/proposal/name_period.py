"""Months, quarters, years and days in the name of a file: which delivery it is, and what is left of its name."""

import calendar
import re
from dataclasses import dataclass
from datetime import date

MONTHS = {
    "januari": 1, "january": 1, "jan": 1, "februari": 2, "february": 2, "feb": 2, "maart": 3, "march": 3, "mrt": 3,
    "mar": 3, "april": 4, "apr": 4, "mei": 5, "may": 5, "juni": 6, "june": 6, "jun": 6, "juli": 7, "july": 7,
    "jul": 7, "augustus": 8, "august": 8, "aug": 8, "september": 9, "sept": 9, "sep": 9, "oktober": 10,
    "october": 10, "okt": 10, "oct": 10, "november": 11, "nov": 11, "december": 12, "dec": 12,
}  # fmt: skip
_YEAR = r"(?P<y>20\d\d)"
_MONTH = r"(?P<m>0[1-9]|1[0-2])"
_DAY = r"(?P<d>0[1-9]|[12]\d|3[01])"
_WORD = f"(?P<w>{'|'.join(sorted(MONTHS, key=len, reverse=True))})"
_GAP = r"[-_. ]?"
PATTERNS = tuple(
    re.compile(rf"(?<![0-9a-z]){pattern}(?![0-9a-z])")
    for pattern in (
        f"{_YEAR}{_GAP}{_MONTH}{_GAP}{_DAY}",
        f"{_DAY}{_GAP}{_MONTH}{_GAP}{_YEAR}",
        f"{_YEAR}{_GAP}{_MONTH}",
        f"{_MONTH}{_GAP}{_YEAR}",
        f"{_WORD}{_GAP}{_YEAR}",
        f"{_YEAR}{_GAP}{_WORD}",
        rf"{_YEAR}{_GAP}(?:q|k|kw|kwartaal){_GAP}(?P<q>[1-4])",
        rf"(?:q|k|kw|kwartaal){_GAP}(?P<q>[1-4]){_GAP}{_YEAR}",
        _YEAR,
        _WORD,
    )
)
# Words that say that it is a file, not whose it is or what is in it.
EMPTY_WORDS = {
    "export", "exports", "levering", "delivery", "deliveries", "data", "bestand", "file", "lijst", "list", "def",
    "definitief", "final", "kopie", "copy", "nieuw", "new", "versie", "aanlevering", "maand", "maandrapportage",
    "rapportage", "overzicht", "tot", "tm", "en", "met", "opnieuw", "correctie", "herlevering", "hersteld", "nagekomen",
    "aanvulling", "gecorrigeerd", "again", "voorjaar", "najaar", "zomer", "winter", "halfjaar", "jaar", "kwartaal",
}  # fmt: skip


@dataclass(frozen=True)
class NamePeriod:
    """first, last: the days that a name is about. is_day: it names one day, on which it was made then."""

    first: date
    last: date
    is_day: bool = False


# Words of a file that comes after another of the same period.
AGAIN = ("opnieuw", "correctie", "herlevering", "hersteld", "nagekomen", "aanvulling", "gecorrigeerd", "again")


def period_in(name: str) -> tuple[NamePeriod | None, str]:
    """The period that a name tells, and the name without it. A month without its year tells none, but is left out."""
    text = re.sub(r"(?<=[a-z])(?=20\d\d)|(?<=\d)(?=[a-z]{3,})", "_", name.lower())
    for pattern in PATTERNS:
        match = pattern.search(text)
        if match:
            rest = text[: match.start()] + " " + text[match.end() :]
            return _period(match.groupdict()), rest
    return None, text


def words_of(name: str) -> tuple[str, ...]:
    """What is left of a name without periods, numbers and words that say nothing."""
    _, rest = period_in(name)
    words = re.findall(r"[^\W\d_]+", rest)
    return tuple(dict.fromkeys(word for word in words if word not in EMPTY_WORDS and len(word) > 1))


def says_more(name: str) -> bool:
    """Whether a name says more than a period or a number, if only a letter."""
    _, rest = period_in(name)
    return any(word not in EMPTY_WORDS for word in re.findall(r"[^\W\d_]+", rest))


def _period(found: dict[str, str | None]) -> NamePeriod | None:
    year = int(found.get("y") or 0)
    month = int(found.get("m") or 0) or MONTHS.get(found.get("w") or "", 0)
    if not year:
        return None
    if found.get("d"):
        day = min(int(found["d"] or 1), calendar.monthrange(year, month)[1])
        return NamePeriod(date(year, month, day), date(year, month, day), is_day=True)
    if found.get("q"):
        month = int(found["q"] or 1) * 3
        return NamePeriod(date(year, month - 2, 1), month_end(date(year, month, 1)))
    if month:
        return NamePeriod(date(year, month, 1), month_end(date(year, month, 1)))
    return NamePeriod(date(year, 1, 1), date(year, 12, 31))


def month_end(day: date) -> date:
    """The last day of a day's month."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])
