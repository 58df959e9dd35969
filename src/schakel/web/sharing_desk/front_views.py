"""The desk's front: what waits for me, what went out to whom, what came in; and the list of publications."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse
from django.shortcuts import redirect, render

from schakel.web.access.models import Hat
from schakel.web.access.policy import allow, may
from schakel.web.access.request import NetworkRequest
from schakel.web.privacy_desk.news import news as privacy_news
from schakel.web.record.notices import seen
from schakel.web.sharing_desk.clock import today
from schakel.web.sharing_desk.comments import disputed_by, of_publication
from schakel.web.sharing_desk.delivering import manifest_of
from schakel.web.sharing_desk.models import Publication
from schakel.web.sharing_desk.news import new_for
from schakel.web.sharing_desk.publication_views import by_day
from schakel.web.sharing_desk.publishing import known_to, open_publications
from schakel.web.sharing_desk.sources import came_in, may_withdraw
from schakel.web.sharing_desk.visible import State, opens_on, state
from schakel.web.sharing_desk.waiting import Waiting, waiting


@dataclass(frozen=True)
class Out:
    """A publication as a line of a list. first: (until when, whose turn it still is)."""

    number: int
    title: str
    state: State
    asked_on: date
    opens_on: date
    first: tuple[tuple[date, list[str]], ...]
    disputed: tuple[str, ...]
    snapshot: str


@allow("enter_sharing")
def front(request: NetworkRequest, network: str) -> HttpResponse:
    """What waits, what went out, what came in."""
    hat, lang = request.hat, request.lang
    manifest, privacy = manifest_of(request.network), privacy_news(hat, lang)
    context = {
        "waiting": [*waiting(hat, lang), *(Waiting("assess", one.sentence, one.href) for one in privacy if one.act)],
        "news": [*(one for one in privacy if not one.act), *new_for(hat, lang)],
        "out": lines(known_to(hat), lang),
        "sources": came_in(request.network, manifest),
        "no_data": manifest is None,
        "may_withdraw": may_withdraw(hat),
        "own_page": may(hat, "own_page") and not hat.organisation.analyses,
        "may_retain": may(hat, "retain"),
        "grants": may(hat, "read_grants"),
        "record": may(hat, "read_record"),
        "assesses": may(hat, "assess_privacy"),
        "reads": may(hat, "enter_insight"),
        "released": may(hat, "see_released"),
    }
    return render(request, "sharing_desk/front.html", context)


@allow("enter_sharing", "POST")
def seen_news(request: NetworkRequest, network: str) -> HttpResponse:
    """This hat has read its news."""
    seen(request.hat)
    return redirect("sharing", request.network.slug)


@allow("enter_insight")
def publications(request: NetworkRequest, network: str) -> HttpResponse:
    """Everything that everybody in the network may read: the newest first."""
    return render(request, "sharing_desk/publications.html", {"out": open_lines(request.hat, request.lang)})


def open_lines(hat: Hat, lang: str) -> list[Out]:
    """The open publications of a network as lines, for any desk that lists them."""
    return lines(open_publications(hat.network), lang)


def lines(publications: list[Publication], lang: str) -> list[Out]:
    """Publications as lines of a list."""
    return [_line(one, lang) for one in publications]


def _line(publication: Publication, lang: str) -> Out:
    terms, on = publication.terms, today()
    first = tuple(by_day(terms))
    return Out(
        number=publication.pk,
        title=publication.title(lang),
        state=state(terms, on),
        asked_on=terms.asked_on,
        opens_on=opens_on(terms),
        first=first,
        disputed=tuple(disputed_by(of_publication(publication))),
        snapshot=publication.snapshot,
    )
