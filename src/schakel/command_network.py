"""The commands for the network file: who works together and what was agreed, also without any data."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from schakel.chain.problem import Problem, Refusal
from schakel.command_answer import Lang
from schakel.command_options import day_of, reader_of
from schakel.texts import say

NetworkFile = Annotated[Path, typer.Argument(metavar="FILE.toml", help="network_file")]
On = Annotated[str | None, typer.Option("--on", metavar="DAY", help="network_on")]
AsJson = Annotated[bool, typer.Option("--json", help="json")]


def check_network(file: NetworkFile, on: On = None, as_json: AsJson = False, lang: Lang = None) -> None:
    """Whether a network file is sound, what it holds, and what in it asks to be talked about."""
    from schakel.orchestration.network_file import read_network
    from schakel.orchestration.signs import signs
    from schakel.report.network_shown import network_document, show_network
    from schakel.report.terminal import show_json

    reader = reader_of(lang)
    network = read_network(file)
    found = signs(network, _day(on))
    if as_json:
        show_json(network_document(network, found))
    else:
        show_network(network, found, file.name, reader)


def compare_network(
    file: NetworkFile,
    log: Annotated[Path, typer.Argument(metavar="LOG", help="log")],
    threshold: Annotated[int, typer.Option("--threshold", metavar="N", min=1, help="threshold")] = 10,
    own_data: Annotated[bool, typer.Option("--own-data", help="own_data")] = False,
    on: On = None,
    as_json: AsJson = False,
    lang: Lang = None,
) -> None:
    """What of a network file is in a log, and what of the log is on no card."""
    from schakel.insight.opened import open_log
    from schakel.orchestration.compare import compare
    from schakel.orchestration.network_file import read_network
    from schakel.orchestration.seen import seen_in
    from schakel.orchestration.signs import signs
    from schakel.report.network_shown import comparison_document, show_comparison
    from schakel.report.terminal import show_json
    from schakel.sharing.gate import Gate

    reader = reader_of(lang)
    network = read_network(file)
    with open_log(log) as view:
        found = compare(network, seen_in(view, Gate(threshold, own_data)))
    if as_json:
        show_json(comparison_document(found))
    else:
        never = [sign for sign in signs(network, _day(on), found) if sign.code in ("handover_never", "step_other_word")]
        show_comparison(found, never, reader)


def new_network(
    file: NetworkFile,
    from_region: Annotated[bool, typer.Option("--from-region", help="network_from_region")] = False,
    replace: Annotated[bool, typer.Option("--replace", help="replace_model")] = False,
    lang: Lang = None,
) -> None:
    """A network file to start with: an example of everything, as comment."""
    from schakel.orchestration.lindewaard import lindewaard_network
    from schakel.orchestration.network_text import write_network
    from schakel.orchestration.start_file import start_text

    reader = reader_of(lang)
    if file.exists() and not replace:
        raise Refusal((Problem("model_exists", file=file.name),))
    if from_region:
        write_network(lindewaard_network(), file)
    else:
        _write(start_text(reader), file)
    typer.echo(say("orchestration.shown.written", reader, file=str(file)))


def _write(text: str, file: Path) -> None:
    try:
        file.write_text(text, encoding="utf-8", newline="\n")
    except OSError:
        raise Refusal((Problem("not_writable", file=file.name),)) from None


def _day(text: str | None) -> date:
    return day_of(text, "--on") or date.today()  # noqa: DTZ011 -- as a person counts
