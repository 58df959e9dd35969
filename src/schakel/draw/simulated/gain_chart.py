"""What each repair would bring, or what each partner adds, as a bar with its interval."""

from schakel.draw.palette import ACCENT, HAIR, INK, PAPER
from schakel.draw.picture import Picture, Twin
from schakel.draw.simulated.gain_data import GainData, GainRow
from schakel.draw.simulated.scale import Scale, round_scale
from schakel.draw.simulated.scope import simulated_lines
from schakel.draw.simulated.sheet import SIZE, SMALL, WIDTH, Key, Look, sheet
from schakel.draw.simulated.span import Span, signed, span_text
from schakel.draw.simulated.zero_axis import zero_axis
from schakel.draw.svg import escape, label, number, tag
from schakel.draw.text_width import wrap
from schakel.texts import say

__all__ = ["GainData", "GainRow", "gain_chart"]

NAMES, WORDS = 330.0, 210.0
HIGH = 40.0
ALONE = "#7a4a00"


def gain_chart(data: GainData, lang: str, *, name: str = "gains") -> Picture:
    """Rows in the order given; an open bar cannot be told from zero, and what is not judgeable has no bar."""
    key = f"study.{data.of}_gain"
    about = say(f"{key}.about", lang, metric=data.metric, unit=data.unit)
    return sheet(
        name,
        say(f"{key}.title", lang),
        say(f"{key}.description", lang, metric=data.metric, unit=data.unit),
        _plot(data, lang) if data.rows else ([], 0.0),
        (_twin(data, lang),),
        lang,
        keys=_keys(data, lang),
        phrases=simulated_lines(data.scope, lang, (about,)),
    )


def _plot(data: GainData, lang: str) -> tuple[list[str], float]:
    edges = [0.0]
    for row in data.rows:
        edges += [row.gain.low, row.gain.high] if row.gain else []
        edges += [] if row.beside is None else [row.beside]
    scale = round_scale(min(edges), max(edges), NAMES + 12, WIDTH - WORDS - 12, most=5)
    bottom = HIGH * len(data.rows)
    parts = zero_axis(scale, bottom, data.unit, lang)
    for place, row in enumerate(data.rows):
        parts += _row(row, scale, place * HIGH, lang)
    return parts, bottom + 36


def _row(row: GainRow, scale: Scale, top: float, lang: str) -> list[str]:
    y = top + HIGH / 2
    parts = [tag("path", d=f"M0 {number(top + HIGH)}H{number(WIDTH)}", stroke=HAIR)]
    parts += _lines(row.label, 0, y, NAMES, SIZE)
    if row.gain is not None:
        told = say("draw.causes.tooltip", lang, cause=row.label, words=span_text(row.gain, lang))
        marks = [bar(row.gain, scale, y, solid=row.is_solid)]
        marks += [] if row.beside is None else [diamond(scale.px(row.beside), y)]
        parts.append(tag("g", tag("title", escape(told)), *marks))
    return [*parts, *_lines(row.verdict, WIDTH - WORDS, y, WORDS, SMALL)]


def _lines(text: str, x: float, y: float, width: float, size: float) -> list[str]:
    is_name = size == SIZE
    lines = wrap(text, width, size, bold=is_name, lines=2 if is_name else 3) if text else []
    weight, high = ("bold", 14) if is_name else (None, 12)
    start = y + 4 - high / 2 * (len(lines) - 1)
    return [label(x, start + high * n, line, size, INK, font_weight=weight) for n, line in enumerate(lines)]


def bar(span: Span, scale: Scale, y: float, *, solid: bool = True) -> str:
    """From zero to the value, with its interval as a line; open where it cannot be told from zero."""
    zero, low, x, high = (scale.px(value) for value in (0.0, span.low, span.value, span.high))
    look: Look = {"fill": ACCENT if solid else PAPER, "stroke": ACCENT, "stroke_width": 1.2}
    rect = tag("rect", x=min(zero, x), y=y - 6, width=max(1.0, abs(x - zero)), height=12, **look)
    ends = "".join(f"M{number(end)} {number(y - 4)}v8" for end in (low, high))
    return rect + tag(
        "path", d=f"M{number(low)} {number(y)}H{number(high)}{ends}", stroke=INK, stroke_width=1.4, fill="none"
    )


def diamond(x: float, y: float) -> str:
    """The second value."""
    look: Look = {"fill": PAPER, "stroke": ALONE, "stroke_width": 2.0}
    return tag("path", d=f"M{number(x)} {number(y - 6)}l6 6l-6 6l-6 -6Z", **look)


def _keys(data: GainData, lang: str) -> list[Key]:
    unit = Scale(-1, 1, 2, 32, ())
    span = Span(0.4, -0.2, 0.9)
    key = f"study.{data.of}_gain"
    items: list[Key] = [(bar(span, unit, 7), 34.0, say(f"{key}.key", lang))]
    items.append((bar(span, unit, 7, solid=False), 34.0, say("study.key_open", lang)))
    if data.of == "partner":
        items.append((diamond(17, 7), 34.0, say(f"{key}.key_beside", lang)))
    return items


def _twin(data: GainData, lang: str) -> Twin:
    is_partner = data.of == "partner"
    keys = ("partner", "value", "without", "verdict") if is_partner else ("repair", "gain", "verdict")
    rows = []
    for row in data.rows:
        cells = [row.label, span_text(row.gain, lang) if row.gain else "–"]
        cells += [("–" if row.beside is None else signed(row.beside, lang))] if is_partner else []
        rows.append((*cells, row.verdict or "–"))
    heads = tuple(say(f"study.shown.{one}", lang) for one in keys)
    caption = say(f"study.{data.of}_gain.caption", lang, metric=data.metric, unit=data.unit)
    return Twin(heads, tuple(rows), caption, (False, *(True for _ in keys[1:-1]), False))
