"""The page of a publication: the same address gives the same figures, with what partners say beside them."""

import csv
import io
import re
from datetime import date

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from schakel.report.document import Section
from schakel.report.html import fragment
from schakel.texts import say
from schakel.web.access.models import Hat
from schakel.web.access.policy import allow, may
from schakel.web.access.request import NetworkRequest
from schakel.web.sharing_desk.clock import today
from schakel.web.sharing_desk.comments import blocks, of_publication
from schakel.web.sharing_desk.frozen import folder_of, thaw
from schakel.web.sharing_desk.models import Publication
from schakel.web.sharing_desk.passports import facts_of
from schakel.web.sharing_desk.publishing import reader_of, withdraw
from schakel.web.sharing_desk.visible import Terms, knows_of, opens_on, sees, state, waits

GONE = 410
FORMULA = ("=", "+", "-", "@", "\t", "\r")
NUMBER = re.compile(r"[+-]\d[\d.,]*(?: ?%)?")


@allow("enter_insight")
def publication(request: NetworkRequest, network: str, number: int) -> HttpResponse:
    """Its figures as they were published; 410 and why once it was withdrawn; 404 for who may not know of it."""
    found = known(request.hat, number)
    if not sees(found.terms, reader_of(request.hat), today()):
        return render(request, "sharing_desk/withdrawn.html", _head(found, request.lang), status=GONE)
    shown = thaw(folder_of(request.network, found.pk), found.seal, request.lang)
    comments, own = of_publication(found), found.terms.partners
    said = Section("said", say("sharing_desk.publication.said", request.lang), blocks(comments, request.lang))
    earlier = [one for one in found.comments.select_related("organisation") if one not in comments]
    mine = waits(found.terms).get(request.hat.organisation.name)
    context = {
        **_head(found, request.lang),
        "html": shown.html,
        "tables": list(enumerate(twin.caption for twin in shown.tables)),
        "said": fragment((said,), request.lang, lambda origin: f"#passport-{origin}") if comments else "",
        "earlier": earlier,
        "passports": facts_of(found.passports, request.lang),
        "may_reply": may(request.hat, "reply") and request.hat.organisation.name in own,
        "my_wait": mine if mine and mine > today() else None,
        "released": may(request.hat, "see_released"),
        "may_withdraw": may(request.hat, "publish") and request.hat.organisation.analyses,
    }
    return render(request, "sharing_desk/publication.html", context)


@allow("enter_insight")
def table(request: NetworkRequest, network: str, number: int, place: int) -> HttpResponse:
    """One of its tables as CSV in the reader's language, with the comments and its passports under it."""
    found = known(request.hat, number)
    if not sees(found.terms, reader_of(request.hat), today()):
        raise Http404
    tables = thaw(folder_of(request.network, found.pk), found.seal, request.lang).tables
    if place >= len(tables):
        raise Http404
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(map(cell, tables[place].columns))
    writer.writerows([cell(value) for value in row] for row in tables[place].rows)
    writer.writerow([])
    for key, line in _below(found, request.lang):
        writer.writerow([cell(key), cell(line)])
    name = f"schakel-{request.network.slug}-{found.pk}-{place + 1}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8", headers=headers)


@allow("publish", "GET", "POST")
def withdraw_publication(request: NetworkRequest, network: str, number: int) -> HttpResponse:
    """Nobody sees it any more; why is asked and stays."""
    found = known(request.hat, number)
    if not request.hat.organisation.analyses or found.withdrawn_at:
        raise Http404
    why = request.POST.get("why", "").strip()
    if request.method == "POST" and why:
        withdraw(found, request.hat, why)
        return redirect("sharing_publication", request.network.slug, found.pk)
    context = {**_head(found, request.lang), "missing": request.method == "POST"}
    return render(request, "sharing_desk/withdraw.html", context, status=422 if context["missing"] else 200)


def known(hat: Hat, number: int) -> Publication:
    """The publication of the hat's network with this number, if this hat may know of it; else 404."""
    rows = Publication.objects.select_related("asked_by__organisation", "network").prefetch_related(
        "consents__organisation"
    )
    found = get_object_or_404(rows, network=hat.network, pk=number)
    if not knows_of(found.terms, reader_of(hat), today()):
        raise Http404
    return found


def by_day(terms: Terms) -> list[tuple[date, list[str]]]:
    """Partners who may still reply before it opens, together per day: (until when, names)."""
    found: dict[date, list[str]] = {}
    for partner, day in sorted(waits(terms).items()):
        if day > today():
            found.setdefault(day, []).append(partner)
    return sorted(found.items())


def _head(found: Publication, lang: str) -> dict[str, object]:
    terms = found.terms
    return {
        "publication": found,
        "title": found.title(lang),
        "state": state(terms, today()),
        "asked_on": terms.asked_on,
        "opens_on": opens_on(terms),
        "waits": by_day(terms),
        "withdrawn_on": terms.withdrawn_on,
    }


def _below(found: Publication, lang: str) -> list[tuple[str, str]]:
    said = [("", block.text) for block in blocks(of_publication(found), lang) if hasattr(block, "text")]
    head = [
        (say("sharing_desk.publication.title", lang), found.title(lang)),
        (say("sharing_desk.publication.number", lang), str(found.pk)),
        (say("sharing_desk.publication.snapshot", lang), found.snapshot),
    ]
    passports = [(say("sharing_desk.publication.passport", lang), str(one["id"])) for one in found.passports]
    label = say("sharing_desk.publication.said", lang)
    return [*head, *((label, text) for _, text in said), *passports]


def cell(value: str) -> str:
    """A cell that no spreadsheet takes for a formula; a number stays one."""
    return f"'{value}" if value.startswith(FORMULA) and not NUMBER.fullmatch(value) else value
