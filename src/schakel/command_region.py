"""The command that makes the fictional region, as a log or as the files of its partners."""

from pathlib import Path
from typing import Annotated

import typer

from schakel.command_answer import Lang
from schakel.command_options import reader_of
from schakel.texts import say


def region(
    log: Annotated[Path, typer.Argument(metavar="LOG", help="region_log")],
    seed: Annotated[int, typer.Option("--seed", metavar="S", help="seed")] = 1,
    scale: Annotated[float, typer.Option("--scale", metavar="X", min=0.01, max=100, help="scale")] = 1.0,
    plants: Annotated[Path | None, typer.Option("--plants", metavar="P.toml", help="plants")] = None,
    as_delivered: Annotated[bool, typer.Option("--as-delivered", help="as_delivered")] = False,
    lang: Lang = None,
) -> None:
    """A seeded, fictional Dutch region as a log, or as the files that its partners would send."""
    from schakel.orchestration.lindewaard import make_region_log
    from schakel.report.terminal import progress, show_loaded
    from schakel.simulation.as_delivered.folder import write_as_delivered
    from schakel.simulation.region.plants.plants_file import read_plants

    planted = read_plants(plants) if plants else None
    with progress(reader_of(lang)) as on_progress:
        on_progress("ready", 0.0)  # the first run on a machine compiles the kernel
        if as_delivered:
            written = write_as_delivered(log, seed=seed, scale=scale, plants=planted)
            typer.echo(say("command.region.delivered", reader_of(lang), folder=str(written)))
            return
        snapshot = make_region_log(log, seed=seed, scale=scale, plants=planted, on_progress=on_progress)
    show_loaded(snapshot, reader_of(lang))
