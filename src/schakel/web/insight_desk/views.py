"""The front of the insight desk and its screens: read the address, show it."""

from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.http import urlencode

from schakel.chain.problem import Refusal
from schakel.texts import say
from schakel.web.access.policy import allow, may
from schakel.web.access.reach import reach
from schakel.web.access.request import NetworkRequest
from schakel.web.insight_desk.addresses import Addresses
from schakel.web.insight_desk.asked import look_for, may_look
from schakel.web.insight_desk.choices import choices
from schakel.web.insight_desk.comments import comments_html
from schakel.web.insight_desk.filters import form, sliders
from schakel.web.insight_desk.look import OTHER, PURPOSE, Look
from schakel.web.insight_desk.published import published
from schakel.web.insight_desk.rendered import rendered
from schakel.web.insight_desk.screens import MENU, SCREENS
from schakel.web.insight_desk.sight_notes import own_analysis, sight_note
from schakel.web.operation.overload import Busy


@dataclass(frozen=True)
class Tab:
    """A screen in the desk's own menu, with the same selection. here: it is the one that is open."""

    name: str
    label: str
    question: str
    href: str
    here: bool


@allow("enter_insight")
def front(request: NetworkRequest, network: str) -> HttpResponse:
    """Who may choose freely gets the questions and the map; everybody else what is published."""
    if not reach(request.hat).free:
        told = {"published": published(request), "own": own_analysis(request.hat, request.lang)}
        return render(request, "insight_desk/published.html", told)
    if not request.network.log or not request.network.snapshot:
        return render(request, "insight_desk/empty.html")
    look = look_for(request.hat, "map", request.GET)
    addresses = Addresses(request.network.slug, look)
    shown = rendered(request.network, look, request.lang)
    context = {"tabs": _tabs(look, addresses, request.lang), "shown": shown, "map_href": addresses.of(look)}
    return render(request, "insight_desk/front.html", context)


@allow("filter_insight")
def screen(request: NetworkRequest, network: str, name: str) -> HttpResponse:
    """One screen of one selection; under the threshold it says why there is nothing, and what to widen."""
    if not may_look(request.hat):
        return _leave(request)
    if not request.network.log or not request.network.snapshot:
        return render(request, "insight_desk/empty.html")
    if "" in (value for values in dict(request.GET.lists()).values() for value in values) and not request.htmx:
        return redirect(f"{request.path}?{_filled(request)}")
    try:
        look = look_for(request.hat, name, request.GET)
        shown = rendered(request.network, look, request.lang)
    except (Refusal, Busy):
        if request.htmx:  # a part of a page cannot say why; the whole page at this address does
            return HttpResponse(status=204, headers={"HX-Redirect": request.get_full_path()})
        raise
    if SCREENS[name].is_detail and not look.options:
        raise Http404
    answer = render(request, "insight_desk/screen.html", _context(request, look) | {"shown": shown})
    answer["HX-Push-Url"] = Addresses(request.network.slug, look).of(look)
    return answer


def _leave(request: NetworkRequest) -> HttpResponse:
    """To the front, which says what is published and how to see more; the whole page, also when a part was asked."""
    front = reverse("insight", args=[request.network.slug])
    return HttpResponse(status=204, headers={"HX-Redirect": front}) if request.htmx else redirect(front)


def _filled(request: NetworkRequest) -> str:
    """The address without the empty answers of a form."""
    return urlencode([(key, value) for key, values in request.GET.lists() for value in values if value])


def _context(request: NetworkRequest, look: Look) -> dict[str, object]:
    network, lang = request.network, request.lang
    known = choices(network, look.snapshot, look.sight)
    addresses = Addresses(network.slug, look)
    is_double = SCREENS[look.screen].is_double
    forms = [form(look, known, addresses, lang)] + (
        [form(look, known, addresses, lang, start=OTHER)] if is_double else []
    )
    latest = look.snapshot == network.snapshot
    bare = addresses.of(look.bare()) if look.sight else f"{addresses.root}{look.screen}"
    size = "fit" if dict(look.options).get("size") == "full" else "full"
    other = look.unsized() if size == "fit" else look.on(look.screen, (*look.options, ("size", "full")))
    return {
        "look": look,
        "title": _title(look, lang),
        "tabs": _tabs(look, addresses, lang),
        "forms": forms,
        "sliders": sliders(look, lang),
        "carried": _carried(look, latest=latest),
        "action": f"{addresses.root}{look.screen}",
        "fixed": addresses.of(look),
        "clear": bare,
        "sight": sight_note(request.hat, look, lang),
        "older": not latest,
        "latest": bare,
        "size": size,
        "sized": addresses.of(other) if "size" in SCREENS[look.screen].options else "",
        "pictures": f"{addresses.root}picture/{look.screen}/",
        "comments": comments_html(network, look, lang),
        "card": _card(network.slug, look),
        "meeting": _address("report_new", network.slug) if may(request.hat, "make_report") and not look.sight else "",
        "publish": _address("sharing_publish", network.slug) if may(request.hat, "publish") and not look.sight else "",
    }


def _title(look: Look, lang: str) -> str:
    if look.screen == "activity":
        return look.option("name")
    if look.screen == "handover":
        source, target = (look.option(one) or look.option(two) for one, two in (("source", "step"), ("target", "next")))
        return say("insight_desk.detail.title", lang, source=source, target=target)
    return say(f"insight_desk.screen.{look.screen}.question", lang)


def _carried(look: Look, *, latest: bool) -> list[tuple[str, str]]:
    """What the form takes along unseen: options without a field, and the snapshot when it is not the one of today."""
    kept = [pair for pair in look.options if pair[0] not in ("activities", "paths") and not pair[0].startswith(OTHER)]
    if look.sight and look.sight.purpose:
        kept.append((PURPOSE, look.sight.purpose))
    return kept if latest else [*kept, ("snapshot", look.snapshot)]


def _tabs(look: Look, addresses: Addresses, lang: str) -> list[Tab]:
    return [
        Tab(
            name,
            say(f"insight_desk.screen.{name}.label", lang),
            say(f"insight_desk.screen.{name}.question", lang),
            addresses.of(look.on(name)),
            name == look.screen,
        )
        for name in MENU
    ]


def _card(network: str, look: Look) -> str:
    """Where the card of this activity or handover is at the desk where agreements are made, if there is such a desk."""
    if not SCREENS[look.screen].is_detail:
        return ""
    address = _address("orchestration_card", network)
    told = {"activity": look.option("name")} if look.screen == "activity" else dict(look.options)
    return f"{address}?{urlencode(told)}" if address else ""


def _address(name: str, network: str) -> str:
    """An address of another desk; "" when there is no such desk here."""
    try:
        return reverse(name, args=[network])
    except NoReverseMatch:
        return ""
