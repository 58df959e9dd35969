"""The commands about forecasts: made and written down before the outcome is known, and scored when it is."""

from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from schakel.chain.problem import Problem, Refusal
from schakel.command_answer import (
    AsJson,
    Lang,
    ModelFile,
    Replicated,
    Scenarios,
    Seed,
    asked,
    chain_of,
    counted,
    together_of,
)
from schakel.command_options import day_of, wrong

if TYPE_CHECKING:
    from schakel.simulation.calibration.foreseen import Outcome

ForecastFile = Annotated[Path, typer.Argument(metavar="FORECASTS.jsonl", help="forecast_file")]


def make(
    model: ModelFile,
    out: Annotated[Path, typer.Option("-o", "--out", metavar="FORECASTS.jsonl", help="forecast_out")],
    scenario: Scenarios = None,
    weeks: Annotated[int, typer.Option("--weeks", metavar="N", min=1, max=520, help="forecast_weeks")] = 13,
    since: Annotated[str | None, typer.Option("--from", metavar="DAY", help="forecast_from")] = None,
    on: Annotated[str | None, typer.Option("--on", metavar="DAY", help="forecast_on")] = None,
    level: Annotated[float, typer.Option("--level", metavar="X", min=0.5, max=0.99, help="forecast_level")] = 0.9,
    replications: Replicated = 60,
    seed: Seed = 1,
    as_json: AsJson = False,
    lang: Lang = None,
) -> None:
    """Where the figures of the coming weeks will lie by this model; added to a file that remembers it."""
    from schakel.report.forecast_tables import made_document, show_made
    from schakel.simulation.calibration.foreseen import foresee
    from schakel.simulation.experiment.forecast import store

    answer = asked(lang, as_json, None)
    read = chain_of(model)
    together = together_of(scenario, read)
    first = day_of(since, "--from") or read.start + timedelta(weeks=read.weeks)
    today = day_of(on, "--on") or date.today()  # noqa: DTZ011 -- as a person counts
    if first < read.start:
        raise wrong("--from", first.isoformat(), f"≥ {read.start}")
    last = first + timedelta(weeks=weeks, days=-1)
    if today > last:
        late = Problem("forecast_late", out.name, value=str(today), allowed=f"≤ {last}")
        raise Refusal((late,))
    with counted(answer.reader) as on_progress:
        made = foresee(
            read,
            together,
            first,
            last,
            today,
            seed=seed,
            replications=replications,
            level=level,
            on_progress=on_progress,
        )
    store(out, made)
    answer.give(made_document(read, together, made, out, seed, replications), show_made)


def score(
    forecasts: ForecastFile,
    from_log: Annotated[Path | None, typer.Option("--from-log", metavar="LOG", help="score_log")] = None,
    from_run: Annotated[Path | None, typer.Option("--from-run", metavar="MODEL.toml", help="score_run")] = None,
    scenario: Scenarios = None,
    seed: Seed = 2,
    threshold: Annotated[int, typer.Option("--threshold", metavar="N", min=1, help="threshold")] = 10,
    own_data: Annotated[bool, typer.Option("--own-data", help="own_data")] = False,
    as_json: AsJson = False,
    lang: Lang = None,
) -> None:
    """How stored forecasts did: what came within its interval, and whether that is as often as was promised."""
    from schakel.report.forecast_tables import scored_document, show_scored
    from schakel.sharing.gate import Gate
    from schakel.simulation.calibration.foreseen import outcome_in_run
    from schakel.simulation.experiment.forecast import stored

    answer = asked(lang, as_json, None)
    gate = Gate(threshold, own_data=own_data)
    if (from_log is None) == (from_run is None):
        raise wrong("--from-log", "", "--from-log LOG / --from-run MODEL.toml")
    found = stored(forecasts)
    if not found:
        raise Refusal((Problem("forecast_none", forecasts.name),))
    if from_run is not None:
        world = chain_of(from_run)
        outcome = outcome_in_run(world, together_of(scenario, world), found, seed)
    else:
        outcome = _of_log(from_log or Path())
    answer.give(scored_document(found, outcome, gate), show_scored)


def _of_log(log: Path) -> "Outcome":
    from schakel.insight.opened import open_log
    from schakel.simulation.calibration.foreseen import outcome_in_log
    from schakel.simulation.calibration.reading import observe

    with open_log(log) as view:
        return outcome_in_log(observe(view))
