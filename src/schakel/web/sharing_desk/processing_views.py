"""The processing log of a network as people read it: by month and kind, and the file to take along."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, get_args

from django.http import Http404, HttpResponse
from django.shortcuts import render

from schakel.data.processed import processing_log
from schakel.sharing.processing_log import Name
from schakel.web.access.models import Network
from schakel.web.access.policy import allow
from schakel.web.access.request import NetworkRequest
from schakel.web.record.append import note
from schakel.web.record.reading_words import BETWEEN, in_words
from schakel.web.workspace import current_workspace

MOST = 200
KINDS: tuple[str, ...] = get_args(Name)


@dataclass(frozen=True)
class Told:
    """A line as it is read. what: words for what was read of it; person: it is about one person."""

    at: datetime
    name: str
    sources: str
    what: str
    selection: str
    cases: int | None
    person: bool
    failed: bool
    activity: str
    trace: str


@allow("read_processing")
def processing(request: NetworkRequest, network: str) -> HttpResponse:
    """The latest lines of a month, the last first."""
    months = _months(request.network)
    month, kind = request.GET.get("month") or (months[-1] if months else ""), request.GET.get("kind", "")
    lines = deque((one for one in _lines(request.network, month) if kind in ("", one["name"])), maxlen=MOST)
    told = sorted((_told(one, request.lang) for one in lines), key=lambda one: one.at, reverse=True)
    context = {"lines": told, "months": months[::-1], "month": month, "kinds": KINDS, "kind": kind, "most": MOST}
    return render(request, "sharing_desk/processing.html", context)


@allow("read_processing", "POST")
def download(request: NetworkRequest, network: str) -> HttpResponse:
    """The lines of a month as they stand. Taking them along is recorded."""
    month = request.POST.get("month", "")
    if month not in _months(request.network):
        raise Http404
    note(request, "processing_taken", f"processing:{month}")
    text = b"".join(
        file.read_bytes() for folder in _folders(request.network) for file in folder.glob(f"processing/{month}.jsonl")
    )
    name = f"schakel-{request.network.slug}-processing-{month}.jsonl"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(text, content_type="application/jsonl; charset=utf-8", headers=headers)


def _folders(network: Network) -> list[Path]:
    """Where its processing logs are: of what comes in, and of its log."""
    folder = current_workspace().network(network.slug).resolve()
    return [folder, *([folder / "logs" / network.log] if network.log else [])]


def _months(network: Network) -> list[str]:
    return sorted({month for folder in _folders(network) for month in processing_log(folder).months()})


def _lines(network: Network, month: str) -> Iterator[dict[str, Any]]:
    for folder in _folders(network):
        yield from processing_log(folder).lines(month)


def _told(line: dict[str, Any], lang: str) -> Told:
    told = line["attributes"]
    reads = told.get("schakel.reads") or [{"what": told.get("schakel.what", ""), "selection": ""}]
    selections = [told.get("schakel.selection", ""), *(one.get("selection", "") for one in reads)]
    return Told(
        datetime.fromisoformat(line["end_time"]),
        line["name"],
        ", ".join(told.get("schakel.sources", [])),
        in_words(BETWEEN.join(dict.fromkeys(one["what"] for one in reads if one["what"])), lang),
        "; ".join(dict.fromkeys(filter(None, selections))),
        told.get("schakel.cases"),
        "dpl.core.data_subject_id" in told,
        line["status_code"] == "STATUS_CODE_ERROR",
        told["dpl.core.processing_activity_id"],
        line["trace_id"],
    )
