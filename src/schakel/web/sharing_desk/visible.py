"""Who sees a publication from which day: pure values in, a decision out.

A partner that is named or revealed sees a figure first. Others see it when each named partner has had its days, or
has said earlier that it has no objection. A comment holds nothing up: it stands beside the figure, then and later.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from schakel.web.access.role import Role

State = Literal["proposed", "open", "withdrawn"]
# Before the others: who made the figure or must judge what leaves, and the people of a partner who do the work.
EARLY_PUBLISHER: frozenset[Role] = frozenset({"director", "analyst", "privacy"})
EARLY_PARTNER: frozenset[Role] = EARLY_PUBLISHER | {"manager", "professional"}


@dataclass(frozen=True)
class Terms:
    """What decides. asked_on and other days: local. agreed: (partner, day it said to have no objection).

    A publisher that names itself has no wait: it asked for it.
    """

    publisher: str
    partners: tuple[str, ...]
    asked_on: date
    reply_days: int
    agreed: tuple[tuple[str, date], ...] = ()
    withdrawn_on: date | None = None


@dataclass(frozen=True)
class Reader:
    """A hat as this decision sees it. reads_published: whether its role may read what is published at all."""

    organisation: str
    role: Role
    reads_published: bool = True


def waits(terms: Terms) -> dict[str, date]:
    """Per named partner, without the publisher: the day on which its time to reply is over."""
    end = terms.asked_on + timedelta(days=terms.reply_days)
    found = {}
    for partner in terms.partners:
        if partner != terms.publisher:
            said = [max(day, terms.asked_on) for name, day in terms.agreed if name == partner]
            found[partner] = min([end, *said])
    return found


def opens_on(terms: Terms) -> date:
    """From this day everybody in the network who may read sees it; the day itself if it names nobody."""
    return max(waits(terms).values(), default=terms.asked_on)


def state(terms: Terms, on: date) -> State:
    """What it is on a day."""
    if terms.withdrawn_on is not None and on >= terms.withdrawn_on:
        return "withdrawn"
    return "open" if on >= opens_on(terms) else "proposed"


def knows_of(terms: Terms, reader: Reader, on: date) -> bool:
    """Whether a reader may know on a day that it exists: in lists, counts, news and answers alike.

    Who could see it until it was withdrawn may still read that it was.
    """
    if on < terms.asked_on or not reader.reads_published:
        return False
    until = on if terms.withdrawn_on is None else min(on, terms.withdrawn_on)
    return opens_on(terms) <= until or _early(terms, reader)


def sees(terms: Terms, reader: Reader, on: date) -> bool:
    """Whether a reader sees its figures on a day. Nobody sees what was withdrawn."""
    return state(terms, on) != "withdrawn" and knows_of(terms, reader, on)


def _early(terms: Terms, reader: Reader) -> bool:
    if reader.organisation == terms.publisher and reader.role in EARLY_PUBLISHER:
        return True
    return reader.organisation in terms.partners and reader.role in EARLY_PARTNER
