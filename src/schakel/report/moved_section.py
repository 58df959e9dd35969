"""What moved between two snapshots as sections of a page; `moved_tables` tells the same on the command line."""

from collections.abc import Mapping, Sequence
from typing import Any

from schakel.draw.picture import Twin
from schakel.insight.headline import Movement
from schakel.insight.moved import Cause
from schakel.report.document import Block, Grid, Paragraph, Section
from schakel.report.moved_tables import cause_name, figure_name, figure_value
from schakel.texts import has, say, shown

MOST_ROWS, MOST_OPEN = 40, 12
ROWS = ("source", "month", "partner", "added", "changed", "gone", "fields")
FIGURES = ("figure", "old", "new", "difference")


def moved_sections(document: Mapping[str, Any], lang: str) -> tuple[Section, ...]:
    """Rows, then figures with their causes. document: `insight.moved.moved_document`, as it was or read from JSON."""
    return (
        Section("rows", say("corrections.rows", lang), tuple(_rows(document["rows"], lang))),
        Section("figures", say("corrections.figures", lang), tuple(_figures(document, lang))),
    )


def _rows(rows: Sequence[Mapping[str, Any]] | None, lang: str) -> list[Block]:
    if not rows:
        return [Paragraph(say("corrections.rows_other_key" if rows is None else "corrections.no_rows", lang))]
    lines = tuple(
        (
            one["source"],
            one["month"],
            one["partner"] or say("corrections.cause.nobody", lang),
            *(shown(one[key], "int", lang) for key in ("added", "changed", "gone")),
            ", ".join(f"{_field(field, lang)} {n}" for field, n in one["fields"].items()),
        )
        for one in rows[:MOST_ROWS]
    )
    total = {key: sum(one[key] for one in rows) for key in ("added", "changed", "gone")}
    blocks: list[Block] = [Paragraph(say("corrections.rows_total", lang, **total), "lead")]
    blocks.append(_grid("rows", ROWS, lines, (*(False,) * 3, *(True,) * 3, False), lang))
    if len(rows) > MOST_ROWS:
        blocks.append(Paragraph(say("corrections.rows_rest", lang, n=len(rows) - MOST_ROWS), "note"))
    return blocks


def _figures(document: Mapping[str, Any], lang: str) -> list[Block]:
    found = [one for one in document["figures"] if _difference(one) != 0]
    if not found:
        return [Paragraph(say("corrections.no_figures", lang))]
    causes = [Cause(one["why"], one["name"]) for one in document["causes"]]
    heads = (*FIGURES, *(("by",) if causes else ()))
    lines = tuple((*_cells(one, lang), *((_by(one, lang),) if causes else ())) for one in found)
    blocks: list[Block] = [
        _grid("figures", heads, lines, (False, True, True, True, *((False,) if causes else ())), lang)
    ]
    if document["unsplit"]:
        blocks.append(Paragraph(say(f"corrections.{document['unsplit']}", lang), "note"))
    elif causes:
        names = ", ".join(cause_name(cause, lang) for cause in causes)
        key = "order" if len(causes) > 1 else "one_cause"
        blocks.append(Paragraph(say(f"corrections.{key}", lang, causes=names), "note"))
    return blocks


def _movement(one: Mapping[str, Any]) -> Movement:
    named = {name: one[name] for name in ("figure", "unit", "of", "kind")}
    return Movement(**named, before=one["old"], after=one["new"])


def _difference(one: Mapping[str, Any]) -> int | None:
    return _movement(one).difference


def _cells(one: Mapping[str, Any], lang: str) -> tuple[str, ...]:
    moved = _movement(one)
    told = (figure_value(moved.figure, moved.unit, value, lang) for value in (moved.before, moved.after))
    difference = figure_value(moved.figure, moved.unit, moved.difference, lang, signed=True)
    return (figure_name(moved, lang), *told, difference)


def _by(one: Mapping[str, Any], lang: str) -> str:
    return ", ".join(
        f"{cause_name(Cause(by['why'], by['name']), lang)} "
        f"{figure_value(one['figure'], one['unit'], by['difference'], lang, signed=True)}"
        for by in one["by"]
        if by["difference"] != 0
    )


def _field(field: str, lang: str) -> str:
    key = f"corrections.field.{field}"
    return say(key, lang) if has(key) else field


def _grid(
    title: str, heads: Sequence[str], lines: tuple[tuple[str, ...], ...], numeric: tuple[bool, ...], lang: str
) -> Grid:
    columns = tuple(say(f"corrections.head.{head}", lang) for head in heads)
    return Grid(Twin(columns, lines, say(f"corrections.{title}", lang), numeric), folded=len(lines) > MOST_OPEN)
