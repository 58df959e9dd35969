"""Pages of one log: its deliveries, quality, coverage, and what changed."""

from functools import lru_cache
from pathlib import Path

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import SafeString

from schakel.data.snapshot import open_snapshot
from schakel.insight.opened import open_log
from schakel.report.document import Document, Section
from schakel.report.moved_section import moved_sections
from schakel.report.quality_report import quality_report
from schakel.report.terminal import notice_sentence
from schakel.texts import say
from schakel.web.access.policy import allow
from schakel.web.access.reach import reach
from schakel.web.access.request import NetworkRequest
from schakel.web.data_desk.loading import compared
from schakel.web.data_desk.logs import network_folder
from schakel.web.data_desk.seen_by import log_for, require_whole, sight, snapshots_for
from schakel.web.data_desk.source_lines import source_lines
from schakel.web.data_desk.told import fragment_of
from schakel.web.jobs.queue import ask
from schakel.web.record.reading import read

KEPT = 16  # pages on quality, of a snapshot that never changes


@allow("enter_data")
def deliveries(request: NetworkRequest, network: str, log: str) -> HttpResponse:
    """Every file of each source: when, what it covers, what was counted, and what was taken in under a rule."""
    seen_by, found = sight(request), log_for(request, log)
    lines = source_lines(found.snapshot.manifest, seen_by)
    if seen_by.own and not lines:
        raise Http404
    told = [(line, [notice_sentence(notice, request.lang) for notice in line.facts.notices]) for line in lines]
    return render(request, "data_desk/deliveries.html", {"log": found, "lines": told, "sight": seen_by})


@allow("enter_data")
def quality(request: NetworkRequest, network: str, log: str) -> HttpResponse:
    """What the picture rests on, what it cannot show, and what to ask of whom; through the gate."""
    seen_by, found = require_whole(request), log_for(request, log)
    document = _quality(found.folder, found.snapshot.id, reach(request.hat).threshold, request.lang)
    opening = Section("opening", say("data_desk.quality.short", request.lang), document.opening)
    context = {
        "log": found,
        "document": document,
        "opening": fragment_of((opening,), request.lang, document.origins),
        "told": fragment_of(document.sections, request.lang, document.origins),
        "here": "quality",
        "sight": seen_by,
    }
    read(found.folder, found.snapshot.manifest, "quality")
    return render(request, "data_desk/quality.html", context)


@allow("enter_data")
def coverage(request: NetworkRequest, network: str, log: str) -> HttpResponse:
    """Which partner delivered which months."""
    seen_by, found = require_whole(request), log_for(request, log)
    document = _quality(found.folder, found.snapshot.id, reach(request.hat).threshold, request.lang)
    read(found.folder, found.snapshot.manifest, "coverage")
    sections = [section for section in document.sections if section.id == "coverage"]
    context = {
        "log": found,
        "told": fragment_of(sections, request.lang, document.origins),
        "here": "coverage",
        "sight": seen_by,
    }
    return render(request, "data_desk/coverage.html", context)


@allow("enter_data", "GET", "POST")
def changes(request: NetworkRequest, network: str, log: str) -> HttpResponse:
    """What moved between two snapshots, by whose delivery; counts as they are, for who analyses only."""
    seen_by = require_whole(request)
    if not reach(request.hat).free:
        return render(
            request, "data_desk/no_changes.html", {"log": log_for(request, log), "sight": seen_by}, status=403
        )
    found = log_for(request, log)
    known = snapshots_for(request, found)
    ids = [snapshot.id for snapshot in known]
    given = request.POST if request.method == "POST" else request.GET
    new = given.get("new", ids[0])
    old = given.get("old", ids[1] if len(ids) > 1 else "")
    if new not in ids or (old and old not in ids):
        raise Http404
    if request.method == "POST" and old:
        back = request.path
        return redirect(
            ask(request, "compare", {"log": log, "old": old, "new": new, "go_on": True, "back": back}).address
        )
    document = compared(network_folder(request.network), log, old, new) if old else None
    if document:
        read(found.folder, open_snapshot(found.folder, new).manifest, f"diff {old} {new}")
    context = {
        "log": found,
        "snapshots": known,
        "old": old,
        "new": new,
        "told": told_of(document, request.lang),
        "here": "changes",
        "sight": seen_by,
    }
    return render(request, "data_desk/changes.html", context)


def told_of(document: dict[str, object] | None, lang: str) -> SafeString | str:
    """What moved, as HTML; "" while nobody compared."""
    return fragment_of(moved_sections(document, lang), lang) if document else ""


@lru_cache(maxsize=KEPT)
def _quality(folder: Path, snapshot: str, threshold: int, lang: str) -> Document:
    with open_log(open_snapshot(folder, snapshot)) as view:
        return quality_report(view, threshold=threshold, lang=lang)
