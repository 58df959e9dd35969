"""The command that checks a record: a file that was taken along, or the one of a workspace."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from schakel.command_options import reader_of
from schakel.texts import say

if TYPE_CHECKING:
    from schakel.web.record.lines_file import Checked

BROKEN = 1


def record_check(
    found: Annotated[Path, typer.Argument(metavar="FILE|DIR", help="record")],
    lang: Annotated[str | None, typer.Option("--lang", metavar="nl|en", help="lang")] = None,
) -> None:
    """Whether the chain of a record holds; exit code 1 and the first line that does not fit if it does not."""
    reader = reader_of(lang)
    checked = _of_workspace(found) if found.is_dir() else _of_file(found)
    if checked.broken is not None:
        typer.echo(say("record.broken", reader, n=checked.broken))
        raise typer.Exit(BROKEN)
    typer.echo(say("record.checked", reader, n=checked.lines))
    if checked.closed:
        typer.echo(say("record.checked_closed", reader, n=checked.closed))


def _of_file(path: Path) -> "Checked":
    from schakel.web.record.lines_file import check_file

    return check_file(path)


def _of_workspace(folder: Path) -> "Checked":
    from schakel.web.database import open_workspace

    open_workspace(folder)
    from schakel.web.record.kept import check_kept

    return check_kept()
