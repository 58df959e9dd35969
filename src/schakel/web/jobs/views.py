"""Pages of jobs: one's own, and for who analyses those of the whole network."""

from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from schakel.web.access.policy import allow
from schakel.web.access.reach import reach
from schakel.web.access.request import NetworkRequest
from schakel.web.jobs.models import Job
from schakel.web.jobs.queue import cancel

SHOWN = 50


@allow("see_jobs")
def jobs(request: NetworkRequest, network: str) -> HttpResponse:
    """The latest jobs."""
    lines = [(job, job.label(request.lang)) for job in _visible(request)[:SHOWN]]
    return render(request, "jobs/jobs.html", {"lines": lines})


@allow("see_jobs")
def job(request: NetworkRequest, network: str, number: UUID) -> HttpResponse:
    """How far it is and what came of it; for htmx only the part that changes."""
    found = _found(request, number)
    context = {
        "job": found,
        "label": found.label(request.lang),
        "stage": found.stage_words(request.lang),
        "sentences": found.sentences(request.lang),
        "more": found.total - len(found.problems),
    }
    answer = render(request, "jobs/_job.html" if request.htmx else "jobs/job.html", context)
    if request.htmx and found.state == "done" and found.params.get("go_on") and found.result.get("address"):
        answer.headers["HX-Redirect"] = found.result["address"]  # who is watching goes on; others find the link
    return answer


@allow("see_jobs", "POST")
def cancel_job(request: NetworkRequest, network: str, number: UUID) -> HttpResponse:
    """Stop it."""
    found = _found(request, number)
    cancel(request, found)
    return redirect(found.address)


def _visible(request: NetworkRequest) -> QuerySet[Job]:
    """Jobs that this hat asked for; who analyses for the network sees all of them."""
    jobs = Job.objects.filter(network=request.network).select_related("network", "asked_by__person")
    return jobs if reach(request.hat).free else jobs.filter(asked_by=request.hat)


def _found(request: NetworkRequest, number: UUID) -> Job:
    found = _visible(request).filter(pk=number).first()
    if found is None:
        raise Http404
    return found
