"""A tornado: how far an outcome goes between the lowest and the highest value of each assumed number."""

from schakel.draw.palette import ACCENT, HAIR, INK, LINE, PAPER, SOFT_INK, SPINE
from schakel.draw.picture import Picture, Twin
from schakel.draw.simulated.scale import Scale, round_scale
from schakel.draw.simulated.scope import simulated_lines
from schakel.draw.simulated.sheet import SIZE, SMALL, WIDTH, Key, Look, sheet
from schakel.draw.simulated.span import Span, amount, signed, span_text
from schakel.draw.simulated.tornado_data import TornadoData, TornadoRow
from schakel.draw.svg import escape, label, number, tag
from schakel.draw.text_width import wrap
from schakel.texts import say

__all__ = ["TornadoData", "TornadoRow", "tornado_chart"]

NAMES, WORDS = 330.0, 170.0
HIGH, TOP = 46.0, 20.0
LOW_COLOUR, HIGH_COLOUR = "#7a4a00", ACCENT


def tornado_chart(data: TornadoData, lang: str, *, name: str = "tornado") -> Picture:
    """Per number a diamond at its lowest and a dot at its highest value, with intervals; a bar between the means."""
    drawn: tuple[list[str], float] = _plot(data, lang) if data.rows else ([], 0.0)
    about = say("study.tornado.about", lang, metric=data.metric, unit=data.unit)
    extra = [about, *([data.difference] if data.difference else [])]
    return sheet(
        name,
        say("study.tornado.title", lang, metric=data.metric),
        say("study.tornado.description", lang, metric=data.metric, unit=data.unit, base=_told(data.base, data, lang)),
        drawn,
        (_twin(data, lang),),
        lang,
        keys=_keys(lang),
        phrases=simulated_lines(data.scope, lang, extra),
    )


def _told(value: float, data: TornadoData, lang: str) -> str:
    return signed(value, lang) if data.difference else amount(value, lang)


def _plot(data: TornadoData, lang: str) -> tuple[list[str], float]:
    spans = [span for row in data.rows for span in (row.at_low, row.at_high)]
    edges = [data.base, *(edge for span in spans for edge in (span.low, span.high))]
    scale = round_scale(min(edges), max(edges), NAMES + 12, WIDTH - WORDS - 12, most=5)
    bottom = TOP + HIGH * len(data.rows)
    parts = _axis(data, scale, bottom, lang)
    for place, row in enumerate(data.rows):
        parts += _row(row, data, scale, TOP + place * HIGH, lang)
    return parts, bottom + 36


def _axis(data: TornadoData, scale: Scale, bottom: float, lang: str) -> list[str]:
    parts = []
    for tick in scale.ticks:
        x, is_zero = scale.px(tick), bool(data.difference) and tick == 0
        look: Look = {"stroke": LINE if is_zero else HAIR, "stroke_width": 1.6 if is_zero else 1.0}
        parts.append(tag("path", d=f"M{number(x)} {number(TOP)}V{number(bottom)}", **look))
        parts.append(label(x, bottom + 14, _told(tick, data, lang), SMALL, SOFT_INK, text_anchor="middle"))
    x = scale.px(data.base)
    dash: Look = {"stroke": SPINE, "stroke_width": 1.6, "stroke_dasharray": "4 3"}
    parts.append(tag("path", d=f"M{number(x)} {number(TOP - 4)}V{number(bottom)}", **dash))
    as_assumed = say("study.tornado.as_assumed", lang, value=_told(data.base, data, lang))
    parts.append(label(x, TOP - 8, as_assumed, SMALL, INK, text_anchor="middle"))
    middle = (scale.start + scale.stop) / 2
    return [*parts, label(middle, bottom + 30, data.unit, SMALL, SOFT_INK, text_anchor="middle")]


def _row(row: TornadoRow, data: TornadoData, scale: Scale, top: float, lang: str) -> list[str]:
    y = top + HIGH / 2
    names = wrap(row.label, NAMES, SIZE, bold=True, lines=2)
    parts = [tag("path", d=f"M0 {number(top + HIGH)}H{number(WIDTH)}", stroke=HAIR)]
    start = y - 7 * len(names) + 3
    parts += [label(0, start + 14 * n, line, SIZE, INK, font_weight="bold") for n, line in enumerate(names)]
    parts.append(label(0, start + 14 * len(names), row.limits, SMALL, SOFT_INK))
    left, right = scale.px(min(row.means)), scale.px(max(row.means))
    look: Look = {"fill": SPINE, "fill_opacity": 0.22 if row.is_solid else 0.08}
    bar = tag("rect", x=left, y=y - 9, width=max(1.0, right - left), height=18, **look)
    told = say(
        "study.tornado.tooltip",
        lang,
        name=row.label,
        low=_words(row.at_low, data, lang),
        high=_words(row.at_high, data, lang),
    )
    marks = mark("low", row.at_low, scale, y - 4, solid=row.is_solid) + mark(
        "high", row.at_high, scale, y + 4, solid=row.is_solid
    )
    parts.append(tag("g", tag("title", escape(told)), bar, marks))
    verdict = wrap(row.verdict, WORDS, SMALL, lines=3)
    x = WIDTH - WORDS
    return [*parts, *(label(x, y - 6 * len(verdict) + 9 + 13 * n, line, SMALL, INK) for n, line in enumerate(verdict))]


def mark(kind: str, span: Span, scale: Scale, y: float, *, solid: bool = True) -> str:
    """A diamond (low) or a dot (high) on the line of its interval; open where it says nothing beyond chance."""
    colour = LOW_COLOUR if kind == "low" else HIGH_COLOUR
    low, x, high = (scale.px(value) for value in (span.low, span.value, span.high))
    line = tag("path", d=f"M{number(low)} {number(y)}H{number(high)}", stroke=colour, stroke_width=1.6)
    look: Look = {"fill": colour if solid else PAPER, "stroke": colour, "stroke_width": 1.8}
    if kind == "low":
        return line + tag("path", d=f"M{number(x)} {number(y - 5)}l5 5l-5 5l-5 -5Z", **look)
    return line + tag("circle", cx=x, cy=y, r=4.5, **look)


def _words(span: Span, data: TornadoData, lang: str) -> str:
    return span_text(span, lang, difference=bool(data.difference))


def _keys(lang: str) -> list[Key]:
    unit = Scale(-1, 1, 2, 32, ())
    span = Span(0, -0.9, 0.9)
    items = [(mark(kind, span, unit, 7), 34.0, say(f"study.tornado.key_{kind}", lang)) for kind in ("low", "high")]
    return [*items, (mark("high", span, unit, 7, solid=False), 34.0, say("study.tornado.key_open", lang))]


def _twin(data: TornadoData, lang: str) -> Twin:
    keys = ("assumption", "range", "at_low", "at_high", "verdict")
    heads = tuple(say(f"study.shown.{key}", lang) for key in keys)
    rows = tuple(
        (row.label, row.limits, _words(row.at_low, data, lang), _words(row.at_high, data, lang), row.verdict or "–")
        for row in data.rows
    )
    caption = say("study.tornado.caption", lang, metric=data.metric, unit=data.unit)
    return Twin(heads, rows, caption, (False, True, True, True, False))
