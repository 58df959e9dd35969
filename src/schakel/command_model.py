"""The commands that make a model of a chain."""

from pathlib import Path
from typing import Annotated

import typer

from schakel.chain.problem import Problem, Refusal
from schakel.command_answer import Lang
from schakel.command_options import reader_of
from schakel.texts import say


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
