"""The key of an item: short, stable, and good in an address."""

import re
import unicodedata
from collections.abc import Container

KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
LONGEST, MADE = 80, 60


def is_key(text: object) -> bool:
    """Whether a value may be a key: a-z and 0-9, joined by single hyphens, at most LONGEST signs."""
    return isinstance(text, str) and len(text) <= LONGEST and KEY.fullmatch(text) is not None


def slug(text: str) -> str:
    """A key made of a text, "" where it holds no letter of a-z and no digit."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(sign for sign in plain if not unicodedata.combining(sign))
    words = re.sub(r"[^a-z0-9]+", "-", bare).strip("-")
    return words if len(words) <= MADE else words[:MADE].rpartition("-")[0] or words[:MADE]


def free_key(wanted: str, taken: Container[str]) -> str:
    """The key itself, or with -2, -3, ... behind it when it is taken."""
    wanted = wanted or "x"
    number, key = 2, wanted
    while key in taken:
        tail = f"-{number}"
        key, number = wanted[: LONGEST - len(tail)].rstrip("-") + tail, number + 1
    return key
