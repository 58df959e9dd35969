"""Which partner delivered which months: a row per partner, a cell per month."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from schakel.draw.coverage_cells import CELL, cells
from schakel.draw.coverage_data import DELIVERED, NOT, PARTLY, CoverageData, CoverageRow
from schakel.draw.legend import footer, key_row
from schakel.draw.palette import INK, SOFT_INK
from schakel.draw.picture import Picture, Twin
from schakel.draw.signs import lock
from schakel.draw.svg import document, escape, label, number, tag
from schakel.draw.text_width import text_width, wrap
from schakel.draw.wording import (
    month_name,
    month_span,
    month_spans,
    month_text,
    partner_text,
    residents_line,
    still_to_come,
)
from schakel.texts import say

__all__ = ["CoverageData", "CoverageRow", "coverage_chart"]

WIDTH = 980.0  # wider only when the months would be too narrow to tell apart
NARROWEST = 560.0
NAMES = 230.0  # px for the longest name
WIDEST_STEP, LEAST_STEP = 34.0, 7.0  # px from month to month
YEAR_GAP = 6.0
ROW, LINE_HEIGHT = 21.0, 14.0
SIZE, SMALL = 12.0, 11.0
MARGIN = 10.0


@dataclass(frozen=True)
class _Grid:
    """Where the months stand: the left of each, and how far it is to the next."""

    lefts: tuple[float, ...]
    step: float

    @property
    def cell(self) -> float:
        return self.step - (2.5 if self.step >= 12 else 1.5)

    @property
    def right(self) -> float:
        return self.lefts[-1] + self.cell if self.lefts else 0.0

    def middle(self, place: int) -> float:
        return self.lefts[place] + self.cell / 2


def coverage_chart(data: CoverageData, lang: str, *, name: str = "coverage") -> Picture:
    """Full, half full and empty cells; hatched where a month still fills up; a line with a lock over closed months."""
    title = say("draw.coverage.title", lang)
    names = [wrap(_partner(data, row, lang), NAMES, SIZE) or ("?",) for row in data.rows]
    grid = _grid(data, max((text_width(line, SIZE) for lines in names for line in lines), default=0.0) + 14)
    width = max(NARROWEST, grid.right)
    if data.rows and data.months:
        parts, y = _head(data, grid, lang)
        for row, lines in zip(data.rows, names, strict=True):
            drawn, y = _row(row, lines, data, grid, y, lang)
            parts += drawn
        drawn, y = key_row(_keys(data, lang), width, y + 12)
        parts += drawn
    else:
        parts, y = [label(0, 14, say("draw.empty", lang), 14, SOFT_INK)], 30.0
    told = _phrases(data, lang)
    phrases, y = footer(told, width, y + 4)
    content = tag("g", *parts, *phrases, transform=f"translate({number(MARGIN)} {number(MARGIN)})")
    size = width + 2 * MARGIN, y + 2 * MARGIN
    least, description = round(size[0] * 10 / SMALL), _description(data, lang)
    svg = document(name, title, description, size, [content], least_width=least, links=False)
    return Picture(name, svg, title, description, _twin(data, lang), *size, least, said=tuple(told))


def _grid(data: CoverageData, left: float) -> _Grid:
    years = len({month[:4] for month in data.months})
    room = WIDTH - left - YEAR_GAP * max(0, years - 1)
    step = min(WIDEST_STEP, max(LEAST_STEP, room / max(1, len(data.months))))
    lefts = []
    for place, month in enumerate(data.months):
        if place and month[:4] != data.months[place - 1][:4]:
            left += YEAR_GAP
        lefts.append(left)
        left += step
    return _Grid(tuple(lefts), step)


def _head(data: CoverageData, grid: _Grid, lang: str) -> tuple[list[str], float]:
    """The line over closed months, then years, then months; gives the drawing and where it ends."""
    parts, y = [], 0.0
    if data.closed:
        left, right = grid.lefts[0], grid.lefts[data.closed - 1] + grid.cell
        text = say("draw.coverage.closed", lang, month=month_text(data.months[data.closed - 1], lang))
        parts.append(lock(left + 5, 6))
        parts.append(label(left + 15, 10, text, SMALL, SOFT_INK))
        bracket = f"M{number(left)} 22V17H{number(right)}V22"
        parts.append(tag("path", d=bracket, fill="none", stroke=SOFT_INK, stroke_width=1.6))
        y = 25.0
    starts = [place for place, month in enumerate(data.months) if not place or month[:4] != data.months[place - 1][:4]]
    for place, after in zip(starts, (*starts[1:], None), strict=True):
        year = data.months[place][:4]
        wide = text_width(year, SIZE, bold=True)
        if after is None or wide + 4 <= grid.lefts[after] - grid.lefts[place]:
            x = min(grid.lefts[place], max(grid.right, NARROWEST) - wide)
            parts.append(label(x, y + 12, year, SIZE, INK, font_weight="bold"))
    for place, text in enumerate(_month_labels(data.months, grid.step, lang)):
        if text:
            parts.append(label(grid.middle(place), y + 28, text, SMALL, SOFT_INK, text_anchor="middle"))
    return parts, y + 34


def _month_labels(months: Sequence[str], step: float, lang: str) -> list[str]:
    """Names of months if they fit, else their first letters, of every third month where even these do not."""
    names = [month_name(month, lang) for month in months]
    if all(text_width(name, SMALL) + 4 <= step for name in names):
        return names
    shown = months if step >= 13 else [month for month in months if month[5:] in ("01", "04", "07", "10")]
    return [name[0].upper() if month in shown else "" for month, name in zip(months, names, strict=True)]


def _row(
    row: CoverageRow, lines: tuple[str, ...], data: CoverageData, grid: _Grid, top: float, lang: str
) -> tuple[list[str], float]:
    """The name and the cells; months alike that follow each other are one shape with one tooltip."""
    high = max(ROW, LINE_HEIGHT * len(lines) + 5)
    base = top + high / 2 + 4 - LINE_HEIGHT * (len(lines) - 1) / 2
    parts = [label(0, base + LINE_HEIGHT * place, line, SIZE, INK) for place, line in enumerate(lines)]

    def kind(place: int) -> tuple[str, str]:
        month = data.months[place]
        return row.letters[place], month if row.filling(place, month) else ""

    for (letter, filling), run in groupby(range(len(data.months)), key=kind):
        places = list(run)
        span = month_span(data.months[places[0]], data.months[places[-1]], lang)
        told = {"partner": row.partner, "state": say(f"draw.coverage.state_{letter}", lang), "months": span}
        if filling:
            missing = still_to_come(row.provisional[filling], lang)
            spoken = say("draw.coverage.tooltip_filling", lang, **told, missing=missing)
        else:
            spoken = say("draw.coverage.tooltip", lang, **told)
        corners = [(grid.lefts[place], top + (high - CELL) / 2) for place in places]
        parts.append(tag("g", tag("title", escape(spoken)), *cells(corners, grid.cell, letter, bool(filling))))
    return parts, top + high


def _keys(data: CoverageData, lang: str) -> list[tuple[str, float, str]]:
    """How to read it, with only what occurs."""
    letters = {letter for row in data.rows for letter in row.letters}
    items = []
    for letter in (DELIVERED, PARTLY, NOT):
        if letter in letters:
            sample = "".join(cells([(0.0, -1.0)], 18, letter, filling=False))
            items.append((sample, 18.0, say(f"draw.coverage.state_{letter}", lang)))
    if data.is_provisional:
        sample = "".join(cells([(0.0, -1.0)], 18, DELIVERED, filling=True))
        items.append((sample, 18.0, say("draw.coverage.key_filling", lang)))
    if data.closed:
        items.append((lock(5, 6), 10.0, say("draw.coverage.key_closed", lang)))
    return items


def _phrases(data: CoverageData, lang: str) -> list[str]:
    phrases = [month_span(data.months[0], data.months[-1], lang)] if data.months else []
    phrases.append(say("draw.coverage.unit", lang))
    if data.scope.residents is not None:
        phrases.append(residents_line(data.scope, lang))
    phrases.append(say("draw.coverage.partners", lang, n=len(data.rows)))
    if data.as_of:
        phrases.append(say("draw.coverage.as_of", lang, on=data.as_of))
    if data.unnamed:
        phrases.append(say("draw.coverage.unnamed", lang, n=data.unnamed))
    else:
        phrases.append(say("draw.scope.nothing_hidden", lang))
    return phrases


def _closed(data: CoverageData, lang: str) -> str:
    if not data.closed:
        return say("draw.coverage.nothing_closed", lang)
    return say("draw.coverage.closed", lang, month=month_text(data.months[data.closed - 1], lang))


def _description(data: CoverageData, lang: str) -> str:
    if not data.rows or not data.months:
        return say("draw.coverage.description_empty", lang)
    filling = say("draw.coverage.description_filling", lang) if data.is_provisional else ""
    closed = ""
    if data.closed:
        month = month_text(data.months[data.closed - 1], lang)
        closed = say("draw.coverage.description_closed", lang, month=month)
    return say(
        "draw.coverage.description",
        lang,
        months=month_span(data.months[0], data.months[-1], lang),
        filling=filling,
        closed=closed,
        partners=say("draw.coverage.partners", lang, n=len(data.rows)),
    )


def _partner(data: CoverageData, row: CoverageRow, lang: str) -> str:
    return partner_text(row.partner, lang, unseen=data.is_unseen(row))


def _twin(data: CoverageData, lang: str) -> Twin:
    heads = tuple(say(f"draw.coverage.{key}", lang) for key in ("partner", "delivered", "partly", "missing", "filling"))
    rows = []
    for row in data.rows:
        apart = {
            letter: [m for m, own in zip(data.months, row.letters, strict=True) if own == letter] for letter in "dpn"
        }
        filling = "; ".join(
            f"{month_text(month, lang)}: {still_to_come(row.provisional[month], lang)}"
            for place, month in enumerate(data.months)
            if row.filling(place, month)
        )
        spans = (month_spans(apart[letter], data.months, lang) for letter in (DELIVERED, PARTLY, NOT))
        rows.append((_partner(data, row, lang), *spans, filling or "–"))
    return Twin(heads, tuple(rows), say("draw.coverage.caption", lang, closed=_closed(data, lang)))
