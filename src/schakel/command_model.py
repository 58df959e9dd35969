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


def register(
    model: Annotated[Path, typer.Argument(metavar="MODEL.toml", help="model")],
    out: Annotated[Path, typer.Option("-o", "--out", metavar="register.html", help="register_out")],
    pdf: Annotated[bool, typer.Option("--pdf", help="pdf")] = False,
    answers: Annotated[Path | None, typer.Option("--answers", metavar="answers.toml", help="answers")] = None,
    lang: Lang = None,
) -> None:
    """What the register of algorithms asks of a model, filled in as far as the model and the software tell."""
    from schakel.report.privacy.algorithm_entry import AlgorithmEntry, write_entry
    from schakel.report.privacy.answers_file import read_answers, write_answers
    from schakel.simulation.model.model_file import read_model

    reader = reader_of(lang)
    known = read_answers(answers) if answers and answers.exists() else {}
    entry = AlgorithmEntry(read_model(model), known)
    for path in write_entry(entry, out, pdf=pdf, lang=reader):
        typer.echo(say("command.report.written", reader, file=str(path)))
    if answers and not answers.exists():
        write_answers(answers, entry.asked, reader)
        typer.echo(say("privacy.shown.answers_made", reader, file=str(answers)))
    key = "open" if entry.open else "none_open"
    typer.echo(say(f"privacy.shown.{key}", reader, **({"n": len(entry.open)} if entry.open else {})))
