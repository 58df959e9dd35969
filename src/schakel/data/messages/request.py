"""Requests of providers and what became of them: studied, assigned, rejected or not answered."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from schakel.data.messages.assignment import Assignment
from schakel.data.messages.message import REQUESTS, Sent

REJECTED, STUDIED = "1", "2"
Reference = tuple[str, str, str]  # law, provider, its reference
RequestOutcome = Literal["assigned_directly", "assigned_after_investigation", "rejected", "in_investigation", "open"]


@dataclass(frozen=True)
class Request:
    """A request, its answers by date, and the first assignment that names its reference."""

    asked: Sent
    answers: tuple[Sent, ...] = ()
    assigned: Sent | None = None

    @property
    def is_change(self) -> bool:
        """Whether help that runs should change."""
        return self.asked.line.kind == "317"

    @property
    def studied(self) -> Sent | None:
        """The first answer that the municipality looks into it."""
        return next((one for one in self.answers if one.line.answer == STUDIED), None)

    @property
    def rejected(self) -> Sent | None:
        """The rejection."""
        return next((one for one in self.answers if one.line.answer == REJECTED), None)

    @property
    def answer(self) -> Sent | None:
        """Whatever came first: an answer or an assignment."""
        found = [one for one in (*self.answers, self.assigned) if one]
        return min(found, key=lambda one: one.dated, default=None)

    @property
    def decision(self) -> Sent | None:
        """What settled it."""
        return self.assigned or self.rejected

    @property
    def outcome(self) -> RequestOutcome:
        """What became of it."""
        if self.assigned:
            return "assigned_after_investigation" if self.studied else "assigned_directly"
        return "rejected" if self.rejected else "in_investigation" if self.studied else "open"


def requests(sent: Sequence[Sent], assigned: Sequence[Assignment]) -> list[Request]:
    """Requests by date. An answer names neither resident nor assignment: the provider's reference joins them."""
    answers: dict[Reference, list[Sent]] = defaultdict(list)
    asked: dict[tuple[Reference, str, str], Sent] = {}
    for one in sorted(sent, key=lambda one: (one.dated, one.line.kind, repr(one.line))):
        if one.line.kind == "319":
            answers[_key(one)].append(one)
        elif one.line.kind in REQUESTS:
            asked.setdefault((_key(one), one.line.category, one.line.code), one)
    first: dict[Reference, Sent] = {}
    for assignment in assigned:
        for version in assignment.versions:
            if version.line.reference and not assignment.never_sent:
                first.setdefault(_key(version), version)
    made = []
    for (key, *_), one in asked.items():
        made.append(Request(one, tuple(answers.get(key, ())), first.get(key)))
    return made


def _key(sent: Sent) -> Reference:
    return sent.law, sent.provider, sent.line.reference  # unique for a provider under one law
