"""The front of the desk: what the network has, what is on its way, and what to do next."""

from pathlib import Path

from django.http import Http404, HttpResponse
from django.shortcuts import render

from schakel.web.access.policy import allow, may
from schakel.web.access.request import NetworkRequest
from schakel.web.data_desk.examples import FOLDER, examples
from schakel.web.data_desk.logs import network_folder
from schakel.web.data_desk.looking import looked
from schakel.web.data_desk.models import Incoming
from schakel.web.data_desk.seen_by import Sight, logs_for, require_loader, sight
from schakel.web.data_desk.source_lines import own_months, source_lines
from schakel.web.data_desk.told import download
from schakel.web.workspace import current_workspace


@allow("enter_data")
def front(request: NetworkRequest, network: str) -> HttpResponse:
    """Sources of each log, deliveries on their way, and for an empty network the ways to begin."""
    seen_by = sight(request)
    found = [
        (
            log,
            source_lines(log.snapshot.manifest, seen_by),
            own_months(log.snapshot.manifest, seen_by.own, request.lang),
        )
        for log in logs_for(request)
    ]
    context = {
        "logs": [told for told in found if told[1] or told[2] or not seen_by.own],
        "incoming": _on_their_way(request, seen_by),
        "sight": seen_by,
        "may_load": may(request.hat, "load_data") and seen_by.exact,
        "has_examples": bool(examples(network_folder(request.network))),
    }
    return render(request, "data_desk/own_deliveries.html" if seen_by.own else "data_desk/front.html", context)


@allow("load_data")
def example_list(request: NetworkRequest, network: str) -> HttpResponse:
    """Files to try the import with."""
    require_loader(request)
    return render(request, "data_desk/examples.html", {"examples": examples(network_folder(request.network))})


@allow("load_data")
def example(request: NetworkRequest, network: str, name: str) -> HttpResponse:
    """One of them."""
    require_loader(request)
    folder: Path = network_folder(request.network)
    if not current_workspace().demo or name not in {one.name for one in examples(folder)}:
        raise Http404
    return download(folder / FOLDER / name, "application/octet-stream")


def _on_their_way(request: NetworkRequest, seen_by: Sight) -> list[tuple[Incoming, int]]:
    """What was sent in and is not loaded yet, with how many problems there are that may be seen."""
    found = []
    for one in Incoming.objects.filter(network=request.network, state__in=("received", "looked")):
        look = looked(one.folder)
        sources = [s for s in look["sources"] if seen_by.may_see(s["delivered_by"], s["name"])] if look else []
        if sources or not seen_by.own:
            found.append((one, sum(source["total"] for source in sources)))
    return found
