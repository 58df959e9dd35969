"""What moved between two snapshots, and what was corrected after closing, as tables on the command line."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.table import Table as Grid

from schakel.data.deliveries.changed_rows import RowsMoved
from schakel.data.deliveries.closed import Closed
from schakel.insight.findings.link import DAY_US, WEEK_US
from schakel.insight.headline import Movement
from schakel.insight.moved import Cause, FigureMoved, Moved
from schakel.texts import has, say, shown

MOST_ROWS = 40


def show_moved(moved: Moved, lang: str) -> None:
    """Rows, figures and causes; the whole is in the JSON."""
    console = Console(markup=False, highlight=False)
    console.print(say("terms.internal", lang), style="italic", highlight=False)
    _line(console, say("corrections.from_to", lang, old=moved.old, new=moved.new))
    _show_rows(console, moved.rows, lang)
    figures = [one for one in moved.figures if one.movement.difference != 0]
    if not figures:
        _line(console, say("corrections.no_figures", lang))
        return
    heads = ("figure", "old", "new", "difference", *(("by",) if moved.causes else ()))
    lines = [
        (*_cells(one.movement, lang), *(([_by(one, moved.causes, lang)]) if moved.causes else [])) for one in figures
    ]
    _table(console, "figures", heads, lines, lang)
    if moved.unsplit:
        _line(console, say(f"corrections.{moved.unsplit}", lang))
    elif moved.causes:
        key = "order" if len(moved.causes) > 1 else "one_cause"
        causes = ", ".join(cause_name(cause, lang) for cause in moved.causes)
        _line(console, say(f"corrections.{key}", lang, causes=causes))


def show_closed(closed: Closed, lang: str) -> None:
    """That a period was closed."""
    values = {"since": closed.since, "until": closed.until, "snapshot": closed.snapshot}
    _line(Console(markup=False, highlight=False), say("corrections.closed", lang, **values))


def show_closings(document: Mapping[str, Any], lang: str) -> None:
    """Of figures: whether they are those of a closed period and what was corrected since, and which months fill up."""
    console, corrections = Console(markup=False, highlight=False), document["corrections"]
    if corrections["closed"]:
        values = {"on": corrections["closed_on"], "snapshot": document["passport"]["snapshot"]}
        _line(console, say("corrections.opened", lang, **values))
        found = [_movement(one) for one in corrections["figures"] if one["difference"] != 0]
        if found:
            lines = [_cells(one, lang) for one in found]
            _table(console, "corrected", ("figure", "published", "now", "difference"), lines, lang)
        else:
            _line(console, say("corrections.not_corrected", lang))
    elif closed := [month["month"] for month in document["months"] if month["is_closed"]]:
        _line(console, say("corrections.some_closed", lang, until=closed[-1]))
    if filling := [_filling(month, lang) for month in document["months"] if month["is_provisional"]]:
        _line(console, say("corrections.provisional", lang, months=", ".join(filling)))


def cause_name(cause: Cause, lang: str) -> str:
    """A cause in words."""
    return say(f"corrections.cause.{cause.why}", lang, name=cause.name)


def figure_name(one: Movement, lang: str) -> str:
    """What a headline figure is about, in words."""
    kind = say(f"insight.kind.{one.kind}", lang) if one.kind else ""
    return say(f"corrections.figure.{one.figure}", lang, of=one.of, kind=kind)


def figure_value(figure: str, unit: str, value: int | None, lang: str, *, signed: bool = False) -> str:
    """A value as the reader writes it, with its sign where it is a difference."""
    if value is None:
        return shown(None, "int", lang)
    sign = ("+" if value > 0 else "-" if value < 0 else "") if signed else ""
    size = abs(value) if signed else value
    if unit != "us":
        return sign + shown(size, "int", lang)
    if figure == "weeks_lost":
        return sign + shown(size / WEEK_US, "weeks", lang)
    return sign + shown(size / DAY_US, "days", lang)


def _movement(found: Mapping[str, Any]) -> Movement:
    named = {name: found[name] for name in ("figure", "unit", "of", "kind")}
    return Movement(**named, before=found["published"], after=found["now"])


def _cells(one: Movement, lang: str) -> tuple[str, str, str, str]:
    values = (figure_value(one.figure, one.unit, value, lang) for value in (one.before, one.after))
    before, after = values
    return figure_name(one, lang), before, after, figure_value(one.figure, one.unit, one.difference, lang, signed=True)


def _by(one: FigureMoved, causes: Sequence[Cause], lang: str) -> str:
    told = [
        f"{cause_name(cause, lang)} {figure_value(one.movement.figure, one.movement.unit, n, lang, signed=True)}"
        for cause, n in zip(causes, one.by, strict=True)
        if n != 0
    ]
    return "\n".join(told)


def _show_rows(console: Console, moved: Sequence[RowsMoved] | None, lang: str) -> None:
    if not moved:
        _line(console, say("corrections.rows_other_key" if moved is None else "corrections.no_rows", lang))
        return
    lines = [
        (
            one.source,
            one.month,
            *(shown(n, "int", lang) for n in (one.added, one.changed, one.gone)),
            one.partner or say("corrections.cause.nobody", lang),
            ", ".join(f"{_field(field, lang)} {n}" for field, n in one.fields),
        )
        for one in moved[:MOST_ROWS]
    ]
    _table(console, "rows", ("source", "month", "added", "changed", "gone", "partner", "fields"), lines, lang)
    if len(moved) > MOST_ROWS:
        _line(console, say("corrections.rows_more", lang, n=len(moved) - MOST_ROWS))


def _field(field: str, lang: str) -> str:
    key = f"corrections.field.{field}"
    return say(key, lang) if has(key) else field


def _filling(month: Mapping[str, Any], lang: str) -> str:
    key = "to_come_unknown" if month["still_to_come"] is None else "to_come"
    return say(f"corrections.{key}", lang, month=month["month"], share=month["still_to_come"])


def _table(console: Console, title: str, heads: Iterable[str], lines: Iterable[Sequence[str]], lang: str) -> None:
    numeric = ("added", "changed", "gone", "old", "new", "difference", "published", "now")
    grid = Grid(title=say(f"corrections.{title}", lang), title_justify="left", title_style="bold")
    for head in heads:
        grid.add_column(say(f"corrections.head.{head}", lang), justify="right" if head in numeric else "left")
    for line in lines:
        grid.add_row(*line)
    console.print(grid)


def _line(console: Console, text: str) -> None:
    console.print(text, highlight=False, markup=False, soft_wrap=True)
