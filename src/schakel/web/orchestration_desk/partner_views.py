"""Partners and people: the list, the card, whom to call, who wears which hat."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from schakel.orchestration.around import around_partner
from schakel.orchestration.collaboration.partner import Partner
from schakel.orchestration.expectations import Expected
from schakel.orchestration.names import partner_called
from schakel.orchestration.sentences import sign_sentence
from schakel.orchestration.whom_to_call import questions, steps, whom_to_call
from schakel.report.tell import amount
from schakel.texts import say
from schakel.web.access.policy import allow
from schakel.web.access.request import NetworkRequest
from schakel.web.orchestration_desk.desk import Desk, desk_of, show
from schakel.web.orchestration_desk.links import Link, insight

LINES = (0, 1, 2, 3, None)


@dataclass(frozen=True)
class Tile:
    """A partner in the list."""

    link: Link
    partner: Partner
    reach: str
    has_card: bool


@allow("enter_orchestration")
def partners(request: NetworkRequest, network: str) -> HttpResponse:
    """All partners by line, each with how to reach it."""
    desk = desk_of(request)
    groups = []
    for line in LINES:
        those = [_tile(desk, one) for one in desk.network.partners if one.line == line]
        if those:
            title = say(f"orchestration_desk.line.{'none' if line is None else f'l{line}'}", desk.lang)
            groups.append((title, those))
    return show(desk, "partners", groups=groups, questions=questions(desk.network))


def _tile(desk: Desk, partner: Partner) -> Tile:
    card = desk.network.find("card", partner.key)
    return Tile(desk.links.to("partner", partner.key), partner, card.reach if card else "", card is not None)


@allow("enter_orchestration")
def lookup(request: NetworkRequest, network: str) -> HttpResponse:
    """From a name in the log to its card: of a partner (name, partner), a step (activity) or a handover."""
    desk, asked = desk_of(request), request.GET
    if asked.get("activity"):
        return redirect(desk.links.step(asked["activity"]).href)
    if any(asked.get(name) for name in ("source", "target", "step", "next")):
        return redirect(f"{desk.links.page('handover')}?{asked.urlencode()}")
    name = asked.get("name") or asked.get("partner") or ""
    if not name:
        return redirect(desk.links.page("partners"))
    found = partner_called(desk.network, name)
    if found:
        return redirect(desk.links.page("card", found.key))
    add = desk.links.edit("partner", name=name) if desk.rights.everything else ""
    return show(desk, "no_card", name=name, add=add, here="orchestration_partners")


@allow("enter_orchestration")
def card(request: NetworkRequest, network: str, key: str) -> HttpResponse:
    """A partner: what it wants, can and expects, how to reach it; and everything around it."""
    desk = desk_of(request)
    if desk.network.find("partner", key) is None:
        raise Http404
    around = around_partner(desk.network, key)
    people = {one.key for one in around.people}
    mine = {("partner", key), ("card", key)} | {("hat", one.key) for one in around.worn}
    context: dict[str, Any] = {
        "around": around,
        "partner": around.partner,
        "line": _line(desk, around.partner),
        "worn": [_hat(desk, one) for one in around.worn],
        "expects": [_expected(desk, one, by=False) for one in around.expects],
        "expected": [_expected(desk, one, by=True) for one in around.expected],
        "words": [(desk.links.to("word", one.key), one, _meaning(one, key)) for one in around.words],
        "tables": [
            (desk.links.to("table", one.key), [m for m in one.member if m.person in people]) for one in around.tables
        ],
        "agreements": [(desk.links.to("agreement", one.key), one) for one in around.agreements],
        "goals": [desk.links.to("goal", one.key) for one in around.goals],
        "activities": [desk.links.step(one.name) for one in around.activities],
        "inward": [(desk.links.to("handover", one.key), one) for one in around.inward],
        "outward": [(desk.links.to("handover", one.key), one) for one in around.outward],
        "seen": _seen(desk, key),
        "insight": insight(request.hat, "partners"),
        "signs": [
            sign_sentence(one, desk.lang)
            for one in desk.signs
            if (one.kind, one.key) in mine and "expectation" not in one.code
        ],
        "edit_partner": desk.links.edit("partner", key) if desk.rights.everything else "",
        "edit_card": _edit_card(desk, key),
        "add_person": desk.links.edit("person", organisation=key) if desk.rights.speaks_for(key) else "",
        "answers": desk.rights.speaks_for(key),
    }
    return show(desk, "card", here="orchestration_partners", **context)


def _edit_card(desk: Desk, key: str) -> str:
    if not desk.rights.speaks_for(key):
        return ""
    return desk.links.edit("card", key) if desk.network.find("card", key) else desk.links.edit("card", partner=key)


def _line(desk: Desk, partner: Partner) -> str:
    return "" if partner.line is None else say(f"orchestration_desk.line.l{partner.line}", desk.lang)


def _meaning(word: Any, key: str) -> str:
    return next((one.meaning for one in word.meaning if one.partner == key), "")


def _hat(desk: Desk, hat: Any) -> dict[str, Any]:
    return {
        "hat": hat,
        "person": desk.links.to("person", hat.person),
        "toward": desk.links.to("partner", hat.toward),
        "ended": bool(hat.until and hat.until < desk.today),
    }


def _expected(desk: Desk, one: Expected, *, by: bool) -> dict[str, Any]:
    """by: the other side is who expects it; else of whom it is expected."""
    return {
        "one": one,
        "other": desk.links.to("partner", one.by if by else one.of),
        "answer_at": desk.links.page("answer", one.by, one.number),
    }


def _seen(desk: Desk, key: str) -> dict[str, Any] | None:
    """What the log shows of a partner: residents, and handovers with others; None where this hat may not see it."""
    found = desk.beside
    if found is None:
        return None
    own = next((one for one in found.partners if key in one.keys), None)
    name = desk.network.title("partner", key)
    rows = [
        (one, amount(one.residents, desk.lang))
        for one in found.handovers
        if name in one.names and one.residents is not None
    ]
    told = amount(own.residents, desk.lang) if own and own.residents else ""
    return {
        "state": own.state if own else "only_card",
        "residents": told,
        "handovers": rows[:12],
        "more": len(rows) > 12,
    }


@allow("enter_orchestration")
def call(request: NetworkRequest, network: str) -> HttpResponse:
    """Whom do I call for ...: in words, by a question or by a step."""
    desk, asked = desk_of(request), request.GET
    given = {name: asked.get(name, "").strip()[:200] for name in ("words", "question", "activity", "municipality")}
    is_asked = any(given.values())
    found = whom_to_call(desk.network, **given) if is_asked else ()
    towns = sorted({town for one in desk.network.partners for town in one.municipalities})
    return show(
        desk,
        "call",
        given=given,
        asked=is_asked,
        found=[(one, desk.links.to("partner", one.partner.key)) for one in found],
        questions=questions(desk.network),
        steps=steps(desk.network),
        towns=towns,
    )


@allow("enter_orchestration")
def people(request: NetworkRequest, network: str) -> HttpResponse:
    """Who works where, and how to reach them; single lines only for those who may see them."""
    desk = desk_of(request)
    groups = []
    for partner in desk.network.partners:
        those = [
            (one, desk.links.edit("person", one.key) if desk.rights.edit("person", one) else "")
            for one in desk.network.people
            if one.organisation == partner.key
        ]
        if those:
            groups.append((desk.links.to("partner", partner.key), those))
    add = desk.links.edit("person") if desk.rights.add("person") else ""
    return show(desk, "people", groups=groups, add=add)


@allow("enter_orchestration")
def hats(request: NetworkRequest, network: str) -> HttpResponse:
    """Who wears which hat toward whom, by person; what asks to be talked about stands first."""
    desk = desk_of(request)
    rows = []
    for person in desk.network.people:
        worn = [_hat(desk, one) for one in desk.network.hats if one.person == person.key]
        if worn:
            rows.append((person, desk.links.to("partner", person.organisation), worn))
    found = [sign_sentence(one, desk.lang) for one in desk.signs if one.kind == "hat"]
    add = desk.links.edit("hat") if desk.rights.add("hat") else ""
    return show(desk, "hats", rows=rows, signs=found, add=add)
