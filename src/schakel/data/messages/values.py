"""What a value of a message must look like. A value that is wrong gives what would have been right."""

import re
from collections.abc import Callable
from datetime import date, time
from functools import lru_cache
from typing import TypeVar

from schakel.data.clock import FIRST_YEAR, LAST_YEAR
from schakel.data.messages.codes import allowed
from schakel.data.messages.message import Law

T = TypeVar("T")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_FORMS = {
    "bsn": (re.compile(r"[0-9]{9}"), "999999999"),
    "number": (re.compile(r"[0-9]{1,9}"), "0-999999999"),
    "amount": (re.compile(r"[0-9]{1,12}"), "0-999999999999"),
    "party": (re.compile(r"[0-9]{4}|[0-9]{8}"), "9999, 99999999"),
    "municipality": (re.compile(r"[0-9]{4}"), "9999"),
    "product": (re.compile(r"[0-9A-Za-z]{1,5}"), "99A99"),
    "retour": (re.compile(r"[0-9A-Z]{4}"), "9999"),
    "reference": (re.compile(r".{1,36}", re.S), "1-36"),
    "id": (re.compile(r".{1,12}", re.S), "1-12"),
    "text": (re.compile(r"[0-9]{1,3}"), "999"),
    "withdrawal": (re.compile(r"[0-9]{1,2}"), "9"),
}
SECRET = frozenset(("bsn", "number", "reference", "id"))  # shown as their shape only


def wrong(kind: str, text: str, law: Law, release: str) -> str:
    """ "" when the text is a value of this kind; else what is allowed."""
    if kind == "date":
        return "" if as_date(text) else f"{FIRST_YEAR}-01-01 – {LAST_YEAR}-12-31"
    if kind == "time":
        return "" if as_time(text) else "10:15:00"
    if kind.startswith("code:"):
        codes = allowed(kind[5:], law, release)
        return "" if text in codes else ", ".join(codes)
    form, example = _FORMS[kind]
    return "" if form.fullmatch(text) else example


@lru_cache(maxsize=4096)
def as_date(text: str) -> date | None:
    """A day that exists, within the years that Schakel takes in; None for any other text."""
    found = _exact(date.fromisoformat, text) if _DAY.fullmatch(text) else None
    return found if found and FIRST_YEAR <= found.year <= LAST_YEAR else None


@lru_cache(maxsize=4096)
def as_time(text: str) -> time | None:
    """A time of day to the second; None for any other text."""
    found = _exact(time.fromisoformat, text) if len(text) >= len("10:15") else None
    return found.replace(microsecond=0, tzinfo=None) if found else None


def _exact(read: Callable[[str], T], text: str) -> T | None:
    try:
        return read(text)
    except ValueError:
        return None
