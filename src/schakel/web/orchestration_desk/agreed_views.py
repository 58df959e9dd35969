"""Words, tables, goals and agreements: what partners mean, who decides, what they want and what they promised."""

from collections.abc import Iterator
from typing import Any

from django.http import Http404, HttpResponse

from schakel.chain.problem import Refusal
from schakel.draw.goal_tree import Branch, goal_tree
from schakel.orchestration.governance.table import Table
from schakel.orchestration.network import Network
from schakel.orchestration.sentences import option_word
from schakel.orchestration.signs import SOON_DAYS
from schakel.orchestration.strategy.goal import Goal
from schakel.report.terminal import problem_sentence
from schakel.web.access.policy import allow
from schakel.web.access.request import NetworkRequest
from schakel.web.operation.overload import computes
from schakel.web.orchestration_desk.desk import Desk, desk_of, show
from schakel.web.orchestration_desk.figures import aimed_at, figure_of, figure_title

WORD_ORDER = ("open", "not_the_same", "agreed")


@allow("enter_orchestration")
def words(request: NetworkRequest, network: str) -> HttpResponse:
    """Every word with what each partner means by it, side by side; what is still open first."""
    desk = desk_of(request)
    found = sorted(desk.network.words, key=lambda one: WORD_ORDER.index(one.status))
    rows = [
        {
            "word": one,
            "status": option_word(one.status, desk.lang),
            "meanings": [
                (desk.links.to("partner", said.partner), said, _step(desk, said.activity)) for said in one.meaning
            ],
            "guesses": [
                (
                    desk.links.to("partner", guess.by),
                    desk.links.to("partner", guess.of),
                    guess,
                    _judged(guess, desk.lang),
                )
                for guess in one.guess
            ],
            "signs": desk.signs_of("word", one.key),
            "edit": desk.links.edit("word", one.key) if desk.rights.everything else "",
            "say": desk.links.page("meaning", one.key) if desk.rights.own else "",
        }
        for one in found
    ]
    add = desk.links.edit("word") if desk.rights.add("word") else ""
    return show(desk, "words", rows=rows, add=add)


def _step(desk: Desk, name: str) -> Any:
    return desk.links.step(name) if name else None


def _judged(guess: Any, lang: str) -> str:
    return option_word(guess.judged, lang) if guess.judged else ""


@allow("enter_orchestration")
def tables(request: NetworkRequest, network: str) -> HttpResponse:
    """Tables in the network's own order, with who sits there and on what each may decide."""
    desk = desk_of(request)
    ordered = sorted(desk.network.tables, key=lambda one: (one.order is None, one.order or 0))
    rows = [
        {
            "table": one,
            "goals": desk.links.all("goal", one.goals),
            "members": list(_members(desk, one)),
            "ended": bool(one.until and one.until < desk.today),
            "signs": desk.signs_of("table", one.key),
            "edit": desk.links.edit("table", one.key) if desk.rights.everything else "",
        }
        for one in ordered
    ]
    add = desk.links.edit("table") if desk.rights.add("table") else ""
    return show(desk, "tables", rows=rows, add=add)


def _members(desk: Desk, table: Table) -> Iterator[dict[str, Any]]:
    for one in table.member:
        person, hat = desk.network.find("person", one.person), desk.network.find("hat", one.hat) if one.hat else None
        yield {
            "member": one,
            "person": desk.links.to("person", one.person),
            "partner": desk.links.to("partner", person.organisation) if person else None,
            "capacity": option_word(hat.capacity, desk.lang) if hat else "",
            "consult": desk.links.all("partner", one.consult),
            "cents": None if one.up_to_euro is None else one.up_to_euro * 100,
            "ended": bool(one.until and one.until < desk.today),
        }


@allow("enter_orchestration")
def goals(request: NetworkRequest, network: str) -> HttpResponse:
    """The tree of goals, as a picture and as a list, from ambition to figure."""
    desk = desk_of(request)
    rows = [
        {
            "depth": min(depth, 4),
            "goal": one,
            "owner": desk.links.to("partner", one.owner) if one.owner else None,
            "aimed": aimed_at(one, desk.lang),
            "figure": figure_title(one, desk.lang) if one.figure else "",
            "figure_at": desk.links.page("figure", "goal", one.key) if one.figure else "",
            "agreements": [desk.links.to("agreement", a.key) for a in desk.network.agreements if a.goal == one.key],
            "tables": [desk.links.to("table", t.key) for t in desk.network.tables if one.key in t.goals],
            "signs": desk.signs_of("goal", one.key),
            "edit": desk.links.edit("goal", one.key) if desk.rights.everything else "",
        }
        for depth, one in tree(desk.network)
    ]
    add = desk.links.edit("goal") if desk.rights.add("goal") else ""
    branches = [
        Branch(one.statement, depth, aimed_at(one, desk.lang), f"#{one.key}") for depth, one in tree(desk.network)
    ]
    picture = goal_tree(branches, desk.lang) if len(branches) > 1 else None
    return show(desk, "goals", rows=rows, add=add, picture=picture)


def tree(network: Network, parent: str = "", depth: int = 0) -> Iterator[tuple[int, Goal]]:
    """(depth, goal), each above what serves it."""
    for one in network.goals:
        if one.parent == parent:
            yield depth, one
            yield from tree(network, one.key, depth + 1)


@allow("enter_orchestration")
def agreements(request: NetworkRequest, network: str) -> HttpResponse:
    """Promises: between whom, until when, with which room for who does the work, and by which figure it is seen."""
    desk = desk_of(request)
    rows = [
        {
            "agreement": one,
            "parties": desk.links.all("partner", one.parties),
            "state": _state(desk, one),
            "steering": option_word(one.steering, desk.lang),
            "goal": desk.links.to("goal", one.goal) if one.goal else None,
            "figure": figure_title(one, desk.lang) if one.figure else "",
            "figure_at": desk.links.page("figure", "agreement", one.key) if one.figure else "",
            "handovers": [desk.links.to("handover", h.key) for h in desk.network.handovers if h.agreement == one.key],
            "signs": desk.signs_of("agreement", one.key),
            "edit": desk.links.edit("agreement", one.key) if desk.rights.everything else "",
        }
        for one in desk.network.agreements
    ]
    order = ("ended", "soon", "runs", "open")
    rows.sort(key=lambda row: order.index(str(row["state"])))
    add = desk.links.edit("agreement") if desk.rights.add("agreement") else ""
    return show(desk, "agreements", rows=rows, add=add)


def _state(desk: Desk, one: Any) -> str:
    if one.until is None:
        return "open"
    if one.until < desk.today:
        return "ended"
    return "soon" if (one.until - desk.today).days <= SOON_DAYS else "runs"


@allow("enter_orchestration")
@computes
def figure(request: NetworkRequest, network: str, kind: str, key: str) -> HttpResponse:
    """The figure that a goal or an agreement points at; in place where the page asks for it, else a page."""
    desk = desk_of(request)
    item = desk.network.find(kind, key) if kind in ("goal", "agreement") else None
    if item is None or not item.figure:
        raise Http404
    problems: list[str] = []
    try:
        pointed = figure_of(request.hat, item, desk.lang)
    except Refusal as refusal:
        pointed, problems = None, [problem_sentence(one, desk.lang) for one in refusal.problems]
    return show(
        desk,
        "_figure" if request.htmx else "figure",
        here=f"orchestration_{kind}s",
        item=item,
        title=desk.network.title(kind, key),
        called=figure_title(item, desk.lang),
        aimed=aimed_at(item, desk.lang) if isinstance(item, Goal) else "",
        pointed=pointed,
        problems=problems,
        has_data=bool(request.network.snapshot),
        back=desk.links.href(kind, key),
    )
