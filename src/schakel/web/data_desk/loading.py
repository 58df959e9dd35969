"""Loading what came in, in a process of its own: all of it becomes a snapshot of the log, or nothing."""

import json
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from schakel.chain.problem import Refusal
from schakel.data import log
from schakel.data.deliveries.add_source import NewDelivery, add_deliveries
from schakel.data.deliveries.delivered_files import DeliveredFile, delivered_files
from schakel.data.deliveries.sources import DeliveryEntry, Sources
from schakel.data.deliveries.sources_file import read_sources
from schakel.data.log import Steps, current_id
from schakel.data.mapping import free_slug
from schakel.data.mapping_text import to_toml
from schakel.data.snapshot import Snapshot
from schakel.insight.moved import moved, moved_document
from schakel.web.data_desk.looking import LOOK, RETURN
from schakel.web.jobs.kinds import Json, Tell

LOADED, COMPARED = "loaded.json", "compared"


def run(folder: Path, params: Json, on_progress: Tell) -> Json:
    """Add the deliveries to networks/<slug>/logs/<log>, and compare with the snapshot before. What came in is removed
    then: the log keeps its events under pseudonyms."""
    place, target = folder / "incoming" / params["incoming"], folder / "logs" / params["log"]
    known = _known(place, params["job"])
    if known:  # a worker was stopped after the load and before it could say so
        return known
    target.parent.mkdir(parents=True, exist_ok=True)
    snapshot = _load(place, target, params, lambda stage, share: on_progress(stage, share * 0.8))
    before = params["before"]
    if before and before != snapshot.id:
        on_progress("compare", 0.85)
        compare(folder, params["log"], before, snapshot.id)
    result = _told(snapshot, before)
    log.replace(place / LOADED, json.dumps({"job": params["job"], **result}, ensure_ascii=False), Steps(""))
    _remove_files(place)
    return result


def run_compare(folder: Path, params: Json, on_progress: Tell) -> Json:
    """Compare two snapshots of a log that nobody compared yet."""
    on_progress("compare", 0.1)
    compare(folder, params["log"], params["old"], params["new"])
    return {}


def compare(folder: Path, slug: str, old: str, new: str) -> None:
    """Write what moved between two snapshots to compared/<log>/<old>-<new>.json, once."""
    target = folder / COMPARED / slug
    file = target / f"{old}-{new}.json"
    if file.exists():
        return
    target.mkdir(parents=True, exist_ok=True)
    try:
        found = moved_document(moved(folder / "logs" / slug, old, new))
    except Refusal:  # the older one is gone or of an older format: then there is nothing to set it beside
        return
    log.replace(file, json.dumps(found, ensure_ascii=False), Steps(""))


def compared(folder: Path, slug: str, old: str, new: str) -> Json | None:
    """What moved between two snapshots, as `insight.moved.moved_document` has it; None while nobody compared them."""
    file = folder / COMPARED / slug / f"{old}-{new}.json"
    return json.loads(file.read_text(encoding="utf-8")) if file.is_file() else None


def _known(place: Path, job: str) -> Json | None:
    file = place / LOADED
    if not file.is_file():
        return None
    found: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return {key: value for key, value in found.items() if key != "job"} if found["job"] == job else None


def _load(place: Path, target: Path, params: Json, on_progress: Tell) -> Snapshot:
    sources = read_sources(place)
    temporary = place / "unpacked"
    shutil.rmtree(temporary, ignore_errors=True)
    try:
        files = delivered_files(place, sources, temporary)
        new = _deliveries(files, sources, target, params)
        said = params.get("case", {})
        unit, closing = said.get("unit") or sources.case.unit, tuple(said.get("closing", sources.case.closing))
        case = replace(sources.case, unit=unit, closing=closing)
        snapshot = add_deliveries(new, target, case=case, on_progress=on_progress)
    except Refusal as refusal:
        names = params["names"]
        told = tuple(replace(problem, file=names.get(problem.file, problem.file)) for problem in refusal.problems)
        raise Refusal(told, refusal.total) from None
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
    for one in new:
        path = Path(one.mapping.path)
        path.parent.mkdir(exist_ok=True)
        log.replace(path, to_toml(one.mapping), Steps(""))
    return snapshot


def _deliveries(files: list[DeliveredFile], sources: Sources, target: Path, params: Json) -> list[NewDelivery]:
    """What is added, by source and delivery, with who delivers it and what it covers as the form says."""
    found = []
    for source in sources.sources:
        said = params["sources"].get(source.name, {})
        for entry in source.deliveries:
            own = [file for file in files if file.source == source and file.entry == entry]
            mapping = own[0].mapping
            form = replace(mapping.file, delivered_by=said.get("delivered_by") or source.delivered_by)
            path = str(target / "mappings" / f"{free_slug(said.get('name') or source.name, ())}.toml")
            found.append(
                NewDelivery(
                    said.get("name") or source.name,
                    _entry(entry, said, params, only=len(source.deliveries) == 1),
                    replace(mapping, file=form, path=path),
                    tuple(file.path for file in own),
                    own[0].beside,
                    own[0].notices,
                )
            )
    return found


def _entry(entry: DeliveryEntry, said: Json, params: Json, *, only: bool) -> DeliveryEntry:
    """files: named after what came in, since they are not kept. Of one of several deliveries its own period stays."""
    files = tuple(f"incoming/{params['incoming']}/{name}" for name in entry.files)
    if not only or "kind" not in said:
        return replace(entry, files=files)
    days = {key: date.fromisoformat(said[key]) if said.get(key) else None for key in ("since", "until", "extracted")}
    return replace(entry, files=files, kind=said["kind"] or None, **days)


def _told(snapshot: Snapshot, before: str) -> Json:
    manifest = snapshot.manifest
    return {
        "snapshot": snapshot.id,
        "before": before if before != snapshot.id else "",
        "same": before == snapshot.id,
        "counts": dict(manifest.counts),
        "first_on": manifest.first_on.isoformat(),
        "last_on": manifest.last_on.isoformat(),
    }


def _remove_files(place: Path) -> None:
    """The files as they were sent, and whatever was made of them but the word that they were loaded."""
    for path in place.iterdir():
        if path.name in (LOADED, LOOK, RETURN):
            continue
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


def log_before(target: Path) -> str:
    """The snapshot that is current before a load, "" for a new log."""
    return (current_id(target) if target.is_dir() else None) or ""
