"""The weakest link: which single repair helps most, as a document for JSON and as a table."""

from collections.abc import Mapping
from typing import Any

from rich.console import Console

from schakel.draw.simulated.span import signed
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
from schakel.simulation.causes.weakest_link import Gain
from schakel.simulation.causes.weakest_links import WeakestLinks
from schakel.simulation.experiment.metrics import metric
from schakel.simulation.model.model import Model
from schakel.simulation.scenario import Scenario
from schakel.texts import say, shown

SHOWN = 15


def weakest_document(
    model: Model, scenario: Scenario, found: WeakestLinks, metric_name: str, seed: int, replications: int
) -> Document:
    """Every repair by its gain, largest first; whether it gains while rights are not honoured stands before it."""
    gains = found.found.gains
    by_rights = {one.name for one in found.by_rights}
    best = found.found.best.name if found.found.is_found else None
    return {
        **head(model, seed, replications),
        "scenario": scenario.name,
        "metric": metric_name,
        "unit": metric(metric_name).unit,
        "weakest": best,
        "ties": [one.name for one in found.found.ties] if best else [],
        "repairs": [_repair(one, one.candidate.name in by_rights) for one in gains],
    }


def _repair(one: Gain, gains_by_rights: bool) -> Document:
    key, _, who = one.candidate.name.partition(" / ")
    return {
        "name": one.candidate.name,
        "kind": str(one.candidate.kind),
        "key": key,
        "who": who,
        "size": float(one.candidate.size),
        "unit": one.candidate.unit,
        "gains_by_rights": gains_by_rights,
        "gain": bounds(one.gain),
        "behind": bounds(one.behind),
        "is_distinguishable": one.is_distinguishable,
        "is_tied": one.is_tied,
    }


def show_weakest(document: Mapping[str, Any], lang: str) -> None:
    """Rights first, then the repairs by what they bring, and which of them cannot be told apart."""
    show_heading(document, lang)
    for text in rights_told(document, lang):
        show_line(text)
    known = {"name": document["metric"], "unit": document["unit"]}
    show_line(say("study.gain_is", lang, metric=metric_name(known, lang), unit=unit_name(known, lang)))
    grid = empty_grid(lang, "repair", "gain", "verdict", room="study.shown")
    for row in document["repairs"][:SHOWN]:
        grid.add_row(
            repair_name(row, lang),
            told_bounds(row["gain"], lang, document["unit"], is_signed=True),
            repair_verdict(row, document, lang),
        )
    Console().print(grid)
    for text in weakest_told(document, lang):
        show_line(text)
    if len(document["repairs"]) > SHOWN:
        show_line(say("study.more_repairs", lang, n=len(document["repairs"]) - SHOWN))


def repair_name(row: Mapping[str, Any], lang: str) -> str:
    """What is repaired, of whom, and by how much."""
    who = str(row["who"])
    if row["key"] == "handover":
        return say("study.repair_handover", lang, who=who)
    if row["key"] == "municipality.threshold":
        who = who.rpartition(" / ")[0]
    lever = say(f"simulation.lever.{row['key']}.name", lang)
    if row["unit"] == "word":
        return say("study.repair_word", lang, lever=lever, who=who)
    size = signed(row["size"], lang) if row["unit"] == "severity" else _percent(row["size"], lang)
    return say("study.repair", lang, lever=lever, who=who, size=size)


def _percent(size: float, lang: str) -> str:
    return ("−" if size < 0 else "+") + shown(abs(size), "share", lang)


def repair_verdict(row: Mapping[str, Any], document: Mapping[str, Any], lang: str) -> str:
    """Rights first; then whether it differs from zero, is the best, or cannot be told from the best."""
    told = [say("study.by_rights", lang)] if row["gains_by_rights"] else []
    if not row["is_distinguishable"]:
        told.append(say("simulation.shown.not_zero", lang))
    elif row["name"] == document["weakest"]:
        told.append(say("study.weakest", lang))
    elif row["name"] in document["ties"]:
        told.append(say("study.tied", lang))
    elif row["gain"]["value"] < 0:
        told.append(say("study.makes_worse", lang))
    return "; ".join(told)


def rights_told(document: Mapping[str, Any], lang: str) -> list[str]:
    """A warning for repairs that gain while rights not honoured rise."""
    names = [repair_name(row, lang) for row in document["repairs"] if row["gains_by_rights"]]
    return [say("study.gains_by_rights", lang, names=listed(names, lang))] if names else []


def weakest_told(document: Mapping[str, Any], lang: str) -> list[str]:
    """The weakest link with its ties, or that none was found; then what this cannot see."""
    by_name = {row["name"]: row for row in document["repairs"]}
    if document["weakest"] is None:
        told = [say("study.no_weakest", lang)]
    else:
        told = [say("study.weakest_is", lang, repair=repair_name(by_name[document["weakest"]], lang))]
        ties = [repair_name(by_name[name], lang) for name in document["ties"] if by_name[name]["is_distinguishable"]]
        key = "study.ties" if ties else "study.no_ties"
        told.append(say(key, lang, repairs=listed(ties, lang)))
        doubtful = len(document["ties"]) - len(ties)
        if doubtful:
            told.append(say("study.doubtful_ties", lang, n=doubtful))
    return [*told, say("study.weakest_blind", lang)]
