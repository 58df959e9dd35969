"""Where a page gets its ticket."""

from django.http import HttpResponse, JsonResponse

from schakel.web.access.policy import allow
from schakel.web.access.request import NetworkRequest
from schakel.web.live.door import PREFIX
from schakel.web.live.ticket import ticket_for


@allow("enter_network")
def ticket(request: NetworkRequest, network: str) -> HttpResponse:
    """A new ticket for the hat that is on, and the address to listen at."""
    given = ticket_for(request.hat, request.session.session_key or "")
    return JsonResponse({"address": PREFIX + network, "ticket": given})
