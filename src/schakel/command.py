"""The command line. Each command is three steps: read the options, call the library, show what came back.

Heavy rooms are imported inside the commands, so that `--help` stays quick.
"""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from schakel.chain.problem import SHOWN, Problem, Refusal
from schakel.command_answer import Replicated, Scenarios, Seed, rehearsal_of
from schakel.command_fetch import fetch_from_zgw
from schakel.command_forecast import make, score
from schakel.command_key import COMMANDS as KEY
from schakel.command_model import new, register, sheet
from schakel.command_network import check_network, compare_network, new_network
from schakel.command_operation import WORKSPACE
from schakel.command_options import (
    asked_language,
    count_of,
    day_of,
    delivery_entry,
    follow_of,
    lifecycle_of,
    mapping_of,
    names_of,
    reader_of,
    selection_of,
)
from schakel.command_privacy import dpia
from schakel.command_pseudonymise import pseudonymise
from schakel.command_record import record_check
from schakel.command_region import region
from schakel.command_removal import PROCESSING, REMOVAL
from schakel.command_report import AskedReport, sections_of
from schakel.command_simulation import causes, compare, simulate
from schakel.command_study import sensitivity, steer, value, weakest
from schakel.command_workbench import serve, work, workspace_network, workspace_new
from schakel.texts import say

if TYPE_CHECKING:
    from schakel.chain.selection import Selection
    from schakel.insight.view import LogView

REFUSED = 2


def main() -> None:
    """Entry point of `schakel`. Exit code 2 and a sentence per problem if something is refused."""
    lang = asked_language(sys.argv[1:])
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # arrays are tiny: threads that wait for each other cost more
    _utf8_output()
    try:
        app(lang)()
    except Refusal as refusal:
        from schakel.report.terminal import show_refusal

        show_refusal(refusal, lang, loading=sys.argv[1:2] in (["load"], ["region"]))
        raise SystemExit(REFUSED) from None


def app(lang: str) -> typer.Typer:
    """The command line with its help in one language."""
    cli = typer.Typer(
        help=_text("help", lang),
        no_args_is_help=True,
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
    )
    one: tuple[Callable[..., None], ...] = (check, load, figures, report, quality, diff, close, request, dpia)
    other: tuple[Callable[..., None], ...] = (
        pseudonymise,
        region,
        simulate,
        compare,
        causes,
        sensitivity,
        steer,
        weakest,
        value,
        serve,
        work,
    )
    for command in one + REMOVAL + other:
        cli.command(help=_text(f"{command.__name__}.help", lang))(_described(command, lang))
    _add_group(cli, lang, "workspace", {"new": workspace_new, "network": workspace_network, **WORKSPACE})
    _add_group(cli, lang, "model", {"new": new, "sheet": sheet, "register": register})
    _add_group(cli, lang, "forecast", {"make": make, "score": score})
    _add_group(cli, lang, "key", KEY)
    _add_group(cli, lang, "sources", {"propose": propose})
    _add_group(cli, lang, "fetch", {"zgw": fetch_from_zgw})
    _add_group(cli, lang, "record", {"check": record_check})
    _add_group(cli, lang, "processing", PROCESSING)
    _add_group(cli, lang, "network", {"new": new_network, "check": check_network, "compare": compare_network})
    cli.callback()(_described(_root, lang))
    return cli


def _add_group(cli: typer.Typer, lang: str, name: str, commands: dict[str, Callable[..., None]]) -> None:
    group = typer.Typer(help=_text(f"{name}.help", lang), no_args_is_help=True, rich_markup_mode=None)
    for word, command in commands.items():
        group.command(word, help=_text(f"{name}.{word}", lang))(_described(command, lang))
    group.callback()(_group)
    cli.add_typer(group, name=name)


def _group() -> None:
    """A group of commands, also when it holds only one."""


Source = Annotated[Path, typer.Argument(metavar="SOURCE", help="source")]
LogOrSource = Annotated[Path, typer.Argument(metavar="LOG|SOURCE", help="log_or_source")]
MappingFile = Annotated[Path | None, typer.Option("--mapping", metavar="M.toml", help="mapping")]
LifecycleName = Annotated[str | None, typer.Option("--lifecycle", metavar="pair|complete|all", help="lifecycle")]
FollowType = Annotated[str | None, typer.Option("--follow-type", metavar="TYPE", help="follow_type")]
Xsd = Annotated[Path | None, typer.Option("--xsd", metavar="DIR", help="xsd")]
Public = Annotated[bool, typer.Option("--public", help="public")]
Lang = Annotated[str | None, typer.Option("--lang", metavar="nl|en", help="lang")]
Where = Annotated[list[str] | None, typer.Option("--where", metavar="KEY=VALUE", help="where")]
PeriodText = Annotated[str | None, typer.Option("--period", metavar="A..B", help="period")]
PeriodByName = Annotated[str, typer.Option("--period-by", metavar="started|ended|active", help="period_by")]


def _show_version(asked: bool) -> None:
    if asked:
        from schakel import __version__

        typer.echo(f"schakel {__version__}")
        raise typer.Exit


def _root(
    version: Annotated[bool, typer.Option("--version", help="version", is_eager=True, callback=_show_version)] = False,
    lang: Lang = None,
) -> None:
    """Before a command, `--lang` says the same as after it."""
    _show_version(version)
    if lang:
        os.environ["SCHAKEL_LANG"] = reader_of(lang)


NamesOf = Annotated[str, typer.Option("--names", metavar="today|then", help="names")]
FollowName = Annotated[str, typer.Option("--follow", metavar="case|household", help="follow")]
AsNow = Annotated[bool, typer.Option("--as-now", help="as_now")]
Log = Annotated[Path, typer.Argument(metavar="LOG", help="log")]


def check(
    source: Annotated[Path, typer.Argument(metavar="LOG|SOURCE", help="load_source")],
    mapping: MappingFile = None,
    lifecycle: LifecycleName = None,
    follow_type: FollowType = None,
    xsd: Xsd = None,
    out: Annotated[Path | None, typer.Option("-o", "--out", metavar="DIR", help="return_list")] = None,
    lang: Lang = None,
) -> None:
    """Every problem of a source, or of all sources of a log; nothing is stored."""
    from schakel.data.check import check as check_source
    from schakel.data.deliveries.check_log import check_log
    from schakel.data.messages.archive import holds_messages
    from schakel.report.return_list import MOST, Examined, write_return_lists
    from schakel.report.terminal import show_checked, show_checked_log

    reader, most = reader_of(lang), MOST if out else SHOWN
    if source.is_dir() and not holds_messages(source):
        found = check_log(source, most=most)
        examined = [Examined(one.checked, one.mapping_file) for one in found]
        show_checked_log(found, reader)
    else:
        checked = check_source(
            source, mapping=mapping_of(mapping, follow_type, xsd), lifecycle=lifecycle_of(lifecycle), most=most
        )
        examined = [Examined(checked, mapping.name if mapping else "")]
        show_checked(checked, reader)
    if out:
        written = write_return_lists(examined, out, lang=reader)
        for path in written:
            typer.echo(say("request.shown.written", reader, file=str(path)))
        if not written:
            typer.echo(say("request.shown.none", reader))
    if any(one.checked.total for one in examined):
        raise typer.Exit(REFUSED)


def load(
    source: Annotated[Path, typer.Argument(metavar="LOG|SOURCE", help="load_source")],
    into: Annotated[Path | None, typer.Option("--into", metavar="LOG", help="into")] = None,
    as_name: Annotated[str | None, typer.Option("--as", metavar="NAME", help="as_name")] = None,
    mapping: MappingFile = None,
    covers: Annotated[str | None, typer.Option("--covers", metavar="A..B", help="covers")] = None,
    extracted: Annotated[str | None, typer.Option("--extracted", metavar="DAY", help="extracted")] = None,
    xsd: Xsd = None,
    kind: Annotated[
        str | None, typer.Option("--kind", metavar="full|period|changes|deletions", help="delivery_kind")
    ] = None,
    lifecycle: LifecycleName = None,
    follow_type: FollowType = None,
    public: Public = False,
    memory_limit: Annotated[str | None, typer.Option("--memory-limit", metavar="4GB", help="memory_limit")] = None,
    threads: Annotated[int | None, typer.Option("--threads", metavar="N", min=1, help="threads")] = None,
    lang: Lang = None,
) -> None:
    """A source becomes the log's current snapshot, or one of its sources; a log is loaded from all of them."""
    from schakel.data.deliveries.load_log import Limits, load_log
    from schakel.data.load import load as load_source
    from schakel.data.messages.archive import holds_messages
    from schakel.report.terminal import progress, show_loaded

    with progress(reader_of(lang)) as on_progress:
        limits = Limits(threads, memory_limit)
        if into is None:
            if source.is_file() or as_name or mapping or holds_messages(source):
                raise Refusal((Problem("into_needed", file=source.name),))
            snapshot = load_log(source, limits=limits, on_progress=on_progress)
        elif as_name:
            from schakel.data.deliveries.add_source import add_source

            entry = delivery_entry(covers, extracted, kind)
            given = mapping_of(mapping, follow_type, xsd)
            snapshot = add_source(
                source, into, as_name, mapping=given, entry=entry, limits=limits, on_progress=on_progress
            )
        else:
            snapshot = load_source(
                source,
                into,
                mapping=mapping_of(mapping, follow_type, xsd),
                lifecycle=lifecycle_of(lifecycle),
                public=public,
                memory_limit=memory_limit,
                threads=threads,
                on_progress=on_progress,
            )
    show_loaded(snapshot, reader_of(lang))


def figures(
    source: LogOrSource,
    as_json: Annotated[bool, typer.Option("--json", help="json")] = False,
    where: Where = None,
    period: PeriodText = None,
    period_by: PeriodByName = "started",
    follow: FollowName = "case",
    names: NamesOf = "today",
    as_now: AsNow = False,
    variants: Annotated[str, typer.Option("--variants", metavar="N|all", help="variants")] = "1000",
    mapping: MappingFile = None,
    lifecycle: LifecycleName = None,
    public: Public = False,
    lang: Lang = None,
) -> None:
    """Every figure, as tables or as JSON."""
    from schakel.insight.summary import figures as all_figures
    from schakel.report.moved_tables import show_closings
    from schakel.report.terminal import show_figures, show_json

    most = None if variants == "all" else count_of(variants, "--variants")
    chosen = selection_of(where, period, period_by)
    with _opened(
        source, chosen, mapping, lifecycle, public, follow, reader_of(lang), names=names, as_now=as_now
    ) as view:
        document = all_figures(view, variants=most)
    if as_json:
        show_json(document)
    else:
        show_figures(document, reader_of(lang))
        show_closings(document, reader_of(lang))


def report(
    source: LogOrSource,
    out: Annotated[Path, typer.Option("-o", "--out", metavar="report.html", help="report_out")],
    threshold: Annotated[int, typer.Option("--threshold", metavar="N", min=1, help="threshold")] = 10,
    own_data: Annotated[bool, typer.Option("--own-data", help="own_data")] = False,
    one_page: Annotated[bool, typer.Option("--one-page", help="one_page")] = False,
    pdf: Annotated[bool, typer.Option("--pdf", help="pdf")] = False,
    sections: Annotated[str | None, typer.Option("--sections", metavar="A,B", help="sections")] = None,
    only: Annotated[str, typer.Option("--only", metavar="council|map", help="only")] = "",
    model: Annotated[Path | None, typer.Option("--model", metavar="MODEL.toml", help="report_model")] = None,
    scenario: Scenarios = None,
    replications: Replicated = 20,
    seed: Seed = 1,
    where: Where = None,
    period: PeriodText = None,
    period_by: PeriodByName = "started",
    follow: FollowName = "case",
    names: NamesOf = "today",
    as_now: AsNow = False,
    mapping: MappingFile = None,
    lifecycle: LifecycleName = None,
    public: Public = False,
    lang: Lang = None,
) -> None:
    """The shared picture of the chain in one file."""
    from schakel.report.terminal import progress

    reader = reader_of(lang)
    asked = AskedReport(out, threshold, own_data, reader, one_page, pdf, only, sections_of(sections))
    chosen = selection_of(where, period, period_by)
    rehearsal = rehearsal_of(model, scenario, replications, seed)
    with (
        _opened(source, chosen, mapping, lifecycle, public, follow, reader, names=names, as_now=as_now) as view,
        progress(reader) as on_progress,
    ):
        written = asked.write(view, rehearsal, on_progress)
    for path in written:
        typer.echo(_text("report.written", reader, file=str(path)))


def quality(
    source: LogOrSource,
    out: Annotated[Path, typer.Option("-o", "--out", metavar="quality.html", help="out")],
    threshold: Annotated[int, typer.Option("--threshold", metavar="N", min=1, help="threshold")] = 10,
    own_data: Annotated[bool, typer.Option("--own-data", help="own_data")] = False,
    pdf: Annotated[bool, typer.Option("--pdf", help="pdf")] = False,
    names: NamesOf = "today",
    mapping: MappingFile = None,
    lang: Lang = None,
) -> None:
    """What the picture rests on, what it cannot show, and what to ask of whom."""
    from schakel.report.quality_report import write_quality

    reader = reader_of(lang)
    with _opened(
        source, selection_of(None, None, "started"), mapping, None, False, "case", reader, names=names
    ) as view:
        written = write_quality(view, out, threshold=threshold, own_data=own_data, pdf=pdf, lang=reader)
    for path in written:
        typer.echo(_text("report.written", reader, file=str(path)))


def diff(
    log: Log,
    old: Annotated[str, typer.Argument(metavar="OLD", help="snapshot")],
    new: Annotated[str, typer.Argument(metavar="NEW", help="snapshot")],
    as_json: Annotated[bool, typer.Option("--json", help="json")] = False,
    lang: Lang = None,
) -> None:
    """What moved between two snapshots of a log, and by whose delivery."""
    from schakel.insight.moved import moved, moved_document
    from schakel.report.moved_tables import show_moved
    from schakel.report.terminal import show_json

    reader = reader_of(lang)
    found = moved(log, old, new)
    if as_json:
        show_json(moved_document(found))
    else:
        show_moved(found, reader)


def close(
    log: Log,
    until: Annotated[str, typer.Option("--until", metavar="DAY", help="close_until")],
    since: Annotated[str | None, typer.Option("--from", metavar="DAY", help="close_from")] = None,
    on: Annotated[str | None, typer.Option("--on", metavar="DAY", help="close_on")] = None,
    anyway: Annotated[bool, typer.Option("--anyway", help="anyway")] = False,
    lang: Lang = None,
) -> None:
    """Close a period: from then on its figures stay as they are, and later corrections stand beside them."""
    from datetime import date

    from schakel.data.deliveries.closed import close as close_period
    from schakel.insight.filling import usual_limit
    from schakel.report.moved_tables import show_closed

    last = day_of(until, "--until") or date.max
    first, today = day_of(since, "--from"), day_of(on, "--on") or date.today()  # noqa: DTZ011 -- as a person counts
    closed = close_period(log, last, since=first, on=today, above=usual_limit(), anyway=anyway)
    show_closed(closed, reader_of(lang))


def request(
    partner: Annotated[str, typer.Option("--partner", metavar="NAME", help="partner")],
    out: Annotated[Path, typer.Option("-o", "--out", metavar="DIR", help="out_folder")],
    log: Annotated[Path | None, typer.Option("--log", metavar="LOG", help="partner_log")] = None,
    lang: Lang = None,
) -> None:
    """What to ask of a partner: a sheet, with examples that pass the check."""
    from schakel.report.delivery_sheet import write_request

    reader = reader_of(lang)
    with ExitStack() as opened:
        view = None
        if log is not None:
            from schakel.insight.opened import open_log

            view = opened.enter_context(open_log(log))
        written = write_request(partner, out, view=view, lang=reader)
    for path in written:
        typer.echo(say("request.shown.sheet", reader, file=str(path)))


def propose(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="sources_folder")],
    replace: Annotated[bool, typer.Option("--replace", help="replace")] = False,
    lang: Lang = None,
) -> None:
    """A first sources file and mappings for a folder of strange files."""
    from schakel.data.deliveries.propose_sources import propose_sources
    from schakel.report.proposed import show_proposed
    from schakel.report.terminal import progress

    reader = reader_of(lang)
    with progress(reader) as on_progress:
        proposal = propose_sources(folder, lang=reader, replace_old=replace, on_progress=on_progress)
    show_proposed(proposal, reader)


@contextmanager
def _opened(
    source: Path,
    chosen: "Selection",
    mapping: Path | None,
    lifecycle: str | None,
    public: bool,
    follow: str,
    lang: str,
    *,
    names: str = "today",
    as_now: bool = False,
) -> "Iterator[LogView]":
    """A log as it is, or a source that is loaded for the occasion under the options of `load`."""
    from schakel.insight.opened import open_log
    from schakel.report.terminal import progress

    options: dict[str, Any] = {}
    if not source.is_dir():
        options = {"mapping": mapping_of(mapping), "lifecycle": lifecycle_of(lifecycle), "public": public}
    with ExitStack() as opened:
        with progress(lang) as on_progress:
            if options:
                options["on_progress"] = on_progress
            options |= {"follow": follow_of(follow), "names": names_of(names), "as_now": as_now}
            view = opened.enter_context(open_log(source, selection=chosen, **options))
        yield view


def _described(command: Callable[..., None], lang: str) -> Callable[..., None]:
    """The same command with the help of its parameters looked up in the texts."""
    import copy
    import functools
    import inspect

    @functools.wraps(command)
    def run(*arguments: Any, **options: Any) -> None:
        command(*arguments, **options)

    parameters = []
    for parameter in inspect.signature(command).parameters.values():
        kind, info = parameter.annotation.__origin__, copy.copy(parameter.annotation.__metadata__[0])
        info.help = _text(f"option.{info.help}", lang) if info.help else None  # a hidden one has none
        parameters.append(parameter.replace(annotation=Annotated[kind, info]))
    signature = inspect.Signature(parameters)
    run.__signature__ = signature  # type: ignore[attr-defined]  # typer reads the signature
    run.__annotations__ = {p.name: p.annotation for p in parameters}
    return run


def _text(key: str, lang: str, **values: object) -> str:
    return say(f"command.{key}", lang, **values)


def _utf8_output() -> None:
    """Windows consoles and pipes may have another encoding than the texts need."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure and (getattr(stream, "encoding", "") or "").lower() not in ("utf-8", "utf8"):
            reconfigure(encoding="utf-8", errors="replace")
