"""The commands that take rows out of a log for good, and the one that checks the processing log."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from schakel.command_answer import Lang
from schakel.command_options import day_of, reader_of
from schakel.texts import say, shown

if TYPE_CHECKING:
    from datetime import date

    from schakel.data.removal.leaving import Removed
    from schakel.data.removal.removal import Removal

BROKEN = 1
LogFolder = Annotated[Path, typer.Argument(metavar="LOG", help="log")]
AsJson = Annotated[bool, typer.Option("--json", help="json")]
Day = Annotated[str | None, typer.Option("--day", metavar="DAY", help="purge_day")]


def purge(
    log: LogFolder,
    day: Day = None,
    due: Annotated[bool, typer.Option("--due", help="purge_due")] = False,
    as_json: AsJson = False,
    lang: Lang = None,
) -> None:
    """Take out what was kept for longer than each source says, and tell what went."""
    from schakel.data.removal.remove import due as what_is_due
    from schakel.data.removal.remove import purge as purge_log

    reader, on = reader_of(lang), _day(day)
    if due:
        _show_due(what_is_due(log, on), _months_due(log, on), on, as_json, reader)
        return
    _show(purge_log(log, on), as_json, reader)


def erase(
    log: LogFolder,
    pseudonym: Annotated[str, typer.Argument(metavar="PSEUDONYM", help="erase_pseudonym")],
    as_json: AsJson = False,
    lang: Lang = None,
) -> None:
    """Take a person out of a log, under the pseudonym that the log has for them, and tell what went."""
    from schakel.data.removal.remove import erase as erase_person

    _show(erase_person(log, pseudonym, _day(None)), as_json, reader_of(lang))


def check_processing(log: LogFolder, lang: Lang = None) -> None:
    """Whether the processing log of a log holds; exit code 1 and the first line that does not fit if it does not."""
    from schakel.data.processed import processing_log

    reader, found = reader_of(lang), processing_log(log).verify()
    if found.broken:
        typer.echo(say("removal.processing.broken", reader, file=found.broken[0], n=found.broken[1]))
        raise typer.Exit(BROKEN)
    typer.echo(say("removal.processing.holds", reader, n=found.lines, months=found.files))
    if found.gone:
        first, last = found.gone[0], found.gone[-1]
        typer.echo(say("removal.processing.gone", reader, n=len(found.gone), first=first, last=last))


REMOVAL: tuple[Callable[..., None], ...] = (purge, erase)
PROCESSING: dict[str, Callable[..., None]] = {"check": check_processing}


def _day(text: str | None) -> "date":
    from datetime import date

    return day_of(text, "--day") or date.today()  # noqa: DTZ011 -- as a person counts


def _months_due(log: Path, on: "date") -> tuple[str, ...]:
    from schakel.data.deliveries.sources_file import read_sources
    from schakel.data.removal.processing import processing_due

    return processing_due(log, on, read_sources(log).keep_processing_months)


def _show_due(found: "tuple[Removed, ...]", months: tuple[str, ...], on: "date", as_json: bool, lang: str) -> None:
    from schakel.data.removal.removal import due_document
    from schakel.report.terminal import show_json

    if as_json:
        show_json(due_document(found, on, months))
        return
    typer.echo(say("removal.due" if found else "removal.due_none", lang, day=on))
    _lines(found, lang)
    if months:
        typer.echo(say("removal.months_due", lang, n=len(months), first=months[0], last=months[-1]))


def _show(done: "Removal", as_json: bool, lang: str) -> None:
    from schakel.data.removal.removal import removal_document
    from schakel.report.terminal import show_json

    if as_json:
        show_json(removal_document(done))
        return
    if not done.deliveries:
        typer.echo(say("removal.nothing", lang))
    else:
        typer.echo(say(f"removal.{done.kind}d", lang))
        _lines(done.deliveries, lang)
    if done.snapshots:
        typer.echo(say("removal.snapshots", lang, n=len(done.snapshots), ids=", ".join(done.snapshots)))
    if done.months:
        typer.echo(say("removal.months", lang, n=len(done.months), first=done.months[0], last=done.months[-1]))
    for period in done.closings:
        typer.echo(say("removal.reopened", lang, period=period))
    typer.echo(say("removal.current", lang, id=done.after))
    if done.deliveries:
        typer.echo(say("removal.files", lang))


def _lines(found: "tuple[Removed, ...]", lang: str) -> None:
    """A line per source, and under it one per delivery."""
    from schakel.data.removal.removal import by_source

    for source in by_source(found):
        typer.echo(_line(source, source.source, lang))
        for one in found:
            if one.source == source.source:
                typer.echo(f"  {_line(one, one.file, lang)}")


def _line(one: "Removed", name: str, lang: str) -> str:
    if one.first is None or one.last is None:
        return say("removal.line_undated", lang, name=name, rows=one.rows, events=one.events)
    since, until = shown(one.first, "date", lang), shown(one.last, "date", lang)
    return say("removal.line", lang, name=name, rows=one.rows, events=one.events, since=since, until=until)
