"""How long each source is kept, what is due, and taking it out; for the privacy officer."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from schakel.chain.problem import Problem, Refusal
from schakel.data.deliveries.sources_file import read_sources
from schakel.data.removal.first_day import first_day
from schakel.data.removal.removal import kept_removals
from schakel.data.removal.remove import PSEUDONYM
from schakel.web.access.policy import allow
from schakel.web.access.request import NetworkRequest
from schakel.web.insight_desk.choices import log_folder
from schakel.web.jobs.models import Job
from schakel.web.jobs.queue import ask
from schakel.web.sharing_desk.clock import today
from schakel.web.sharing_desk.term_views import terms_of

MOST_REPORTS = 12


@dataclass(frozen=True)
class Kept:
    """A source in a line. first: the first day that a purge of today leaves; due: rows by moment looked at."""

    name: str
    by: str
    months: int | None
    first: date | None
    due: tuple[int, ...]


@dataclass(frozen=True)
class Report:
    """A removal that was done. sources: name, rows, first and last day."""

    kind: str
    at: datetime
    sources: tuple[tuple[str, int, date | None, date | None], ...]
    snapshots: int
    months: tuple[str, ...]


@dataclass(frozen=True)
class OfProcessing:
    """The processing log. months: how long it is kept; first: the month from which a purge of today leaves it; due: how
    many months go by moment looked at."""

    months: int
    first: str
    due: tuple[int, ...]


@allow("retain")
def retention(request: NetworkRequest, network: str) -> HttpResponse:
    """Sources with their months, what was found due when somebody last looked, and the latest reports."""
    if not request.network.log:
        return render(request, "sharing_desk/retention.html", {"no_data": True})
    folder = log_folder(request.network)
    looked = Job.objects.filter(
        network=request.network, kind="retention_due", state="done", params__log=request.network.log
    ).first()
    days = looked.result["days"] if looked else []
    said = read_sources(folder)
    context = {
        "sources": [_kept(one, days) for one in said.sources],
        "of_processing": _of_processing(said.keep_processing_months, days),
        "days": [date.fromisoformat(one["day"]) for one in days],
        "looked_at": looked.ended_at if looked else None,
        "may_set": bool(terms_of(request.hat)),
        "reports": [_report(one) for one in kept_removals(folder)[:MOST_REPORTS]],
    }
    return render(request, "sharing_desk/retention.html", context)


@allow("retain", "POST")
def remove_rows(request: NetworkRequest, network: str) -> HttpResponse:
    """Ask for a look, a purge or an erasure; each is a job."""
    what = request.POST.get("what", "")
    if what not in ("due", "purge", "erase") or not request.network.log:
        raise Http404
    params = {"log": request.network.log, "what": what, "day": today().isoformat()}
    if what == "erase":
        pseudonym = request.POST.get("pseudonym", "").strip()
        if not PSEUDONYM.fullmatch(pseudonym):
            raise Refusal((Problem("erase_form"),))
        params["pseudonym"] = pseudonym
    return redirect(ask(request, f"retention_{what}", params).address)


def _kept(source: Any, days: list[dict[str, Any]]) -> Kept:
    months = source.keep_months
    counts = (sum(line["rows"] for line in day["due"] if line["source"] == source.name) for day in days)
    return Kept(source.name, source.delivered_by, months, first_day(today(), months) if months else None, tuple(counts))


def _of_processing(months: int, days: list[dict[str, Any]]) -> OfProcessing:
    due = tuple(len(day.get("months", ())) for day in days)
    return OfProcessing(months, f"{first_day(today(), months):%Y-%m}", due)


def _report(told: dict[str, Any]) -> Report:
    sources = tuple((one["source"], one["rows"], _day(one["first"]), _day(one["last"])) for one in told["sources"])
    return Report(
        told["kind"], datetime.fromisoformat(told["at"]), sources, len(told["snapshots"]), tuple(told.get("months", ()))
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
