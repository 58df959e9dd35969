"""The front page: for who makes models and results all of it, for others what was shared."""

from django.http import HttpResponse
from django.shortcuts import render

from schakel.texts import has, say
from schakel.web.access.policy import allow
from schakel.web.access.request import NetworkRequest
from schakel.web.simulation_desk.models import Result
from schakel.web.simulation_desk.seen_by import runs, seen_results, standing
from schakel.web.simulation_desk.shelf import Kept, models, scenarios

LATEST = 30


@allow("enter_simulation")
def front(request: NetworkRequest, network: str) -> HttpResponse:
    """Models, scenarios and results."""
    is_runner = runs(request.hat)
    context: dict[str, object] = {
        "results": [(one, _state(one)) for one in seen_results(request.hat)[:LATEST]],
        "runs": is_runner,
    }
    if is_runner:
        context["models"] = models(request.network)
        context["scenarios"] = [(one, about(one, request.lang)) for one in scenarios(request.network)]
    return render(request, "simulation_desk/front.html", context)


def about(kept: Kept, lang: str) -> str:
    """What a scenario that comes along is about; "" for one of the network's own."""
    key = f"simulation_desk.packaged.{kept.slug.replace('-', '_')}"
    return say(key, lang) if kept.packaged and has(key) else ""


def _state(result: Result) -> str:
    return "shared" if standing(result) else "own"
