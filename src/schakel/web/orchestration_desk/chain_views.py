"""Steps and handovers: what each means, who does it, what was agreed; and cards and log side by side."""

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse

from schakel.orchestration.around import around_step
from schakel.orchestration.collaboration.handover import Handover
from schakel.orchestration.compare import Comparison, Match
from schakel.orchestration.names import handovers_between
from schakel.report.network_shown import STATES
from schakel.report.tell import amount
from schakel.texts import say
from schakel.web.access.policy import allow
from schakel.web.access.request import NetworkRequest
from schakel.web.operation.overload import computes
from schakel.web.orchestration_desk.desk import Desk, desk_of, show
from schakel.web.orchestration_desk.links import Link, insight
from schakel.web.orchestration_desk.seeing import seen


@allow("enter_orchestration")
def activity(request: NetworkRequest, network: str, key: str = "") -> HttpResponse:
    """All steps, or one: by its key, or by its name in the log, also when it is on no card."""
    desk, name = desk_of(request), request.GET.get("name", "").strip()[:200]
    if not key and not name:
        return _steps(desk)
    found = desk.network.find("activity", key) if key else None
    if key and found is None:
        raise Http404
    around = around_step(desk.network, found.name if found else name)
    item = around.activity
    add = desk.links.edit("activity", name=around.name) if desk.rights.everything and item is None else ""
    return show(
        desk,
        "activity",
        here="orchestration_activity",
        around=around,
        doers=desk.links.all("partner", tuple(one.key for one in around.doers)),
        offering=desk.links.all("partner", tuple(one.key for one in around.offering if one not in around.doers)),
        words=[desk.links.to("word", one.key) for one in around.words],
        goals=[desk.links.to("goal", one.key) for one in around.goals],
        agreements=[desk.links.to("agreement", one.key) for one in around.agreements],
        before=[_line(desk, one) for one in around.before],
        after=[_line(desk, one) for one in around.after],
        residents=_residents(desk, around.name),
        insight=insight(request.hat, "activity", name=_in_log(desk, around.name, item)),
        edit=desk.links.edit("activity", item.key) if item and desk.rights.everything else "",
        add=add,
    )


def _steps(desk: Desk) -> HttpResponse:
    rows = [
        (desk.links.to("activity", one.key), one, desk.links.all("partner", one.partners))
        for one in desk.network.activities
    ]
    add = desk.links.edit("activity") if desk.rights.everything else ""
    return show(desk, "activities", rows=rows, add=add)


def _residents(desk: Desk, name: str) -> str:
    """How many residents had this step, "" where that may not or cannot be said."""
    found = desk.beside
    one = next((one for one in found.activities if name in one.names), None) if found else None
    return amount(one.residents, desk.lang) if one and one.residents else ""


def _in_log(desk: Desk, name: str, item: Any) -> str:
    """The name under which the log has this step."""
    found = seen(desk.request.hat)
    known = {row.names[0] for row in found.activities if not row.residents.sign} if found else set()
    return next((one for one in (name, *(item.also if item else ())) if one in known), name)


@allow("enter_orchestration")
def handover(request: NetworkRequest, network: str, key: str = "") -> HttpResponse:
    """All agreed handovers, or those that fit what is asked; or one."""
    desk = desk_of(request)
    if not key:
        return _handovers(desk)
    found = desk.network.find("handover", key)
    if found is None:
        raise Http404
    beside = desk.beside
    link = next((one for one in beside.links if key in one.keys), None) if beside else None
    return show(
        desk,
        "handover",
        here="orchestration_handover",
        line=_line(desk, found),
        agreement=desk.links.to("agreement", found.agreement) if found.agreement else None,
        state=link.state if link else "",
        residents=amount(link.residents, desk.lang) if link and link.residents else "",
        insight=insight(request.hat, "handover", step=found.activity, next=found.next_activity)
        if link and link.state == "both"
        else "",
        signs=desk.signs_of("handover", key),
        edit=desk.links.edit("handover", key) if desk.rights.everything else "",
    )


def _handovers(desk: Desk) -> HttpResponse:
    asked = desk.request.GET
    given = {
        "activity": asked.get("step", ""),
        "next_activity": asked.get("next", ""),
        "partner": asked.get("source", ""),
        "next_partner": asked.get("target", ""),
    }
    is_asked = any(given.values())
    found = handovers_between(desk.network, **given)
    title = " → ".join(
        filter(None, (given["activity"] or given["partner"], given["next_activity"] or given["next_partner"]))
    )
    steps = {name: given[name] for name in ("activity", "next_activity") if given[name]}
    add = desk.links.edit("handover", **steps) if desk.rights.everything else ""
    return show(desk, "handovers", rows=[_line(desk, one) for one in found], asked=title if is_asked else "", add=add)


def _line(desk: Desk, one: Handover) -> dict[str, Any]:
    return {
        "handover": one,
        "link": desk.links.to("handover", one.key),
        "step": desk.links.step(one.activity),
        "next": desk.links.step(one.next_activity),
        "partners": desk.links.all("partner", one.partners),
        "next_partners": desk.links.all("partner", one.next_partners),
    }


@allow("enter_orchestration")
@computes
def compare_view(request: NetworkRequest, network: str) -> HttpResponse:
    """What is in both, only in the log, only on a card, or not seen."""
    desk = desk_of(request)
    found = desk.beside
    if found is None:
        return show(desk, "compare", groups=[], absent=True, has_data=bool(request.network.snapshot))
    groups = []
    for state in STATES:
        part = found.of(state)
        parts = [(title, rows) for title, rows in _parts(desk, part) if rows]
        if parts:
            groups.append((state, say(f"orchestration_desk.compare.{state}", desk.lang), parts))
    propose = desk.links.page("propose") if desk.rights.everything and _is_more(found) else ""
    return show(desk, "compare", groups=groups, hidden=found.hidden, propose=propose)


def _is_more(found: Comparison) -> bool:
    return any(one.state == "only_log" for one in (*found.partners, *found.activities))


def _parts(desk: Desk, part: Comparison) -> list[tuple[str, list[dict[str, Any]]]]:
    kinds = (
        ("partner", part.partners),
        ("activity", part.activities),
        ("handover", part.handovers),
        ("link", part.links),
    )
    found = []
    for kind, matches in kinds:
        key = "orchestration.shown.links" if kind == "link" else f"orchestration.plural.{kind}"
        found.append((say(key, desk.lang), [_match(desk, kind, one) for one in matches]))
    return found


def _by_name(desk: Desk, name: str) -> str:
    return f"{desk.links.page('card')}?{urlencode({'name': name})}"


def _match(desk: Desk, kind: str, one: Match) -> dict[str, Any]:
    label = " → ".join(one.names)
    if one.keys:
        href = desk.links.href("handover" if kind in ("handover", "link") else kind, one.keys[0])
    elif kind == "handover":
        href = ""
    else:
        href = desk.links.step(one.names[0]).href if kind == "activity" else _by_name(desk, label)
    told = amount(one.residents, desk.lang) if one.residents else ""
    words = desk.links.all("word", one.words)
    return {"link": Link(label, href), "residents": told, "words": words}
