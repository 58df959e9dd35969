"""What each cause contributed to a difference, with its interval, and beside it what it does alone and undone."""

from schakel.draw.palette import ACCENT, HAIR, INK, PAPER, SOFT_INK, SPINE
from schakel.draw.picture import Picture, Twin
from schakel.draw.simulated.causes_data import CauseRow, CausesData
from schakel.draw.simulated.scale import Scale, round_scale
from schakel.draw.simulated.scope import simulated_lines
from schakel.draw.simulated.sheet import SIZE, SMALL, WIDTH, Key, Look, sheet
from schakel.draw.simulated.span import Span, signed, span_text
from schakel.draw.simulated.zero_axis import zero_axis
from schakel.draw.svg import escape, label, number, tag
from schakel.draw.text_width import text_width, wrap
from schakel.texts import say

__all__ = ["CauseRow", "CausesData", "causes_chart"]

NAMES = 240.0
HIGH, TOTAL = 62.0, 40.0
COLOURS = {"share": ACCENT, "alone": "#7a4a00", "repair": "#0f6a4c", "total": SPINE}


def causes_chart(data: CausesData, lang: str, *, name: str = "causes") -> Picture:
    """Per cause a dot for its share, a diamond for alone and a square for its repair, each with its interval."""
    parts: list[str] = []
    y = 0.0
    if data.causes:
        parts, y = _plot(data, lang)
    method = say(f"draw.causes.{'sampled' if data.is_sampled else 'exact'}", lang)
    between = say("draw.causes.between", lang, reference=data.reference, actual=data.actual)
    extra = [say("draw.causes.metric", lang, metric=data.metric, unit=data.unit), between, method]
    return sheet(
        name,
        say("draw.causes.title", lang, metric=data.metric),
        _description(data, lang),
        (parts, y),
        (_twin(data, lang),),
        lang,
        keys=_keys(lang),
        phrases=simulated_lines(data.scope, lang, extra),
    )


def _plot(data: CausesData, lang: str) -> tuple[list[str], float]:
    spans = [span for one in data.causes for span in (one.share, one.alone, one.repair)] + [data.total]
    words = [text for one in data.causes for text in _words(one, lang)] + [span_text(data.total, lang)]
    right = WIDTH - max(text_width(text, SIZE, bold=True) for text in words) - 12
    low, high = min(0.0, *(s.low for s in spans)), max(0.0, *(s.high for s in spans))
    scale = round_scale(low, high, NAMES + 18, right, most=5)
    bottom = HIGH * len(data.causes) + TOTAL + 6
    parts = zero_axis(scale, bottom, data.unit, lang)
    for row, one in enumerate(data.causes):
        parts += _cause(one, scale, row * HIGH, lang)
    y = HIGH * len(data.causes)
    parts.append(tag("path", d=f"M0 {number(y + 3)}H{number(WIDTH)}", stroke=INK, stroke_width=1.2))
    parts.append(label(0, y + 26, say("draw.causes.total", lang), SIZE, INK, font_weight="bold"))
    parts.append(mark("total", data.total, scale, y + 22))
    parts.append(label(right + 12, y + 26, span_text(data.total, lang), SIZE, INK, font_weight="bold"))
    return parts, bottom + 36


def _cause(one: CauseRow, scale: Scale, top: float, lang: str) -> list[str]:
    """The share with its words in the first line, then alone and repair in a line each."""
    names = wrap(one.name, NAMES, SIZE, bold=True, lines=3)
    parts = [tag("path", d=f"M0 {number(top + HIGH - 1)}H{number(WIDTH)}", stroke=HAIR)]
    parts += [label(0, top + 18 + 15 * n, line, SIZE, INK, font_weight="bold") for n, line in enumerate(names)]
    for line, (kind, words) in enumerate(zip(("share", "alone", "repair"), _words(one, lang), strict=True)):
        y = top + 14 + 17 * line
        span: Span = getattr(one, kind)
        told = say("draw.causes.tooltip", lang, cause=one.name, words=words)
        parts.append(tag("g", tag("title", escape(told)), mark(kind, span, scale, y, solid=one.is_distinguishable)))
        is_share = kind == "share"
        weight = "bold" if is_share else None
        size, ink = (SIZE, INK) if is_share else (SMALL, SOFT_INK)
        parts.append(label(scale.stop + 12, y + 4, words, size, ink, font_weight=weight))
    return parts


def mark(kind: str, span: Span, scale: Scale, y: float, *, solid: bool = True) -> str:
    """A dot (share), a diamond (alone), a square (repair) or a bar (total) on the line of its interval.

    A share that is not solid is an open dot.
    """
    colour = COLOURS[kind]
    low, x, high = (scale.px(value) for value in (span.low, span.value, span.high))
    line = tag("path", d=f"M{number(low)} {number(y)}H{number(high)}", stroke=colour, stroke_width=1.6)
    fill = colour if solid else PAPER
    if kind == "share":
        return line + tag("circle", cx=x, cy=y, r=5, fill=fill, stroke=colour, stroke_width=1.8)
    if kind == "alone":
        return line + tag("path", d=f"M{number(x)} {number(y - 5.5)}l5.5 5.5l-5.5 5.5l-5.5 -5.5Z", fill=colour)
    if kind == "repair":
        look: Look = {"fill": PAPER, "stroke": colour, "stroke_width": 1.8}
        return line + tag("rect", x=x - 4.2, y=y - 4.2, width=8.4, height=8.4, **look)
    zero = scale.px(0)
    bar = tag("rect", x=min(zero, x), y=y - 5, width=max(1.0, abs(x - zero)), height=10, fill=colour, fill_opacity=0.25)
    return bar + line + tag("path", d=f"M{number(x)} {number(y - 8)}v16", stroke=colour, stroke_width=3)


def _words(one: CauseRow, lang: str) -> tuple[str, str, str]:
    share = span_text(one.share, lang)
    if not one.is_distinguishable:
        share = say("draw.causes.nothing", lang, value=signed(one.share.value, lang))
    alone = say("draw.causes.alone_is", lang, span=span_text(one.alone, lang))
    return share, alone, say("draw.causes.repair_is", lang, span=span_text(one.repair, lang))


def _keys(lang: str) -> list[Key]:
    unit = Scale(-1, 1, 2, 32, ())
    kinds = ("share", "alone", "repair")
    items = [(mark(kind, Span(0, -0.9, 0.9), unit, 7), 34.0, say(f"draw.causes.key_{kind}", lang)) for kind in kinds]
    open_dot = mark("share", Span(0, -0.9, 0.9), unit, 7, solid=False)
    return [*items, (open_dot, 34.0, say("draw.causes.key_nothing", lang))]


def _description(data: CausesData, lang: str) -> str:
    if not data.causes:
        return say("draw.causes.description_empty", lang)
    total = signed(data.total.value, lang)
    words = {"metric": data.metric, "unit": data.unit, "reference": data.reference, "actual": data.actual}
    told = [say("draw.causes.description", lang, total=total, **words)]
    nothing = [one.name for one in data.causes if not one.is_distinguishable]
    if nothing:
        told.append(say("draw.causes.description_nothing", lang, causes=", ".join(nothing)))
    return " ".join(told)


def _twin(data: CausesData, lang: str) -> Twin:
    heads = tuple(
        say(f"draw.causes.{key}", lang, level=data.level) for key in ("cause", "share", "verdict", "alone", "repair")
    )
    rows = []
    for one in data.causes:
        verdict = say(f"draw.causes.{'differs' if one.is_distinguishable else 'not_zero'}", lang)
        spans = (span_text(span, lang) for span in (one.alone, one.repair))
        rows.append((one.name, span_text(one.share, lang), verdict, *spans))
    rows.append((say("draw.causes.total", lang), span_text(data.total, lang), "–", "–", "–"))
    caption = say("draw.causes.caption", lang, metric=data.metric, unit=data.unit)
    return Twin(heads, tuple(rows), caption, (False, True, False, True, True))
