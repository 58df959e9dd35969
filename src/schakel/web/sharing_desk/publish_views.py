"""Publishing the view on an insight screen: first what it names and from which day whom, then a job that judges it.

Where it would give somebody away beside what went out before, the job leads back here: without which rows may it go?
"""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from schakel.sharing.gate import Rows
from schakel.web.access.policy import allow
from schakel.web.access.request import NetworkRequest
from schakel.web.jobs.models import Job
from schakel.web.jobs.queue import ask
from schakel.web.sharing_desk.asked import Asked
from schakel.web.sharing_desk.clock import today
from schakel.web.sharing_desk.from_insight import asked_from
from schakel.web.sharing_desk.publish_job import params, put_aside, rows_of
from schakel.web.sharing_desk.publishing import published, terms_of
from schakel.web.sharing_desk.released import LeftOut, left_out
from schakel.web.sharing_desk.visible import opens_on, waits
from schakel.web.workspace import current_workspace


@allow("publish", "GET", "POST")
def publish_view(request: NetworkRequest, network: str) -> HttpResponse:
    """POST screen and query: what it names; with `sure` a job judges and publishes it, and its page opens.

    GET ?job=: which rows that job would leave out. POST with `without`, the job, leaves them out.
    """
    if not request.hat.organisation.analyses:
        raise PermissionDenied
    if request.method == "GET":
        if not request.GET.get("job"):
            return redirect("sharing", request.network.slug)
        job = _job(request, request.GET["job"])
        screen, query = job.params["screen"], job.params["query"]
        asked = asked_from(request.network, screen, query)
        return _page(request, asked, query, str(job.pk), left_out(_rows(job), request.lang))
    screen, query, without = (request.POST.get(name, "") for name in ("screen", "query", "without"))
    withheld: Rows = _rows(_job(request, without)) if without else frozenset()
    asked = asked_from(request.network, screen, query, withheld)
    if standing := published(request.network, asked):
        return redirect(standing.address)
    if not request.POST.get("sure"):
        return _page(request, asked, query, "", ())
    job = ask(request, "publish", params(asked, request.hat, query, withheld))
    put_aside(current_workspace().network(request.network.slug), str(job.pk), asked)
    return redirect(job.address)


def _job(request: NetworkRequest, number: str) -> Job:
    """A job of this hat that found rows to leave out. 404 for any other."""
    try:
        key = UUID(number)
    except ValueError:
        raise Http404 from None
    found = Job.objects.filter(network=request.network, asked_by=request.hat, kind="publish", pk=key).first()
    if found is None or "rows" not in found.result:
        raise Http404
    return found


def _rows(job: Job) -> Rows:
    return rows_of([*job.result["rows"], *job.params["withheld"]])


def _page(request: NetworkRequest, asked: Asked, query: str, without: str, rows: tuple[LeftOut, ...]) -> HttpResponse:
    terms = terms_of(asked, request.hat)
    context = {
        "title": asked.titles[request.lang],
        "screen": asked.look["screen"],
        "query": query,
        "without": without,
        "rows": rows,
        "waits": sorted(waits(terms).items()),
        "opens_on": opens_on(terms),
        "today": today(),
        "days": terms.reply_days,
        "threshold": request.network.threshold,
    }
    return render(request, "sharing_desk/publish.html", context)
