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

from schakel.chain.problem import SHOWN, Refusal
from schakel.texts import LANGUAGES, language, say

if TYPE_CHECKING:
    from schakel.chain.selection import Selection
    from schakel.data.staged import Lifecycle
    from schakel.insight.view import Follow, LogView

REFUSED = 2


def main() -> None:
    """Entry point of `schakel`. Exit code 2 and a sentence per problem if something is refused."""
    lang = _asked_language(sys.argv[1:])
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
    for command in (check, load, figures, report, request, region):
        cli.command(help=_text(f"{command.__name__}.help", lang))(_described(command, lang))
    sources = typer.Typer(help=_text("sources.help", lang), no_args_is_help=True, rich_markup_mode=None)
    sources.command("propose", help=_text("sources.propose", lang))(_described(propose, lang))
    sources.callback()(_group)
    cli.add_typer(sources, name="sources")
    cli.callback()(_described(_root, lang))
    return cli


def _group() -> None:
    """A group of commands, also when it holds only one."""


Source = Annotated[Path, typer.Argument(metavar="SOURCE", help="source")]
LogOrSource = Annotated[Path, typer.Argument(metavar="LOG|SOURCE", help="log_or_source")]
MappingFile = Annotated[Path | None, typer.Option("--mapping", metavar="M.toml", help="mapping")]
LifecycleName = Annotated[str | None, typer.Option("--lifecycle", metavar="pair|complete|all", help="lifecycle")]
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
        os.environ["SCHAKEL_LANG"] = _language(lang)


FollowName = Annotated[str, typer.Option("--follow", metavar="case|household", help="follow")]


def check(
    source: Source,
    mapping: MappingFile = None,
    lifecycle: LifecycleName = None,
    out: Annotated[Path | None, typer.Option("-o", "--out", metavar="DIR", help="return_list")] = None,
    lang: Lang = None,
) -> None:
    """Every problem of a source; nothing is stored."""
    from schakel.data.check import check as check_source
    from schakel.report.return_list import MOST, Examined, write_return_lists
    from schakel.report.terminal import show_checked

    reader = _language(lang)

    checked = check_source(
        source, mapping=_mapping(mapping), lifecycle=_lifecycle(lifecycle), most=MOST if out else SHOWN
    )
    show_checked(checked, reader)
    if out:
        written = write_return_lists([Examined(checked, mapping.name if mapping else "")], out, lang=reader)
        for path in written:
            typer.echo(say("request.shown.written", reader, file=str(path)))
        if not written:
            typer.echo(say("request.shown.none", reader))
    if checked.total:
        raise typer.Exit(REFUSED)


def load(
    source: Annotated[Path, typer.Argument(metavar="LOG|SOURCE", help="load_source")],
    into: Annotated[Path | None, typer.Option("--into", metavar="LOG", help="into")] = None,
    as_name: Annotated[str | None, typer.Option("--as", metavar="NAME", help="as_name")] = None,
    mapping: MappingFile = None,
    covers: Annotated[str | None, typer.Option("--covers", metavar="A..B", help="covers")] = None,
    extracted: Annotated[str | None, typer.Option("--extracted", metavar="DAY", help="extracted")] = None,
    kind: Annotated[
        str | None, typer.Option("--kind", metavar="full|period|changes|deletions", help="delivery_kind")
    ] = None,
    lifecycle: LifecycleName = None,
    public: Public = False,
    memory_limit: Annotated[str | None, typer.Option("--memory-limit", metavar="4GB", help="memory_limit")] = None,
    threads: Annotated[int | None, typer.Option("--threads", metavar="N", min=1, help="threads")] = None,
    lang: Lang = None,
) -> None:
    """A source becomes the log's current snapshot, or one of its sources; a log is loaded from all of them."""
    from schakel.data.deliveries.load_log import Limits, load_log
    from schakel.data.load import load as load_source
    from schakel.report.terminal import progress, show_loaded

    with progress(_language(lang)) as on_progress:
        limits = Limits(threads, memory_limit)
        if into is None:
            if not source.is_dir():
                raise _wrong("--into", "–", "--into LOG")
            snapshot = load_log(source, limits=limits, on_progress=on_progress)
        elif as_name:
            from schakel.data.deliveries.add_source import add_source

            entry = _delivery_entry(covers, extracted, kind)
            given = _mapping(mapping)
            snapshot = add_source(
                source, into, as_name, mapping=given, entry=entry, limits=limits, on_progress=on_progress
            )
        else:
            snapshot = load_source(
                source,
                into,
                mapping=_mapping(mapping),
                lifecycle=_lifecycle(lifecycle),
                public=public,
                memory_limit=memory_limit,
                threads=threads,
                on_progress=on_progress,
            )
    show_loaded(snapshot, _language(lang))


def figures(
    source: LogOrSource,
    as_json: Annotated[bool, typer.Option("--json", help="json")] = False,
    where: Where = None,
    period: PeriodText = None,
    period_by: PeriodByName = "started",
    follow: FollowName = "case",
    variants: Annotated[str, typer.Option("--variants", metavar="N|all", help="variants")] = "1000",
    mapping: MappingFile = None,
    lifecycle: LifecycleName = None,
    public: Public = False,
    lang: Lang = None,
) -> None:
    """Every figure, as tables or as JSON."""
    from schakel.insight.summary import figures as all_figures
    from schakel.report.terminal import show_figures, show_json

    most = None if variants == "all" else _count(variants, "--variants")
    chosen = _selection(where, period, period_by)
    with _opened(source, chosen, mapping, lifecycle, public, follow, _language(lang)) as view:
        document = all_figures(view, variants=most)
    if as_json:
        show_json(document)
    else:
        show_figures(document, _language(lang))


def report(
    source: LogOrSource,
    out: Annotated[Path, typer.Option("-o", "--out", metavar="report.html", help="out")],
    threshold: Annotated[int, typer.Option("--threshold", metavar="N", min=1, help="threshold")] = 10,
    own_data: Annotated[bool, typer.Option("--own-data", help="own_data")] = False,
    one_page: Annotated[bool, typer.Option("--one-page", help="one_page")] = False,
    pdf: Annotated[bool, typer.Option("--pdf", help="pdf")] = False,
    where: Where = None,
    period: PeriodText = None,
    period_by: PeriodByName = "started",
    follow: FollowName = "case",
    mapping: MappingFile = None,
    lifecycle: LifecycleName = None,
    public: Public = False,
    lang: Lang = None,
) -> None:
    """The shared picture of the chain in one file."""
    from schakel.report.chain_report import write_report

    reader = _language(lang)
    chosen = _selection(where, period, period_by)
    with _opened(source, chosen, mapping, lifecycle, public, follow, reader) as view:
        written = write_report(
            view, out, threshold=threshold, own_data=own_data, one_page=one_page, pdf=pdf, lang=reader
        )
    for path in written:
        typer.echo(_text("report.written", reader, file=str(path)))


def request(
    partner: Annotated[str, typer.Option("--partner", metavar="NAME", help="partner")],
    out: Annotated[Path, typer.Option("-o", "--out", metavar="DIR", help="out_folder")],
    log: Annotated[Path | None, typer.Option("--log", metavar="LOG", help="partner_log")] = None,
    lang: Lang = None,
) -> None:
    """What to ask of a partner: a sheet, with examples that pass the check."""
    from schakel.report.delivery_sheet import write_request

    reader = _language(lang)
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

    reader = _language(lang)
    with progress(reader) as on_progress:
        proposal = propose_sources(folder, lang=reader, replace_old=replace, on_progress=on_progress)
    show_proposed(proposal, reader)


def region(
    log: Annotated[Path, typer.Argument(metavar="LOG", help="region_log")],
    seed: Annotated[int, typer.Option("--seed", metavar="S", help="seed")] = 1,
    scale: Annotated[float, typer.Option("--scale", metavar="X", min=0.01, max=100, help="scale")] = 1.0,
    as_delivered: Annotated[bool, typer.Option("--as-delivered", help="as_delivered")] = False,
    lang: Lang = None,
) -> None:
    """A seeded, fictional Dutch region as a log, or as the files that its partners would send."""
    from schakel.report.terminal import progress, show_loaded
    from schakel.simulation.as_delivered.folder import write_as_delivered
    from schakel.simulation.region import make_region_log

    if as_delivered:
        written = write_as_delivered(log, seed=seed, scale=scale)
        typer.echo(_text("region.delivered", _language(lang), folder=str(written)))
        return
    with progress(_language(lang)) as on_progress:
        snapshot = make_region_log(log, seed=seed, scale=scale, on_progress=on_progress)
    show_loaded(snapshot, _language(lang))


@contextmanager
def _opened(
    source: Path,
    chosen: "Selection",
    mapping: Path | None,
    lifecycle: str | None,
    public: bool,
    follow: str,
    lang: str,
) -> "Iterator[LogView]":
    """A log as it is, or a source that is loaded for the occasion under the options of `load`."""
    from schakel.insight.opened import open_log
    from schakel.report.terminal import progress

    options: dict[str, Any] = {}
    if not source.is_dir():
        options = {"mapping": _mapping(mapping), "lifecycle": _lifecycle(lifecycle), "public": public}
    with ExitStack() as opened:
        with progress(lang) as on_progress:
            if options:
                options["on_progress"] = on_progress
            view = opened.enter_context(open_log(source, selection=chosen, follow=_follow(follow), **options))
        yield view


def _language(chosen: str | None) -> str:
    try:
        return language(chosen)
    except ValueError:
        raise _wrong("--lang", chosen or "SCHAKEL_LANG", ", ".join(LANGUAGES)) from None


def _mapping(path: Path | None) -> Any:
    if path is None:
        return None
    from schakel.data.mapping import read_mapping

    return read_mapping(path)


def _lifecycle(name: str | None) -> "Lifecycle | None":
    if name is None or name in ("pair", "complete", "all"):
        return name  # type: ignore[return-value]  # one of the three words, checked here
    raise _wrong("--lifecycle", name, "pair, complete, all")


def _follow(name: str) -> "Follow":
    if name in ("case", "household"):
        return name  # type: ignore[return-value]  # one of the two words, checked here
    raise _wrong("--follow", name, "case, household")


def _count(text: str, option: str) -> int:
    if text.isdigit() and int(text) > 0:
        return int(text)
    raise _wrong(option, text, "1, 2, 3, ... / all")


def _selection(where: list[str] | None, period: str | None, period_by: str) -> "Selection":
    from schakel.chain.selection import Selection

    pairs = []
    for text in where or []:
        key, equals, value = text.partition("=")
        if not (equals and key and value):
            raise _wrong("--where", text, "KEY=VALUE")
        pairs.append((key.strip(), value.strip()))
    if period_by not in ("started", "ended", "active"):
        raise _wrong("--period-by", period_by, "started, ended, active")
    return Selection(tuple(pairs), _period(period), period_by)  # type: ignore[arg-type]  # checked above


def _period(text: str | None, option: str = "--period") -> Any:
    from datetime import date

    from schakel.chain.selection import Period

    if text is None:
        return Period()
    since, dots, until = text.partition("..")
    try:
        if not dots:
            raise ValueError(text)
        return Period(date.fromisoformat(since) if since else None, date.fromisoformat(until) if until else None)
    except ValueError:
        raise _wrong(option, text, "2025-01-01..2025-12-31") from None


def _delivery_entry(covers: str | None, extracted: str | None, kind: str | None) -> Any:
    from datetime import date

    from schakel.data.deliveries.sources import DeliveryEntry

    if kind not in (None, "full", "period", "changes", "deletions"):
        raise _wrong("--kind", kind, "full, period, changes, deletions")
    period = _period(covers, "--covers")
    if kind == "period" and not (period.since and period.until):
        raise _wrong("--kind", kind, "--covers A..B")
    try:
        taken = date.fromisoformat(extracted) if extracted else None
    except ValueError:
        raise _wrong("--extracted", extracted or "", "2025-12-31") from None
    return DeliveryEntry((), kind, period.since, period.until, taken)  # type: ignore[arg-type]  # checked above


def _wrong(option: str, value: str, allowed: str) -> Refusal:
    from schakel.chain.problem import Problem

    return Refusal((Problem("option", column=option, value=value[:60], allowed=allowed),))


def _asked_language(arguments: list[str]) -> str:
    """The language of help and refusals, which are needed before the options are read."""
    for place, argument in enumerate(arguments):
        name, _, value = argument.partition("=")
        if name == "--lang":
            asked = value or (arguments[place + 1] if place + 1 < len(arguments) else "")
            return asked if asked in LANGUAGES else "nl"
    try:
        return language()
    except ValueError:
        return "nl"


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
        info.help = _text(f"option.{info.help}", lang)
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
