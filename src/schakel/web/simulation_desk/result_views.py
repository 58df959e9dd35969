"""A result: the page, the report as one file, its numbers; and sharing it."""

from datetime import date
from pathlib import Path

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe

from schakel.web.access.policy import allow
from schakel.web.access.reach import reach
from schakel.web.access.request import NetworkRequest
from schakel.web.record.append import note
from schakel.web.sharing_desk.clock import now, today
from schakel.web.sharing_desk.visible import opens_on, waits
from schakel.web.simulation_desk.models import Result, Shared
from schakel.web.simulation_desk.results import MADE, NUMBERS, report_name, result_folder, sections_of
from schakel.web.simulation_desk.seen_by import runs, sections_for, sees_result, shares, standing
from schakel.web.workspace import current_workspace


@allow("enter_simulation")
def result(request: NetworkRequest, network: str, number: int) -> HttpResponse:
    """Rights first, then the rest, with the card of the model; at chain level for who governs."""
    found = _found(request, number)
    told = sections_of(folder_of_result(request, found), request.lang)
    sections = sections_for(request.hat.role, told["sections"])
    html = "\n".join(one["html"] for one in sections)
    share = standing(found)
    context = {
        "result": found,
        "html": mark_safe(html),  # noqa: S308 -- escaped by the renderer of reports
        "passport": told["passport"],
        "passport_id": told["passport_id"],
        "chain_level": reach(request.hat).governing,
        "share": share,
        "opens_on": opens_on(share.terms) if share else None,
        "waits": _waiting(share) if share else None,
        "partners": ", ".join(map(str, found.partners)),
        "may_share": shares(request.hat),
        "reply_days": request.network.reply_days,
        "runs": runs(request.hat),
    }
    return render(request, "simulation_desk/result.html", context)


@allow("enter_simulation")
def report(request: NetworkRequest, network: str, number: int) -> HttpResponse:
    """The whole report as one file, with the moving replay; not for who reads at chain level."""
    found = whole_result(request, number)
    content = (folder_of_result(request, found) / MADE / report_name(request.lang)).read_bytes()
    # As a file to keep and not as a page of ours: its stylesheet is inside it.
    return as_file(content, "application/octet-stream", f"schakel-{found.what}-{found.pk}.html")


@allow("enter_simulation")
def numbers(request: NetworkRequest, network: str, number: int) -> HttpResponse:
    """The numbers as JSON, as the command line gives them."""
    found = whole_result(request, number)
    content = (folder_of_result(request, found) / MADE / NUMBERS).read_bytes()
    return as_file(content, "application/json", f"schakel-{found.what}-{found.pk}.json")


@allow("publish", "POST")
def share(request: NetworkRequest, network: str, number: int) -> HttpResponse:
    """Share it with the network: named partners from now on, others when the days to reply are over."""
    found = _found(request, number)
    if not shares(request.hat):
        raise Http404
    if standing(found) is None:
        Shared.objects.create(result=found, by=request.hat, at=now(), reply_days=request.network.reply_days)
        note(request, "simulation_shared", f"simulation:{found.pk}", key=found.key)
    return redirect("simulation_result", request.network.slug, found.pk)


@allow("publish", "POST")
def withdraw(request: NetworkRequest, network: str, number: int) -> HttpResponse:
    """Nobody outside sees it any more."""
    found = _found(request, number)
    if not shares(request.hat):
        raise Http404
    held = standing(found)
    if held is not None:
        held.withdrawn_at, held.withdrawn_by = now(), request.hat
        held.save(update_fields=["withdrawn_at", "withdrawn_by"])
        note(request, "simulation_withdrawn", f"simulation:{found.pk}", key=found.key)
    return redirect("simulation_result", request.network.slug, found.pk)


def _found(request: NetworkRequest, number: int) -> Result:
    rows = Result.objects.prefetch_related("shares__by__organisation")
    found = rows.filter(network=request.network, pk=number).first()
    if found is None or not sees_result(request.hat, found):
        raise Http404
    return found


def whole_result(request: NetworkRequest, number: int) -> Result:
    """A result of which this hat may take the whole along, not only the chain level. Http404 if not."""
    found = _found(request, number)
    if reach(request.hat).governing:
        raise Http404
    return found


def folder_of_result(request: NetworkRequest, found: Result) -> Path:
    """Where its files lie."""
    return result_folder(current_workspace().network(request.network.slug), found.key)


def _waiting(share: Shared) -> date | None:
    """The last day on which a named partner may still say something first; None when that is over."""
    last = max(waits(share.terms).values(), default=None)
    return last if last and last > today() else None


def as_file(content: bytes, kind: str, name: str) -> HttpResponse:
    """Something to keep under a name."""
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
