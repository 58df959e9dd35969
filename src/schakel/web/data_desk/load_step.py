"""Steps d and e: into which log, what the delivery covers, and what came of it."""

import re
from datetime import date
from typing import Any, get_args
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render

from schakel.chain.problem import Problem, Refusal
from schakel.data.deliveries.sources import DeliveryEntry, SourceEntry
from schakel.data.deliveries.sources_file import read_sources
from schakel.data.mapping import free_slug
from schakel.data.staged import CaseUnit, Kind
from schakel.report.moved_section import moved_sections
from schakel.sharing.bsn import contains_bsn
from schakel.web.access.models import Organisation
from schakel.web.access.policy import allow, may
from schakel.web.access.request import NetworkRequest
from schakel.web.data_desk.incoming_of import STEPS, incoming_of, look_of, seen
from schakel.web.data_desk.loading import compared, log_before
from schakel.web.data_desk.logs import log_folder, logs, network_folder
from schakel.web.data_desk.models import Incoming
from schakel.web.data_desk.receiving import remove
from schakel.web.data_desk.seen_by import require_loader, sight
from schakel.web.data_desk.told import fragment_of
from schakel.web.jobs.kinds import Json
from schakel.web.jobs.queue import ask, cancel
from schakel.web.record.append import note

KINDS: tuple[str, ...] = get_args(Kind)
UNITS: tuple[str, ...] = get_args(CaseUnit)
NEW = "new"
LOG_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")


@allow("load_data", "GET", "POST")
def load(request: NetworkRequest, network: str, number: UUID) -> HttpResponse:
    """The form, and the job that it asks for."""
    require_loader(request)
    incoming = incoming_of(request, number, lock=request.method == "POST")
    if not incoming.open:
        return redirect(incoming.address("done"))
    look = look_of(incoming, sight(request))
    if look is None:
        return render(request, "data_desk/waiting.html", {"incoming": incoming})
    sources = read_sources(incoming.folder).sources
    if request.method == "POST":
        return _asked(request, incoming, sources)
    extendable = [log for log in logs(request.network) if log.extendable]
    context = {
        "incoming": incoming,
        "total": sum(one["total"] for one in look["sources"]),
        "sources": [(source, _one_entry(source)) for source in sources],
        "logs": extendable,
        "chosen": incoming.log or (extendable[0].slug if extendable else NEW),
        "suggested": _free_log(request),
        "kinds": KINDS,
        "case": read_sources(incoming.folder).case,
        "units": UNITS,
        "doubts": list(dict.fromkeys(doubt["text"] for doubt in look["doubts"])),
        "organisations": Organisation.objects.filter(network=request.network).order_by("name"),
        "wizard": STEPS,
        "step": "load",
    }
    return render(request, "data_desk/load.html", context)


@allow("enter_data")
def done(request: NetworkRequest, network: str, number: UUID) -> HttpResponse:
    """What was read, and what changed."""
    incoming, look, seen_by = seen(request, number)
    told = incoming.loaded
    moved = None
    if told.get("before") and seen_by.exact:
        moved = compared(network_folder(request.network), incoming.log, told["before"], told["snapshot"])
    context = {
        "incoming": incoming,
        "told": told,
        "look": look,
        "moved": fragment_of(moved_sections(moved, request.lang), request.lang) if moved else "",
        "may_publish": may(request.hat, "load_data") and seen_by.exact,
        "published": request.network.log == incoming.log and request.network.snapshot == told.get("snapshot"),
        "exact": seen_by.exact,
        "wizard": STEPS,
        "step": "done",
    }
    return render(request, "data_desk/done.html", context)


@allow("load_data", "POST")
def drop(request: NetworkRequest, network: str, number: UUID) -> HttpResponse:
    """Remove what came in; what was loaded stays."""
    require_loader(request)
    incoming = incoming_of(request, number, lock=True)
    if incoming.open:
        if incoming.job:
            cancel(request, incoming.job)
        remove(incoming.folder)
        incoming.state = "removed"
        incoming.save()
        note(request, "data_removed", str(incoming.id), files=len(incoming.files))
    return redirect("data", network=network)


def _asked(request: NetworkRequest, incoming: Incoming, sources: tuple[SourceEntry, ...]) -> HttpResponse:
    slug = _log_name(request)
    said = {source.name: _said(request, n, source) for n, source in enumerate(sources)}
    names = [one["name"] for one in said.values()]
    if len(set(names)) < len(names):
        raise Refusal((Problem("workbench_source_double", value=", ".join(names)),))
    before = log_before(log_folder(request.network, slug))
    params = incoming.job_params(
        sources=said, case=_case(request), before=before, go_on=True, back=incoming.address("load")
    )
    incoming.job = ask(request, "load", {**params, "log": slug})
    incoming.log = slug
    incoming.save()
    return redirect(incoming.job.address)


def _log_name(request: NetworkRequest) -> str:
    chosen = request.POST.get("log", "")
    known = {log.slug: log for log in logs(request.network)}
    if chosen in known:
        if not known[chosen].extendable:
            raise Refusal((Problem("source_not_kept", chosen, value=known[chosen].source_names[0]),))
        return chosen
    name = request.POST.get("new_log", "").strip().lower()
    if not LOG_NAME.fullmatch(name) or name in known:
        raise Refusal((Problem("workbench_log_name", value=name[:40], allowed="a-z, 0-9, -"),))
    return name


def _said(request: NetworkRequest, n: int, source: SourceEntry) -> Json:
    """What the form says of one source. Refusal for a name or a day that is none."""
    post = request.POST
    name = post.get(f"name-{n}", source.name).strip()
    if not 0 < len(name) <= 60 or not name.isprintable() or contains_bsn(name):
        raise Refusal((Problem("workbench_source_name", value=str(len(name)), allowed="1-60"),))
    found: dict[str, Any] = {"name": name, "delivered_by": post.get(f"by-{n}", source.delivered_by).strip()[:120]}
    if f"kind-{n}" in post:
        kind = post[f"kind-{n}"]
        days = {key: _day(post.get(f"{key}-{n}", ""), key) for key in ("since", "until", "extracted")}
        if kind not in ("", *KINDS) or (kind == "period" and not (days["since"] and days["until"])):
            raise Refusal((Problem("workbench_load_period", value=name),))
        if days["since"] and days["until"] and days["until"] < days["since"]:
            raise Refusal((Problem("workbench_load_period", value=name),))
        found |= {"kind": kind, **days}
    return found


def _case(request: NetworkRequest) -> Json:
    """What a case is, for a log that has none yet. Refusal for a unit that is none."""
    unit = request.POST.get("unit", "")
    if unit not in ("", *UNITS):
        raise Refusal((Problem("option", column="unit", value=unit[:20], allowed=", ".join(UNITS)),))
    if "closing" not in request.POST:
        return {}
    closing = [line.strip()[:80] for line in request.POST.get("closing", "").splitlines() if line.strip()]
    return {"unit": unit, "closing": closing[:50]}


def _day(text: str, column: str) -> str:
    try:
        return date.fromisoformat(text).isoformat() if text else ""
    except ValueError:
        raise Refusal((Problem("option", column=column, value=text[:20], allowed="2025-12-31"),)) from None


def _one_entry(source: SourceEntry) -> DeliveryEntry | None:
    """The delivery whose period the form asks; several keep those that were found."""
    return source.deliveries[0] if len(source.deliveries) == 1 else None


def _free_log(request: NetworkRequest) -> str:
    taken = [log.slug.replace("-", "_") for log in logs(request.network)]
    return free_slug(request.network.slug, taken).replace("_", "-")
