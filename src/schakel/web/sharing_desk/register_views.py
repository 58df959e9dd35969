"""The release register on the desk: what went out, and of one publication what is hidden and why."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from schakel.sharing.register import Register
from schakel.texts import say
from schakel.web.access.models import Hat
from schakel.web.access.policy import allow, may
from schakel.web.access.reach import reach
from schakel.web.access.request import NetworkRequest
from schakel.web.record.append import note
from schakel.web.sharing_desk.clock import today
from schakel.web.sharing_desk.publication_views import known
from schakel.web.sharing_desk.publishing import known_to
from schakel.web.sharing_desk.release_register import REPORT, held_by, name_of, name_of_made
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


@dataclass(frozen=True)
class Taken:
    """A report or council sheet in the register."""

    number: int
    title: str
    kind: str
    snapshot: str
    made_on: date
    sum: Sum


@allow("see_released")
def register(request: NetworkRequest, network: str) -> HttpResponse:
    """All publications that this hat may know of, newest first, with how much of them is hidden; for who analyses
    also what was taken along."""
    held, lang = held_by(request.network), request.lang
    lines = []
    for one in known_to(request.hat):
        terms = one.terms
        what = state(terms, today())
        early = tuple(sorted({terms.publisher, *terms.partners})) if what == "proposed" else ()
        told = summed(releases_of(held, name_of(one)))
        lines.append(Line(one.pk, one.title(lang), one.snapshot, terms.asked_on, what, opens_on(terms), early, told))
    taken = [_taken(held, one, lang) for one in _reports(request)] if request.hat.organisation.analyses else []
    return render(request, "sharing_desk/register.html", {"lines": lines, "taken": taken})


@allow("see_released")
def hidden(request: NetworkRequest, network: str, number: int) -> HttpResponse:
    """What one publication hides and by which rule, without any number of it."""
    return _hidden(request, number, bounds=False)


@allow("see_released")
def report_hidden(request: NetworkRequest, network: str, number: int) -> HttpResponse:
    """The same of what was taken along; for who analyses."""
    if not request.hat.organisation.analyses:
        raise PermissionDenied
    report = get_object_or_404(_reports(request), pk=number)
    taken = _taken(held_by(request.network), report, request.lang)
    context = {"number": f"{REPORT}{number}", "title": taken.title, "threshold": report.threshold, "named": True}
    return _page(request, context, name_of_made(report), bounds=False)


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
    context = {
        "number": publication.pk,
        "publication": publication,
        "title": publication.title(request.lang),
        "named": request.hat.organisation.analyses,
        "may_see_bounds": _may_see_bounds(request.hat),
        "threshold": publication.threshold,
    }
    return _page(request, context, name_of(publication), bounds=bounds)


def _page(request: NetworkRequest, context: dict[str, Any], name: str, *, bounds: bool) -> HttpResponse:
    held = held_by(request.network)
    tables = hidden_tables(held, name, request.lang, bounds=bounds)
    context |= {"bounds": bounds, "sum": summed(releases_of(held, name)), "tables": tables}
    return render(request, "sharing_desk/hidden.html", context)


def _reports(request: NetworkRequest) -> Any:
    return request.network.reports.select_related("network")


def _taken(held: Register, report: Any, lang: str) -> Taken:
    kind = say(f"report_desk.name.{report.kind}", lang)
    title = report.title or ", ".join((kind, *report.cases.get(lang, [])))
    told = summed(releases_of(held, name_of_made(report)))
    return Taken(report.pk, title, kind, report.snapshot, report.made_on, told)


def _may_see_bounds(hat: Hat) -> bool:
    """The disclosure officer: the privacy officer of the organisation that analyses, who sees all sources."""
    return may(hat, "see_bounds") and reach(hat).at_home
