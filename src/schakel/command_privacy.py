"""The command for the privacy officer: a DPIA made from what is configured, and what changed since an earlier one."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from schakel.command_answer import Lang
from schakel.command_options import day_of, reader_of
from schakel.texts import say

if TYPE_CHECKING:
    from schakel.report.privacy.dpia import Dpia


def dpia(
    log: Annotated[Path, typer.Argument(metavar="LOG", help="log")],
    out: Annotated[Path, typer.Option("-o", "--out", metavar="dpia.html", help="dpia_out")] = Path("dpia.html"),
    pdf: Annotated[bool, typer.Option("--pdf", help="pdf")] = False,
    answers: Annotated[Path | None, typer.Option("--answers", metavar="answers.toml", help="answers")] = None,
    grants: Annotated[Path | None, typer.Option("--grants", metavar="grants.toml", help="grants")] = None,
    since: Annotated[Path | None, typer.Option("--since", metavar="OLD.json", help="dpia_since")] = None,
    threshold: Annotated[int, typer.Option("--threshold", metavar="N", min=1, help="threshold")] = 10,
    on: Annotated[str | None, typer.Option("--on", metavar="DAY", help="dpia_on")] = None,
    lang: Lang = None,
) -> None:
    """A DPIA of a log: facts from the configuration, open questions for people, and what changed."""
    from datetime import date

    from schakel.insight.opened import open_log
    from schakel.report.privacy.answers_file import read_answers, write_answers
    from schakel.report.privacy.dpia import Dpia, write_dpia
    from schakel.report.privacy.facts import read_facts
    from schakel.report.privacy.gathered import facts_of
    from schakel.report.privacy.grants_file import read_grants

    reader = reader_of(lang)
    today = day_of(on, "--on") or date.today()  # noqa: DTZ011 -- as a person counts
    given = read_grants(grants) if grants else ()
    before = read_facts(since) if since else None
    known = read_answers(answers) if answers and answers.exists() else {}
    with open_log(log) as view:
        facts = facts_of(view, log, given, day=today, threshold=threshold)
    made = Dpia(facts, known, before)
    for path in write_dpia(made, out, pdf=pdf, lang=reader):
        typer.echo(say("command.report.written", reader, file=str(path)))
    if answers and not answers.exists():
        write_answers(answers, made.asked, reader)
        typer.echo(say("privacy.shown.answers_made", reader, file=str(answers)))
    _tell(made, reader)


def _tell(made: "Dpia", reader: str) -> None:
    """How much is open, and what widened, in sentences."""
    from schakel.report.privacy.change_section import again_text, change_text
    from schakel.report.privacy.changes import changes

    if made.open:
        typer.echo(say("privacy.shown.open", reader, n=len(made.open)))
    else:
        typer.echo(say("privacy.shown.none_open", reader))
    if made.before is None:
        return
    wider = [change for change in changes(made.before, made.facts) if change.widens]
    if not wider:
        typer.echo(say("privacy.shown.not_wider", reader))
        return
    typer.echo(say("privacy.shown.wider", reader, n=len(wider)))
    for change in wider:
        told = f"{change_text(change, made.before, made.facts, reader)} {again_text(change, reader)}"
        typer.echo(f"- {told.strip()}")
