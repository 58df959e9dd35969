"""Taking a source back: what rests on it, why, and then the act."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from schakel.web.access.policy import allow
from schakel.web.access.request import NetworkRequest
from schakel.web.jobs.queue import ask
from schakel.web.record.append import note
from schakel.web.sharing_desk.delivering import manifest_of
from schakel.web.sharing_desk.load_without import KIND
from schakel.web.sharing_desk.publishing import known_to
from schakel.web.sharing_desk.sources import came_in, resting_on, withdraw_source, withdrawable


@allow("withdraw_source", "GET", "POST")
def withdraw_a_source(request: NetworkRequest, network: str) -> HttpResponse:
    """GET ?source=: what rests on it; POST: it is withdrawn, and publications that rest on it are closed."""
    sources = withdrawable(request.hat, came_in(request.network, manifest_of(request.network)))
    wanted = request.POST.get("source") or request.GET.get("source")
    if wanted is None:
        return render(request, "sharing_desk/sources.html", {"sources": sources})
    source = next((one for one in sources if one.name == wanted), None)
    if source is None:
        raise Http404
    why = request.POST.get("why", "").strip()
    if request.method == "POST" and why:
        made = withdraw_source(request.hat, source, why)
        note(request, "source_withdrawn", f"source:{source.name}", number=made.pk)
        made.job = str(ask(request, KIND, {"log": request.network.log, "source": source.name}).pk)
        made.save(update_fields=["job"])
        return redirect("sharing", request.network.slug)
    resting = known_to(request.hat, resting_on(request.network, source.name))
    context = {"source": source, "resting": resting, "lang_titles": [one.title(request.lang) for one in resting]}
    context["missing"] = request.method == "POST"
    return render(request, "sharing_desk/withdraw_source.html", context, status=422 if context["missing"] else 200)
