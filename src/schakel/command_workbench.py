"""The commands of the workbench: a workspace, and serving it."""

from pathlib import Path
from typing import Annotated

import typer

from schakel.command_options import reader_of
from schakel.texts import say

Folder = Annotated[Path, typer.Argument(metavar="DIR", help="workspace")]
Lang = Annotated[str | None, typer.Option("--lang", metavar="nl|en", help="lang")]


def workspace_new(
    folder: Folder,
    demo: Annotated[bool, typer.Option("--demo", help="workspace_demo")] = False,
    name: Annotated[str, typer.Option("--name", metavar="NAME", help="workspace_name")] = "",
    scale: Annotated[float, typer.Option("--scale", metavar="X", min=0.01, max=100, help="scale")] = 1.0,
    lang: Lang = None,
) -> None:
    """An empty workspace, or one with the fictional region."""
    from schakel.report.terminal import progress
    from schakel.web.database import migrate, open_workspace
    from schakel.web.workspace import new_workspace

    reader = reader_of(lang)
    new_workspace(folder, name=name or ("Lindewaard" if demo else ""), demo=demo)
    workspace = open_workspace(folder)
    migrate()
    if demo:
        from schakel.web.lindewaard import make_demo

        with progress(reader) as on_progress:
            on_progress("ready", 0.0)
            make_demo(workspace, scale=scale, on_progress=on_progress)
    typer.echo(say("command.workspace.made", reader, folder=str(folder)))


def workspace_network(
    folder: Folder,
    name: Annotated[str, typer.Option("--name", metavar="NAME", help="network_name")],
    organisation: Annotated[str, typer.Option("--organisation", metavar="NAME", help="network_organisation")],
    administrator: Annotated[
        tuple[str, str], typer.Option("--administrator", metavar="NAME EMAIL", help="network_administrator")
    ],
    address: Annotated[
        str, typer.Option("--address", metavar="URL", help="workbench_address")
    ] = "http://127.0.0.1:8000",
    lang: Lang = None,
) -> None:
    """A network, and the address with which its administrator comes in."""
    from schakel.web.database import migrate, open_workspace

    reader = reader_of(lang)
    open_workspace(folder)
    migrate()
    from schakel.web.access.first import make_network

    made, token = make_network(name, organisation, *administrator)
    typer.echo(say("command.workspace.network_made", reader, name=made.name))
    typer.echo(say("command.workspace.network_invitation", reader, person=administrator[0]))
    typer.echo(f"{address.rstrip('/')}/invitation/{token}")


def serve(
    folder: Folder,
    host: Annotated[str, typer.Option("--host", metavar="HOST", help="host")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", metavar="PORT", min=0, max=65535, help="port")] = 8000,
    worker: Annotated[bool, typer.Option("--worker/--no-worker", help="worker")] = True,
    lang: Lang = None,
) -> None:
    """The workbench of a workspace, until it is stopped with Ctrl-C."""
    from schakel.web.database import migrate, open_workspace

    reader = reader_of(lang)
    workspace = open_workspace(folder)
    migrate()
    from schakel.web.serve import serve_workspace

    serve_workspace(workspace, host, port, lambda text: typer.echo(text), reader, worker=worker)


def work(
    folder: Folder,
    tied: Annotated[bool, typer.Option("--tied", hidden=True, help="tied")] = False,
) -> None:
    """Work for a workspace beside its server, until it is stopped with Ctrl-C."""
    from schakel.web.database import open_workspace

    open_workspace(folder)
    from schakel.web.jobs.worker import work_until_stopped

    work_until_stopped(tied=tied)
