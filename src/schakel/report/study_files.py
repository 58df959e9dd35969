"""What studies of a simulated chain write into a folder: the report, and the numbers as JSON."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from schakel.report import steering_tables, value_tables, weakest_tables
from schakel.report.sensitivity_tables import how_told, told_lines
from schakel.report.simulated_files import write_simulation_files
from schakel.report.simulated_material import card_of, comparison_of, scope_of
from schakel.report.simulated_words import metric_name
from schakel.report.simulation_inputs import SimulationInputs, Study
from schakel.report.study_material import card_rows, repairs_of, tornado_of, values_of
from schakel.simulation.experiment.steering import Steering
from schakel.simulation.model.model import Model
from schakel.texts import say

Document = Mapping[str, Any]
Paths = tuple[Path, ...]


def write_sensitivity_files(model: Model, document: Document, out: Path, lang: str) -> Paths:
    """A tornado of the assumed numbers, and the card of the model with the signs."""
    scope = scope_of(model, document["replications"], document["seed"])
    words = ""
    if document["is_difference"]:
        first, second = document["scenarios"]
        words = say("study.difference", lang, first=first, second=second)
    study = Study(
        "sensitivity",
        tornadoes=(tornado_of(document, scope, lang, words),),
        told=(*told_lines(document, lang), *how_told(document, lang)),
    )
    card = replace(card_of(model, sensitivity=card_rows(document, lang)), is_sensitivity_told=True)
    return write_simulation_files(SimulationInputs(scope, card, study=study), document, out, lang)


def write_steering_files(model: Model, found: Steering, document: Document, out: Path, seed: int, lang: str) -> Paths:
    """Both beside each other, rights first, a tornado per outcome, and the card of the model with the signs."""
    scope = scope_of(model, found.comparison.replications, seed)
    first, second = (document[side]["scenario"] for side in ("by_contract", "by_agreement"))
    words = say("study.difference", lang, first=first, second=second)
    lines = document["sensitivities"]
    study = Study(
        "steering",
        warnings=tuple(steering_tables.rights_told(document, lang)),
        tornadoes=tuple(tornado_of(one, scope, lang, words) for one in lines),
        told=(*(text for one in lines for text in _named_lines(one, lang)), *how_told(lines[0], lang)),
    )
    name = metric_name({"name": lines[0]["metric"]}, lang)
    card = card_of(model, name, first, sensitivity=card_rows(lines[0], lang))
    comparison = comparison_of(found.comparison, scope, lang)
    return write_simulation_files(
        SimulationInputs(scope, card, comparison=comparison, study=study), document, out, lang
    )


def write_weakest_files(model: Model, document: Document, out: Path, lang: str) -> Paths:
    """Repairs as ranked bars, and the card of the model."""
    return write_simulation_files(weakest_inputs(model, document, lang), document, out, lang)


def weakest_inputs(model: Model, document: Document, lang: str) -> SimulationInputs:
    """What the report of the weakest link is made of."""
    scope = scope_of(model, document["replications"], document["seed"])
    study = Study(
        "weakest",
        warnings=tuple(weakest_tables.rights_told(document, lang)),
        gains=repairs_of(document, scope, lang),
        told=tuple(weakest_tables.weakest_told(document, lang)),
    )
    return SimulationInputs(scope, card_of(model), study=study)


def write_value_files(model: Model, document: Document, out: Path, lang: str) -> Paths:
    """What each partner adds, in the order of the model, and the card of the model."""
    scope = scope_of(model, document["replications"], document["seed"])
    told = (value_tables.value_is(document, lang), *value_tables.value_told(document, lang))
    study = Study("value", gains=values_of(document, scope, lang), told=told)
    return write_simulation_files(SimulationInputs(scope, card_of(model), study=study), document, out, lang)


def _named_lines(document: Document, lang: str) -> list[str]:
    metric = metric_name({"name": document["metric"]}, lang)
    return [f"{metric}: {text}" for text in told_lines(document, lang)]
