"""Saying how long a source is kept: the form, what would go now, and then the act."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from schakel.chain.problem import Problem, Refusal
from schakel.data.deliveries.keep_months import months_of, set_keep_months, set_keep_processing
from schakel.data.deliveries.sources import SourceEntry
from schakel.data.deliveries.sources_file import LONGEST, read_sources
from schakel.data.removal.effect import effect
from schakel.data.removal.first_day import first_day
from schakel.insight.opened import open_log
from schakel.report.tell import amount
from schakel.sharing.gate import Gate
from schakel.web.access.models import Hat, Network
from schakel.web.access.policy import allow, may
from schakel.web.access.reach import reach
from schakel.web.access.request import NetworkRequest
from schakel.web.engine import engine
from schakel.web.insight_desk.choices import log_folder, snapshot_of
from schakel.web.record.append import note
from schakel.web.record.reading import read
from schakel.web.sharing_desk.clock import today


def terms_of(hat: Hat) -> list[SourceEntry]:
    """The sources of which this hat says how long they are kept: the privacy officer of who analyses of any, one of
    another organisation of those that it delivers."""
    if not may(hat, "retain") or not hat.network.log:
        return []
    own = reach(hat).own
    return [one for one in read_sources(log_folder(hat.network)).sources if own in ("", one.delivered_by)]


@allow("retain", "GET", "POST")
def term(request: NetworkRequest, network: str) -> HttpResponse:
    """GET ?source=&months=: what would go now; POST: it is kept so long from now on. No row goes by it."""
    sources = terms_of(request.hat)
    given = request.POST if request.method == "POST" else request.GET
    wanted = given.get("source")
    source = next((one for one in sources if one.name == wanted), None)
    if wanted is not None and source is None:
        raise Http404
    context: dict[str, Any] = {"sources": sources, "source": source, "longest": LONGEST}
    context |= _of_processing(request.hat)
    if source is None or "months" not in given:
        return render(request, "sharing_desk/term.html", context)
    months = months_of(given["months"])
    if request.method == "POST":
        set_keep_months(log_folder(request.network), source.name, months)
        note(request, "term_set", f"source:{source.name}", months=months, before=source.keep_months)
        return redirect("sharing_retention", request.network.slug)
    context |= {"months": months, "looked": True}
    if months:
        context |= {"first": first_day(today(), months)} | _told(request.network, source.name, months, request.lang)
    return render(request, "sharing_desk/term.html", context)


@allow("retain", "POST")
def processing_term(request: NetworkRequest, network: str) -> HttpResponse:
    """The processing log is kept so long from now on; for the privacy officer of who analyses."""
    if not _of_processing(request.hat):
        raise Http404
    months = months_of(request.POST.get("months", ""))
    if months is None:
        raise Refusal((Problem("keep_months", value="", allowed=f"1, 2, ... {LONGEST}"),))
    log = log_folder(request.network)
    before = read_sources(log).keep_processing_months
    set_keep_processing(log, months)
    note(request, "term_set_processing", months=months, before=before)
    return redirect("sharing_retention", request.network.slug)


def _of_processing(hat: Hat) -> dict[str, int]:
    """How long the processing log is kept now, for who says so."""
    if not hat.network.log or reach(hat).own:
        return {}
    return {"of_processing": read_sources(log_folder(hat.network)).keep_processing_months}


def _told(network: Network, source: str, months: int, lang: str) -> dict[str, str]:
    """How many cases would lose steps now, and how many would go altogether, through the gate."""
    snapshot = snapshot_of(network, network.snapshot)
    with engine().turn() as connection, open_log(snapshot, connection=connection) as view:
        found = effect(view.connection, snapshot.manifest, source, first_day(today(), months))
    read(log_folder(network), snapshot.manifest, "due", cases=found.cases)
    gate = Gate(network.threshold)
    return {
        "cases": amount(gate.count(found.cases, found.residents), lang),
        "whole": amount(gate.count(found.whole, found.whole_residents), lang),
    }
