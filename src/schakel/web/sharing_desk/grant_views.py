"""Agreements to share: the list, one of them with its versions, proposing, signing, ending."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render

from schakel.chain.problem import Problem, Refusal
from schakel.report.terminal import problem_sentence
from schakel.texts import say
from schakel.web.access.models import Organisation
from schakel.web.access.policy import allow, may
from schakel.web.access.request import NetworkRequest
from schakel.web.sharing_desk.clock import today
from schakel.web.sharing_desk.grant_models import GrantVersion
from schakel.web.sharing_desk.grant_words import TEXTS, field_word, listed, told
from schakel.web.sharing_desk.granting import (
    Standing,
    Terms,
    end,
    fields_of,
    joins_cases,
    latest,
    propose,
    purposes,
    sign,
    sources_for,
    standings,
)
from schakel.web.version import keep_version, locked, version_of


@allow("read_grants")
def grants(request: NetworkRequest, network: str) -> HttpResponse:
    """Those of the own organisation: waiting, given, received, past."""
    rows = standings(request.hat)
    context = {
        "parts": listed(rows, request.hat, request.lang),
        "may_propose": may(request.hat, "propose_grant"),
        "has_sources": bool(sources_for(request.hat)),
    }
    return render(request, "sharing_desk/grants.html", context)


@allow("read_grants")
def grant(request: NetworkRequest, network: str, number: int) -> HttpResponse:
    """One version: what it says, what it means, who signed; and the other versions of the same agreement."""
    rows = standings(request.hat)
    one = _known(rows, number)
    same = [told(other, request.hat, request.lang) for other in rows if other.row.subject == one.row.subject]
    shown = next(other for other in same if other.row.pk == number)
    source = sources_for(request.hat).get(one.row.source)
    context = {
        "one": shown,
        "versions": same,
        "version": version_of(_stand(one)),
        "asleep": source is None or source.pk != one.row.giver_id,
        "joins": joins_cases(request.network),
        "may_next": shown.is_mine and may(request.hat, "propose_grant"),
    }
    return render(request, "sharing_desk/grant.html", context)


@allow("propose_grant", "GET", "POST")
def new_grant(request: NetworkRequest, network: str) -> HttpResponse:
    """Propose to share a source, or to have it shared."""
    if request.method == "POST":
        try:
            receiver = _receiver(request, request.POST.get("receiver", ""))
            purpose = " ".join(request.POST.get("purpose", "").split())
            made = propose(request.hat, _terms(request.POST, request.POST.get("source", ""), receiver, purpose))
        except Refusal as refusal:
            return _form(request, None, request.POST, refusal)
        return redirect("sharing_grant", request.network.slug, made.pk)
    return _form(request, None, request.GET, None)


@allow("propose_grant", "GET", "POST")
def next_version(request: NetworkRequest, network: str, number: int) -> HttpResponse:
    """Propose other terms for the same agreement; what was agreed stays until both signed the new version."""
    one = _known(standings(request.hat), number)
    row = one.row
    if request.hat.organisation_id not in (row.giver_id, row.receiver_id):
        raise Http404
    if request.method == "POST":
        keep_version(request, _newest(row), label=lambda field: say(f"{TEXTS}.conflict.{field}", request.lang))
        try:
            made = propose(request.hat, _terms(request.POST, row.source, row.receiver, row.purpose))
        except Refusal as refusal:
            return _form(request, row, request.POST, refusal)
        return redirect("sharing_grant", request.network.slug, made.pk)
    return _form(request, row, None, None)


@allow("sign_grant", "POST")
def sign_grant(request: NetworkRequest, network: str, number: int) -> HttpResponse:
    """The own side signs this version. 409 if it is no longer what the page showed."""
    one = _held(request, number)
    sign(request.hat, one.row)
    return redirect("sharing_grant", request.network.slug, number)


@allow("sign_grant", "POST")
def end_grant(request: NetworkRequest, network: str, number: int) -> HttpResponse:
    """Turn down or end, with a reason. 409 if it is no longer what the page showed."""
    one = _held(request, number)
    why = " ".join(request.POST.get("why", "").split())
    if not why:
        raise Refusal((Problem("workbench_grant_why"),))
    end(request.hat, one.row, why[:1000])
    return redirect("sharing_grant", request.network.slug, number)


def _known(rows: list[Standing], number: int) -> Standing:
    """404 for one that is not there and for one that is not this hat's to know."""
    found = next((one for one in rows if one.row.pk == number), None)
    if found is None:
        raise Http404
    return found


def _held(request: NetworkRequest, number: int) -> Standing:
    """The version as the page showed it, its row held until the act is done."""
    _known(standings(request.hat), number)
    locked(GrantVersion.objects.filter(network=request.network), pk=number)
    one = _known(standings(request.hat), number)
    keep_version(request, _stand(one), label=lambda field: say(f"{TEXTS}.conflict.{field}", request.lang))
    return one


def _stand(one: Standing) -> Mapping[str, object]:
    """What somebody who signs or ends must have seen: whether there is a newer version, and whether it was ended."""
    return {**_newest(one.row), "ended": one.row.ended_at is not None}


def _newest(row: GrantVersion) -> Mapping[str, object]:
    return {"newest": latest(row.network, row)}


def _receiver(request: NetworkRequest, key: str) -> Organisation:
    found = request.network.organisations.filter(pk=key).first() if key.isdecimal() and len(key) < 10 else None
    if found is None:
        raise Refusal((Problem("workbench_grant_receiver", value=key[:20] or "–"),))
    return found


def _terms(form: QueryDict, source: str, receiver: Organisation, purpose: str) -> Terms:
    days = [_day(form.get(name, "")) for name in ("since", "until")]
    return Terms(source, receiver, purpose, frozenset(form.getlist("field")), *days)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise Refusal((Problem("workbench_grant_day", value=text[:20] or "–"),)) from None


def _form(
    request: NetworkRequest, row: GrantVersion | None, given: QueryDict | None, refusal: Refusal | None
) -> HttpResponse:
    """The form as it was sent, or as the version before says; with what is wrong with it."""
    hat = request.hat
    sent: Mapping[str, Any] = given if given is not None else {}
    chosen = set(given.getlist("field")) if given is not None else set()
    if row is not None and given is None:
        sent, chosen = {"since": today().isoformat(), "until": row.until.isoformat()}, set(row.fields)
    sources = sources_for(hat)
    context = {
        "row": row,
        "sources": [(name, by.name) for name, by in sources.items()],
        "receivers": hat.network.organisations.order_by("name"),
        "purposes": purposes(hat),
        "joins": joins_cases(hat.network),
        "fields": [
            (name, field_word(name, hat.network, request.lang), name in chosen) for name in fields_of(hat.network)
        ],
        "sent": {name: sent.get(name, "") for name in ("source", "receiver", "purpose", "since", "until")},
        "own": hat.organisation,
        "version": version_of(_newest(row)) if row else "",
        "problems": [problem_sentence(one, request.lang) for one in refusal.problems] if refusal else [],
    }
    return render(request, "sharing_desk/new_grant.html", context, status=422 if refusal else 200)
