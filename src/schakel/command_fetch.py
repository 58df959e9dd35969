"""The command that fetches cases from a registration: a person's, or a nightly job's. No page ever calls anybody."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from schakel.command_options import reader_of
from schakel.texts import say

if TYPE_CHECKING:
    from schakel.data.zgw.fetch import Fetched

COUNTED = ("outside", "unnamed", "without_resident", "without_end_status", "same_number")


def fetch_from_zgw(
    config: Annotated[Path, typer.Argument(metavar="CONFIG.toml", help="fetch_config")],
    out: Annotated[Path, typer.Option("-o", "--out", metavar="DIR", help="fetch_out")],
    lang: Annotated[str | None, typer.Option("--lang", metavar="nl|en", help="lang")] = None,
) -> None:
    """Cases, statuses, roles and outcomes as files that `load` takes, with the ideal route and the norms beside."""
    from schakel.data.zgw.config import read_config
    from schakel.data.zgw.fetch import fetch_zgw
    from schakel.report.terminal import progress

    reader = reader_of(lang)
    with progress(reader) as on_progress:
        fetched = fetch_zgw(read_config(config), out, on_progress=on_progress)
    _show(fetched, out, reader)


def _show(fetched: "Fetched", out: Path, lang: str) -> None:
    counts = {name: getattr(fetched, name) for name in ("zaken", "statussen", "rollen", "resultaten", "zaaktypen")}
    if fetched.is_resumed:
        typer.echo(say("fetch.resumed", lang, n=fetched.pages))
    typer.echo(say("fetch.counts", lang, n=fetched.events, **counts))
    for name in COUNTED:
        if n := getattr(fetched, name):
            typer.echo(say(f"fetch.{name}", lang, n=n))
    typer.echo(say("fetch.written", lang, folder=str(out)))
    typer.echo(say("fetch.load", lang, folder=out.as_posix()))
