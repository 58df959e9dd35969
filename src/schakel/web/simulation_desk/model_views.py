"""Models: the card of one, and making one from the log, from a sheet, or from a file."""

import json
import shutil
import tempfile
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe

from schakel.chain.problem import Problem, Refusal
from schakel.data.readers.name import shown_name
from schakel.report.html import fragment
from schakel.report.model_card import ModelCard, Unidentified, model_card
from schakel.report.model_numbers import model_numbers
from schakel.report.model_sheet import write_sheet
from schakel.report.terminal import problem_sentence
from schakel.simulation.model.model import Model
from schakel.simulation.model.model_file import read_model
from schakel.texts import say
from schakel.web.access.policy import allow
from schakel.web.access.reach import reach
from schakel.web.access.request import NetworkRequest
from schakel.web.jobs.models import Job
from schakel.web.jobs.queue import ask
from schakel.web.record.append import note
from schakel.web.simulation_desk.making import card_path
from schakel.web.simulation_desk.seen_by import require_runner
from schakel.web.simulation_desk.shelf import (
    Kept,
    folder_of,
    is_calibrated,
    model_of,
    models,
    new_slug,
    read_kept,
    slug_of,
)
from schakel.web.workspace import current_workspace

SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_BYTES = 5 * 2**20


@allow("run_simulation")
def model(request: NetworkRequest, network: str, name: str) -> HttpResponse:
    """The card of a model; numbers that come from data only for who may look at the data."""
    require_runner(request)
    kept = model_of(request.network, name)
    found = read_kept(kept)
    inside = is_calibrated(found)
    card = card_of(found, kept, request.lang, whole=reach(request.hat).free)
    section = model_card(card, request.lang)
    html = fragment((section,), request.lang, lambda origin: f"#{origin}")
    context = {
        "kept": kept,
        "model": found,
        "calibrated": inside,
        "html": mark_safe(html),  # noqa: S308 -- escaped by the renderer
        "told": _told(kept),
    }
    return render(request, "simulation_desk/model.html", context)


@allow("run_simulation", "GET", "POST")
def new_model(request: NetworkRequest, network: str) -> HttpResponse:
    """Make one: calibrate on the log, upload a sheet, or upload a model file."""
    require_runner(request)
    context: dict[str, Any] = {"can_calibrate": bool(request.network.snapshot), "sheet_name": _sheet_name(request)}
    if request.method != "POST":
        return render(request, "simulation_desk/new_model.html", context)
    origin = request.POST.get("origin", "")
    try:
        name = new_slug(request.POST.get("name", ""), models(request.network))
        if origin == "log":
            return redirect(_calibrate(request, name).address)
        path = _received(request, ".xlsx" if origin == "sheet" else ".toml")
        if origin == "sheet":
            return redirect(_fill_in(request, name, path).address)
        _keep(request, name, path)
        return redirect("simulation_model", request.network.slug, name)
    except Refusal as refusal:
        sentences = [problem_sentence(problem, request.lang) for problem in refusal.problems]
        context |= {"problems": sentences, "more": refusal.total - len(sentences), "origin": origin}
        context |= {"name": request.POST.get("name", "")}
        return render(request, "simulation_desk/new_model.html", context, status=422)


@allow("run_simulation")
def sheet(request: NetworkRequest, network: str) -> HttpResponse:
    """The empty sheet of at most thirty numbers."""
    require_runner(request)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sheet.xlsx"
        write_sheet(path, request.lang)
        headers = {"Content-Disposition": f'attachment; filename="{_sheet_name(request)}"'}
        return HttpResponse(path.read_bytes(), content_type=SHEET_TYPE, headers=headers)


def card_of(found: Model, kept: Kept, lang: str, *, whole: bool) -> ModelCard:
    """The card; what the log could not tell is kept beside a calibrated model."""
    numbers = model_numbers(found)
    told = numbers if whole else tuple(one for one in numbers if one.source != "data")
    unknown = tuple(_unknown(one, lang) for one in _told(kept).get("unknown", ()))
    return ModelCard(found.name, told, unidentified=unknown, inside=len(numbers) - len(told))


def _unknown(one: dict[str, str], lang: str) -> Unidentified:
    words = (say(f"report.simulation.noun.{one['noun']}", lang), one["name"], one["field"])
    return Unidentified(" ".join(filter(None, words)), say(f"simulation.not_identified.{one['reason']}", lang))


def _told(kept: Kept) -> dict[str, Any]:
    path = card_path(kept.path)
    return dict(json.loads(path.read_text(encoding="utf-8"))) if not kept.packaged and path.is_file() else {}


def _calibrate(request: NetworkRequest, name: str) -> Job:
    network = request.network
    if not network.snapshot:
        raise Refusal((Problem("workbench_no_snapshot"),))
    params = {"log": network.log, "snapshot": network.snapshot}
    return _asked(request, "calibrate", name, {"origin": "log", **params})


def _fill_in(request: NetworkRequest, name: str, path: Path) -> Job:
    """The sheet is read in a job; it stays until then, and after it as what the model was made of."""
    folder = folder_of(request.network) / "sheets"
    folder.mkdir(parents=True, exist_ok=True)
    stored = f"{uuid4()}.xlsx"
    shutil.move(path, folder / stored)
    return _asked(request, "fill_in", name, {"origin": "sheet", "sheet": stored})


def _asked(request: NetworkRequest, kind: str, name: str, params: dict[str, str]) -> Job:
    title = request.POST.get("name", "").strip()
    return ask(request, kind, {"name": name, "title": title, "go_on": True, **params})


def _received(request: NetworkRequest, ending: str) -> Path:
    """The uploaded file under our own name, small enough and of the kind that was asked."""
    file: UploadedFile[Any] | None = request.FILES.get("file")
    if file is None:
        raise Refusal((Problem("workbench_upload_none"),))
    name = shown_name(file.name or "")
    if not (file.name or "").lower().endswith(ending):
        raise Refusal((Problem("workbench_simulation_value", column=name, value=name, allowed=ending),))
    if (file.size or 0) > MOST_BYTES:
        told = f"{MOST_BYTES // 2**20} MB"
        raise Refusal((Problem("workbench_upload_large", file=name, value=f"> {told}", allowed=told),))
    folder = Path(tempfile.mkdtemp(prefix="schakel-model-"))
    path = folder / f"{slug_of(Path(name).stem) or 'model'}{ending}"
    with path.open("wb") as target:
        for chunk in file.chunks():
            target.write(chunk)
    return path


def _keep(request: NetworkRequest, name: str, path: Path) -> None:
    """A model file that can be read is kept as it is."""
    try:
        if is_calibrated(read_model(path)) and current_workspace().demo:
            raise Refusal((Problem("workbench_simulation_demo"),))
        folder = folder_of(request.network)
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, folder / f".{name}.new")
        (folder / f".{name}.new").replace(folder / f"{name}.toml")
    finally:
        shutil.rmtree(path.parent, ignore_errors=True)
    note(request, "simulation_model_made", name, origin="file")


def _sheet_name(request: NetworkRequest) -> str:
    return f"schakel-{'model' if request.lang == 'en' else 'ketenmodel'}.xlsx"
