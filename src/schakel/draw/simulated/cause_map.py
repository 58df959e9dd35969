"""Cause here, symptom there: which cause adds how much at which station, in which weeks."""

from schakel.draw.palette import INK, PAPER, SOFT_INK, tint
from schakel.draw.picture import Picture, Twin
from schakel.draw.simulated.causes_data import CauseMapData, MapCell, MapRow
from schakel.draw.simulated.scope import simulated_lines
from schakel.draw.simulated.sheet import SIZE, SMALL, WIDTH, Key, sheet
from schakel.draw.simulated.span import signed
from schakel.draw.svg import escape, label, number, tag
from schakel.draw.text_width import shorten, text_width
from schakel.texts import say

__all__ = ["CauseMapData", "MapCell", "MapRow", "cause_map"]

MOST = 5  # stations per cause, beside those where the cause sits
NAMES = 190.0
ROW, GAP = 24.0, 2.0
WIDEST = 110.0
WORSE, BETTER = "#a03c00", "#0b4f8a"
STRONGEST = 0.62  # the deepest tint that still lets dark text be read


def cause_map(data: CauseMapData, lang: str, *, name: str = "cause-map") -> Picture:
    """A row per station under each cause, a cell per period; the number with its sign stands in the cell."""
    drawn = {cause: _chosen([row for row in data.rows if row.cause == cause]) for cause in data.causes}
    parts: list[str] = []
    width, y = WIDTH, 0.0
    if data.rows and data.periods:
        parts, width, y = _grid(data, drawn, lang)
    extra = [say("draw.cause_map.numbers", lang, metric=data.metric, unit=data.unit)]
    n = sum(map(len, drawn.values()))
    if n < len(data.rows):
        extra.append(say("draw.scope.rows", lang, drawn=n, all=len(data.rows)))
    empty = "" if parts else "_empty"
    return sheet(
        name,
        say("draw.cause_map.title", lang),
        say(f"draw.cause_map.description{empty}", lang, metric=data.metric, n=len(data.causes)),
        (parts, y),
        (_twin(data, lang),),
        lang,
        keys=_keys(data, lang),
        phrases=simulated_lines(data.scope, lang, extra),
        width=width,
    )


def _chosen(rows: list[MapRow]) -> list[MapRow]:
    """Where the cause sits, and the stations where it does most, in the order given."""
    most = sorted((row for row in rows if row.size and not row.is_own), key=lambda row: (-row.size, row.station))[:MOST]
    return [row for row in rows if row.is_own or row in most]


def _grid(data: CauseMapData, drawn: dict[str, list[MapRow]], lang: str) -> tuple[list[str], float, float]:
    most = _most(data)
    texts = [cell_text(cell, lang, most) for rows in drawn.values() for row in rows for cell in row.cells]
    heads = [_period(period) for period in data.periods]
    least = max(text_width(text, SMALL) for text in (*texts, *heads)) + 10
    step = max(least, min(WIDEST, (WIDTH - NAMES) / len(heads)))
    width = max(WIDTH, NAMES + step * len(heads))
    parts = [label(NAMES - 8, 12, say("draw.cause_map.weeks", lang), SMALL, SOFT_INK, text_anchor="end")]
    for place, text in enumerate(heads):
        middle = NAMES + step * place + (step - GAP) / 2
        parts.append(label(middle, 12, text, SMALL, SOFT_INK, text_anchor="middle"))
    y = 24.0
    for cause, rows in drawn.items():
        shown = shorten(say("draw.cause_map.cause", lang, cause=cause), width, SIZE, bold=True)
        parts.append(label(0, y + 14, shown, SIZE, INK, font_weight="bold"))
        y += 20
        for row in rows:
            parts += _row(row, data, step, most, y, lang)
            y += ROW
        y += 10
    return parts, width, y


def _row(row: MapRow, data: CauseMapData, step: float, most: float, y: float, lang: str) -> list[str]:
    left = 26.0 if row.is_own else 12.0
    parts = [_here(10, y + 11)] if row.is_own else []
    parts.append(label(left, y + 15, shorten(row.station, NAMES - left - 8, SIZE), SIZE, INK))
    for place, cell in enumerate(row.cells):
        x = NAMES + step * place
        text = cell_text(cell, lang, most)
        told = say(
            "draw.cause_map.tooltip",
            lang,
            cause=row.cause,
            station=row.station,
            weeks=_period(data.periods[place]),
            value=text,
        )
        box = tag("rect", x=x, y=y, width=step - GAP, height=ROW - GAP, fill=fill(cell.value, most, data.worse))
        words = label(x + (step - GAP) / 2, y + 15, text, SMALL, INK, text_anchor="middle")
        parts.append(tag("g", tag("title", escape(told)), box, words))
    return parts


def cell_text(cell: MapCell, lang: str, most: float) -> str:
    """The number with its sign, between brackets when it cannot be told from zero. most: the largest of all cells."""
    text = signed(cell.value, lang, beside=most)
    return text if cell.is_distinguishable or not cell.value else f"({text})"


def _most(data: CauseMapData) -> float:
    return max((abs(cell.value) for row in data.rows for cell in row.cells), default=0.0) or 1.0


def fill(value: float, most: float, worse: str) -> str:
    """A tint of one of two colours, deeper with the size; paper for nothing."""
    if not value:
        return PAPER
    is_worse = (value > 0) == (worse == "more")
    return tint(WORSE if is_worse else BETTER, STRONGEST * (abs(value) / most) ** 0.5)


def _here(x: float, y: float) -> str:
    """The sign of the station where the cause sits: a filled arrow to the right."""
    return tag("path", d=f"M{number(x)} {number(y - 5)}l9 5l-9 5Z", fill=INK)


def _period(period: tuple[int, int]) -> str:
    return f"{period[0]}–{period[1]}" if period[0] != period[1] else str(period[0])


def _keys(data: CauseMapData, lang: str) -> list[Key]:
    more, less = ("worse", "better") if data.worse == "more" else ("better", "worse")
    swatches = "".join(
        tag("rect", x=15 * place, y=1, width=14, height=12, fill=fill(value, 1, data.worse))
        for place, value in enumerate((-1.0, -0.35, 0.35, 1.0))
    )
    items = [
        (swatches, 60.0, say(f"draw.cause_map.key_{less}_{more}", lang)),
    ]
    if any(row.is_own for row in data.rows):
        items.append((_here(0, 7), 10.0, say("draw.cause_map.key_own", lang)))
    if any(not cell.is_distinguishable for row in data.rows for cell in row.cells):
        items.append((label(0, 11, "(+1)", SMALL, INK), 24.0, say("draw.cause_map.key_nothing", lang)))
    return items


def _twin(data: CauseMapData, lang: str) -> Twin:
    heads = tuple(say(f"draw.cause_map.{key}", lang) for key in ("cause_head", "station", "own"))
    rows, most = [], _most(data)
    for row in data.rows:
        own = say("draw.cause_map.yes", lang) if row.is_own else ""
        rows.append((row.cause, row.station, own, *(cell_text(cell, lang, most) for cell in row.cells)))
    weeks = tuple(say("draw.cause_map.week_head", lang, weeks=_period(period)) for period in data.periods)
    caption = say("draw.cause_map.caption", lang, metric=data.metric, unit=data.unit)
    return Twin((*heads, *weeks), tuple(rows), caption, (False, False, False, *(True,) * len(weeks)))
