"""The front of the desk, where a network without a file starts, and what every input is for."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from schakel.chain.problem import Refusal
from schakel.orchestration import edits
from schakel.orchestration.inputs import inputs
from schakel.orchestration.names import activity_called, partner_called
from schakel.orchestration.network import KINDS, Network
from schakel.orchestration.sentences import label, noun_word, sign_sentence
from schakel.orchestration.signs import Sign
from schakel.report.terminal import problem_sentence
from schakel.texts import say
from schakel.web.access.policy import allow, may
from schakel.web.access.request import NetworkRequest
from schakel.web.operation.overload import computes
from schakel.web.orchestration_desk.changing import change
from schakel.web.orchestration_desk.desk import Desk, desk_of, show, tabs
from schakel.web.orchestration_desk.form import wrong_at
from schakel.web.orchestration_desk.seeing import seen
from schakel.web.version import VERSION, Conflict

COUNTED = (
    ("partner", "partners"),
    ("person", "people"),
    ("hat", "hats"),
    ("word", "words"),
    ("table", "tables"),
    ("goal", "goals"),
    ("agreement", "agreements"),
    ("activity", "activity"),
    ("handover", "handover"),
)
FIRST = 3  # names to begin with


@dataclass(frozen=True)
class Attention:
    """Signs about one kind of item: (sentence, address)."""

    kind: str
    title: str
    lines: tuple[tuple[str, str], ...]


@allow("enter_orchestration")
def front(request: NetworkRequest, network: str) -> HttpResponse:
    """What this network wants, what is there, what asks attention; or where to start."""
    try:
        desk = desk_of(request)
    except Refusal as refusal:
        return _broken(request, refusal)
    if not desk.network.partners:
        return _empty(desk)
    counts = [
        (noun_word(kind, desk.lang, plural=True), len(desk.network.items(kind)), desk.links.page(page))
        for kind, page in COUNTED
    ]
    chain = [desk.links.to("goal", one.key) for one in desk.network.goals if not one.parent]
    return show(
        desk,
        "front",
        chain=chain,
        counts=counts,
        attention=attention(desk, desk.signs),
        outside=desk.outside and may(request.hat, "read_network_file"),
        file=may(request.hat, "read_network_file"),
        next=_next(desk),
        edit_about=desk.links.page("about") if desk.rights.everything else "",
    )


def attention(desk: Desk, found: Sequence[Sign]) -> list[Attention]:
    """Signs by kind, in the order of the file; a place to talk about each, and no score."""
    groups = []
    for kind in KINDS:
        lines = tuple(
            (sign_sentence(one, desk.lang), desk.links.href(kind, one.key)) for one in found if one.kind == kind
        )
        if lines:
            groups.append(Attention(kind, noun_word(kind, desk.lang, plural=True), lines))
    return groups


def _next(desk: Desk) -> tuple[str, str] | None:
    """(sentence, address) of the first thing that is not there yet."""
    bare = next((one for one in desk.network.partners if desk.network.find("card", one.key) is None), None)
    if bare and desk.rights.speaks_for(bare.key):
        return say("orchestration_desk.next.card", desk.lang, partner=bare.name), desk.links.edit(
            "card", partner=bare.key
        )
    for kind in ("goal", "word", "agreement"):
        if not desk.network.items(kind) and desk.rights.everything:
            return say(f"orchestration_desk.next.{kind}", desk.lang), desk.links.edit(kind)
    return None


def _broken(request: NetworkRequest, refusal: Refusal) -> HttpResponse:
    """Somebody left a file that cannot be read: what is wrong where, and how to put it right."""
    context = {
        "problems": [problem_sentence(one, request.lang) for one in refusal.problems],
        "may_edit": may(request.hat, "edit_network"),
        "tabs": tabs(request, "orchestration"),
    }
    return render(request, "orchestration_desk/broken.html", context, status=422)


def _empty(desk: Desk, sent: dict[str, str] | None = None, errors: dict[str, str] | None = None) -> HttpResponse:
    told = seen(desk.request.hat) if desk.rights.everything else None
    rows = [
        {
            "name": f"partner{n}",
            "value": (sent or {}).get(f"partner{n}", ""),
            "error": (errors or {}).get(f"partner{n}", ""),
        }
        for n in range(1, FIRST + 1)
    ]
    name = {"value": (sent or {}).get("name", desk.network.name), "error": (errors or {}).get("name", "")}
    return show(
        desk,
        "empty",
        here="orchestration",
        status=422 if errors else 200,
        rows=rows,
        name=name,
        labels={"name": label("network", "name", desk.lang), "partner": label("partner", "name", desk.lang)},
        in_log=_sayable(told),
    )


def _first(refusal: Refusal, lang: str) -> str:
    return wrong_at(refusal.problems[0], lang) if refusal.problems else ""


def _sayable(told: Any) -> dict[str, int] | None:
    """How many partners and steps of the log may be named."""
    if told is None:
        return None
    return {
        "partners": sum(not one.residents.sign for one in told.partners),
        "activities": sum(not one.residents.sign for one in told.activities),
    }


@allow("edit_network", "POST")
def start(request: NetworkRequest, network: str) -> HttpResponse:
    """A first network file: its name, and two partners or more."""
    desk = desk_of(request)
    _keep_whole(desk)
    sent = {
        name: request.POST.get(name, "").strip() for name in ("name", *(f"partner{n}" for n in range(1, FIRST + 1)))
    }
    errors: dict[str, str] = {}

    def make(now: Network) -> Network:
        made = edits.about(now, name=sent["name"], text=now.about)
        for name in (name for name in sent if name.startswith("partner") and sent[name]):
            try:
                made = edits.add(made, "partner", edits.item_from("partner", {"name": sent[name], "delivers": False}))
            except Refusal as refusal:
                errors[name] = wrong_at(refusal.problems[0], desk.lang)
        if errors:
            raise Refusal(())
        return made

    try:
        change(request, make, "network_started")
    except Refusal as refusal:
        errors |= dict.fromkeys(("name",) if refusal.problems else (), _first(refusal, desk.lang))
        return _empty(desk, sent, errors)
    messages.success(request, say("orchestration_desk.empty.started", desk.lang))
    return redirect("orchestration", request.network.slug)


@allow("edit_network", "POST")
@computes
def propose(request: NetworkRequest, network: str) -> HttpResponse:
    """Take over the names of partners and steps that the log has, as far as enough residents stand behind each."""
    desk = desk_of(request)
    _keep_whole(desk)
    told = seen(request.hat)
    partners = [one.names[0] for one in told.partners if not one.residents.sign] if told else []
    steps = [one.names[0] for one in told.activities if not one.residents.sign] if told else []

    def make(now: Network) -> Network:
        for name in partners:
            if partner_called(now, name) is None:
                now = edits.add(now, "partner", edits.item_from("partner", {"name": name, "delivers": True}))
        for name in steps:
            if activity_called(now, name) is None:
                now = edits.add(now, "activity", edits.item_from("activity", {"name": name}))
        return now

    change(request, make, "network_started" if not desk.kept.exists else "network_added")
    return redirect("orchestration", request.network.slug)


def _keep_whole(desk: Desk) -> None:
    """Conflict if the whole file is another than when the page was opened."""
    if desk.request.POST.get(VERSION, "") != desk.kept.version:
        raise Conflict((), desk.kept.version, desk.links.page("history"))


@allow("edit_network", "GET", "POST")
def about(request: NetworkRequest, network: str) -> HttpResponse:
    """What the network is called and what it is about."""
    desk = desk_of(request)
    sent = {"name": request.POST.get("name", ""), "about": request.POST.get("about", "")}
    errors: dict[str, str] = {}
    if request.method == "POST":
        _keep_whole(desk)
        try:
            change(
                request,
                lambda now: edits.about(now, name=sent["name"], text=sent["about"]),
                "network_changed",
                "network",
            )
            return redirect("orchestration", request.network.slug)
        except Refusal as refusal:
            errors = {one.column.split(".")[-1]: wrong_at(one, desk.lang) for one in refusal.problems}
    else:
        sent = {"name": desk.network.name, "about": desk.network.about}
    fields = [
        (one.name, one.type, label("network", one.name, desk.lang), sent[one.name], errors.get(one.name, ""))
        for one in inputs()["network"].fields
    ]
    return show(desk, "about", fields=fields, status=422 if errors else 200, here="orchestration")


@allow("enter_orchestration")
def inputs_view(request: NetworkRequest, network: str) -> HttpResponse:
    """Everything that is asked, for which decision, in how many minutes; what nobody fills in is proposed to drop."""
    desk = desk_of(request)
    groups = []
    for noun in inputs().values():
        items = _items(desk.network, noun.name)
        rows = [
            {
                "label": label(noun.name, one.name, desk.lang),
                "serves": say(f"orchestration.serves.{one.serves}", desk.lang),
                "minutes": one.minutes,
                "filled": sum(getattr(item, one.name) != one.empty for item in items),
                "unused": bool(items) and all(getattr(item, one.name) == one.empty for item in items),
            }
            for one in noun.fields
            if one.name != "key" and not one.of
        ]
        word = noun_word(noun.name, desk.lang)
        groups.append({"title": word, "rows": rows, "n": len(items), "minutes": sum(row["minutes"] for row in rows)})
    unused = [(group["title"], row["label"]) for group in groups for row in group["rows"] if row["unused"]]
    return show(desk, "inputs", groups=groups, unused=unused, here="")


def _items(network: Network, noun: str) -> list[Any]:
    if noun == "network":
        return [network]
    if not inputs()[noun].is_part:
        return list(network.items(noun))
    owners = ((kind, one.name) for kind in KINDS for one in inputs()[kind].fields if one.of == noun)
    return [part for kind, name in owners for item in network.items(kind) for part in getattr(item, name)]
