"""The region steered by contract against by network agreement: as a document for JSON, and as tables."""

from collections.abc import Mapping, Sequence
from typing import Any

from rich.console import Console

from schakel.report.sensitivity_tables import how_told, lines_document, show_lines
from schakel.report.simulated_words import (
    Document,
    bounds,
    empty_grid,
    head,
    metric_name,
    show_heading,
    show_line,
    told_bounds,
    unit_name,
)
from schakel.simulation.experiment.assumed_kinds import AssumedKinds
from schakel.simulation.experiment.metrics import metric
from schakel.simulation.experiment.rights_rule import RightsVerdict
from schakel.simulation.experiment.steering import Beside, Steering
from schakel.simulation.model.model import Model
from schakel.simulation.scenario import Scenario
from schakel.texts import say

SHOWN = 6


def steering_document(
    model: Model, scenarios: Sequence[Scenario], found: Steering, kinds: AssumedKinds | None, seed: int
) -> Document:
    """Rights, then the goal, then the cost of a lasting result, each under both; then what they hang on."""
    rows = [found.rights, found.goal, *([found.cost] if found.cost else [])]
    return {
        **head(model, seed, found.comparison.replications),
        "by_contract": _side(scenarios[0], found.verdict_on_contract),
        "by_agreement": _side(scenarios[1], found.verdict_on_agreement),
        "level": found.comparison.level,
        "is_warming_up": found.comparison.is_warming_up,
        "metrics": [_beside(one) for one in rows],
        "sensitivities": [lines_document(one, kinds) for one in found.sensitivities],
    }


def _side(scenario: Scenario, verdict: RightsVerdict) -> Document:
    return {
        "scenario": scenario.name,
        "rights_rise": verdict.rise,
        "gains_by_rights": verdict.gains_by_rights,
        "groups_worse": [list(group) for group in verdict.groups_worse],
    }


def _beside(one: Beside) -> Document:
    known = metric(one.metric)
    return {
        "name": one.metric,
        "unit": known.unit,
        "is_right": known.is_right,
        "is_money": known.is_money,
        "by_contract": bounds(one.by_contract.mean),
        "by_agreement": bounds(one.by_agreement.mean),
        "difference": bounds(one.by_agreement.than_first),
        "is_better": one.by_agreement.is_better,
    }


def show_steering(document: Mapping[str, Any], lang: str) -> None:
    """Rights first, then both sides, then per outcome what decides."""
    show_heading(document, lang)
    for text in rights_told(document, lang):
        show_line(text)
    grid = empty_grid(lang, "metric", "by_contract", "by_agreement", "difference", "verdict", room="study.shown")
    for row in document["metrics"]:
        cells = [told_bounds(row[side], lang, row["unit"]) for side in ("by_contract", "by_agreement")]
        difference = told_bounds(row["difference"], lang, row["unit"], is_signed=True)
        name = f"{metric_name(row, lang)} ({unit_name(row, lang)})"
        grid.add_row(name, *cells, difference, steering_verdict(row, lang))
    Console().print(grid)
    for text in steering_told(document, lang):
        show_line(text)
    for lines in document["sensitivities"]:
        show_line("")
        show_line(say("study.steer_hangs", lang))
        show_lines(lines, lang, SHOWN)
    for text in how_told(document["sensitivities"][0], lang):
        show_line(text)


def rights_told(document: Mapping[str, Any], lang: str) -> list[str]:
    """Which side gains while rights are not honoured, or for which groups they are worse."""
    told = []
    for side in ("by_contract", "by_agreement"):
        one = document[side]
        if one["gains_by_rights"]:
            told.append(say("simulation.shown.gains_by_rights", lang, scenario=one["scenario"]))
        elif one["rights_rise"]:
            told.append(say("study.rights_rise", lang, scenario=one["scenario"]))
    return told


def steering_verdict(row: Mapping[str, Any], lang: str) -> str:
    """Which of the two is better in one outcome, if that can be told."""
    if row["difference"]["value"] is None:
        return ""
    if row["is_better"] is None:
        return say("simulation.shown.not_zero", lang)
    return say("study.agreement_better" if row["is_better"] else "study.contract_better", lang)


def steering_told(document: Mapping[str, Any], lang: str) -> list[str]:
    """What the comparison is, and what it cannot see."""
    names = {"contract": document["by_contract"]["scenario"], "agreement": document["by_agreement"]["scenario"]}
    told = [say("study.steer_is", lang, **names)]
    if not any(row["name"].startswith("cost_") for row in document["metrics"]):
        told.append(say("study.no_cost", lang))
    if document["is_warming_up"]:
        told.append(say("simulation.shown.warming_up", lang))
    return [*told, say("study.steer_blind", lang)]
