"""Forecasts as documents for JSON and as tables: what was foretold, and how it did."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from rich.console import Console

from schakel.report.simulated_words import Document, bounds, empty_grid, head, show_line, told_number
from schakel.sharing.gate import Gate
from schakel.simulation.calibration.foreseen import Outcome
from schakel.simulation.calibration.stage_figures import SeenFigure
from schakel.simulation.experiment.forecast import Forecast
from schakel.simulation.experiment.forecast import score as scored
from schakel.simulation.model.model import Model
from schakel.simulation.scenario import Scenario
from schakel.texts import say, shown

FEW = 10  # judged; with fewer a share of them says little


def made_document(
    model: Model, scenario: Scenario, made: Sequence[Forecast], file: Path, seed: int, replications: int
) -> Document:
    """What was added to the file."""
    return {
        **head(model, seed, replications),
        "scenario": scenario.name,
        "file": file.name,
        "forecasts": [_foretold(one) for one in made],
    }


def scored_document(forecasts: Sequence[Forecast], outcome: Outcome, gate: Gate) -> Document:
    """Every forecast with what came, as far as the gate lets it be told, and per figure how often it held.

    What rests on fewer residents than the threshold is not told and not judged; counts are rounded as the gate does.
    """
    seen = {place: outcome(one) for place, one in enumerate(forecasts)}
    told = {place: one for place, one in seen.items() if one is not None and _sayable(one, gate)}
    by_id = {id(one): place for place, one in enumerate(forecasts)}

    def judged(one: Forecast) -> float | None:
        found = told.get(by_id[id(one)])
        return None if found is None else found.value

    return {
        "models": len({one.model for one in forecasts}),
        "threshold": gate.threshold,
        "forecasts": [
            {**_foretold(one), **_came(one, seen[place], told.get(place), gate)} for place, one in enumerate(forecasts)
        ],
        "coverage": [
            {
                "figure": figure,
                "level": level,
                "judged": found.n,
                "not_judged": found.unseen,
                "share": bounds(found.share),
                "keeps_promise": found.keeps_promise,
                "score": found.score,
            }
            for (figure, level), found in scored(forecasts, judged).items()
        ],
    }


def _sayable(one: SeenFigure, gate: Gate) -> bool:
    return one.residents is None or gate.sayable(one.residents)


def _foretold(one: Forecast) -> Document:
    return {
        "figure": one.metric,
        "stage": one.place,
        "first_day": one.first_day.isoformat(),
        "last_day": one.last_day.isoformat(),
        "low": one.low,
        "median": one.median,
        "high": one.high,
        "level": one.level,
        "made_on": one.made_on.isoformat(),
    }


def _came(one: Forecast, seen: SeenFigure | None, told: SeenFigure | None, gate: Gate) -> Document:
    if told is None:
        return {"came": None, "verdict": "not_seen" if seen is None else "too_few"}
    verdict = "below" if told.value < one.low else "above" if told.value > one.high else "inside"
    is_count = one.metric == "started" and told.residents is not None
    came = gate.count(round(told.value), told.residents).value if is_count else told.value
    return {"came": came, "verdict": verdict}


def show_made(document: Mapping[str, Any], lang: str) -> None:
    """What was foretold, of which days, and what a forecast does not know."""
    rows = document["forecasts"]
    values = {"model": document["model"], "seed": document["seed"], "n": document["replications"]}
    show_line(say("forecast.made", lang, **values))
    if rows:
        days = {"first": rows[0]["first_day"], "last": rows[0]["last_day"]}
        show_line(say("forecast.about", lang, level=rows[0]["level"], **days))
    grid = empty_grid(lang, "stage", "figure", "low", "median", "high", room="forecast.shown")
    for row in rows:
        grid.add_row(
            row["stage"], _figure(row, lang), *(told_number(row[key], lang) for key in ("low", "median", "high"))
        )
    Console().print(grid)
    show_line(say("forecast.stored", lang, n=len(rows), file=document["file"]))
    show_line(say("forecast.blind", lang))


def show_scored(document: Mapping[str, Any], lang: str) -> None:
    """Each forecast beside what came, then per figure how often it held and whether that keeps the promise."""
    grid = empty_grid(lang, "stage", "figure", "until", "foretold", "came", "verdict", room="forecast.shown")
    for row in document["forecasts"]:
        low, high = told_number(row["low"], lang), told_number(row["high"], lang)
        grid.add_row(
            row["stage"],
            _figure(row, lang),
            shown(row["last_day"], "date", lang),
            say("simulation.shown.range", lang, low=low, high=high),
            told_number(row["came"], lang),
            say(f"forecast.verdict.{row['verdict']}", lang),
        )
    Console().print(grid)
    for row in document["coverage"]:
        show_line(_coverage(row, lang))
    show_line(say("forecast.score_blind", lang, threshold=document["threshold"]))


def _coverage(row: Mapping[str, Any], lang: str) -> str:
    figure = _figure(row, lang)
    if not row["judged"]:
        return say("forecast.nothing_judged", lang, figure=figure)
    share = row["share"]
    values = {name: share[name] for name in ("value", "low", "high")}
    told = say("forecast.coverage", lang, figure=figure, n=row["judged"], level=row["level"], **values)
    key = "few" if row["judged"] < FEW else "kept" if row["keeps_promise"] else "broken"
    return f"{told} {say(f'forecast.promise.{key}', lang)}"


def _figure(row: Mapping[str, Any], lang: str) -> str:
    return say(f"forecast.figure.{row['figure']}", lang)
