"""All that the messages tell of one resident: a pure fold, whatever the order in which they came."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from schakel.data.messages.assignment import Assignment, AssignmentKey, assignments, following, key_of
from schakel.data.messages.delivery import Declared, Spell, declared_months, present, spells
from schakel.data.messages.handover import Handover, handovers
from schakel.data.messages.message import Sent
from schakel.data.messages.request import Request, requests

DELIVERY = ("305", "307", "323")


@dataclass(frozen=True)
class History:
    """One resident. spells, declared: by assignment, also of one whose 301 was not seen; of: a line of each of those.

    continued: assignment -> the one under which its help went on. declared_lines: as sent, for their answers.
    """

    assignments: tuple[Assignment, ...]
    requests: tuple[Request, ...]
    spells: Mapping[AssignmentKey, tuple[Spell, ...]]
    declared: Mapping[AssignmentKey, tuple[Declared, ...]]
    handovers: tuple[Handover, ...]
    continued: Mapping[AssignmentKey, AssignmentKey]
    of: Mapping[AssignmentKey, Sent]
    declared_lines: Mapping[AssignmentKey, tuple[Sent, ...]]

    def assignment(self, key: AssignmentKey) -> Assignment | None:
        """An assignment that was seen."""
        return next((one for one in self.assignments if one.key == key), None)


def history(sent: Sequence[Sent]) -> History:
    """The history of the resident to whom all these lines belong."""
    assigned = assignments(sent)
    by_key: dict[AssignmentKey, list[Sent]] = defaultdict(list)
    for one in sent:
        if one.line.kind in DELIVERY:
            numbered = _numbered(one, assigned)
            by_key[key_of(numbered)].append(numbered)
    never = {one.key for one in assigned if one.never_sent}
    declared_lines = {key: _of_kind(lines, "323") for key, lines in by_key.items()}
    declared = {key: tuple(declared_months(lines)) for key, lines in declared_lines.items()}
    spells_of = {
        key: tuple(spells(present(_of_kind(lines, "305")), present(_of_kind(lines, "307")), declared[key]))
        for key, lines in by_key.items()
        if key not in never
    }
    went_on = {one.key: next_one.key for one in assigned if (next_one := following(one, assigned))}
    return History(
        assignments=tuple(assigned),
        requests=tuple(requests(sent, assigned)),
        spells=spells_of,
        declared=declared,
        handovers=tuple(handovers(assigned, spells_of, went_on)),
        continued=went_on,
        of={key: lines[0] for key, lines in by_key.items()},
        declared_lines=declared_lines,
    )


def _of_kind(lines: Iterable[Sent], kind: str) -> tuple[Sent, ...]:
    return tuple(one for one in lines if one.line.kind == kind)


def _numbered(sent: Sent, assigned: Sequence[Assignment]) -> Sent:
    """A start or stop may leave out the number: then the provider, product and first day of the assignment tell it."""
    line = sent.line
    if line.number:
        return sent
    fitting = [
        one
        for one in assigned
        if one.current.law == sent.law
        and one.current.municipality == sent.municipality
        and one.current.provider == sent.provider
        and (one.current.line.category, one.current.line.code) == (line.category, line.code)
        and (line.assigned_since is None or any(v.line.since == line.assigned_since for v in one.versions))
    ]
    own = f"{sent.provider}.{line.category}.{line.code}"  # of an assignment that was not seen, or cannot be told
    number = fitting[0].current.line.number if len(fitting) == 1 else own
    return replace(sent, line=replace(line, number=number))
