"""What the command line shows of a simulation: documents for JSON, and the same as tables."""

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table as Grid

from schakel.draw.simulated.span import signed
from schakel.report.model_card import SOURCES
from schakel.report.model_numbers import model_numbers
from schakel.report.simulated_money import money_told, show_money
from schakel.report.simulated_rights import rights_told, show_rights
from schakel.report.simulated_words import Document
from schakel.report.simulated_words import bounds as _bounds
from schakel.report.simulated_words import empty_grid as _grid
from schakel.report.simulated_words import head as _head
from schakel.report.simulated_words import metric_name as _name
from schakel.report.simulated_words import show_heading as _heading
from schakel.report.simulated_words import show_line as _line
from schakel.report.simulated_words import told_number as _number
from schakel.report.simulated_words import told_range as _range
from schakel.report.simulated_words import unit_name as _unit
from schakel.simulation.causes.scenario_causes import ScenarioCauses
from schakel.simulation.experiment.accounts import accounts
from schakel.simulation.experiment.comparison import Comparison, Difference
from schakel.simulation.experiment.interval import Interval
from schakel.simulation.experiment.metrics import METRICS, metric
from schakel.simulation.experiment.own_cause import own_causes
from schakel.simulation.experiment.replication import Replications, Trial, replicate_all
from schakel.simulation.experiment.rights_by_group import KINDS, rights_by_group
from schakel.simulation.experiment.seeds import seeds
from schakel.simulation.model.model import Model
from schakel.simulation.scenario import Scenario
from schakel.simulation.scenario import causes as causes_in
from schakel.texts import say

MOST_UNKNOWN = 20


def simulated_document(model: Model, scenario: Scenario, runs: Replications, seed: int) -> Document:
    """Every metric with its interval, rights first and money last."""
    return {
        **_head(model, seed, len(runs.seeds)),
        "scenario": scenario.name,
        "causes": list(causes_in(scenario)),
        "weeks": runs.weeks,
        "warm_up": runs.warm_up,
        "rights": rights_told(rights_by_group(runs)),
        "metrics": [_told(name, runs.interval(name)) for name in METRICS],
        "money": money_told(accounts(model, runs, own_causes(model, scenario, runs))),
    }


def compared_document(model: Model, found: Comparison, seed: int) -> Document:
    """Every scenario with its verdict on rights, and every metric beside the first."""
    names = [one.name for one in found.scenarios]
    return {
        **_head(model, seed, found.replications),
        "by": found.by,
        "level": found.level,
        "best": names[found.best],
        "fair_best": names[found.fair_best],
        "ties": [names[number] for number in found.ties],
        "is_warming_up": found.is_warming_up,
        "scenarios": [
            {
                "name": one.name,
                "gains_by_rights": one.rights.gains_by_rights,
                "rights": rights_told(groups),
                "metrics": [_differing(difference) for difference in one.differences],
                "money": money_told(money),
            }
            for one, groups, money in zip(found.scenarios, found.groups, found.accounts, strict=True)
        ],
    }


def causes_document(
    model: Model, reference: Scenario, actual: Scenario, found: ScenarioCauses, seed: int, replications: int
) -> Document:
    """Rights and money under both scenarios, run once more for that; then shares of causes, and the whole."""
    both = (reference, actual)
    trials = [Trial(model, one) for one in both]
    runs = replicate_all(trials, seeds(seed, replications), metrics=(*KINDS, "spent"))
    return {
        **_head(model, seed, replications),
        "reference": reference.name,
        "actual": actual.name,
        "scenarios": [_rights_and_money(model, one, run) for one, run in zip(both, runs, strict=True)],
        "metric": found.metric,
        "unit": metric(found.metric).unit,
        "method": str(found.total.method),
        "total": _bounds(found.total.total.at()),
        "causes": [
            {
                "name": one.name,
                "share": _bounds(one.share.at()),
                "alone": _bounds(one.alone.at()),
                "repair": _bounds(one.repair.at()),
                "is_distinguishable": bool(one.is_distinguishable),
            }
            for one in found.total.causes
        ],
        "pairs": [
            {
                "one": pair.one,
                "other": pair.other,
                "interaction": _bounds(pair.interaction.at()),
                "is_distinguishable": bool(pair.is_distinguishable),
            }
            for pair in found.total.pairs
        ],
    }


def show_model(model: Model, path: Path, lang: str) -> None:
    """What a new model holds, and how much of it nobody measured."""
    sources: Counter[str] = Counter(number.source for number in model_numbers(model))
    values = {"partners": len(model.partners), "stages": len(model.stages), "types": len(model.types)}
    _line(say("simulation.shown.model", lang, file=str(path), **values))
    _line(say("simulation.shown.sources", lang, **{name: sources[name] for name in SOURCES}))


def show_calibrated(found: Any, path: Path, lang: str) -> None:
    """A model made from a log (a `calibration.Calibrated`): what it holds, and what the log could not tell."""
    show_model(found.model, path, lang)
    for one in found.card.not_identified[:MOST_UNKNOWN]:
        what = f"{one.noun} {one.name}: {one.field}".replace("  ", " ")
        reason = say(f"simulation.not_identified.{one.reason}", lang)
        _line(say("simulation.shown.not_identified", lang, what=what, reason=reason))
    if len(found.card.not_identified) > MOST_UNKNOWN:
        _line(say("simulation.shown.more_unknown", lang, n=len(found.card.not_identified) - MOST_UNKNOWN))


def show_simulated(document: Mapping[str, Any], lang: str) -> None:
    """Rights by municipality, metrics with their intervals, and the money of municipalities."""
    _heading(document, lang)
    show_rights([(document["scenario"], document["rights"])], lang)
    grid = _grid(lang, "metric", "mean", "interval", "unit")
    for row in document["metrics"]:
        grid.add_row(_name(row, lang), _number(row["value"], lang, row["unit"]), _range(row, lang), _unit(row, lang))
    Console().print(grid)
    show_money([(document["scenario"], document["money"])], lang)


def show_compared(document: Mapping[str, Any], lang: str) -> None:
    """Per metric what each scenario differs from the first; what it costs residents in rights is said first."""
    _heading(document, lang)
    for one in document["scenarios"]:
        if one["gains_by_rights"]:
            _line(say("simulation.shown.gains_by_rights", lang, scenario=one["name"]))
    show_rights([(one["name"], one["rights"]) for one in document["scenarios"]], lang)
    names = [one["name"] for one in document["scenarios"]]
    grid = Grid(title_justify="left")
    for place, heading in enumerate((say("simulation.shown.metric", lang), *names)):
        grid.add_column(heading, justify="right" if place else "left")
    for number, row in enumerate(document["scenarios"][0]["metrics"]):
        cells = [_compared_cell(one["metrics"][number], lang) for one in document["scenarios"][1:]]
        unit = say("simulation.shown.percentage_point", lang) if row["unit"] == "ratio" else _unit(row, lang)
        grid.add_row(f"{_name(row, lang)} ({unit})", _number(row["value"], lang, row["unit"]), *cells)
    Console().print(grid)
    show_money([(one["name"], one["money"]) for one in document["scenarios"]], lang)
    _line(say("simulation.shown.signs", lang))
    _line(say("simulation.shown.best", lang, best=document["best"], metric=_name({"name": document["by"]}, lang)))
    if document["fair_best"] != document["best"]:
        _line(say("simulation.shown.fair_best", lang, best=document["fair_best"]))
    if document["ties"]:
        _line(say("simulation.shown.ties", lang, scenarios=", ".join(document["ties"])))
    if document["is_warming_up"]:
        _line(say("simulation.shown.warming_up", lang))


def show_causes(document: Mapping[str, Any], lang: str) -> None:
    """Rights in both scenarios, then shares of causes, with what each does alone and what repair of it would bring."""
    _heading(document, lang)
    show_rights([(one["name"], one["rights"]) for one in document["scenarios"]], lang)
    unit = say(f"simulation.unit.{document['unit']}", lang)
    named = {"metric": _name({"name": document["metric"]}, lang), "unit": unit}
    total = f"{_number(document['total']['value'], lang)} ({_range(document['total'], lang)})"
    _line(say("simulation.shown.causes_total", lang, total=total, **named))
    grid = _grid(lang, "cause", "share", "alone", "repair", "verdict")
    for one in document["causes"]:
        cells = [
            f"{_number(one[key]['value'], lang)} ({_range(one[key], lang)})" for key in ("share", "alone", "repair")
        ]
        verdict = "" if one["is_distinguishable"] else say("simulation.shown.not_zero", lang)
        grid.add_row(one["name"], *cells, verdict)
    Console().print(grid)
    _line(say("simulation.shown.causes_limits", lang))


def _rights_and_money(model: Model, scenario: Scenario, run: Replications) -> Document:
    money = money_told(accounts(model, run, own_causes(model, scenario, run)))
    return {"name": scenario.name, "rights": rights_told(rights_by_group(run)), "money": money}


def _told(name: str, interval: Interval | None) -> Document:
    known = metric(name)
    about = {"name": name, "unit": known.unit, "direction": str(known.direction), "is_right": known.is_right}
    return {**about, "is_money": known.is_money, **_bounds(interval)}


def _differing(one: Difference) -> Document:
    return {**_told(one.metric, one.mean), "than_first": _bounds(one.than_first), "is_better": one.is_better}


def _compared_cell(row: Mapping[str, Any], lang: str) -> str:
    than = row["than_first"]
    if than["value"] is None:
        return "–"
    sign = {True: "✓", False: "!", None: "≈"}[row["is_better"]]
    times = 100 if row["unit"] == "ratio" else 1  # a difference of shares is in percentage points
    most = max(abs(than[key]) * times for key in ("low", "high"))
    value, low, high = (signed(than[key] * times, lang, beside=most) for key in ("value", "low", "high"))
    return f"{sign} {value} ({say('simulation.shown.range', lang, low=low, high=high)})"
