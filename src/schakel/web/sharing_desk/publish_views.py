"""Publishing the view on an insight screen: first what it names and from which day whom, then the act."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render

from schakel.web.access.policy import allow
from schakel.web.access.request import NetworkRequest
from schakel.web.sharing_desk.clock import today
from schakel.web.sharing_desk.from_insight import asked_from
from schakel.web.sharing_desk.publishing import publish, published, terms_of
from schakel.web.sharing_desk.release_register import judged
from schakel.web.sharing_desk.visible import opens_on, waits


@allow("publish", "POST")
def publish_view(request: NetworkRequest, network: str) -> HttpResponse:
    """POST screen and query: what it names; with `sure` it is published, and its page opens."""
    if not request.hat.organisation.analyses:
        raise PermissionDenied
    screen, query = request.POST.get("screen", ""), request.POST.get("query", "")
    asked = asked_from(request.network, screen, query)
    standing = published(request.network, asked)
    if standing is not None or request.POST.get("sure"):
        publication = standing or publish(asked, request.hat)
        return redirect("sharing_publication", request.network.slug, publication.pk)
    judged(request.network, asked.snapshot, asked.passed)  # who may not publish it hears so before the question
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
