"""The card of a partner: what we want, what we can do, what we expect of the others, how to reach us."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Offer:
    """Something a partner can do. activities: steps as named in the log. questions: what residents come with."""

    what: str
    activities: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()


@dataclass(frozen=True)
class Expectation:
    """of: key of the partner of whom it is expected, or "*" for all.

    answer: what that partner said to it: "" (not yet), "yes", "partly" or "no"; said: in its own words.
    """

    of: str
    what: str
    answer: str = ""
    said: str = ""


@dataclass(frozen=True)
class Card:
    """partner: whose card it is, and the key of the card. reach: one line that says whom to call, when and how."""

    partner: str
    want: tuple[str, ...] = ()
    can: tuple[Offer, ...] = ()
    expect: tuple[Expectation, ...] = ()
    reach: str = ""

    @property
    def key(self) -> str:
        """A partner has one card."""
        return self.partner
