"""Scenarios: one as it is, and building one from what can be changed."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from schakel.chain.problem import Refusal
from schakel.report.terminal import problem_sentence
from schakel.simulation.levers import levers
from schakel.simulation.model.model import Model
from schakel.simulation.scenario import Change, read_scenario
from schakel.simulation.scenario_text import scenario_text
from schakel.texts import say, shown
from schakel.web.access.policy import allow
from schakel.web.access.request import NetworkRequest
from schakel.web.record.append import note
from schakel.web.simulation_desk.front import about
from schakel.web.simulation_desk.lever_form import (
    MOST_CHANGES,
    Row,
    lever_groups,
    new_row,
    read_rows,
    row_of,
    rows_of,
    scenario_of_rows,
    shown_rows,
    word_of,
)
from schakel.web.simulation_desk.seen_by import require_runner
from schakel.web.simulation_desk.shelf import (
    Kept,
    folder_of,
    model_of,
    models,
    new_slug,
    read_kept,
    scenario_of,
    scenarios,
)

LONGEST_NAME = 120


@allow("run_simulation")
def scenario(request: NetworkRequest, network: str, name: str) -> HttpResponse:
    """What is otherwise in it, in words and as its file."""
    require_runner(request)
    kept = scenario_of(request.network, name)
    fits = [one for one in models(request.network) if _changes(kept, one) is not None]
    changes = _changes(kept, fits[0]) if fits else None
    context = {
        "kept": kept,
        "about": about(kept, request.lang),
        "text": kept.path.read_text(encoding="utf-8"),
        "lines": [change_words(one, request.lang) for one in changes or ()],
        "fits": fits,
    }
    return render(request, "simulation_desk/scenario.html", context)


@allow("run_simulation", "GET", "POST")
def new_scenario(request: NetworkRequest, network: str, model: str) -> HttpResponse:
    """The form. Each button sends all of it back; only saving a scenario without problems keeps something."""
    require_runner(request)
    kept = model_of(request.network, model)
    found = read_kept(kept)
    if request.method != "POST":
        rows = _started(request, kept)
        return _page(request, kept, found, rows, {"name": ""})
    act, name = request.POST.get("do", "preview"), request.POST.get("name", "").strip()[:LONGEST_NAME]
    rows = _acted(request, act)
    if act.startswith(("add", "remove")):
        return _page(request, kept, found, rows, {"name": name})
    rows, changes = read_rows(rows, found, request.lang)
    wrong = any(row.errors for row in rows)
    context: dict[str, Any] = {"name": name, "checked": True, "wrong": wrong}
    if not wrong:
        context["text"] = scenario_text(scenario_of_rows(name, changes))
    if act != "save":
        return _page(request, kept, found, rows, context, 422 if wrong else 200)
    try:
        slug = new_slug(name, scenarios(request.network))
    except Refusal as refusal:
        context["name_error"] = problem_sentence(refusal.problems[0], request.lang)
    if wrong or "name_error" in context:
        return _page(request, kept, found, rows, context, 422)
    _save(request, slug, context["text"])
    return redirect("simulation_scenario", request.network.slug, slug)


def change_words(change: Change, lang: str) -> dict[str, str]:
    """One change as a line of a table."""
    lever = levers()[change.key]
    value = change.value
    told = word_of(lever, value, lang) if isinstance(value, str) and value in lever.words else str(value)
    if not isinstance(value, str):
        told = f"{shown(value, 'number', lang)} {say(f'simulation.unit.{lever.unit}', lang)}"
    key = "until" if change.to_week is not None else "since"
    until = change.to_week if change.to_week is not None else 0
    weeks = say(f"simulation_desk.scenario.{key}", lang, since=int(change.from_week), until=int(until))
    who = say("simulation_desk.form.all", lang) if not set(change.who) - set("*>/ ") else change.who
    return {"cause": change.cause, "lever": say(f"{lever.text}.name", lang), "who": who, "value": told, "weeks": weeks}


def _changes(kept: Kept, model: Kept) -> tuple[Change, ...] | None:
    """What it changes in a model; None when it does not fit."""
    try:
        return read_scenario(kept.path, read_kept(model)).changes
    except Refusal:
        return None


def _started(request: NetworkRequest, model: Kept) -> list[Row]:
    since = request.GET.get("from", "")
    if not since:
        return []
    changes = _changes(scenario_of(request.network, since), model)
    if changes is None:
        raise Http404
    return [row_of(one) for one in changes[:MOST_CHANGES]]


def _acted(request: NetworkRequest, act: str) -> list[Row]:
    rows = rows_of(request.POST)
    key = request.POST.get("lever", "")
    if act == "add" and key in levers() and len(rows) < MOST_CHANGES:
        rows.append(new_row(key, request.lang))
    if act.startswith("remove-"):
        rows = [row for number, row in enumerate(rows, 1) if str(number) != act.removeprefix("remove-")]
    return rows


def _page(
    request: NetworkRequest, kept: Kept, model: Model, rows: list[Row], context: dict[str, Any], status: int = 200
) -> HttpResponse:
    context |= {
        "kept": kept,
        "rows": shown_rows(rows, model, request.lang),
        "groups": lever_groups(request.lang),
        "full": len(rows) >= MOST_CHANGES,
    }
    return render(request, "simulation_desk/new_scenario.html", context, status=status)


def _save(request: NetworkRequest, slug: str, text: str) -> None:
    folder = folder_of(request.network) / "scenarios"
    folder.mkdir(parents=True, exist_ok=True)
    half = folder / f".{slug}.new"
    half.write_text(text, encoding="utf-8", newline="\n")
    half.replace(folder / f"{slug}.toml")
    note(request, "simulation_scenario_made", slug)
