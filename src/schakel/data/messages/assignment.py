"""Assignments of one resident: the latest version of each, and which never was or went on under another number."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from schakel.data.messages.codes import CONTINUING, NEVER_SENT
from schakel.data.messages.message import Law, Sent

GAP = timedelta(days=31)  # help of one kind that is taken up again within a month is one and the same

NEVER = datetime(1, 1, 1)  # noqa: DTZ001 -- before any decision; times of decision have no zone either
AssignmentKey = tuple[Law, str, str]  # law, municipality, number: unique only so


@dataclass(frozen=True)
class Assignment:
    """versions: one for each decision, the first one first; a message repeats all that are running."""

    versions: tuple[Sent, ...]

    @property
    def key(self) -> AssignmentKey:
        """Law, municipality and number."""
        return key_of(self.current)

    @property
    def current(self) -> Sent:
        """The latest decision, whatever the order of messages and files."""
        return self.versions[-1]

    @property
    def first(self) -> Sent:
        """The first decision that was seen."""
        return self.versions[0]

    @property
    def since(self) -> date:
        """Start of the assignment."""
        return self.current.line.since or date.min

    @property
    def until(self) -> date | None:
        """End of the assignment, None where it has none."""
        return self.current.line.until

    @property
    def never_sent(self) -> bool:
        """Whether it was withdrawn as if it had never been there: it ends on its first day, deleted."""
        line = self.current.line
        return line.reason in NEVER_SENT and line.until == line.since

    @property
    def help(self) -> tuple[Law, str]:
        """What makes help the same after a change of contract, tariff or municipality: law and category of product."""
        return self.current.law, self.current.line.category


def key_of(sent: Sent) -> AssignmentKey:
    """The assignment that a line is about."""
    return sent.law, sent.municipality, sent.line.number


def decided_at(sent: Sent) -> datetime:
    """When an assignment was decided."""
    return sent.line.decided or NEVER


def assignments(sent: Iterable[Sent]) -> list[Assignment]:
    """From lines of 301 to assignments, by their first decision.

    Of two messages with the same moment of decision the one with the later Dagtekening counts; where those are equal
    too, the one whose content comes last, so that the order of files makes no difference.
    """
    found = sorted(
        (one for one in sent if one.line.kind == "301"),
        key=lambda one: (key_of(one), decided_at(one), one.dated, _content(one)),
    )
    made = []
    for _, of_key in groupby(found, key=key_of):
        versions = [_told_first(list(of_decision)) for _, of_decision in groupby(of_key, key=decided_at)]
        made.append(Assignment(tuple(versions)))
    return sorted(made, key=lambda one: (decided_at(one.first), one.key))


def _told_first(same: Sequence[Sent]) -> Sent:
    """The last of several messages about one decision; where all say the same, the one that told it first."""
    last = same[-1]
    return next(one for one in same if _content(one) == _content(last))


def _content(sent: Sent) -> str:
    return repr((sent.line, sent.provider))


def following(assignment: Assignment, others: Iterable[Assignment]) -> Assignment | None:
    """The assignment under which the same help went on, where this one was ended as a correction or continuation."""
    if assignment.never_sent or assignment.current.line.reason not in CONTINUING:
        return None
    fitting = [
        other
        for other in others
        if other.key != assignment.key
        and not other.never_sent
        and other.help == assignment.help
        and other.since >= assignment.since
        and (assignment.until is None or other.since <= assignment.until + GAP)
        and decided_at(other.first) > decided_at(assignment.first)
    ]
    return min(fitting, key=lambda other: (other.since, decided_at(other.first), other.key), default=None)
