"""Step b: what each column becomes, with its first values and the first events as they will be read."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from schakel.chain.problem import Problem, Refusal
from schakel.data import log
from schakel.data.deliveries.sources import FILE, Sources
from schakel.data.deliveries.sources_file import read_sources
from schakel.data.deliveries.sources_text import to_toml as sources_text
from schakel.data.mapping import Mapping, read_mapping
from schakel.data.mapping_text import to_toml
from schakel.texts import say
from schakel.web.access.models import Organisation
from schakel.web.access.policy import allow
from schakel.web.access.request import NetworkRequest
from schakel.web.data_desk.doubts import forget_doubts
from schakel.web.data_desk.incoming_of import STEPS, incoming_of, look_of, tell_shown
from schakel.web.data_desk.mapping_form import (
    FIXED,
    GROUPS,
    NEEDED,
    SPARE_STEPS,
    Use,
    changed,
    fixed_value,
    lost,
    uses,
)
from schakel.web.data_desk.models import Incoming
from schakel.web.data_desk.seen_by import require_loader, sight
from schakel.web.jobs.kinds import Json
from schakel.web.jobs.queue import ask


@dataclass(frozen=True)
class Line:
    """A column of the file in the form. use: its first; also: what else it is used for, in words."""

    n: int
    name: str
    values: list[str]
    masked: bool
    use: Use
    also: str
    doubts: list[str]


@allow("load_data", "GET", "POST")
def mapping(request: NetworkRequest, network: str, number: UUID) -> HttpResponse:
    """The form of one source; the address names it as ?source=, the first one without."""
    require_loader(request)
    incoming = incoming_of(request, number, lock=request.method == "POST")
    if not incoming.open:
        return redirect(incoming.address("done"))
    look = look_of(incoming, sight(request))
    if look is None:
        return render(request, "data_desk/waiting.html", {"incoming": incoming})
    name = request.GET.get("source", "") or look["sources"][0]["name"]
    one = next((source for source in look["sources"] if source["name"] == name), None)
    if one is None:
        raise Http404
    used = _mapping(incoming.folder, one)
    if request.method == "POST":
        return _saved(request, incoming, one, used)
    tell_shown(incoming, [one])
    return render(request, "data_desk/mapping.html", _context(request, incoming, look, one, used))


def _saved(request: NetworkRequest, incoming: Incoming, one: Json, used: Mapping) -> HttpResponse:
    """Keep the mapping as the form has it, and look again."""
    form = {key: str(value) for key, value in request.POST.items()}
    header = [column["name"] for column in one["columns"]]
    asked = changed(used, header, form)
    if form.get("version") != str(incoming.version):
        rows = _differences(header, used, asked, request.lang)
        return render(request, "data_desk/stale.html", {"incoming": incoming, "rows": rows, "one": one}, status=409)
    _write(incoming.folder, one, asked, form.get("delivered_by") or str(one["delivered_by"]))
    incoming.version += 1
    then = "check" if form.get("then") == "check" else "mapping"
    back = f"{incoming.address('mapping')}?source={one['name']}"
    params = incoming.job_params(lang=request.lang, go_on=True, then=then, back=back)
    incoming.job = ask(request, "look", params)
    incoming.save()
    return redirect(incoming.job.address)


def _mapping(place: Path, one: Json) -> Mapping:
    """Its mapping; one that names nothing where there is none (an XES file says itself what is what)."""
    return read_mapping(place / one["mapping"]) if one["mapping"] else Mapping()


def _write(place: Path, one: Json, asked: Mapping, delivered_by: str) -> None:
    sources = read_sources(place)
    path = one["mapping"] or f"mappings/{len(sources.sources)}-{len(one['name'])}.toml"
    (place / path).parent.mkdir(exist_ok=True)
    text = to_toml(asked)
    trial = place / "mappings" / "trial.toml"
    trial.write_text(text, encoding="utf-8")
    try:
        read_mapping(trial)  # whatever a form can say, must read
    finally:
        trial.unlink()
    log.replace(place / path, text, log.Steps(""))
    deliverer = delivered_by.strip()[:120]
    if not deliverer.isprintable():
        raise Refusal((Problem("workbench_mapping_field", value="delivered_by"),))
    found = [
        replace(source, mapping=path, delivered_by=deliverer) if source.name == one["name"] else source
        for source in sources.sources
    ]
    text = sources_text(Sources(sources.case, sources.ranks, tuple(found)))
    log.replace(place / FILE, text, log.Steps(""))
    forget_doubts(place, one["name"])


def _context(request: NetworkRequest, incoming: Incoming, look: Json, one: Json, used: Mapping) -> dict[str, Any]:
    header = [column["name"] for column in one["columns"]]
    about: dict[str, list[str]] = {}
    for doubt in one["doubts"]:
        about.setdefault(doubt["column"] if doubt["column"] in header else "", []).append(doubt["text"])
    lines = []
    for n, column in enumerate(one["columns"]):
        found = uses(used, column["name"]) or [Use("")]
        also = ", ".join(field_words(use, used, request.lang) for use in found[1:])
        lines.append(
            Line(n, column["name"], column["values"], column["masked"], found[0], also, about.get(column["name"], []))
        )
    missing = lost(used, header)
    steps = [(n, milestone.activity) for n, milestone in enumerate(used.milestones, 1)]
    spare = range(len(steps) + 1, len(steps) + 1 + SPARE_STEPS)
    return {
        "incoming": incoming,
        "look": look,
        "one": one,
        "others": [source for source in look["sources"] if source["name"] != one["name"]],
        "lines": lines,
        "doubts": about.get("", []),
        "lost": [(field_words(use, used, request.lang), name) for use, name in missing],
        "groups": [(key, [(ours, ours in NEEDED) for ours in names]) for key, names in GROUPS],
        "steps": steps,
        "has_steps": bool(steps) or used.origin("activity") is None,
        "spare": spare,
        "fixed": [(ours, fixed_value(used, ours)) for ours in FIXED if _may_fix(used, ours)],
        "date_format": ", ".join(used.file.date_format),
        "drops": [(column, ", ".join(values)) for column, values in used.file.drop_rows],
        "organisations": Organisation.objects.filter(network=request.network).order_by("name"),
        "wizard": STEPS,
        "step": "mapping",
    }


def _may_fix(used: Mapping, ours: str) -> bool:
    origin = used.origin(ours)
    return (origin is None or origin.value is not None) and not (ours == "activity" and used.milestones)


def field_words(use: Use, used: Mapping, lang: str) -> str:
    """A use in words: the field, and the step where it is of one."""
    field = say(f"data_desk.field.{use.ours}", lang) if use.ours else say("data_desk.field.none", lang)
    return f"{field} ({used.milestones[use.step - 1].activity})" if use.step else field


def _differences(header: list[str], now: Mapping, asked: Mapping, lang: str) -> list[tuple[str, str, str]]:
    """Columns of which both sides say something else."""
    found = []
    for column in header:
        told = [
            ", ".join(field_words(use, plan, lang) for use in uses(plan, column)) or say("data_desk.field.none", lang)
            for plan in (now, asked)
        ]
        if told[0] != told[1]:
            found.append((column, *told))
    return found  # type: ignore[return-value]  # a name and both sides
