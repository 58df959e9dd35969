"""The reports that were made, making one, and the page and file of each."""

from dataclasses import dataclass
from urllib.parse import parse_qsl

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from schakel.report.section_choice import section_titles
from schakel.texts import say
from schakel.web.access.policy import allow
from schakel.web.access.reach import require_free
from schakel.web.access.request import NetworkRequest
from schakel.web.insight_desk.addresses import Addresses
from schakel.web.insight_desk.look import Look
from schakel.web.jobs.queue import ask
from schakel.web.record.append import note
from schakel.web.report_desk.asking import asked, first_blocks, look_of, params, words
from schakel.web.report_desk.heard import heard, still
from schakel.web.report_desk.keeping import content
from schakel.web.report_desk.kinds import BY_BLOCKS, KINDS, SCREEN_OF, TYPES
from schakel.web.report_desk.models import Release, Report
from schakel.web.sharing_desk.passports import facts_of

MOST = 100  # of the list of reports


@dataclass(frozen=True)
class Block:
    """A block that can be chosen, and where it stands."""

    name: str
    title: str
    order: int
    used: bool


@allow("make_report")
def front(request: NetworkRequest, network: str) -> HttpResponse:
    """What was made, the newest first."""
    require_free(request.hat)
    found = Report.objects.filter(network=request.network).select_related("network", "made_by__person")[:MOST]
    ready = bool(request.network.log and request.network.snapshot)
    lines = [(one, ", ".join(one.cases.get(request.lang, []))) for one in found]
    return render(request, "report_desk/front.html", {"reports": lines, "ready": ready})


@allow("make_report", "GET", "POST")
def new(request: NetworkRequest, network: str) -> HttpResponse:
    """GET ?screen=&<query of a look>: which blocks, in which form. POST puts the making of it in the queue."""
    require_free(request.hat)
    if not request.network.log or not request.network.snapshot:
        return render(request, "report_desk/front.html", {"reports": [], "ready": False})
    if request.method == "POST":
        missing = request.POST.get("kind") in BY_BLOCKS and not request.POST.getlist("block")
        if not missing:
            wanted = params(request.hat, asked(request.hat, request.POST))
            return redirect(ask(request, "report", wanted).address)
        screen, query = request.POST.get("screen", ""), request.POST.get("query", "")
        return _form(request, screen, look_of(request.hat, screen or "map", query), status=422)
    told = request.GET.copy()
    screen = str(told.pop("screen", [""])[-1])
    return _form(request, screen, look_of(request.hat, screen or "map", told.urlencode()))


@allow("make_report")
def report(request: NetworkRequest, network: str, number: int) -> HttpResponse:
    """What it is, what it rests on, who was heard, and its file."""
    require_free(request.hat)
    found = _report(request, number)
    lines = heard(found) if found.kind != "council" else []
    kept = urlencode([pair for pair in parse_qsl(found.query) if pair[0] != "snapshot"])
    titles = section_titles(request.lang)
    release = Release.objects.filter(report=found).first()
    context = {
        "report": found,
        "title": _title(found, request.lang),
        "chips": found.cases.get(request.lang, []),
        "files": found.taken(),
        "lines": [(titles.get(line.block, ""), line) for line in lines],
        "still": still(lines),
        "seen": [
            (titles[name], f"{reverse(f'insight_{SCREEN_OF[name]}', args=[request.network.slug])}?{found.query}")
            for name in found.named
            if name in SCREEN_OF
        ],
        "passports": facts_of(found.passports, request.lang),
        "release": release,
        "again": f"{reverse('report_new', args=[request.network.slug])}?{kept}",
    }
    return render(request, "report_desk/report.html", context)


@allow("make_report")
def file(request: NetworkRequest, network: str, number: int, name: str) -> HttpResponse:
    """Its file, byte for byte as it was made."""
    require_free(request.hat)
    found = _report(request, number)
    answer = sent(content(found, name), name)
    note(request, "report_taken", f"report:{found.pk}", file=name, sha256=found.files[name]["sha256"])
    return answer


def sent(made: bytes, name: str) -> HttpResponse:
    """A kept file as a download; never opened inside the workbench."""
    kind = TYPES.get(name.rsplit(".", 1)[-1], "application/octet-stream")
    return HttpResponse(made, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _report(request: NetworkRequest, number: int) -> Report:
    rows = Report.objects.select_related("network", "made_by__person", "made_by__organisation")
    return get_object_or_404(rows, network=request.network, pk=number)


def _title(found: Report, lang: str) -> str:
    return found.title or say(f"report_desk.name.{found.kind}", lang)


def _form(request: NetworkRequest, screen: str, look: Look, *, status: int = 200) -> HttpResponse:
    posted = request.POST if request.method == "POST" else None
    first = first_blocks(screen)
    titles = section_titles(request.lang)
    order = [*first, *(name for name in titles if name not in first)]
    blocks = [Block(name, titles[name], place, posted is None and name in first) for place, name in enumerate(order, 1)]
    context = {
        "blocks": blocks,
        "kinds": KINDS,
        "kind": posted["kind"] if posted else "slides",
        "langs": ("nl", "en"),
        "wanted_lang": posted.get("lang", request.lang) if posted else request.lang,
        "given": posted.get("title", "") if posted else "",
        "screen": screen,
        "query": look.query,
        "chips": words(request.network, look, request.lang),
        "back": Addresses(request.network.slug, look).of(look.on(screen if screen in SCREEN_OF.values() else "map")),
        "missing": posted is not None,
        "snapshot": look.snapshot,
    }
    return render(request, "report_desk/new.html", context, status=status)
