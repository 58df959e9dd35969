"""What the assumed numbers do to an outcome: as a document for JSON, and as a table."""

from collections.abc import Mapping, Sequence
from typing import Any

from rich.console import Console

from schakel.report.assumption_words import assumption_name, assumption_range, assumption_row, sign_words
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
from schakel.report.tell import listed
from schakel.simulation.experiment.assumed_kinds import AssumedKinds
from schakel.simulation.experiment.metrics import metric
from schakel.simulation.experiment.sensitivity_study import AssumedLine, Sensitivity
from schakel.simulation.model.model import Model
from schakel.simulation.scenario import Scenario
from schakel.texts import say

SHOWN = 12


def sensitivity_document(
    model: Model,
    scenarios: Sequence[Scenario],
    found: Sensitivity,
    kinds: AssumedKinds | None,
    seed: int,
    replications: int,
) -> Document:
    """The lines of one metric, those with most influence first. kinds: None where each number moved by itself."""
    return {
        **head(model, seed, replications),
        "scenarios": [one.name for one in scenarios],
        **lines_document(found, kinds),
    }


def lines_document(found: Sensitivity, kinds: AssumedKinds | None) -> Document:
    """The part of it that is about the lines."""
    return {
        "metric": found.metric,
        "unit": metric(found.metric).unit,
        "is_difference": found.is_difference,
        "moved_together": None if kinds is None else kinds.numbers,
        "not_moved": None if kinds is None else kinds.dividing,
        "deciding": [one.assumption.name for one in found.deciding] if found.is_difference else [],
        "untold": [one.name for one in found.untold],
        "lines": [_line(one) for one in found.lines],
    }


def _line(one: AssumedLine) -> Document:
    return {
        **assumption_row(one.assumption),
        "influence": one.influence,
        "change": bounds(one.change),
        "is_screened": one.is_screened,
        "sign": str(one.line.sign),
        "crossings": list(one.line.crossings),
        "points": [{"at": at, **bounds(effect)} for at, effect in zip(one.line.at, one.line.effects, strict=True)],
    }


def show_sensitivity(document: Mapping[str, Any], lang: str) -> None:
    """The lines as a table, with what decides."""
    show_heading(document, lang)
    if document["is_difference"]:
        first, second = document["scenarios"]
        show_line(say("study.difference", lang, first=first, second=second))
    show_lines(document, lang)


def show_lines(document: Mapping[str, Any], lang: str, most: int = SHOWN) -> None:
    """The lines with most influence, deterioration and escalation always, and in words what they come to."""
    known = {"name": document["metric"], "unit": document["unit"]}
    show_line(say("study.outcome_is", lang, metric=metric_name(known, lang), unit=unit_name(known, lang)))
    grid = empty_grid(lang, "assumption", "range", "at_low", "at_high", "change", "verdict", room="study.shown")
    for row in shown_lines(document, most):
        low, high = (told_bounds(row["points"][place], lang, document["unit"]) for place in (0, -1))
        grid.add_row(
            assumption_name(row, lang),
            assumption_range(row, lang),
            low,
            high,
            told_bounds(row["change"], lang, document["unit"], is_signed=True),
            sign_words(row, lang, is_difference=document["is_difference"]),
        )
    Console().print(grid)
    for text in told_lines(document, lang, most):
        show_line(text)


def shown_lines(document: Mapping[str, Any], most: int = SHOWN) -> list[Mapping[str, Any]]:
    """Those with most influence, and both wholes whatever theirs is."""
    rows = document["lines"]
    return [row for place, row in enumerate(rows) if place < most or row["whole"]]


def told_lines(document: Mapping[str, Any], lang: str, most: int = SHOWN) -> list[str]:
    """What decides, what was left out or only looked at roughly, and what this cannot see."""
    told = []
    if document["is_difference"]:
        rows = [row for row in document["lines"] if row["sign"] == "flips"]
        names = listed([assumption_name(row, lang) for row in rows], lang)
        told.append(say("study.decides", lang, names=names) if rows else say("study.nothing_decides", lang))
        unclear = sum(row["sign"] == "unclear" for row in document["lines"])
        if unclear:
            told.append(say("study.unclear", lang, n=unclear))
    left = len(document["lines"]) - len(shown_lines(document, most))
    if left:
        told.append(say("study.more_lines", lang, n=left))
    if any(row["is_screened"] for row in document["lines"]):
        told.append(say("study.screened", lang))
    if document["untold"]:
        told.append(say("study.untold", lang, n=len(document["untold"])))
    if document["moved_together"] is not None:
        together, divided = document["moved_together"], document["not_moved"]
        told.append(say("study.together", lang, n=together, divided=divided))
    return [*told, say("study.one_at_a_time", lang)]
