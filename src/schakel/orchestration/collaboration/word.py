"""A word that partners use, and what each means by it."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Meaning:
    """What a partner (key) means by the word. activity: the step in the log that it is used for, "" if none."""

    partner: str
    meaning: str
    activity: str = ""


@dataclass(frozen=True)
class Guess:
    """What one partner (by) thinks another one (of) means. judged: by `of`: "" (not yet), "right" or "wrong"."""

    by: str
    of: str
    meaning: str
    judged: str = ""


@dataclass(frozen=True)
class Word:
    """status: "open", "agreed" (then agreed says what it means) or "not_the_same" (then reason says why)."""

    key: str
    term: str
    status: str = "open"
    agreed: str = ""
    reason: str = ""
    decided_on: date | None = None
    meaning: tuple[Meaning, ...] = ()
    guess: tuple[Guess, ...] = ()
