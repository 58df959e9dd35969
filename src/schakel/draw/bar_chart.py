"""Bars under each other with a name, words and where known an interval; one or more stand out."""

from collections.abc import Sequence
from dataclasses import dataclass

from schakel.draw.legend import footer, key_row
from schakel.draw.palette import ACCENT, HAIR, INK, LINE, SOFT_INK, tint
from schakel.draw.picture import Picture, Twin
from schakel.draw.svg import document, label, number, tag
from schakel.draw.text_width import text_width, wrap
from schakel.texts import say

WIDTH = 980.0
MARGIN = 10.0
NAMES = 400.0  # px for the longest name
SIZE, SMALL = 14.0, 12.0
LINE_HEIGHT, BAR = 17.0, 20.0
NAME_LINES = 3
LEAST_BAR = 140.0  # px for the longest bar, however long the words are
REST = tint(LINE, 0.75)


@dataclass(frozen=True)
class Bar:
    """value: from 0 on, in one unit for all. words: what stands behind it. low, high: its interval, None without.

    marked: what the picture is about; its name is bold too, so that colour does not say it alone.
    """

    name: str
    value: float
    words: str
    low: float | None = None
    high: float | None = None
    marked: bool = False


def bar_chart(
    bars: Sequence[Bar],
    lang: str,
    *,
    name: str,
    title: str,
    description: str,
    phrases: Sequence[str],
    twin: Twin,
    interval: str = "",
) -> Picture:
    """The bars in the order given, from zero. interval: what the whiskers mean, said below where there are any."""
    parts, y = _rows(bars) if bars else ([label(0, 14, say("draw.empty", lang), SIZE, SOFT_INK)], 30.0)
    if interval and any(bar.low is not None for bar in bars):
        sample = tag("path", d="M1 7h24M1 3v8M25 3v8", stroke=INK, stroke_width=1.6)
        drawn, y = key_row([(sample, 26.0, interval)], WIDTH, y + 4)
        parts += drawn
    lines, y = footer(phrases, WIDTH, y + 6)
    content = tag("g", *parts, *lines, transform=f"translate({number(MARGIN)} {number(MARGIN)})")
    size = WIDTH + 2 * MARGIN, y + 2 * MARGIN
    least = round(size[0] * 10 / SMALL)
    svg = document(name, title, description, size, [content], least_width=least, links=False)
    return Picture(name, svg, title, description, twin, *size, least, said=tuple(phrases))


def _rows(bars: Sequence[Bar]) -> tuple[list[str], float]:
    names = [wrap(bar.name, NAMES, SIZE, bold=bar.marked, lines=NAME_LINES) for bar in bars]
    row = 14 + LINE_HEIGHT * max(2, *(len(lines) for lines in names))
    left = 12 + max(
        text_width(line, SIZE, bold=bar.marked) for bar, lines in zip(bars, names, strict=True) for line in lines
    )
    words = max(text_width(bar.words, SIZE, bold=bar.marked) for bar in bars) + 12
    scale = max(LEAST_BAR, WIDTH - left - words) / (max(max(bar.value, bar.high or 0.0) for bar in bars) or 1.0)
    parts = [tag("path", d=f"M{number(left)} 0V{number(row * len(bars))}", stroke=HAIR)]
    for place, (bar, lines) in enumerate(zip(bars, names, strict=True)):
        parts += _row(bar, lines, left, row * (place + 0.5), scale)
    return parts, row * len(bars)


def _row(bar: Bar, lines: Sequence[str], left: float, middle: float, scale: float) -> list[str]:
    weight = "bold" if bar.marked else None
    base = middle + SIZE * 0.36 - LINE_HEIGHT * (len(lines) - 1) / 2
    parts = [
        label(left - 12, base + LINE_HEIGHT * place, line, SIZE, INK, text_anchor="end", font_weight=weight)
        for place, line in enumerate(lines)
    ]
    wide = max(1.0, bar.value * scale)
    colour = ACCENT if bar.marked else REST
    parts.append(tag("rect", x=left, y=middle - BAR / 2, width=wide, height=BAR, rx=2, fill=colour))
    end = left + wide
    if bar.low is not None and bar.high is not None:
        low, high = left + bar.low * scale, left + bar.high * scale
        marks = f"M{number(low)} {number(middle)}H{number(high)}"
        marks += "".join(f"M{number(x)} {number(middle - 5)}v10" for x in (low, high))
        parts.append(tag("path", d=marks, stroke=INK, stroke_width=1.6))
        end = max(end, high)
    fill = INK if bar.marked else SOFT_INK
    parts.append(label(end + 10, middle + SIZE * 0.36, bar.words, SIZE, fill, font_weight=weight))
    return parts
