"""Snapshots of a log, what each was made from, and which one the network sees."""

from datetime import date, datetime

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import get_current_timezone

from schakel.data.snapshot import MANIFEST, Snapshot
from schakel.sharing.gate import Gate
from schakel.texts import say, shown
from schakel.web.access.policy import allow, may
from schakel.web.access.reach import reach
from schakel.web.access.request import NetworkRequest
from schakel.web.data_desk.logs import LogSeen
from schakel.web.data_desk.seen_by import log_for, require_loader, require_whole, snapshots_for
from schakel.web.record.append import note

COUNTS = ("events", "cases", "residents", "households", "activities", "partners", "open_cases", "plans", "continued")
OF_PEOPLE = ("cases", "residents", "households", "open_cases", "events", "plans", "continued")


@allow("enter_data")
def snapshot_list(request: NetworkRequest, network: str, log: str) -> HttpResponse:
    """All snapshots, the newest first; the one that the network sees is marked."""
    seen_by, found = require_whole(request), log_for(request, log)
    lines = [(one, _made(one), _is_published(request, found, one)) for one in snapshots_for(request, found)]
    context = {
        "log": found,
        "lines": lines,
        "may_publish": _may_publish(request),
        "here": "snapshots",
        "sight": seen_by,
    }
    return render(request, "data_desk/snapshots.html", context)


@allow("enter_data")
def manifest(request: NetworkRequest, network: str, log: str, number: str) -> HttpResponse:
    """What one snapshot is: sources, counts, attributes."""
    seen_by, found = require_whole(request), log_for(request, log)
    one = _snapshot(request, found, number)
    context = {
        "log": found,
        "one": one,
        "made": _made(one),
        "published": _is_published(request, found, one),
        "may_publish": _may_publish(request),
        "counts": _counts(request, one),
        "here": "snapshots",
        "sight": seen_by,
    }
    return render(request, "data_desk/manifest.html", context)


@allow("load_data", "POST")
def publish(request: NetworkRequest, network: str, log: str, number: str) -> HttpResponse:
    """Let the network see this snapshot from now on."""
    require_loader(request)
    found = log_for(request, log)
    one, seen = _snapshot(request, found, number), request.network
    if request.POST.get("instead") != seen.snapshot:
        context = {"log": found, "one": one, "now": seen.snapshot}
        return render(request, "data_desk/published_meanwhile.html", context, status=409)
    seen.log, seen.snapshot = found.slug, one.id
    seen.save(update_fields=["log", "snapshot"])
    note(request, "snapshot_published", one.id, log=found.slug)
    return redirect("data_manifest", network=network, log=log, number=one.id)


def _snapshot(request: NetworkRequest, found: LogSeen, number: str) -> Snapshot:
    one = next((snapshot for snapshot in snapshots_for(request, found) if snapshot.id == number), None)
    if one is None:
        raise Http404
    return one


def _may_publish(request: NetworkRequest) -> bool:
    return may(request.hat, "load_data") and reach(request.hat).free


def _is_published(request: NetworkRequest, found: LogSeen, one: Snapshot) -> bool:
    return (request.network.log, request.network.snapshot) == (found.slug, one.id)


def _made(one: Snapshot) -> date:
    """The day on which it was written; never part of what it says."""
    written = datetime.fromtimestamp((one.folder / MANIFEST).stat().st_mtime, tz=get_current_timezone())
    return written.date()


def _counts(request: NetworkRequest, one: Snapshot) -> list[tuple[str, str]]:
    """Counts as they are for who analyses; for others those of people through the gate."""
    counts, lang = one.manifest.counts, request.lang
    gate, residents = Gate(reach(request.hat).threshold), int(counts.get("residents", 0))
    told = []
    for key in COUNTS:
        if key not in counts:
            continue
        value, sign = float(counts[key]), ""
        if key in OF_PEOPLE and not reach(request.hat).free:
            passed = gate.total(int(value), residents) if value else gate.count(0)
            value, sign = passed.value, passed.sign
        told.append((say(f"data_desk.count.{key}", lang), f"{sign} {shown(value, 'int', lang)}".strip()))
    return told
