"""Jobs that make a model: from the published log, or from a sheet that was filled in."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from schakel.chain.problem import Problem, Refusal
from schakel.simulation.model.model import Model
from schakel.simulation.model.model_file import write_model
from schakel.web.jobs.kinds import Json, Tell

CARD = ".card.json"


def run(folder: Path, params: Json, on_progress: Tell) -> Json:
    """The job: a model with this name in the network's folder. Refusal when another job made one of that name."""
    path = folder / "models" / f"{params['name']}.toml"
    card = card_path(path)
    if path.exists():
        if card.is_file() and json.loads(card.read_text(encoding="utf-8")).get("job") == params["job"]:
            return {"name": params["name"]}
        raise Refusal((Problem("workbench_simulation_there", value=params["name"]),))
    on_progress("read", 0.0)
    made, told = _from_log(folder, params, on_progress) if params["origin"] == "log" else _from_sheet(folder, params)
    path.parent.mkdir(parents=True, exist_ok=True)
    card.write_text(json.dumps(told | {"job": params["job"]}, ensure_ascii=False), encoding="utf-8")
    write_model(made, path)
    return {"name": params["name"]}


def card_path(model: Path) -> Path:
    """What is known of a model beside its numbers."""
    return model.with_name(model.stem + CARD)


def _from_log(folder: Path, params: Json, on_progress: Tell) -> tuple[Model, dict[str, Any]]:
    from schakel.data.processed import aggregate_read
    from schakel.data.snapshot import open_snapshot
    from schakel.insight.opened import open_log
    from schakel.simulation.calibration.calibrated import calibrate

    log = folder / "logs" / params["log"]
    snapshot = open_snapshot(log, params["snapshot"])
    cases = snapshot.manifest.counts["cases"]
    aggregate_read(log, snapshot.manifest, datetime.now(UTC), selection="", grant="", cases=cases, what="calibrate")
    with open_log(snapshot) as view:
        found = calibrate(view, name=params["title"], on_progress=lambda _stage, share: on_progress("calibrate", share))
    card = found.card
    unknown = [
        {"noun": one.noun, "name": one.name, "field": one.field, "reason": one.reason} for one in card.not_identified
    ]
    told = {"origin": "log", "log": params["log"], "snapshot": params["snapshot"], "unknown": unknown}
    return found.model, told | {"since": card.since.isoformat(), "until": card.until.isoformat()}


def _from_sheet(folder: Path, params: Json) -> tuple[Model, dict[str, Any]]:
    from schakel.simulation.sheet.model_from_sheet import model_from_sheet

    sheet = folder / "models" / "sheets" / params["sheet"]
    return replace(model_from_sheet(sheet), name=params["title"]), {"origin": "sheet", "unknown": []}
