"""What is asked of the worker: read from the form, checked, frozen in files, and named after its content."""

import hashlib
import json
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from django.http import QueryDict

import schakel
from schakel.chain.problem import Problem
from schakel.simulation.model.model_file import write_model
from schakel.simulation.scenario import Scenario, read_scenario
from schakel.simulation.scenario_text import scenario_text
from schakel.texts import say
from schakel.web.access.models import Network
from schakel.web.sharing_desk.delivering import is_person
from schakel.web.simulation_desk.results import ASKED, MODEL, REQUEST, put_whole, result_folder
from schakel.web.simulation_desk.shelf import (
    PACKAGED,
    is_calibrated,
    model_files,
    model_of,
    read_kept,
    scenario_of,
)
from schakel.web.workspace import current_workspace

KINDS = ("simulate", "compare", "causes", "weakest")
# Outcomes of which one way is better; a test holds that they exist (to know them here would bring the kernel along).
METRICS = ("severity_weeks", "late_refused", "lost", "points", "better", "lasting_52", "spent")
MOST_REPLICATIONS, MOST_WEEKS, MOST_SCENARIOS = 200, 520, 8
AS_IT_IS = ""
WEEKS_DEFAULT = 0


@dataclass(frozen=True)
class Wanted:
    """The form. first: the yardstick, AS_IT_IS for the chain without changes; others: beside it, or together with it.

    weeks: WEEKS_DEFAULT for those of the model.
    """

    what: str = "compare"
    model: str = PACKAGED
    first: str = AS_IT_IS
    others: tuple[str, ...] = ()
    replications: int = 20
    seed: int = 1
    weeks: int = WEEKS_DEFAULT
    metric: str = METRICS[0]


def wanted(form: QueryDict) -> tuple[Wanted, list[Problem]]:
    """The form as values, and what is wrong with it; a wrong field keeps its default."""
    problems: list[Problem] = []
    blank = Wanted()
    numbers = {
        name: _number(form, name, low, high, getattr(blank, name), problems)
        for name, low, high in (
            ("replications", 2, MOST_REPLICATIONS),
            ("seed", 0, 2**31 - 1),
            ("weeks", WEEKS_DEFAULT, MOST_WEEKS),
        )
    }
    what = _one_of(form, "what", KINDS, problems)
    metric = _one_of(form, "metric", METRICS, problems)
    first = form.get("first", AS_IT_IS)
    others = tuple(name for name in dict.fromkeys(form.getlist("others")) if name and name != first)
    if len(others) > MOST_SCENARIOS:
        problems.append(_problem("others", str(len(others)), f"0 – {MOST_SCENARIOS}"))
    if what in ("compare", "causes") and not others:
        problems.append(Problem("workbench_simulation_none", column="others"))
    return Wanted(what, form.get("model", PACKAGED), first, others, metric=metric, **numbers), problems


def freeze(network: Network, asked: Wanted) -> tuple[str, dict[str, Any]]:
    """Keep all that decides the outcome in files of its own; the key, and what was asked in words and numbers.

    Refusal when a scenario does not fit the model. 404 for a model or scenario that is not there.
    """
    half = Path(tempfile.mkdtemp(dir=_results(network), prefix=".half-"))
    try:
        told = _write(network, asked, half)
        key = _key(half)
        folder = result_folder(current_workspace().network(network.slug), key)
        folder.mkdir(exist_ok=True)
        put_whole(half, folder / REQUEST)
    finally:
        shutil.rmtree(half, ignore_errors=True)
    return key, told


def _results(network: Network) -> Path:
    root = result_folder(current_workspace().network(network.slug), "x").parent
    root.mkdir(parents=True, exist_ok=True)
    return root


def _write(network: Network, asked: Wanted, half: Path) -> dict[str, Any]:
    kept = model_of(network, asked.model)
    model = read_kept(kept)
    if asked.weeks and asked.weeks != model.weeks:
        model = replace(model, weeks=asked.weeks)
        write_model(model, half / MODEL)
    else:
        for path in model_files(kept.path):
            shutil.copyfile(path, half / path.name.replace(kept.path.stem, "model", 1))
    texts = [_scenario_text(network, name) for name in (asked.first, *asked.others)]
    names = []
    for number, text in enumerate(texts, 1):
        path = half / f"{number}.toml"
        path.write_text(text, encoding="utf-8", newline="\n")
        names.append(read_scenario(path, model).name)
    values = asdict(asked)
    told = {name: values[name] for name in ("what", "replications", "seed", "metric")}
    told |= {"weeks": model.weeks, "model": model.name, "scenarios": names, "code": schakel.__version__}
    told |= {
        "partners": sorted({one.name for one in model.partners if not is_person(one.name)}),
        "calibrated": is_calibrated(model),
    }
    (half / ASKED).write_text(json.dumps(told, ensure_ascii=False, sort_keys=True, indent=1), encoding="utf-8")
    return told


def _scenario_text(network: Network, slug: str) -> str:
    if slug == AS_IT_IS:
        name = say("simulation.as_it_is", current_workspace().language)
        return scenario_text(Scenario(name[:1].upper() + name[1:]))
    return scenario_of(network, slug).path.read_text(encoding="utf-8")


def _key(folder: Path) -> str:
    told = hashlib.sha256()
    for path in sorted(folder.iterdir()):
        told.update(f"{path.name} {hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return told.hexdigest()[:32]


def _number(form: Mapping[str, str], name: str, low: int, high: int, default: int, problems: list[Problem]) -> int:
    text = form.get(name, "").strip()
    if not text:
        return default
    try:
        found = int(text)
    except ValueError:
        found = low - 1
    if low <= found <= high:
        return found
    problems.append(_problem(name, text[:20], f"{low} – {high}"))
    return default


def _one_of(form: Mapping[str, str], name: str, known: tuple[str, ...], problems: list[Problem]) -> str:
    found = form.get(name, "")
    if found in known:
        return found
    problems.append(_problem(name, found[:20], ", ".join(known)))
    return known[0]


def _problem(column: str, value: str, allowed: str) -> Problem:
    return Problem("workbench_simulation_value", column=column, value=value, allowed=allowed)
