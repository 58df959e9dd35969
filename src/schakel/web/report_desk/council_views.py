"""The council's page: the sheet that was released last, and every earlier one at an address that keeps its figures."""

import json
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from schakel.texts import LANGUAGES
from schakel.web.access.policy import allow, may
from schakel.web.access.reach import require_free
from schakel.web.access.request import NetworkRequest
from schakel.web.record.append import note
from schakel.web.report_desk.keeping import content
from schakel.web.report_desk.models import Release, Report
from schakel.web.report_desk.views import sent
from schakel.web.sharing_desk.clock import now
from schakel.web.sharing_desk.passports import facts_of


@allow("make_report", "POST")
def release(request: NetworkRequest, network: str, number: int) -> HttpResponse:
    """Release a council sheet to alderman, council and clerk; once."""
    require_free(request.hat)
    found = get_object_or_404(Report, network=request.network, pk=number, kind="council")
    made, is_new = Release.objects.get_or_create(
        report=found,
        defaults={"network": request.network, "released_by": request.hat, "released_at": now()},
    )
    if is_new:
        sums = {name: one["sha256"] for name, one in found.facts()}
        note(request, "council_released", f"release:{made.pk}", report=found.pk, files=sums)
    return redirect("council_release", request.network.slug, made.pk)


@allow("council_page")
def latest(request: NetworkRequest, network: str) -> HttpResponse:
    """The sheet that was released last, or that there is none yet."""
    found = _releases(request).first()
    return _page(request, found) if found else render(request, "report_desk/council_none.html")


@allow("council_page")
def one(request: NetworkRequest, network: str, number: int) -> HttpResponse:
    """A sheet at its fixed address."""
    return _page(request, get_object_or_404(_releases(request), pk=number))


@allow("council_page")
def paper(request: NetworkRequest, network: str, number: int, lang: str) -> HttpResponse:
    """A sheet on paper, as it was made."""
    found = get_object_or_404(_releases(request), pk=number)
    if lang not in LANGUAGES:
        raise Http404
    name = f"schakel-{request.network.slug}-council-{lang}.pdf"
    return sent(content(found.report, name), name)


def _releases(request: NetworkRequest) -> Any:
    return Release.objects.filter(network=request.network).select_related(
        "report__network", "released_by__organisation"
    )


def _page(request: NetworkRequest, found: Release) -> HttpResponse:
    report, lang = found.report, request.lang
    others = [other for other in _releases(request) if other.pk != found.pk]
    context = {
        "release": found,
        "told": json.loads(content(report, f"{lang}.json")),
        "top": content(report, f"{lang}.top.html").decode(),
        "html": content(report, f"{lang}.html").decode(),
        "others": others,
        "passports": facts_of(report.passports, lang),
        "makes": may(request.hat, "make_report"),
    }
    return render(request, "report_desk/council.html", context)
