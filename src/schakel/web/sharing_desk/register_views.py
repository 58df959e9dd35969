"""The release register on the desk: what went out, and of one publication what is hidden and why."""

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render

from schakel.web.access.models import Hat
from schakel.web.access.policy import allow, may
from schakel.web.access.reach import reach
from schakel.web.access.request import NetworkRequest
from schakel.web.record.append import note
from schakel.web.sharing_desk.clock import today
from schakel.web.sharing_desk.publication_views import known
from schakel.web.sharing_desk.publishing import known_to
from schakel.web.sharing_desk.release_register import held_by
from schakel.web.sharing_desk.released import Sum, hidden_tables, releases_of, summed
from schakel.web.sharing_desk.visible import State, opens_on, state


@dataclass(frozen=True)
class Line:
    """A publication in the register. early: who may see it before it opens; empty when everybody may."""

    number: int
    title: str
    snapshot: str
    asked_on: date
    state: State
    opens_on: date
    early: tuple[str, ...]
    sum: Sum


@allow("see_released")
def register(request: NetworkRequest, network: str) -> HttpResponse:
    """All publications that this hat may know of, newest first, with how much of them is hidden."""
    held, lang = held_by(request.network), request.lang
    lines = []
    for one in known_to(request.hat):
        terms = one.terms
        what = state(terms, today())
        early = tuple(sorted({terms.publisher, *terms.partners})) if what == "proposed" else ()
        told = summed(releases_of(held, one))
        lines.append(Line(one.pk, one.title(lang), one.snapshot, terms.asked_on, what, opens_on(terms), early, told))
    return render(request, "sharing_desk/register.html", {"lines": lines})


@allow("see_released")
def hidden(request: NetworkRequest, network: str, number: int) -> HttpResponse:
    """What one publication hides and by which rule, without any number of it."""
    return _hidden(request, number, bounds=False)


@allow("see_bounds", "POST")
def bounds(request: NetworkRequest, network: str, number: int) -> HttpResponse:
    """The same with what a reader can work out of each hidden cell; each look is a line in the record."""
    if not _may_see_bounds(request.hat):
        raise PermissionDenied
    answer = _hidden(request, number, bounds=True)
    note(request, "bounds_seen", f"publication:{number}")
    return answer


def _hidden(request: NetworkRequest, number: int, *, bounds: bool) -> HttpResponse:
    publication = known(request.hat, number)
    held = held_by(request.network)
    context = {
        "publication": publication,
        "title": publication.title(request.lang),
        "sum": summed(releases_of(held, publication)),
        "tables": hidden_tables(held, publication, request.lang, bounds=bounds),
        "named": request.hat.organisation.analyses,
        "bounds": bounds,
        "may_see_bounds": _may_see_bounds(request.hat),
        "threshold": publication.threshold,
    }
    return render(request, "sharing_desk/hidden.html", context)


def _may_see_bounds(hat: Hat) -> bool:
    """The disclosure officer: the privacy officer of the organisation that analyses, who sees all sources."""
    return may(hat, "see_bounds") and reach(hat).at_home
