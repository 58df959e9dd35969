"""A partner's own page: its own part against the region's band, with a place to say something at each figure."""

from functools import lru_cache

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from schakel.data.snapshot import open_snapshot
from schakel.insight.compared import Compared, compared
from schakel.insight.definitions import Definition
from schakel.insight.opened import open_log
from schakel.report.document import Section
from schakel.report.html import fragment
from schakel.report.origin_section import origins
from schakel.report.partner_page.page import OwnFigure, OwnPage, own_page
from schakel.sharing.gate import Gate
from schakel.web.access.models import Network
from schakel.web.access.policy import allow, may
from schakel.web.access.request import NetworkRequest
from schakel.web.record.append import note
from schakel.web.record.reading import read
from schakel.web.sharing_desk.agreed import definitions_of
from schakel.web.sharing_desk.comments import blocks
from schakel.web.sharing_desk.delivering import is_person, manifest_of
from schakel.web.sharing_desk.models import Comment
from schakel.web.sharing_desk.reply_views import own_comments, said
from schakel.web.workspace import current_workspace

KEPT = 4  # snapshots of which all partners' values are remembered; they never change


@allow("own_page")
def own(request: NetworkRequest, network: str) -> HttpResponse:
    """The page of the organisation of the hat that is on, and of no other."""
    partner = request.hat.organisation.name
    if manifest_of(request.network) is None:
        return render(request, "sharing_desk/own.html", {"no_data": True, "partner": partner})
    page = page_of(request.network, partner, request.lang)
    comments = own_comments(request)
    figures = [(one.key, _html(one, page, comments.get(one.key, []), request.lang)) for one in page.figures]
    context = {
        "partner": partner,
        "page": page,
        "figures": figures,
        "passports": origins((page.passport,), request.lang),
        "may_reply": may(request.hat, "reply"),
        "threshold": request.network.threshold,
    }
    return render(request, "sharing_desk/own.html", context)


@allow("reply", "POST")
def comment_own(request: NetworkRequest, network: str) -> HttpResponse:
    """Something about a figure of the own page; the analyst must answer what is disputed."""
    if manifest_of(request.network) is None:
        raise Http404
    page = page_of(request.network, request.hat.organisation.name, request.lang)
    figure = request.POST.get("figure", "")
    if figure not in {one.key for one in page.figures}:
        raise Http404
    made = said(request, figure=figure, snapshot=request.network.snapshot)
    analysing = request.network.organisations.filter(analyses=True).values_list("name", flat=True)
    note(request, "own_comment", f"own:{figure}", comment=made.pk, **{"for": sorted(analysing)})
    return redirect(f"{reverse('sharing_own', args=[request.network.slug])}#own-{figure}")


def page_of(network: Network, partner: str, lang: str) -> OwnPage:
    """The page of a partner from the snapshot that the network sees, at its threshold."""
    log = current_workspace().network(network.slug) / "logs" / network.log
    seen = _compared(str(log), network.snapshot, definitions_of(network))
    read(log, open_snapshot(log, network.snapshot).manifest, "own_page")
    nobody = [name for name in seen.parts if is_person(name)]
    return own_page(seen, partner, Gate(network.threshold), lang, not_partners=nobody)


@lru_cache(maxsize=KEPT)
def _compared(log: str, snapshot: str, chosen: tuple[Definition, ...]) -> Compared:
    with open_log(open_snapshot(log, snapshot), chosen=chosen) as view:
        return compared(view)


def _html(figure: OwnFigure, page: OwnPage, comments: list[Comment], lang: str) -> str:
    """A figure with what the partner said of it directly under it."""
    section = figure.section
    told = Section(section.id, section.title, (*section.blocks, *blocks(comments, lang)))
    known = origins((page.passport,), lang)
    return fragment((told,), lang, lambda origin: f"#passport-{origin}", origins=known)
