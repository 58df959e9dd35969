"""The network file itself: taking it along, taking one in, and everything that it was before."""

from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from schakel.chain.problem import Problem, Refusal
from schakel.orchestration.changes import Change, changes
from schakel.orchestration.inputs import inputs
from schakel.orchestration.network import Network
from schakel.orchestration.network_file import LARGEST, network_from
from schakel.orchestration.sentences import label, noun_word
from schakel.orchestration.start_file import start_text
from schakel.report.terminal import problem_sentence
from schakel.texts import say
from schakel.web.access.policy import allow, may
from schakel.web.access.request import NetworkRequest
from schakel.web.orchestration_desk.changing import PRIVATE, change, entries, is_outside
from schakel.web.orchestration_desk.desk import tabs
from schakel.web.orchestration_desk.kept import FILE, Kept, file_of, hold, kept, kept_before
from schakel.web.record.models import Entry
from schakel.web.version import VERSION, Conflict

MOST = 100


@allow("read_network_file")
def download(request: NetworkRequest, network: str) -> HttpResponse:
    """The file byte for byte; `?start=1`, or while there is none: one to start with."""
    file = file_of(request.network)
    there = file.is_file() and not request.GET.get("start")
    body = file.read_bytes() if there else start_text(request.lang).encode()
    answer = HttpResponse(body, content_type="application/toml; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{FILE}"'
    return answer


@allow("edit_network", "GET", "POST")
def take_in(request: NetworkRequest, network: str) -> HttpResponse:
    """Take in a file: first what would change, then, when somebody says so, in place of what is there."""
    now = _now(request)
    context: dict[str, Any] = {
        "tabs": tabs(request, "orchestration_history"),
        "version": now.version if now else "broken",
    }
    if request.method != "POST":
        return render(request, "orchestration_desk/import.html", context)
    text, name = _sent(request)
    try:
        new = network_from(text, name) if text else _nothing()
    except Refusal as refusal:
        context |= {
            "problems": [problem_sentence(one, request.lang) for one in refusal.problems],
            "total": refusal.total,
            "text": text[:LARGEST],
        }
        return render(request, "orchestration_desk/import.html", context, status=422)
    if "save" not in request.POST:
        found = changes(now.network, new) if now else ()
        lines = [change_line(one, now.network if now else new, new, request.lang) for one in found]
        context |= {"lines": lines, "text": text, "checked": True, "name": new.name}
        return render(request, "orchestration_desk/import.html", context)
    _keep_version(request, now)
    if change(request, lambda _: new, "network_imported"):
        messages.success(request, say("orchestration_desk.file.taken", request.lang))
    return redirect("orchestration", request.network.slug)


def _nothing() -> Network:
    raise Refusal((Problem("network_needed", file=FILE, column="file", allowed=".toml"),))


def _sent(request: NetworkRequest) -> tuple[str, str]:
    """(text, name) of the file, or of the text that was checked before."""
    file = request.FILES.get("file")
    if isinstance(file, UploadedFile):
        if (file.size or 0) > 4 * LARGEST:
            raise Refusal((Problem("network_large", FILE, value=str(file.size), allowed=str(LARGEST)),))
        try:
            return file.read().decode("utf-8"), FILE
        except UnicodeDecodeError:
            raise Refusal((Problem("encoding", file=FILE),)) from None
    return request.POST.get("text", "").replace("\r\n", "\n"), FILE


@allow("read_network_file")
def history(request: NetworkRequest, network: str) -> HttpResponse:
    """Who changed what and when, newest first; each earlier state can be looked at and put back."""
    now = _now(request)
    lines = [_line(request, one) for one in entries(request.network)[:MOST]]
    asked = request.GET.get("before", "")
    context = {
        "tabs": tabs(request, "orchestration_history"),
        "lines": lines,
        "version": now.version if now else "broken",
        "outside": now is None or is_outside(request.network, now),
        "readable": now is not None,
        "may_edit": may(request.hat, "edit_network"),
        "asked": asked,
        "differs": _differs(request, now, asked) if asked else None,
        "exists": file_of(request.network).is_file(),
    }
    return render(request, "orchestration_desk/history.html", context)


def _differs(request: NetworkRequest, now: Kept | None, name: str) -> list[str]:
    """What is otherwise now than in an earlier text."""
    try:
        old = kept_before(request.network, name)
    except FileNotFoundError:
        raise Http404 from None
    new = now.network if now else Network(request.network.name)
    return [change_line(one, old, new, request.lang) for one in changes(old, new)]


def _line(request: NetworkRequest, entry: Entry) -> dict[str, Any]:
    kind, _, key = entry.subject.partition(":")
    noun = noun_word(kind, request.lang) if kind in inputs() else ""
    fields = [label(kind, one, request.lang) for one in entry.body.get("fields", []) if kind in inputs()]
    what = say(f"orchestration_desk.history.{entry.kind}", request.lang)
    return {
        "at": entry.at,
        "who": _who(entry, request.lang),
        "what": what,
        "item": f"{noun} {key}".strip() if noun and kind not in PRIVATE else noun,
        "fields": ", ".join(fields),
        "before": entry.body.get("before", ""),
    }


def _who(entry: Entry, lang: str) -> str:
    if entry.person is None or entry.hat is None:
        return say("orchestration_desk.history.nobody", lang)
    role = say(f"web.role.{entry.hat.role}", lang)
    return say("record.who", lang, person=entry.person.name, role=role, organisation=entry.hat.organisation.name)


def change_line(one: Change, old: Network, new: Network, lang: str) -> str:
    """A difference in words: what happened to which item, and in which fields."""
    holder = old if one.what == "dropped" else new
    title = new.name if one.kind == "network" else holder.title(one.kind, one.key)
    fields = ", ".join(label(one.kind, name, lang) for name, _, _ in one.fields)
    told = say(f"orchestration_desk.change.{one.what}", lang, noun=noun_word(one.kind, lang), title=title)
    return f"{told} ({fields})" if fields else told


@allow("edit_network", "POST")
def restore(request: NetworkRequest, network: str) -> HttpResponse:
    """Put an earlier text back; what stands there now is kept in the history in its turn."""
    try:
        old = kept_before(request.network, request.POST.get("before", ""))
    except FileNotFoundError:
        raise Http404 from None
    _keep_version(request, _now(request))
    change(request, lambda _: old, "network_restored")
    messages.success(request, say("orchestration_desk.history.restored", request.lang))
    return redirect("orchestration_history", request.network.slug)


def _now(request: NetworkRequest) -> Kept | None:
    """What stands there, None if it cannot be read."""
    if request.method == "POST":
        hold(request.network)
    try:
        return kept(request.network)
    except Refusal:
        return None


def _keep_version(request: NetworkRequest, now: Kept | None) -> None:
    current = now.version if now else "broken"
    if request.POST.get(VERSION, "") != current:
        from schakel.web.orchestration_desk.links import Links

        links = Links(request.network.slug, Network(""), request.lang)
        raise Conflict((), current, links.page("history"))
