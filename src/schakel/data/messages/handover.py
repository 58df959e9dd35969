"""Handovers between providers: never a message, so they are inferred, and each says how sure that is."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from schakel.data.messages.assignment import Assignment, AssignmentKey, decided_at
from schakel.data.messages.codes import TRANSFER_CHANGE, TRANSFER_STOP
from schakel.data.messages.delivery import Spell

WINDOW = timedelta(days=183)  # a later start elsewhere is taken as help of its own
Confidence = Literal["high", "medium", "low"]


@dataclass(frozen=True)
class Handover:
    """From one provider to another. until: last day at the one; since: first day at the other, None while it waits.

    confidence: high where stop and assignment both say so and only one provider can be meant; medium where one of
    them says so; low where several providers can be meant, of which the earliest is taken.
    """

    of: AssignmentKey
    to: AssignmentKey
    to_provider: str
    until: date
    since: date | None
    confidence: Confidence


def handovers(
    assigned: Sequence[Assignment],
    spells: Mapping[AssignmentKey, Sequence[Spell]],
    continued: Collection[AssignmentKey],
) -> list[Handover]:
    """The handovers among the assignments of one resident. continued: assignments that went on under another number."""
    real = [one for one in assigned if not one.never_sent]
    found = (_handover(one, real, spells) for one in real if one.key not in continued)
    return [one for one in found if one]


def _handover(
    one: Assignment, real: Sequence[Assignment], spells: Mapping[AssignmentKey, Sequence[Spell]]
) -> Handover | None:
    own = spells.get(one.key, ())
    final = own[-1].final if own else None
    stopped = final is not None and final.line.reason == TRANSFER_STOP and final.release == "3.2"
    changed = one.current.line.reason == TRANSFER_CHANGE
    until = own[-1].until if own and own[-1].until else one.until
    if not (stopped or changed) or until is None:
        return None
    fitting = [
        (begun, other)
        for other in real
        if other.current.provider != one.current.provider
        and other.current.law == one.current.law
        and decided_at(other.first) > decided_at(one.first)
        and until - WINDOW <= (begun := _begun(other, spells)) <= until + WINDOW
    ]
    if not fitting:
        return None
    _, other = min(fitting, key=lambda pair: (pair[0], pair[1].key))
    several = len({candidate.current.provider for _, candidate in fitting}) > 1
    own_spells = spells.get(other.key, ())
    return Handover(
        one.key,
        other.key,
        other.current.provider,
        until,
        own_spells[0].since if own_spells else None,
        "low" if several else "high" if stopped and changed else "medium",
    )


def _begun(one: Assignment, spells: Mapping[AssignmentKey, Sequence[Spell]]) -> date:
    own = spells.get(one.key, ())
    return own[0].since if own else one.since
