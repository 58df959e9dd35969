"""Asking for a result: which model, which scenarios, how often."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render

from schakel.chain.problem import Refusal
from schakel.report.terminal import problem_sentence
from schakel.texts import say
from schakel.web.access.policy import allow
from schakel.web.access.request import NetworkRequest
from schakel.web.jobs.models import ACTIVE, Job
from schakel.web.jobs.queue import ask
from schakel.web.simulation_desk.asking import KINDS, METRICS, MOST_REPLICATIONS, MOST_WEEKS, Wanted, freeze, wanted
from schakel.web.simulation_desk.front import about
from schakel.web.simulation_desk.models import Result
from schakel.web.simulation_desk.outcome import address_of
from schakel.web.simulation_desk.seen_by import require_runner
from schakel.web.simulation_desk.shelf import PACKAGED, models, scenarios


@allow("run_simulation", "GET", "POST")
def run(request: NetworkRequest, network: str) -> HttpResponse:
    """The form; what was asked before is not run again but shown."""
    require_runner(request)
    if request.method != "POST":
        asked = Wanted(model=request.GET.get("model", PACKAGED), others=tuple(request.GET.getlist("scenario")))
        return _page(request, asked, {})
    asked, problems = wanted(request.POST)
    errors = {one.column: problem_sentence(one, request.lang) for one in problems}
    if errors:
        return _page(request, asked, {"errors": errors}, 422)
    try:
        key, told = freeze(request.network, asked)
    except Refusal as refusal:
        sentences = [problem_sentence(problem, request.lang) for problem in refusal.problems]
        return _page(request, asked, {"problems": sentences}, 422)
    known = Result.objects.filter(network=request.network, key=key).first()
    if known:
        return redirect(address_of(request.network, known))
    running = _running(request, asked.what, key)
    job = running or ask(request, f"simulation_{asked.what}", {"key": key, "asked": told, "go_on": True})
    return redirect(job.address)


def _running(request: NetworkRequest, what: str, key: str) -> Job | None:
    """A job that makes the same at this moment, of this hat: others' jobs are not everybody's to see."""
    jobs = Job.objects.filter(network=request.network, kind=f"simulation_{what}", state__in=ACTIVE)
    return jobs.filter(asked_by=request.hat, params__key=key).first()


def _page(request: NetworkRequest, asked: Wanted, context: dict[str, Any], status: int = 200) -> HttpResponse:
    lang = request.lang
    context |= {
        "asked": asked,
        "kinds": [(one, say(f"simulation_desk.what.{one}", lang)) for one in KINDS],
        "metrics": [(one, say(f"simulation.metric.{one}.name", lang)) for one in METRICS],
        "models": models(request.network),
        "scenarios": [(one, about(one, lang)) for one in scenarios(request.network)],
        "most": MOST_REPLICATIONS,
        "most_weeks": MOST_WEEKS,
    }
    return render(request, "simulation_desk/run.html", context, status=status)
