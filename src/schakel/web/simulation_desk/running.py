"""The work itself, in a child process: run what was asked, and keep it as numbers, as pages and as one report.

Whatever stops it, there is either the whole result or none, and what is there is not made again.
"""

import json
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from schakel.chain.passport import Passport
from schakel.report.document import Section
from schakel.report.html import fragment, html
from schakel.report.model_card import ModelCard, limits
from schakel.report.origin_section import passport_rows
from schakel.report.simulated_files import causes_inputs, compared_inputs, simulated_inputs
from schakel.report.simulated_tables import causes_document, compared_document, simulated_document
from schakel.report.simulation_inputs import SimulationInputs
from schakel.report.simulation_report import simulation_report
from schakel.report.simulation_section import simulation_sections
from schakel.report.study_files import weakest_inputs
from schakel.report.weakest_tables import weakest_document
from schakel.simulation.causes.scenario_causes import causes_of
from schakel.simulation.causes.weakest_links import weakest_links
from schakel.simulation.experiment.comparison import compare
from schakel.simulation.experiment.replication import replicate
from schakel.simulation.experiment.seeds import seeds
from schakel.simulation.model.model import Model
from schakel.simulation.model.model_file import read_model
from schakel.simulation.scenario import Scenario, read_scenario, read_together
from schakel.texts import LANGUAGES, say
from schakel.web.jobs.kinds import Json, Tell
from schakel.web.simulation_desk.results import (
    MADE,
    MODEL,
    NUMBERS,
    REQUEST,
    asked_of,
    put_whole,
    report_name,
    result_folder,
)

Inputs = Callable[[str], SimulationInputs]  # by language
OnDone = Callable[[int, int], None]


@dataclass(frozen=True)
class Request:
    """What was asked, read back from its files. paths: of the scenarios, the yardstick first."""

    model: Model
    paths: tuple[Path, ...]
    asked: Json
    key: str

    @property
    def seeds(self) -> Any:
        """Of every run."""
        return seeds(self.asked["seed"], self.asked["replications"])

    @property
    def scenarios(self) -> list[Scenario]:
        """Each by itself."""
        return [read_scenario(path, self.model) for path in self.paths]

    def together(self, since: int = 0) -> Scenario:
        """Those from `since` on as one; a first one without changes adds nothing, not even its name."""
        chosen = [path for number, path in enumerate(self.paths) if number >= since]
        if len(chosen) > 1 and not since and not self.scenarios[0].changes:
            chosen = chosen[1:]
        return read_together(chosen, self.model)


def run(folder: Path, params: Json, on_progress: Tell) -> Json:
    """The job: the result of the request with this key."""
    place = result_folder(folder, params["key"])
    if not (place / MADE).exists():
        request = _request(place, params["key"])
        on_progress("ready", 0.0)
        document, inputs = WHAT[request.asked["what"]](request, lambda done, of: on_progress("simulate", done / of))
        on_progress("write", 1.0)
        half = Path(tempfile.mkdtemp(dir=place, prefix=".half-"))
        try:
            _write(request, document, inputs, half)
            put_whole(half, place / MADE)
        finally:
            shutil.rmtree(half, ignore_errors=True)
    return {"key": params["key"]}


def _request(place: Path, key: str) -> Request:
    folder = place / REQUEST
    paths = sorted(folder.glob("[0-9].toml"))
    return Request(read_model(folder / MODEL), tuple(paths), asked_of(place), key)


def _simulate(request: Request, on_done: OnDone) -> tuple[Json, Inputs]:
    scenario = request.together()
    runs = replicate(request.model, scenario, request.seeds, on_progress=on_done)
    document = simulated_document(request.model, scenario, runs, request.asked["seed"])
    inputs = simulated_inputs(request.model, scenario, runs, document, request.asked["seed"])
    return dict(document), lambda _lang: inputs


def _compare(request: Request, on_done: OnDone) -> tuple[Json, Inputs]:
    by, seed = request.asked["metric"], request.asked["seed"]
    found = compare(request.model, request.scenarios, request.seeds, by=by, on_progress=on_done)
    document = compared_document(request.model, found, seed)
    return dict(document), lambda lang: compared_inputs(request.model, found, document, seed, lang)


def _causes(request: Request, on_done: OnDone) -> tuple[Json, Inputs]:
    model, asked = request.model, request.asked
    agreed, went = request.scenarios[0], request.together(1)
    found = causes_of(model, agreed, went, asked["metric"], request.seeds, on_progress=on_done)
    document = causes_document(model, agreed, went, found, asked["seed"], asked["replications"])
    return dict(document), lambda lang: causes_inputs(model, agreed, went, found, document, lang)


def _weakest(request: Request, on_done: OnDone) -> tuple[Json, Inputs]:
    model, asked, scenario = request.model, request.asked, request.together()
    found = weakest_links(model, scenario, asked["metric"], request.seeds, on_progress=on_done)
    document = weakest_document(model, scenario, found, asked["metric"], asked["seed"], asked["replications"])
    return dict(document), lambda lang: weakest_inputs(model, document, lang)


WHAT: dict[str, Callable[[Request, OnDone], tuple[Json, Inputs]]] = {
    "simulate": _simulate,
    "compare": _compare,
    "causes": _causes,
    "weakest": _weakest,
}


def passport_of(key: str, asked: Json) -> Passport:
    """What decides the result; the key is the hash of model, scenarios and everything else that was asked."""
    names = ("what", "metric", "replications", "weeks")
    parameters = tuple((name, str(asked[name])) for name in names)
    scenarios = (("scenarios", " · ".join(asked["scenarios"])),)
    return Passport(
        "simulation", f"model {asked['model']}, {key}", asked["code"], (), parameters + scenarios, seed=asked["seed"]
    )


def _write(request: Request, document: Json, inputs: Inputs, half: Path) -> None:
    text = json.dumps(document, ensure_ascii=False, indent=1) + "\n"
    (half / NUMBERS).write_text(text, encoding="utf-8")
    passport = passport_of(request.key, request.asked)
    for lang in LANGUAGES:
        made = replace(inputs(lang), passport=passport)
        made = replace(made, card=without_data(made.card))
        (half / report_name(lang)).write_text(html(simulation_report(made, lang=lang)), encoding="utf-8")
        told = {"sections": _sections(made, lang), "passport": _passport(passport, lang), "passport_id": passport.id}
        (half / f"sections.{lang}.json").write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")


def without_data(card: ModelCard) -> ModelCard:
    """The card with numbers from data only counted: few residents can be behind one of them."""
    told = tuple(one for one in card.numbers if one.source != "data")
    return replace(card, numbers=told, inside=card.inside + len(card.numbers) - len(told))


def _sections(made: SimulationInputs, lang: str) -> list[dict[str, str]]:
    bare = Section("limits", say("report.simulation.card", lang), tuple(limits(made.card, lang)))
    return [
        {"id": one.id, "html": fragment((one,), lang, lambda origin: f"#herkomst-{origin}")}
        for one in (*simulation_sections(made, lang), bare)
    ]


def _passport(passport: Passport, lang: str) -> list[tuple[str, str]]:
    heads, rows = passport_rows((passport,), lang)
    return [(head, said) for head, said in zip(heads[1:], rows[0][1:], strict=True) if said]
