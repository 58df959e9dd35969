"""Step c: what is wrong, per row and field, and the return list for who delivered it."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from schakel.chain.problem import Notice
from schakel.report.masked import file_name
from schakel.report.source_facts import together
from schakel.report.terminal import notice_sentence
from schakel.web.access.policy import allow, may
from schakel.web.access.request import NetworkRequest
from schakel.web.data_desk.incoming_of import STEPS, seen, tell_shown
from schakel.web.data_desk.looking import RETURN
from schakel.web.data_desk.told import download
from schakel.web.jobs.kinds import Json

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@allow("enter_data")
def check(request: NetworkRequest, network: str, number: UUID) -> HttpResponse:
    """Problems of each source; what was taken in under a rule; the first events as they will be read."""
    incoming, look, seen_by = seen(request, number)
    if not incoming.open and not seen_by.own:
        return redirect(incoming.address("done"))
    if look is None:
        return render(request, "data_desk/waiting.html", {"incoming": incoming})
    for one in look["sources"]:
        one["said"] = _sentences(one, request.lang)
        one["more"] = one["total"] - len(one["problems"])
        for problem in one["problems"]:
            problem["file"] = file_name(problem["file"])
    tell_shown(incoming, look["sources"])
    context = {
        "incoming": incoming,
        "look": look,
        "total": sum(one["total"] for one in look["sources"]),
        "may_load": may(request.hat, "load_data") and seen_by.exact,
        "exact": seen_by.exact,
        "wizard": STEPS,
        "step": "check",
    }
    return render(request, "data_desk/check.html", context)


@allow("enter_data")
def return_list(request: NetworkRequest, network: str, number: UUID, name: str) -> HttpResponse:
    """The return list of one partner, as a workbook."""
    incoming, look, _ = seen(request, number)
    if not look or name not in {one["file"] for one in look["returns"]}:
        raise Http404
    file = incoming.folder / RETURN / name
    if not file.is_file():
        raise Http404
    return download(file, XLSX)


def _sentences(one: Json, lang: str) -> list[str]:
    """Each thing that was taken in under a rule once, with its count."""
    notices = [Notice(n["code"], n["n"], n["file"], n["column"], tuple(map(tuple, n["more"]))) for n in one["notices"]]
    return [notice_sentence(notice, lang) for notice in together(notices)]
