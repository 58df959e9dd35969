"""The record as people read it: sentences, filters, whether the chain holds, and the file to take along."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from schakel.texts import has, say
from schakel.web.access.models import Network
from schakel.web.access.policy import allow, may
from schakel.web.access.request import NetworkRequest
from schakel.web.record.append import line_of, note
from schakel.web.record.chain import Line
from schakel.web.record.kept import check_kept, head
from schakel.web.record.lines_file import to_lines
from schakel.web.record.models import Entry, Reading
from schakel.web.record.reading_words import in_words
from schakel.web.record.sentences import sentence

PAGE = 50
MOST_READINGS = 30


@dataclass(frozen=True)
class Told:
    """A line as it is read."""

    seq: int
    at: datetime
    text: str
    hash: str


@dataclass(frozen=True)
class Asked:
    """A reading as it is read."""

    row: Reading
    what: str


@allow("read_record")
def record(request: NetworkRequest, network: str) -> HttpResponse:
    """Lines of this network, the latest first."""
    rows = _asked(request, Entry.objects.filter(network=request.network))
    page = Paginator(rows.order_by("-seq"), PAGE).get_page(request.GET.get("page"))
    end, checked = head(), check_kept()
    context = {
        "lines": [Told(one.seq, one.at, sentence(one, request.lang), one.hash[:12]) for one in page.object_list],
        "page": page,
        "kinds": _kinds(request.network, request.lang),
        "kind": request.GET.get("kind", ""),
        "since": request.GET.get("since", ""),
        "until": request.GET.get("until", ""),
        "head": end,
        "broken": checked.broken,
        "readings": _readings(request) if may(request.hat, "read_processing") else None,
    }
    return render(request, "record/record.html", context)


@allow("read_record", "POST")
def download(request: NetworkRequest, network: str) -> HttpResponse:
    """The whole record as JSON lines with its head; of other networks only the hashes. Taking it along is recorded."""
    note(request, "record_taken")
    end = head()
    lines = [_open_or_closed(entry, request.network) for entry in Entry.objects.order_by("seq").iterator()]
    name = f"schakel-{request.network.slug}-record.jsonl"
    text = "".join(to_lines(lines, end.seq, end.hash))
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(text, content_type="application/jsonl; charset=utf-8", headers=headers)


def _open_or_closed(entry: Entry, network: Network) -> Line:
    line = line_of(entry)
    return line if entry.network_id == network.pk else Line(line.seq, None, line.previous, line.hash)


def _asked(request: NetworkRequest, rows: QuerySet[Entry]) -> QuerySet[Entry]:
    if kind := request.GET.get("kind", ""):
        rows = rows.filter(kind=kind)
    if since := _day(request.GET.get("since", "")):
        rows = rows.filter(at__gte=timezone.make_aware(datetime.combine(since, datetime.min.time())))
    if until := _day(request.GET.get("until", "")):
        rows = rows.filter(at__lte=timezone.make_aware(datetime.combine(until, datetime.max.time())))
    return rows.select_related("person", "hat__organisation")


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _readings(request: NetworkRequest) -> list[Asked]:
    """Who read, the latest first; of one number of the processing log where that is asked for."""
    rows = Reading.objects.filter(network=request.network).select_related("person", "hat__organisation")
    with suppress(KeyError, ValueError):
        rows = rows.filter(operation=UUID(hex=request.GET["operation"]))
    return [Asked(one, in_words(one.what, request.lang)) for one in rows.order_by("-pk")[:MOST_READINGS]]


def _kinds(network: Network, lang: str) -> list[tuple[str, str]]:
    """Kinds that occur, with their words."""
    found = Entry.objects.filter(network=network).order_by().values_list("kind", flat=True).distinct()
    words = ((kind, say(f"record.what.{kind}", lang) if has(f"record.what.{kind}") else kind) for kind in found)
    return sorted(words, key=lambda pair: pair[1])
