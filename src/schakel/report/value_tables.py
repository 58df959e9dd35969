"""What each partner adds, as a document for JSON and as a table in the order of the model: it is no ranking."""

from collections.abc import Mapping
from typing import Any

from rich.console import Console

from schakel.report.simulated_words import (
    Document,
    bounds,
    empty_grid,
    head,
    metric_name,
    show_heading,
    show_line,
    told_bounds,
    told_number,
    unit_name,
)
from schakel.simulation.causes.added_value import AddedValue, AddedValues
from schakel.simulation.experiment.metrics import metric
from schakel.simulation.model.model import Model
from schakel.simulation.scenario import Scenario
from schakel.texts import say

STANDS_IN = 0.5  # of its value is left when only this partner is gone


def value_document(
    model: Model, scenario: Scenario, found: AddedValues, metric_name: str, seed: int, replications: int
) -> Document:
    """Partners in the order of the model. value and leave_one_out are None for one that is not judgeable."""
    return {
        **head(model, seed, replications),
        "scenario": scenario.name,
        "metric": metric_name,
        "unit": metric(metric_name).unit,
        "method": found.method,
        "worth": found.definition.worth,
        "cannot_see": list(found.definition.blind),
        "total": found.total,
        "partners": [_partner(one) for one in found.partners],
    }


def _partner(one: AddedValue) -> Document:
    told = bounds(one.interval)
    return {
        "name": one.partner,
        "state": str(one.state),
        "value": told if one.interval else {**told, "value": one.value},
        "leave_one_out": one.leave_one_out,
        "is_distinguishable": one.is_distinguishable,
    }


def show_value(document: Mapping[str, Any], lang: str) -> None:
    """Who adds what, who can be stood in for, who is not judgeable, and what no value sees."""
    show_heading(document, lang)
    show_line(value_is(document, lang))
    grid = empty_grid(lang, "partner", "value", "without", "verdict", room="study.shown")
    for row in document["partners"]:
        grid.add_row(
            row["name"],
            told_bounds(row["value"], lang, document["unit"], is_signed=True),
            told_number(row["leave_one_out"], lang, document["unit"], is_signed=True),
            value_verdict(row, lang),
        )
    Console().print(grid)
    for text in value_told(document, lang):
        show_line(text)


def value_is(document: Mapping[str, Any], lang: str) -> str:
    """What the numbers are, and what all judged partners come to together."""
    known = {"name": document["metric"], "unit": document["unit"]}
    total = told_number(document["total"], lang, document["unit"], is_signed=True)
    return say("study.value_is", lang, metric=metric_name(known, lang), unit=unit_name(known, lang), total=total)


def value_verdict(row: Mapping[str, Any], lang: str) -> str:
    """Not judgeable, not to be told from zero, or whether others can stand in."""
    if row["state"] != "judged":
        return say("study.not_judgeable", lang)
    if not row["is_distinguishable"]:
        return say("simulation.shown.not_zero", lang)
    value, alone = row["value"]["value"], row["leave_one_out"]
    return say("study.stood_in", lang) if value > 0 and alone < STANDS_IN * value else ""


def value_told(document: Mapping[str, Any], lang: str) -> list[str]:
    """How to read it, and what each value cannot see."""
    told = [say("study.value_read", lang)]
    if document["method"] == "sampled":
        told.append(say("study.value_sampled", lang))
    blind = [say(f"study.cannot_see.{key}", lang) for key in document["cannot_see"]]
    return [*told, say("study.value_blind", lang, blind=" ".join(blind)), say("study.not_judgeable_means", lang)]
