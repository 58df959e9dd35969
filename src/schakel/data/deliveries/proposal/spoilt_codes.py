"""Codes that a spreadsheet took for a date or a number: 1-5 became 1-mei, and 5E4 became 5E+04."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from schakel.data.deliveries.proposal.name_period import MONTHS

_DATE = re.compile(r"(\d{1,2})-([a-z]{3})", re.IGNORECASE)
_POWER = re.compile(r"(\d)(?:[.,]0+)?E\+0*(\d+)", re.IGNORECASE)


@dataclass(frozen=True)
class SpoiltCode:
    """found: as it stands in the file, n times; meant: as it was, and still is in other rows."""

    found: str
    meant: str
    n: int


def spoilt_codes(words: Sequence[tuple[str, int]]) -> tuple[SpoiltCode, ...]:
    """The spoilt ones among words, each with its number; only where the sound one occurs as well."""
    there = {word.lower(): word for word, _ in words}
    found = []
    for word, n in words:
        meant = next((there[form] for form in _meant(word) if form in there), None)
        if meant is not None:
            found.append(SpoiltCode(word, meant, n))
    return tuple(found)


def _meant(word: str) -> tuple[str, ...]:
    if (date := _DATE.fullmatch(word)) and date[2].lower() in MONTHS:
        day, month = int(date[1]), MONTHS[date[2].lower()]
        return (f"{day}-{month}", f"{day:02d}-{month:02d}", f"{day}-{month:02d}", f"{day}/{month}", f"{month}-{day}")
    if power := _POWER.fullmatch(word):
        return (f"{power[1]}e{power[2]}", f"{power[1]}e{int(power[2]):02d}")
    return ()
