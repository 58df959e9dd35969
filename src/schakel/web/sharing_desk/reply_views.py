"""The right of reply: no objection, a comment, a dispute with a correction; and the analyst's answer."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from schakel.chain.problem import Problem, Refusal
from schakel.web.access.policy import allow
from schakel.web.access.request import NetworkRequest
from schakel.web.record.append import note
from schakel.web.sharing_desk.clock import now, today
from schakel.web.sharing_desk.comments import latest
from schakel.web.sharing_desk.models import Comment, Consent, Publication
from schakel.web.sharing_desk.publication_views import known
from schakel.web.sharing_desk.publishing import reader_of, record
from schakel.web.sharing_desk.visible import sees
from schakel.web.sharing_desk.waiting import to_answer

LONGEST = 4000


@allow("reply", "POST")
def agree(request: NetworkRequest, network: str, number: int) -> HttpResponse:
    """A named partner has no objection: its own wait is over."""
    found = _replied_to(request, number)
    made = Consent.objects.get_or_create(
        publication=found, organisation=request.hat.organisation, defaults={"hat": request.hat, "at": now()}
    )
    if made[1]:
        record("publication_agreed", Publication.objects.get(pk=found.pk), request.hat)
    return redirect("sharing_publication", request.network.slug, found.pk)


@allow("reply", "POST")
def comment(request: NetworkRequest, network: str, number: int) -> HttpResponse:
    """A named partner says something beside the number."""
    found = _replied_to(request, number)
    made = said(request, publication=found, snapshot=found.snapshot)
    kind = "figure_disputed" if made.disputed else "comment_made"
    record(kind, found, request.hat, comment=made.pk)
    return redirect("sharing_publication", request.network.slug, found.pk)


def said(request: NetworkRequest, **about: object) -> Comment:
    """The comment in a form. Refusal for one without words, or for a dispute that asks for nothing."""
    text = request.POST.get("text", "").strip()[:LONGEST]
    correction = request.POST.get("correction", "").strip()[:LONGEST]
    disputed = bool(request.POST.get("disputed"))
    if not text:
        raise Refusal((Problem("workbench_no_comment"),))
    if disputed and not correction:
        raise Refusal((Problem("workbench_no_correction"),))
    return Comment.objects.create(
        network=request.network,
        organisation=request.hat.organisation,
        hat=request.hat,
        at=now(),
        text=text,
        disputed=disputed,
        correction=correction,
        **about,
    )


@allow("publish")
def answers(request: NetworkRequest, network: str) -> HttpResponse:
    """What partners dispute or ask, and the answers that were given."""
    if not request.hat.organisation.analyses:
        raise PermissionDenied
    rows = Comment.objects.filter(network=request.network, answered_at__isnull=False)
    given = rows.select_related("organisation", "publication", "answered_by__person").order_by("-answered_at")[:50]
    return render(request, "sharing_desk/answers.html", {"open": to_answer(request.hat), "given": given})


@allow("publish", "POST")
def answer(request: NetworkRequest, network: str, number: int) -> HttpResponse:
    """The analyst's answer to a dispute or a request; it stands beside the number from now on."""
    if not request.hat.organisation.analyses:
        raise PermissionDenied
    asked = get_object_or_404(Comment, network=request.network, pk=number, answered_at=None)
    text = request.POST.get("text", "").strip()[:LONGEST]
    if not text:
        raise Refusal((Problem("workbench_no_comment"),))
    asked.answer, asked.answered_at, asked.answered_by = text, now(), request.hat
    asked.save(update_fields=["answer", "answered_at", "answered_by"])
    if asked.publication is not None:
        record("comment_answered", asked.publication, request.hat, comment=asked.pk)
    else:
        note(request, "own_comment_answered", f"own:{asked.figure}", **{"for": [asked.organisation.name]})
    return redirect("sharing_answers", request.network.slug)


def own_comments(request: NetworkRequest) -> dict[str, list[Comment]]:
    """What this partner said about figures of its own page: figure -> its last word."""
    rows = Comment.objects.filter(
        network=request.network, publication=None, organisation=request.hat.organisation
    ).select_related("organisation", "answered_by__organisation")
    found: dict[str, list[Comment]] = {}
    for one in latest(rows):
        found.setdefault(one.figure, []).append(one)
    return found


def _replied_to(request: NetworkRequest, number: int) -> Publication:
    found = known(request.hat, number)
    if request.hat.organisation.name not in found.partners:
        raise PermissionDenied
    if not sees(found.terms, reader_of(request.hat), today()):
        raise Http404
    return found
