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
    told_number,
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
LEAST_RUNS = 4


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
        "screened_on": found.screened_on,
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
    for text in how_told(document, lang):
        show_line(text)


def show_lines(document: Mapping[str, Any], lang: str, most: int = SHOWN) -> None:
    """The lines with most influence, deterioration and escalation always, and in words what they come to."""
    known = {"name": document["metric"], "unit": document["unit"]}
    show_line(say("study.outcome_is", lang, metric=metric_name(known, lang), unit=unit_name(known, lang)))
    grid = empty_grid(lang, "assumption", "range", "at_low", "at_high", "change", "verdict", room="study.shown")
    for row in shown_lines(document, most):
        low, high = (_end(place, row, document, lang) for place in (0, -1))
        grid.add_row(
            assumption_name(row, lang),
            assumption_range(row, lang),
            low,
            high,
            _change(row, document, lang),
            sign_words(row, lang, is_difference=document["is_difference"], roughly=roughly(row, document)),
        )
    Console().print(grid)
    for text in told_lines(document, lang):
        show_line(text)
    if left := len(document["lines"]) - len(shown_lines(document, most)):
        show_line(say("study.more_lines", lang, n=left))


def is_rough(row: Mapping[str, Any], document: Mapping[str, Any]) -> bool:
    """Whether it was run so few times that its interval says nothing."""
    return bool(row["is_screened"]) and document["screened_on"] < LEAST_RUNS


def base(document: Mapping[str, Any]) -> float:
    """The outcome as assumed, of the lines that were run most often."""
    rows = sorted(document["lines"], key=lambda row: bool(row["is_screened"]))
    return _as_assumed(rows[0]) if rows else 0.0


def _as_assumed(row: Mapping[str, Any]) -> float:
    return next(float(point["value"]) for point in row["points"] if point["at"] == row["assumed"])


def beside(point: Mapping[str, Any], row: Mapping[str, Any], document: Mapping[str, Any]) -> Document:
    """A point as it can stand beside those of other lines: one that was run on fewer seeds moves with its base."""
    by = base(document) - _as_assumed(row) if row["is_screened"] else 0.0
    return {key: point[key] + by for key in ("value", "low", "high")}


def roughly(row: Mapping[str, Any], document: Mapping[str, Any]) -> str:
    """Of a line that was run too few times: whether its means are on both sides of zero. Else ""."""
    if not (document["is_difference"] and is_rough(row, document)):
        return ""
    means = [beside(point, row, document)["value"] for point in row["points"]]
    return "may_turn" if min(means) < 0 < max(means) else "rough"


def _end(place: int, row: Mapping[str, Any], document: Mapping[str, Any], lang: str) -> str:
    """Of a difference with its interval, on which its sign hangs."""
    point = beside(row["points"][place], row, document)
    is_difference, unit = document["is_difference"], document["unit"]
    if is_difference and not is_rough(row, document):
        return told_bounds(point, lang, unit, is_signed=True)
    value = told_number(point["value"], lang, unit, is_signed=is_difference)
    return f"≈ {value}" if is_rough(row, document) else value


def _change(row: Mapping[str, Any], document: Mapping[str, Any], lang: str) -> str:
    if is_rough(row, document):
        return f"≈ {told_number(row['change']['value'], lang, document['unit'], is_signed=True)}"
    return told_bounds(row["change"], lang, document["unit"], is_signed=True)


def shown_lines(document: Mapping[str, Any], most: int = SHOWN) -> list[Mapping[str, Any]]:
    """Those with most influence, and both wholes whatever theirs is."""
    rows = document["lines"]
    return [row for place, row in enumerate(rows) if place < most or row["whole"]]


def told_lines(document: Mapping[str, Any], lang: str) -> list[str]:
    """What has most influence, or of a difference what decides."""
    if document["is_difference"]:
        return _told_signs(document, lang)
    names = [assumption_name(row, lang) for row in document["lines"][:2]]
    return [say("study.most_influence", lang, names=listed(names, lang))] if names else []


def how_told(document: Mapping[str, Any], lang: str) -> list[str]:
    """What was left out or only looked at roughly, and what this cannot see."""
    told = []
    if any(row["is_screened"] for row in document["lines"]):
        told.append(say("study.screened", lang, n=document["screened_on"]))
    if document["untold"]:
        told.append(say("study.untold", lang, n=len(document["untold"])))
    if document["moved_together"] is not None:
        told.append(say("study.together", lang, n=document["moved_together"]))
    if document["not_moved"]:
        told.append(say("study.dividing", lang, n=document["not_moved"]))
    return [*told, say("study.one_at_a_time", lang)]


def _told_signs(document: Mapping[str, Any], lang: str) -> list[str]:
    """Which numbers decide, which may, and of how many that is unclear."""
    sure = [row for row in document["lines"] if not is_rough(row, document)]
    flips = [assumption_name(row, lang) for row in sure if row["sign"] == "flips"]
    may = [assumption_name(row, lang) for row in document["lines"] if roughly(row, document) == "may_turn"]
    unclear = sum(row["sign"] == "unclear" for row in sure)
    told = [say("study.decides", lang, names=listed(flips, lang)) if flips else say("study.nothing_decides", lang)]
    told += [say("study.may_decide", lang, names=listed(may, lang))] if may else []
    return [*told, *([say("study.unclear", lang, n=unclear)] if unclear else [])]
