"""What the command line shows: tables, counts, problems, and progress. Sentences come from the texts."""

import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table as Grid

from schakel.chain.problem import SHOWN, Notice, Problem, Refusal
from schakel.draw.wording import deadline_text, partner_text, term_text
from schakel.report.mixture import mixture
from schakel.texts import has, say, shown

ROUTES = 10
EDGES = 15
DEADLINES = 15
FINDINGS = 10
DAY_S = 86_400
NORM_TIMES = ("norm", "type", "cases", "on_time", "overdue")
PUNCTUALITY = ("deadline", "partner", "messages", "on_time", "mean", "norm", "unanswered")


@contextmanager
def progress(lang: str) -> Iterator[Callable[[str, float], None]]:
    """A bar on the error stream while a person is looking at it. Call it with a stage and a share (0..1)."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda _stage, _share: None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as bars:
        tasks: dict[str, Any] = {}

        def on_progress(stage: str, share: float) -> None:
            known = stage if has(f"command.progress.{stage}") else "other"
            if known not in tasks:
                tasks[known] = bars.add_task(say(f"command.progress.{known}", lang), total=1.0)
            bars.update(tasks[known], completed=share)

        yield on_progress


def problem_sentence(problem: Problem, lang: str) -> str:
    """One problem as a sentence with file, row, column, value and what is allowed."""
    return say(f"data.problem.{problem.code}", lang, **_parts(problem))


def notice_sentence(notice: Notice, lang: str) -> str:
    """One counted notice as a sentence."""
    values = {"n": notice.n, "file": notice.file, "column": notice.column, **dict(notice.more)}
    return say(f"data.notice.{notice.code}", lang, **values)


def show_refusal(refusal: Refusal, lang: str, *, loading: bool) -> None:
    """The problems, on the error stream; where something would have been loaded also that nothing was stored."""
    for problem in refusal.problems:
        _error(problem_sentence(problem, lang))
    if refusal.total > len(refusal.problems):
        _error(say("command.shown.refused_more", lang, n=len(refusal.problems)))
    if loading:
        _error(say("command.shown.refused", lang, n=refusal.total))


def show_checked(checked: Any, lang: str) -> None:
    """Everything that `check` found: problems, notices, and what would not be stored."""
    if checked.total:
        show_refusal(Refusal(checked.problems[:SHOWN], checked.total), lang, loading=True)
        return
    delivery = checked.delivery
    _line(say("command.shown.fine", lang, file=delivery.file, events=delivery.events))
    _show_source(delivery, lang)


def show_checked_log(found: Sequence[Any], lang: str) -> None:
    """What `check` found in all files of a log (each a `check_log.CheckedFile`): problems, then what is fine."""
    for one in found:
        if one.checked.total:
            problems = tuple(replace(p, file=f"{one.source}: {p.file}") for p in one.checked.problems[:SHOWN])
            show_refusal(Refusal(problems, one.checked.total), lang, loading=False)
    for one in found:
        if not one.checked.total and one.checked.delivery:
            file, events = f"{one.source}: {one.checked.file}", one.checked.delivery.events
            _line(say("command.shown.fine", lang, file=file, events=events))
    deliveries = [one.checked.delivery for one in found if one.checked.delivery]
    if said := mixture(deliveries, lang):
        _line(said)
    wrong = sum(one.checked.total for one in found)
    if wrong:
        _error(say("command.shown.refused", lang, n=wrong))


def show_loaded(snapshot: Any, lang: str) -> None:
    """What a load made: counts, snapshot id, notices, and what was not stored."""
    manifest = snapshot.manifest
    counts = manifest.counts
    values = {"cases": counts["cases"], "residents": counts["residents"], "events": counts["events"]}
    _line(say("command.shown.loaded", lang, id=manifest.id, **values))
    if manifest.public:
        _line(say("command.shown.public", lang))
    if said := mixture(manifest.sources, lang):
        _line(said)
    if len({delivery.name for delivery in manifest.sources}) > 1:
        from schakel.report.loaded import show_sources

        show_sources(snapshot, lang)
        return
    for delivery in manifest.sources:
        _show_source(delivery, lang)


def show_json(document: Mapping[str, Any]) -> None:
    """The document as JSON on standard output, stable in order and spacing."""
    json.dump(document, sys.stdout, ensure_ascii=False, indent=1)
    sys.stdout.write("\n")


def show_figures(document: Mapping[str, Any], lang: str) -> None:
    """The head of the figures as tables; the whole is in the JSON."""
    console = Console()
    console.print(say("terms.internal", lang), style="italic", highlight=False)
    for heading, columns, rows in _grids(document, lang):
        grid = Grid(title=say(f"command.shown.{heading}", lang), title_justify="left", title_style="bold")
        for place, column in enumerate(columns):
            grid.add_column(
                say(f"command.shown.{column}", lang) if column else "", justify="right" if place else "left"
            )
        for row in rows:
            grid.add_row(*row)
        console.print(grid)
    _show_findings(document["findings"], lang)


def _grids(document: Mapping[str, Any], lang: str) -> Iterator[tuple[str, Sequence[str], Sequence[Sequence[str]]]]:
    counts = [(say(f"command.shown.count.{key}", lang), shown(n, "int", lang)) for key, n in document["counts"].items()]
    yield "counts", ("", ""), counts
    routes = [
        (" → ".join(v["activities"]), shown(v["cases"], "int", lang), shown(v["share"], "share", lang))
        for v in document["variants"][:ROUTES]
    ]
    yield "routes", ("route", "cases", "share"), routes
    busiest = sorted(document["edges"], key=lambda e: (-e["count"], e["activity"], e["next_activity"]))[:EDGES]
    edges = [
        (
            f"{e['activity']} → {e['next_activity']}",
            shown(e["count"], "int", lang),
            _days(e["wait_median_s"], lang),
            _days(e["wait_p90_s"], lang),
        )
        for e in busiest
    ]
    yield "edges", ("step", "times", "half_within", "nine_in_ten_within"), edges
    if document["punctuality"]:
        most = sorted(document["punctuality"], key=lambda row: -row["messages"])[:DEADLINES]
        yield "punctuality", PUNCTUALITY, [_punctual(row, lang) for row in most]
    if document["norm_times"]:
        yield "norm_times", NORM_TIMES, [_by_norm(row, lang) for row in document["norm_times"]]


def _by_norm(row: Mapping[str, Any], lang: str) -> tuple[str, ...]:
    return (
        say(f"report.norms.of.{row['norm']}", lang),
        row["product"] or say("report.norms.no_type", lang),
        shown(row["cases"], "int", lang),
        shown(row["share_in_time"], "share", lang),
        shown(row["overdue"], "int", lang),
    )


def _punctual(row: Mapping[str, Any], lang: str) -> tuple[str, ...]:
    return (
        deadline_text(row["deadline"], lang),
        partner_text(row["partner"] or "", lang),
        shown(row["messages"], "int", lang),
        shown(row["share_on_time"], "share", lang),
        shown(None if row["mean_days"] is None else round(row["mean_days"], 1), "number", lang),
        term_text(row["deadline"], row["norm_days"], lang),
        shown(row["unanswered"], "int", lang),
    )


def _show_findings(findings: Sequence[Mapping[str, Any]], lang: str) -> None:
    console = Console()
    console.print(say("command.shown.pinch", lang), style="bold")
    for finding in findings[:FINDINGS]:
        console.print(f"  {finding['sentence'][lang]}", highlight=False, markup=False)
    if not findings:
        console.print(f"  {say('command.shown.nothing', lang)}")
    if len(findings) > FINDINGS:
        console.print(f"  {say('command.shown.more_findings', lang, n=len(findings) - FINDINGS)}", style="italic")


def _show_source(delivery: Any, lang: str) -> None:
    for notice in delivery.notices:
        _line(notice_sentence(notice, lang))
    if delivery.not_stored:
        _line(say("command.shown.not_stored", lang, columns=", ".join(delivery.not_stored)))


def _parts(problem: Problem) -> dict[str, object]:
    own = {
        "file": problem.file,
        "row": problem.row,
        "column": problem.column,
        "value": problem.value,
        "allowed": problem.allowed,
    }
    return {**own, **dict(problem.more)}


def _days(seconds: float | None, lang: str) -> str:
    return shown(None if seconds is None else seconds / DAY_S, "days", lang)


def _line(text: str) -> None:
    Console().print(text, highlight=False, markup=False, soft_wrap=True)


def _error(text: str) -> None:
    Console(stderr=True).print(text, highlight=False, markup=False, soft_wrap=True)
