"""What was met while messages were folded, and is no reason to refuse: counted by the rule that says so.

Four digits are the RetourCode with which the standard itself names a broken rule.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise

from schakel.data.messages.assignment import Assignment, AssignmentKey
from schakel.data.messages.codes import outcome_of_change
from schakel.data.messages.history import History

NO_ASSIGNMENT, OVERLAP, OTHER_PRODUCT, ON_DELETED = "9019", "9361", "9339", "9384"


def tally(found: History) -> Counter[str]:
    """Counts of one resident, by name."""
    counts: Counter[str] = Counter()
    real = [one for one in found.assignments if not one.never_sent]
    counts["assignments"] = len(real)
    counts["never_sent"] = len(found.assignments) - len(real)
    counts["continued"] = len(found.continued)
    counts["handovers"] = len(found.handovers)
    for one in real:
        spells = found.spells.get(one.key, ())
        counts["with_start"] += bool(spells) and spells[0].start_from == "start"
        counts["start_declared"] += bool(spells) and spells[0].start_from == "declaration"
        counts["not_begun"] += not spells
    counts["credit"] = sum(sum(one.cents for one in months) < 0 for months in found.declared.values())
    counts |= _rules(found, real)
    return counts


def lapsed(found: History, last: date) -> int:
    """Deliveries that were never stopped although their assignment ended before the last day that was seen."""
    return sum(
        bool(spells)
        and spells[-1].until is None
        and assignment.until is not None
        and assignment.until < last
        and not outcome_of_change(assignment.current.line.reason)
        for assignment in found.assignments
        if not assignment.never_sent and (spells := found.spells.get(assignment.key, ()))
    )


def _rules(found: History, real: Sequence[Assignment]) -> Counter[str]:
    counts: Counter[str] = Counter()
    known = {one.key: one for one in found.assignments}
    for key, line in found.of.items():
        assignment = known.get(key)
        if assignment is None:
            counts[NO_ASSIGNMENT] += 1
        elif assignment.never_sent and found.declared.get(key):
            counts[ON_DELETED] += 1
        elif assignment.current.line.category and line.line.category not in ("", assignment.current.line.category):
            counts[OTHER_PRODUCT] += 1
    counts[OVERLAP] += sum(_overlaps(real))
    return counts


def _overlaps(real: Sequence[Assignment]) -> Iterator[bool]:
    """Whether the same product of the same provider is assigned twice for the same days, by pairs that follow."""
    by_product: dict[object, list[tuple[date, date, AssignmentKey]]] = {}
    for one in real:
        line = one.current.line
        key = (one.current.law, one.current.municipality, one.current.provider, line.category, line.code)
        by_product.setdefault(key, []).append((one.since, one.until or date.max, one.key))
    for periods in by_product.values():
        for (_, until, _), (since, *_) in pairwise(sorted(periods)):
            yield since < until - timedelta(days=1)
