"""The commands about the chain as a model: make one, run it, compare, look for causes."""

from pathlib import Path
from typing import Annotated

import typer

from schakel.chain.problem import Problem, Refusal
from schakel.command_options import reader_of, wrong
from schakel.texts import say

ModelFile = Annotated[Path, typer.Argument(metavar="MODEL.toml", help="model")]
Scenarios = Annotated[list[Path] | None, typer.Option("--scenario", metavar="S.toml", help="scenario")]
Replicated = Annotated[int, typer.Option("--replications", metavar="N", min=2, max=100_000, help="replications")]
Seed = Annotated[int, typer.Option("--seed", metavar="S", min=0, help="simulation_seed")]
AsJson = Annotated[bool, typer.Option("--json", help="json")]
OutFolder = Annotated[Path | None, typer.Option("-o", "--out", metavar="DIR", help="simulation_out")]
Lang = Annotated[str | None, typer.Option("--lang", metavar="nl|en", help="lang")]
MetricName = Annotated[str, typer.Option("--metric", metavar="NAME", help="metric")]
MOST_COMPARED = 20


def new(
    model: Annotated[Path, typer.Argument(metavar="MODEL.toml", help="new_model")],
    from_region: Annotated[bool, typer.Option("--from-region", help="from_region")] = False,
    from_log: Annotated[Path | None, typer.Option("--from-log", metavar="LOG", help="from_log")] = None,
    from_sheet: Annotated[Path | None, typer.Option("--from-sheet", metavar="SHEET.xlsx", help="from_sheet")] = None,
    replace: Annotated[bool, typer.Option("--replace", help="replace_model")] = False,
    lang: Lang = None,
) -> None:
    """A model file: of the fictional region, of a log, or of a filled-in sheet."""
    from schakel.report.simulated_tables import show_model
    from schakel.simulation.model.model_file import write_model

    reader = reader_of(lang)
    if from_region + (from_log is not None) + (from_sheet is not None) != 1:
        raise Refusal((Problem("model_one_origin", allowed="--from-region, --from-log, --from-sheet"),))
    if model.exists() and not replace:
        raise Refusal((Problem("model_exists", file=model.name),))
    if from_log is not None:
        _from_log(from_log, model, reader)
        return
    if from_sheet is not None:
        from schakel.simulation.sheet.model_from_sheet import model_from_sheet

        made = model_from_sheet(from_sheet)
    else:
        from schakel.simulation.lindewaard import lindewaard

        made = lindewaard()
    write_model(made, model)
    show_model(made, model, reader)


def _from_log(log: Path, model: Path, reader: str) -> None:
    from schakel.insight.opened import open_log
    from schakel.report.simulated_tables import show_calibrated
    from schakel.report.terminal import progress
    from schakel.simulation.calibration.calibrated import calibrate
    from schakel.simulation.model.model_file import write_model

    with progress(reader) as on_progress, open_log(log) as view:
        found = calibrate(view, on_progress=lambda _stage, share: on_progress("calibrate", share))
    write_model(found.model, model)
    show_calibrated(found, model, reader)


def sheet(
    path: Annotated[Path, typer.Argument(metavar="SHEET.xlsx", help="new_sheet")],
    lang: Lang = None,
) -> None:
    """An empty sheet of at most thirty numbers, from which a model can be made."""
    from schakel.report.model_sheet import write_sheet

    reader = reader_of(lang)
    if path.exists():
        raise Refusal((Problem("model_exists", file=path.name),))
    write_sheet(path, reader)
    typer.echo(say("command.report.written", reader, file=str(path)))


def simulate(
    model: ModelFile,
    scenario: Scenarios = None,
    replications: Replicated = 60,
    seed: Seed = 1,
    as_json: AsJson = False,
    out: OutFolder = None,
    lang: Lang = None,
) -> None:
    """A chain many times over: what it comes to, with intervals; rights that are not honoured before the money."""
    from schakel.report.simulated_tables import show_simulated, simulated_document
    from schakel.report.terminal import progress, show_json
    from schakel.simulation.experiment.replication import replicate
    from schakel.simulation.experiment.seeds import seeds
    from schakel.simulation.model.model_file import read_model
    from schakel.simulation.scenario import read_together

    reader = reader_of(lang)
    read = read_model(model)
    together = read_together(scenario or [], read)
    with progress(reader) as on_progress:
        runs = replicate(
            read, together, seeds(seed, replications), on_progress=lambda n, of: on_progress("simulate", n / of)
        )
    document = simulated_document(read, together, runs, seed)
    if out is not None:
        from schakel.report.simulated_files import write_simulated_files

        for path in write_simulated_files(read, together, runs, document, out, seed, reader):
            typer.echo(say("command.report.written", reader, file=str(path)), err=as_json)
    if as_json:
        show_json(document)
    else:
        show_simulated(document, reader)


def compare(
    model: ModelFile,
    scenario: Scenarios = None,
    replications: Replicated = 60,
    seed: Seed = 1,
    metric: MetricName = "severity_weeks",
    as_json: AsJson = False,
    out: OutFolder = None,
    lang: Lang = None,
) -> None:
    """Scenarios beside the first, on equal luck; the best of them, and at whose expense."""
    from schakel.report.simulated_tables import compared_document, show_compared
    from schakel.report.terminal import progress, show_json
    from schakel.simulation.experiment.comparison import compare as compared
    from schakel.simulation.experiment.seeds import seeds
    from schakel.simulation.model.model_file import read_model
    from schakel.simulation.scenario import Scenario, read_scenario

    reader = reader_of(lang)
    read = read_model(model)
    chosen = [read_scenario(path, read) for path in scenario or []]
    if len(chosen) == 1:
        chosen.insert(0, Scenario(say("simulation.as_it_is", reader), ()))
    if not 2 <= len(chosen) <= MOST_COMPARED:
        raise wrong("--scenario", str(len(chosen)), f"1..{MOST_COMPARED}")
    by = _steerable(metric)
    with progress(reader) as on_progress:
        found = compared(
            read,
            chosen,
            seeds(seed, replications),
            by=by,
            on_progress=lambda n, of: on_progress("simulate", n / of),
        )
    document = compared_document(read, found, seed)
    if out is not None:
        from schakel.report.simulated_files import write_compared_files

        for path in write_compared_files(read, found, document, out, seed, reader):
            typer.echo(say("command.report.written", reader, file=str(path)), err=as_json)
    if as_json:
        show_json(document)
    else:
        show_compared(document, reader)


def causes(
    model: ModelFile,
    reference: Annotated[Path, typer.Option("--reference", metavar="R.toml", help="reference")],
    actual: Annotated[Path, typer.Option("--actual", metavar="A.toml", help="actual")],
    metric: MetricName = "severity_weeks",
    replications: Replicated = 60,
    seed: Seed = 1,
    as_json: AsJson = False,
    out: OutFolder = None,
    lang: Lang = None,
) -> None:
    """What contributed how much to the difference between the chain as agreed and as it went."""
    from schakel.report.simulated_tables import causes_document, show_causes
    from schakel.report.terminal import progress, show_json
    from schakel.simulation.causes.scenario_causes import causes_of
    from schakel.simulation.experiment.seeds import seeds
    from schakel.simulation.model.model_file import read_model
    from schakel.simulation.scenario import read_scenario

    reader = reader_of(lang)
    read = read_model(model)
    agreed, went = read_scenario(reference, read), read_scenario(actual, read)
    with progress(reader) as on_progress:
        found = causes_of(
            read,
            agreed,
            went,
            _steerable(metric),
            seeds(seed, replications),
            on_progress=lambda n, of: on_progress("simulate", n / of),
        )
    document = causes_document(read, agreed, went, found, seed, replications)
    if out is not None:
        from schakel.report.simulated_files import write_causes_files

        for path in write_causes_files(read, agreed, went, found, document, out, reader):
            typer.echo(say("command.report.written", reader, file=str(path)), err=as_json)
    if as_json:
        show_json(document)
    else:
        show_causes(document, reader)


def _steerable(name: str) -> str:
    """The name of a metric of which one way is better. Refusal for others, with those that there are."""
    from schakel.simulation.experiment.metric import Direction
    from schakel.simulation.experiment.metrics import METRICS

    known = [one for one, metric in METRICS.items() if metric.direction is not Direction.NEITHER]
    if name not in known:
        raise wrong("--metric", name, ", ".join(known))
    return name
