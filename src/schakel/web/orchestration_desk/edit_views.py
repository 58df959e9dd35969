"""Adding, changing, renaming and taking away one item of the network file."""

from dataclasses import dataclass, replace
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from schakel.chain.problem import Refusal
from schakel.orchestration import edits
from schakel.orchestration.inputs import inputs
from schakel.orchestration.network import KINDS, Network
from schakel.orchestration.sentences import noun_word
from schakel.texts import say
from schakel.web.access.policy import allow
from schakel.web.access.request import NetworkRequest
from schakel.web.orchestration_desk.changing import change
from schakel.web.orchestration_desk.desk import Desk, desk_of, show
from schakel.web.orchestration_desk.form import Maker, wrong_at
from schakel.web.orchestration_desk.posted import Posted, Values, as_filled, as_posted, posted
from schakel.web.orchestration_desk.sides import keep_item, visible
from schakel.web.version import version_of

ANSWERS = frozenset({"expectation.answer", "expectation.said"})  # of the other partner, not of who expects


@dataclass(frozen=True)
class Edited:
    """What a form is about. item: None for a new one. fixed: values that are not asked; hidden: names of fields."""

    kind: str
    item: Any | None
    fixed: dict[str, str]
    hidden: frozenset[str]


@allow("edit_own_card", "GET", "POST")
def edit(request: NetworkRequest, network: str, kind: str, key: str = "") -> HttpResponse:
    """The form of one item, or of a new one; what is wrong is told at its field, and nothing typed is lost."""
    desk = desk_of(request)
    edited = _edited(desk, kind, key)
    if request.method == "POST" and "more" not in request.POST:
        return _save(desk, edited)
    sent = as_posted(request.POST) if request.method == "POST" else _start(desk, edited)
    return _form(desk, edited, sent, {}, more=request.POST.get("more", ""))


@allow("edit_own_card", "POST")
def drop(request: NetworkRequest, network: str, kind: str, key: str) -> HttpResponse:
    """Take an item away, unless something still points at it; the old text stays in the history."""
    desk = desk_of(request)
    edited = _edited(desk, kind, key)
    if kind == "partner" and not desk.rights.everything:
        raise PermissionDenied
    keep_item(desk, kind, edited.item, edited.hidden)
    try:
        change(request, lambda now: edits.drop(now, kind, key), "network_dropped", kind, key)
    except Refusal as refusal:
        named = [
            (wrong_at(one, desk.lang), desk.links.edit(*(str(value) for _, value in one.more)))
            for one in refusal.problems
        ]
        return _form(desk, edited, as_filled(kind, edited.item), {}, status=422, named=named)
    messages.success(request, say("orchestration_desk.edit.dropped", desk.lang, noun=noun_word(kind, desk.lang)))
    return redirect(_back(desk, kind))


@allow("edit_network", "POST")
def rename(request: NetworkRequest, network: str, kind: str, key: str) -> HttpResponse:
    """Give an item another key; everything that points at it follows."""
    desk = desk_of(request)
    edited = _edited(desk, kind, key)
    if not desk.rights.everything or kind == "card":
        raise PermissionDenied
    new = request.POST.get("key", "").strip()
    try:
        change(request, lambda now: edits.rename(now, kind, key, new), "network_changed", kind, new)
    except Refusal as refusal:
        errors = {"key": wrong_at(refusal.problems[0], desk.lang)}
        return _form(desk, edited, as_filled(kind, edited.item), errors, status=422)
    return redirect(desk.links.page("edit", kind, new))


def _edited(desk: Desk, kind: str, key: str) -> Edited:
    """Http404: no such item; PermissionDenied: this hat may not."""
    if kind not in KINDS:
        raise Http404
    item = desk.network.find(kind, key) if key else None
    if key and item is None:
        raise Http404
    allowed = desk.rights.edit(kind, item) if item is not None else desk.rights.add(kind)
    if not allowed:
        raise PermissionDenied
    fixed: dict[str, str] = {}
    if kind == "card" and item is not None:
        fixed["partner"] = item.partner
    if not desk.rights.everything:
        fixed |= {"card": {"partner": desk.rights.own}, "person": {"organisation": desk.rights.own}}[kind]
    hidden = frozenset({"key", *fixed}) | (frozenset() if desk.rights.everything else ANSWERS)
    return Edited(kind, item, fixed, hidden)


def _start(desk: Desk, edited: Edited) -> Values:
    """What a form opens with: the item, or what the address gives for a new one, or what is usual."""
    if edited.item is not None:
        return as_filled(edited.kind, edited.item)
    fields = inputs()[edited.kind].fields
    usual = {one.name: ["on" if one.default is True else str(one.default or "")] for one in fields if one.default}
    given = {one.name: desk.request.GET.getlist(one.name) for one in fields if one.name in desk.request.GET}
    return usual | given


def _save(desk: Desk, edited: Edited) -> HttpResponse:
    request, kind = desk.request, edited.kind
    if edited.item is not None:
        keep_item(desk, kind, edited.item, edited.hidden)
    sent = as_posted(request.POST)
    found = posted(kind, sent, edited.hidden)
    made: list[Any] = []

    def put(now: Network) -> Network:
        made[:] = [_item(edited, found)]
        if edited.item is not None:
            return edits.put(now, kind, made[0])
        new = edits.add(now, kind, made[0])
        made[:] = [next(one for one in new.items(kind) if one not in now.items(kind))]
        return new

    try:
        is_new = edited.item is None
        key = edited.item.key if edited.item is not None else ""
        changed = change(request, put, "network_added" if is_new else "network_changed", kind, key)
    except Refusal as refusal:
        errors = {found.box_of(one): wrong_at(one, desk.lang) for one in reversed(refusal.problems)}
        return _form(desk, edited, sent, errors, status=422)
    said = "saved" if changed else "same"
    messages.success(request, say(f"orchestration_desk.edit.{said}", desk.lang))
    return redirect(desk.links.href(kind, made[0].key))


def _item(edited: Edited, found: Posted) -> Any:
    """The item that was sent, with what the form did not ask as it was."""
    old = edited.item
    values: dict[str, Any] = dict(found.values) | edited.fixed
    if old is not None and edited.kind != "card":
        values["key"] = old.key
    made = edits.item_from(edited.kind, values)
    if edited.kind == "card" and edited.hidden >= ANSWERS:
        said = {(one.of, one.what): one for one in old.expect} if old is not None else {}
        made = replace(
            made,
            expect=tuple(
                replace(said.get((one.of, one.what), replace(one, answer="", said=""))) for one in made.expect
            ),
        )
    return made


def _form(
    desk: Desk,
    edited: Edited,
    sent: Values,
    errors: dict[str, str],
    *,
    more: str = "",
    status: int = 200,
    named: list[tuple[str, str]] | None = None,
) -> HttpResponse:
    maker = Maker(desk.network, desk.lang, sent, errors, edited.hidden, more)
    item, kind = edited.item, edited.kind
    return show(
        desk,
        "edit",
        status=status,
        form=maker.form(kind),
        kind=kind,
        item=item,
        noun=noun_word(kind, desk.lang),
        about=say(f"orchestration.about.{kind}", desk.lang),
        title=desk.network.title(kind, item.key) if item is not None else "",
        own=desk.network.title("partner", desk.rights.own) if not desk.rights.everything else "",
        form_version=desk.request.POST.get("version")
        or (version_of(visible(kind, item, edited.hidden)) if item is not None else ""),
        back=desk.links.href(kind, item.key) if item is not None else _back(desk, kind),
        drop=desk.links.page("drop", kind, item.key) if item is not None else "",
        rename=desk.links.page("rename", kind, item.key)
        if item is not None and kind != "card" and desk.rights.everything
        else "",
        named=named or [],
        here="",
    )


def _back(desk: Desk, kind: str) -> str:
    places = {"partner": "partners", "card": "partners", "activity": "activity", "handover": "handover"}
    return desk.links.page(places.get(kind) or {"person": "people"}.get(kind) or f"{kind}s")
