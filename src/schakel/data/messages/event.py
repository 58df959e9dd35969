"""From a resident's history to events as a log takes them. Dates are days; only a decision has a time of day."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from schakel.data.messages.assignment import Assignment, AssignmentKey
from schakel.data.messages.codes import (
    CONTINUED,
    TRANSFER,
    outcome_of_change,
    table,
    word,
)
from schakel.data.messages.delivery import Spell, cost_of
from schakel.data.messages.handover import Handover
from schakel.data.messages.history import History
from schakel.data.messages.message import Law, Sent
from schakel.data.messages.request import Request
from schakel.data.messages.working_days import holidays, weekdays

REQUEST, CHANGE_REQUEST = "Verzoek om toewijzing", "Verzoek om wijziging"
STUDY, REJECTION = "Verzoek in onderzoek", "Verzoek afgewezen"
ASSIGNMENT, ASSIGNMENT_CHANGED = "Toewijzing", "Toewijzing gewijzigd"
DELIVERY, DELIVERY_RESUMED = "Levering", "Levering hervat"
ACTIVITIES = (REQUEST, CHANGE_REQUEST, STUDY, REJECTION, ASSIGNMENT, ASSIGNMENT_CHANGED, DELIVERY, DELIVERY_RESUMED)
RESIDENCE = "8"  # rejected because another municipality must decide
# Endings that a continuation under another number takes the place of; a client who left, left all the same.
GIVES_WAY = frozenset(("", "planned", TRANSFER, "change_request", "by_municipality", "closed"))
LAW_WORDS = {"wmo": "Wmo", "jw": "Jeugdwet"}
INFERRED_WORDS = {"handover": "overdracht", "declaration": "begin uit declaratie", "stop": "begin uit stopbericht",
                  "end": "einde uit toewijzing"}  # fmt: skip
CONFIDENCE_WORDS = {"high": "hoog", "medium": "midden", "low": "laag"}


@dataclass(frozen=True)
class Event:
    """One row. started, ended, requested: ISO texts, a day or a moment; "" is unknown or running.

    provision: what the help is about, for who wants to follow that; answered_by: who had to
    answer what it tells; days: counts of `staged.PUNCTUALITY_ATTRIBUTES`.
    """

    resident: str
    law: Law
    municipality: str
    provision: str
    activity: str
    partner: str
    started: str
    ended: str = ""
    requested: str = ""
    to_partner: str = ""
    category: str = ""
    code: str = ""
    outcome: str = ""
    reason: str = ""
    cost_cents: int | None = None
    inferred: str = ""
    confidence: str = ""
    referrer: str = ""
    answered_by: str = ""
    days: dict[str, int] = field(default_factory=dict)

    @property
    def product(self) -> str:
        """Law, category and code of the product; the code is the region's own."""
        return " ".join(part for part in (LAW_WORDS[self.law], self.category, self.code) if part)


def events(found: History) -> Iterator[Event]:
    """The events of one resident, in no particular order."""
    for request in found.requests:
        yield from _of_request(request)
    asked = {id(request.assigned): request for request in found.requests if request.assigned}
    for assignment in found.assignments:
        if not assignment.never_sent:
            yield from _of_assignment(assignment, asked)
    given = {handover.of: handover for handover in found.handovers}
    for key, spells in found.spells.items():
        yield from _of_delivery(found, key, spells, given.get(key), asked)


def municipality_name(code: str) -> str:
    """A municipality as a partner."""
    return f"Gemeente {code}"


def provider_name(agb: str) -> str:
    """A provider as a partner."""
    return f"AGB {agb}"


def _of_request(request: Request) -> Iterator[Event]:
    asked = request.asked
    common = _common(asked, f"R{asked.provider}.{asked.line.reference}")
    days = _told("retour", asked.dated, asked.retour_on)
    days |= _told("answer", asked.dated, request.answer.dated) if request.answer else {"answer_open": 1}
    if request.studied and request.decision:
        days["decision_days"] = (request.decision.dated - asked.dated).days
    if request.rejected and request.rejected.line.reason == RESIDENCE:
        days["residence_days"] = (request.rejected.dated - asked.dated).days
    yield Event(
        **common,
        activity=CHANGE_REQUEST if request.is_change else REQUEST,
        partner=provider_name(asked.provider),
        to_partner=municipality_name(asked.municipality),
        referrer=table("referrer").get(asked.line.other, ""),
        answered_by=municipality_name(asked.municipality),
        days=days,
        **_moment(asked.dated),
    )
    for answer, activity in ((request.studied, STUDY), (request.rejected, REJECTION)):
        if answer:
            yield Event(
                **common,
                activity=activity,
                partner=municipality_name(answer.municipality),
                requested=asked.dated.isoformat(),
                reason=table("rejection").get(answer.line.reason, ""),
                answered_by=provider_name(answer.provider),
                days=_told("retour", answer.dated, answer.retour_on),
                **_moment(answer.dated),
            )


def _of_assignment(assignment: Assignment, asked: dict[int, Request]) -> Iterator[Event]:
    for place, version in enumerate(assignment.versions):
        request = asked.get(id(version))
        decided = version.line.decided
        moment = decided.isoformat() if decided else version.dated.isoformat()
        yield Event(
            **_common(version, assignment.current.line.number),
            activity=ASSIGNMENT_CHANGED if place else ASSIGNMENT,
            partner=municipality_name(version.municipality),
            to_partner=provider_name(version.provider),
            started=moment,
            ended=moment,
            requested=request.asked.dated.isoformat() if request else "",
            reason=version.line.reason,
            answered_by=provider_name(version.provider),
            days=_told("retour", version.dated, version.retour_on),
        )


def _of_delivery(
    found: History,
    key: AssignmentKey,
    spells: Sequence[Spell],
    handover: Handover | None,
    asked: dict[int, Request],
) -> Iterator[Event]:
    assignment, of = found.assignment(key), found.of[key]
    base = assignment.current if assignment else of
    costs = cost_of(spells, found.declared.get(key, ()))
    request = asked.get(id(assignment.first)) if assignment else None
    for place, spell in enumerate(spells):
        is_last = place == len(spells) - 1
        until, outcome, from_assignment = _ending(spell, assignment if is_last else None)
        if is_last and key in found.continued and outcome in GIVES_WAY:
            outcome = CONTINUED
        to = handover if is_last else None
        cents = costs.get(spell.since)
        inferred = [INFERRED_WORDS[spell.start_from]] if spell.start_from != "start" else []
        inferred += [INFERRED_WORDS["end"]] if from_assignment else []
        inferred += [INFERRED_WORDS["handover"]] if to else []
        yield Event(
            **_common(base, key[2]),
            activity=DELIVERY_RESUMED if place else DELIVERY,
            partner=provider_name(base.provider),
            to_partner=provider_name(to.to_provider) if to else "",
            started=spell.since.isoformat(),
            ended=until.isoformat() if until else "",
            requested=request.asked.dated.isoformat() if request and not place else "",
            outcome=word(outcome),
            reason=spell.stop.line.reason if spell.stop else "",
            cost_cents=cents if cents is not None and cents >= 0 else None,
            inferred=", ".join(inferred),
            confidence=CONFIDENCE_WORDS[to.confidence] if to else "",
            answered_by=municipality_name(base.municipality),
            days=_spell_days(spell) | (_declaration_days(found, key) if is_last else {}),
        )


def _ending(spell: Spell, assignment: Assignment | None) -> tuple[date | None, str, bool]:
    """Last day and class of outcome; where no stop tells it, an assignment that was ended for a reason does."""
    if spell.until or assignment is None or assignment.until is None:
        return spell.until, spell.outcome, False
    outcome = outcome_of_change(assignment.current.line.reason)
    if not outcome or assignment.until < spell.since:
        return None, "", False
    return assignment.until, outcome, True


def _spell_days(spell: Spell) -> dict[str, int]:
    days: dict[str, int] = {}
    if spell.start:
        days |= _told("start", spell.since, spell.start.dated) | _told(
            "retour", spell.start.dated, spell.start.retour_on
        )
    if spell.stop and spell.until:
        days |= _told("stop", spell.until, spell.stop.dated)
    return days


def _declaration_days(found: History, key: AssignmentKey) -> dict[str, int]:
    """Of the declaration that waited longest for its answer."""
    answered = [(one.dated, one.retour_on) for one in found.declared_lines.get(key, ()) if one.retour_on]
    if not answered:
        return {}
    return _told("declaration", *max(answered, key=lambda pair: (weekdays(*pair), pair)))


def _told(name: str, since: date, told: date | None) -> dict[str, int]:
    if told is None:
        return {}
    return {f"{name}_days": weekdays(since, told), f"{name}_holidays": holidays(since, told)}


def _common(sent: Sent, provision: str) -> dict[str, Any]:
    return {
        "resident": sent.line.resident,
        "law": sent.law,
        "municipality": sent.municipality,
        "provision": provision,
        "category": sent.line.category,
        "code": sent.line.code,
    }


def _moment(day: date) -> dict[str, Any]:
    return {"started": day.isoformat(), "ended": day.isoformat()}
