"""The commands that keep a workspace safe: backup, restore, check, and help for somebody who is locked out."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from schakel.command_options import reader_of, wrong
from schakel.texts import say

if TYPE_CHECKING:
    from schakel.web.operation.persons import Act

NOT_GOOD = 2
Folder = Annotated[Path, typer.Argument(metavar="DIR", help="workspace")]
Lang = Annotated[str | None, typer.Option("--lang", metavar="nl|en", help="lang")]


def workspace_backup(
    folder: Folder,
    file: Annotated[Path, typer.Argument(metavar="FILE.zip|FILE.tar", help="backup_file")],
    with_secret: Annotated[bool, typer.Option("--with-secret", help="with_secret")] = False,
    lang: Lang = None,
) -> None:
    """A copy of the workspace, also while it serves."""
    from schakel.web.operation.backup import back_up

    reader = reader_of(lang)
    made = back_up(folder, file, with_secret=with_secret)
    size = f"{made.bytes / 1e6:.1f}"
    typer.echo(say("operation.backup.made", reader, file=str(file), files=made.files, size=size))
    typer.echo(say("operation.backup.with_keys", reader))
    typer.echo(say(f"operation.backup.{'with' if made.secret else 'no'}_secret", reader))
    if made.database == "postgresql":
        typer.echo(say("operation.backup.postgresql", reader))


def workspace_restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="backup_file")], folder: Folder, lang: Lang = None
) -> None:
    """A workspace from a backup, in an empty folder."""
    from schakel.web.operation.backup import restore

    reader = reader_of(lang)
    made, fresh = restore(file, folder)
    typer.echo(say("operation.restore.made", reader, folder=str(folder), files=made.files))
    if fresh:
        typer.echo(say("operation.restore.new_secret", reader))
    if made.database == "postgresql":
        typer.echo(say("operation.restore.postgresql", reader))


def workspace_check(folder: Folder, lang: Lang = None) -> None:
    """Whether a workspace is whole. Exit code 2 if something is not good."""
    from schakel.web.database import open_workspace

    reader = reader_of(lang)
    workspace = open_workspace(folder)
    from schakel.web.operation.check import check_workspace

    found = check_workspace(workspace)
    for one in found:
        what = say(f"operation.check.line.{one.code}", reader, **one.values)
        state = "bad" if not one.good else "look" if one.look else "good"
        typer.echo(say(f"operation.check.{state}", reader, what=what))
    if not all(one.good for one in found):
        raise typer.Exit(NOT_GOOD)


def workspace_person(
    folder: Folder,
    email: Annotated[str, typer.Option("--email", metavar="ADDRESS", help="email")],
    disable: Annotated[bool, typer.Option("--disable", help="disable")] = False,
    enable: Annotated[bool, typer.Option("--enable", help="enable")] = False,
    reset: Annotated[bool, typer.Option("--reset-second-factor", help="reset_second_factor")] = False,
    lang: Lang = None,
) -> None:
    """Shut somebody out, let somebody in, or take away a second factor; it is noted in the record."""
    reader = reader_of(lang)
    chosen = [name for name, asked in (("disable", disable), ("enable", enable), ("reset", reset)) if asked]
    if len(chosen) != 1:
        raise wrong("--disable, --enable, --reset-second-factor", str(len(chosen)), "1")
    from schakel.web.database import migrate, open_workspace

    open_workspace(folder)
    migrate()
    from schakel.web.operation.persons import change_person

    acts: dict[str, tuple[Act, str]] = {
        "disable": ("disable", "disabled"),
        "enable": ("enable", "enabled"),
        "reset": ("reset_second_factor", "reset"),
    }
    act, said = acts[chosen[0]]
    gone = change_person(email, act)
    typer.echo(say(f"operation.person.{said}", reader, email=email, n=gone))


WORKSPACE: dict[str, Callable[..., None]] = {
    "backup": workspace_backup,
    "restore": workspace_restore,
    "check": workspace_check,
    "person": workspace_person,
}
