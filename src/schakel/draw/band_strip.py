"""One value of a partner against the band of the others, small enough for a phone. No other partner is named."""

import math
from dataclasses import dataclass, field

from schakel.draw.legend import footer
from schakel.draw.palette import ACCENT, HAIR, INK, LINE, SOFT_INK, STRONG_LINE
from schakel.draw.picture import Picture, Scope, Twin
from schakel.draw.svg import document, label, number, tag
from schakel.draw.text_width import text_width
from schakel.draw.wording import scope_lines, short_duration
from schakel.texts import say, shown

WIDTH, SIDE = 330.0, 8.0
HIGH, TOP = 20.0, 30.0
TEXT, SMALL = 13.0, 11.0


@dataclass(frozen=True)
class BandData:
    """own: the partner's value. low, high: of the others, None when no band may be shown. unit: "days" or "times".

    others: how many partners the band is of.
    """

    title: str
    own: float
    low: float | None = None
    high: float | None = None
    unit: str = "days"
    others: int = 0
    scope: Scope = field(default_factory=Scope)


def band_strip(data: BandData, lang: str, *, name: str) -> Picture:
    """The strip from zero: a grey band for the others, a mark for the own value, both with their words."""
    top = _nice(max(data.own, data.high or 0.0, 0.001) * 1.12)
    parts = [*_band(data, top, lang), *_own(data, top, lang), *_axis(data, top, lang)]
    phrases = scope_lines(data.scope, lang)[:1]  # the period; its numbers are durations, and nothing of them is hidden
    if data.scope.residents is not None:
        phrases = (*phrases, say("draw.scope.residents", lang, n=data.scope.residents))
    drawn, y = footer(phrases, WIDTH - 2 * SIDE, TOP + HIGH + 52)
    parts.append(tag("g", *drawn, transform=f"translate({number(SIDE)} 0)"))
    size = WIDTH, y + 6
    description = _description(data, lang)
    svg = document(name, data.title, description, size, parts, least_width=300, links=False)
    return Picture(name, svg, data.title, description, _twin(data, lang), *size, 300)


def worded(value: float | None, unit: str, lang: str) -> str:
    """A value as a picture and its table write it."""
    if value is None:
        return "–"
    if unit == "days":
        return short_duration(value, lang)
    return say("own_page.times", lang, n=value)


def _x(value: float, top: float) -> float:
    return SIDE + (WIDTH - 2 * SIDE) * min(1.0, max(0.0, value) / top)


def _band(data: BandData, top: float, lang: str) -> list[str]:
    if data.low is None or data.high is None:
        return []
    left, right = _x(data.low, top), _x(data.high, top)
    wide = max(3.0, right - left)
    words = say("own_page.band", lang)
    box = tag("rect", x=left, y=TOP, width=wide, height=HIGH, fill=HAIR, stroke=STRONG_LINE, stroke_width=1)
    return [box, _text((left + right) / 2, TOP + HIGH + 16, words, SMALL, SOFT_INK)]


def _own(data: BandData, top: float, lang: str) -> list[str]:
    x, middle = _x(data.own, top), TOP + HIGH / 2
    words = say("own_page.you", lang, value=worded(data.own, data.unit, lang))
    stem = tag("path", d=f"M{number(x)} {number(TOP - 7)}V{number(TOP + HIGH + 3)}", stroke=ACCENT, stroke_width=2.5)
    mark = tag("circle", cx=x, cy=middle, r=5.5, fill=ACCENT, stroke="#ffffff", stroke_width=1.5)
    return [stem, mark, _text(x, TOP - 12, words, TEXT, INK, font_weight="700")]


def _axis(data: BandData, top: float, lang: str) -> list[str]:
    y = TOP + HIGH + 26
    parts = [tag("path", d=f"M{number(SIDE)} {number(y)}H{number(WIDTH - SIDE)}", stroke=LINE, stroke_width=1)]
    for share in (0.0, 0.5, 1.0):
        x = _x(top * share, top)
        parts.append(tag("path", d=f"M{number(x)} {number(y)}v5", stroke=LINE, stroke_width=1))
        parts.append(_text(x, y + 18, worded(top * share, data.unit, lang) if share else "0", SMALL, SOFT_INK))
    return parts


def _text(x: float, y: float, words: str, size: float, fill: str, **more: str) -> str:
    """Centred at x, but never outside the picture."""
    half = text_width(words, size, bold="font_weight" in more) / 2
    inside = min(max(x, half + 2), WIDTH - half - 2)
    return label(inside, y, words, size, fill, text_anchor="middle", **more)


def _nice(value: float) -> float:
    """The next round number: 1, 2, 3, 4, 5, 6, 8 or 10 times a power of ten."""
    power = 10.0 ** math.floor(math.log10(value))
    return next(step * power for step in (1, 2, 3, 4, 5, 6, 8, 10) if step * power >= value - 1e-9)


def _description(data: BandData, lang: str) -> str:
    own = worded(data.own, data.unit, lang)
    if data.low is None:
        return say("own_page.description_alone", lang, own=own)
    low, high = (worded(value, data.unit, lang) for value in (data.low, data.high))
    return say("own_page.description", lang, own=own, low=low, high=high)


def _twin(data: BandData, lang: str) -> Twin:
    heads = tuple(say(f"own_page.twin.{key}", lang) for key in ("what", "value"))
    rows = [(say("own_page.twin.own", lang), worded(data.own, data.unit, lang))]
    if data.low is not None:
        rows += [
            (say("own_page.twin.low", lang), worded(data.low, data.unit, lang)),
            (say("own_page.twin.high", lang), worded(data.high, data.unit, lang)),
            (say("own_page.twin.others", lang), shown(data.others, "int", lang)),
        ]
    return Twin(heads, tuple(rows), data.title, (False, True))
