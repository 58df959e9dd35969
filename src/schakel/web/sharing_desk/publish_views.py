"""Publishing the view on an insight screen: first what it names and from which day whom, then the act."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render

from schakel.web.access.policy import allow
from schakel.web.access.request import NetworkRequest
from schakel.web.jobs.queue import ask
from schakel.web.sharing_desk.clock import today
from schakel.web.sharing_desk.from_insight import asked_from
from schakel.web.sharing_desk.publish_job import params, put_aside
from schakel.web.sharing_desk.publishing import published, terms_of
from schakel.web.sharing_desk.visible import opens_on, waits
from schakel.web.workspace import current_workspace


@allow("publish", "POST")
def publish_view(request: NetworkRequest, network: str) -> HttpResponse:
    """POST screen and query: what it names; with `sure` a job judges and publishes it, and its page opens."""
    if not request.hat.organisation.analyses:
        raise PermissionDenied
    screen, query = request.POST.get("screen", ""), request.POST.get("query", "")
    asked = asked_from(request.network, screen, query)
    if standing := published(request.network, asked):
        return redirect(standing.address)
    if request.POST.get("sure"):
        job = ask(
            request,
            "publish",
            params(asked, request.hat, f"/n/{request.network.slug}/insight/{screen}?{asked.look['query']}"),
        )
        put_aside(current_workspace().network(request.network.slug), str(job.pk), asked)
        return redirect(job.address)
    terms = terms_of(asked, request.hat)
    context = {
        "title": asked.titles[request.lang],
        "screen": screen,
        "query": query,
        "waits": sorted(waits(terms).items()),
        "opens_on": opens_on(terms),
        "today": today(),
        "days": terms.reply_days,
        "threshold": request.network.threshold,
    }
    return render(request, "sharing_desk/publish.html", context)
