"""Three stories in twenty messages: what they tell is exactly what was written down beside them."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from schakel.data.messages.assignment import Assignment
from schakel.data.messages.codes import outcome_of_stop
from schakel.data.messages.delivery import Spell
from schakel.data.messages.history import History
from unit.data.messages.message_texts import DOOR, folded

pytestmark = pytest.mark.shared
FOLDER = Path("iwmo") / "synthetic-3.2"
OUTCOMES = {"assigned_after_investigation": "assigned after investigation", "assigned_directly": "assigned directly"}
REFERENCES = ("VOT-1", "VOT-2", "VOW-2")


def histories(folder: Path, *, reverse: bool = False) -> tuple[list[str], list[History]]:
    files = sorted(folder.glob("*.xml"), reverse=reverse)
    return [file.name for file in files], folded(file.read_bytes() for file in files)[0]


def told_assignment(one: Assignment, names: list[str]) -> dict[str, Any]:
    line = one.current.line
    assert line.decided
    told = {
        "file_last": names[one.current.place - 1],
        "law": one.current.law,
        "municipality": one.current.municipality,
        "provider": one.current.provider,
        "number": int(line.number),
        "category": line.category,
        "code": line.code,
        "withdrawn_as_never_sent": one.never_sent,
    }
    if one.never_sent:  # what does not count has no dates to tell
        return told
    told |= {"decided": line.decided.isoformat(), "from": str(line.since), "to": str(line.until)}
    return told | ({"change_reason": line.reason} if line.reason else {})


def told_spell(number: str, spell: Spell) -> dict[str, Any]:
    told: dict[str, Any] = {"number": int(number), "start": str(spell.since), "stop": None}
    if spell.stop is None:
        return told
    stop = spell.stop.line
    told |= {"stop": str(stop.until), "reason": stop.reason, "temporary": spell.is_paused}
    outcome = outcome_of_stop(spell.stop.law, spell.stop.release, stop.reason)
    return told | ({} if spell.is_paused else {"outcome": outcome})


def told_waits(found: list[History]) -> Iterator[tuple[str, int]]:
    """The waits that were written down, in calendar days."""
    first, second = (next(one for one in found if any(k[2] == number for k in one.spells)) for number in
                     ("700001", "800001"))  # fmt: skip
    for history, number, mark in ((first, "700001", ""), (second, "800001", " (corrected)")):
        key = next(key for key in history.spells if key[2] == number)
        assignment = history.assignment(key)
        assert assignment
        decided = assignment.first.line.decided
        asked = next(one.asked for one in history.requests if one.assigned == assignment.first)
        start = history.spells[key][0].since
        assert decided
        yield f"{number} request dagtekening->delivery start{mark}", (start - asked.dated).days
        of_first = f"(first {decided.date()})" if mark else ""
        yield f"{number} decision{of_first}->delivery start{mark}", (start - decided.date()).days
        if not mark:
            yield f"{number} assignment from->delivery start", (start - assignment.since).days
    (handover,) = second.handovers
    assert handover.since
    assert handover.confidence == "high"
    yield f"handover {handover.of[2]} stop->{handover.to[2]} start", (handover.since - handover.until).days


def told(found: list[History], names: list[str]) -> dict[str, Any]:
    every = [one for history in found for one in history.assignments]
    requests = {
        reference: request
        for history in found
        for request in history.requests
        for reference in REFERENCES
        if request.asked.line.reference == DOOR.number(reference)
    }
    rejected = {k: r.rejected for k, r in requests.items() if r.rejected}
    return {
        "assignments": [told_assignment(one, names) for one in sorted(every, key=lambda a: (a.current.law == "wmo"
                        and a.never_sent, a.current.law == "jw", a.key))],
        "delivery_spells": sorted(
            (told_spell(key[2], spell) for history in found for key, spells in history.spells.items()
             for spell in spells), key=lambda one: (one["number"], one["start"])),
        "referrer": {k: r.asked.line.other for k, r in requests.items() if not r.is_change},
        "waits_days": dict(told_waits(found)),
        "request_outcomes": {k: OUTCOMES.get(r.outcome, r.outcome) for k, r in requests.items() if k not in rejected}
        | {k: f"rejected ({r.line.reason} Zorginhoudelijke afkeur)" for k, r in rejected.items()},
        "declared_cents": {
            f"{key[2]} {month.month}": month.cents
            for history in found
            for key, months in history.declared.items()
            for month in months
        },
    }  # fmt: skip


@pytest.mark.parametrize("reverse", [False, True])
def test_the_stories_are_told_exactly(shared_data: Path, reverse: bool) -> None:
    names, found = histories(shared_data / FOLDER, reverse=reverse)
    expected = json.loads((shared_data / FOLDER / "expected.json").read_text(encoding="utf-8"))
    del expected["note"]
    assert told(found, names) == expected
