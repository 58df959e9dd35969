"""Scenarios against the first: per metric the paired difference with its interval, rights before money."""

from itertools import groupby

from schakel.draw.palette import ACCENT, HAIR, INK, LINE, PAPER, SOFT_INK
from schakel.draw.picture import Picture, Twin
from schakel.draw.simulated.comparison_data import ComparedScenario, ComparisonData, Metric
from schakel.draw.simulated.scale import Scale, round_scale
from schakel.draw.simulated.scope import simulated_lines
from schakel.draw.simulated.sheet import SIZE, SMALL, WIDTH, Key, Look, sheet
from schakel.draw.simulated.span import Span, amount, signed, span_text
from schakel.draw.svg import escape, label, number, tag
from schakel.draw.text_width import shorten, text_width, wrap
from schakel.texts import say

__all__ = ["ComparedScenario", "ComparisonData", "Metric", "comparison_chart"]

MOST = 10  # scenarios beside the first; the others stand in the table
NAMES = 220.0
ROW, LINE_HIGH, HEAD = 20.0, 14.0, 26.0
WARNING = "#8a2500"


def comparison_chart(data: ComparisonData, lang: str, *, name: str = "comparison") -> Picture:
    """A dot with a line per scenario; an open dot where no difference can be shown, which its words also say."""
    drawn = data.others[:MOST] if data.metrics else ()
    parts: list[str] = []
    y = 0.0
    if drawn:
        parts, y = _verdict(data, lang)
        for group, places in groupby(data.in_order, key=lambda place: data.metrics[place].group):
            parts.append(label(0, y + 16, say(f"draw.comparison.{group}", lang), 14, INK, font_weight="bold"))
            parts.append(tag("path", d=f"M0 {number(y + 23)}H{number(WIDTH)}", stroke=INK, stroke_width=1.2))
            y += 28
            for place in places:
                made, y = _metric(place, data, drawn, y, lang)
                parts += made
            y += 8
    extra = [say("draw.comparison.interval", lang, level=data.level), say("draw.comparison.own_scale", lang)]
    if len(drawn) < len(data.others):
        extra.append(say("draw.comparison.rows", lang, drawn=len(drawn), all=len(data.others)))
    return sheet(
        name,
        say("draw.comparison.title", lang, first=data.first.name),
        _description(data, lang) if drawn else say("draw.comparison.description_empty", lang),
        (parts, y),
        (_differences(data, lang), _levels(data, lang)),
        lang,
        keys=_keys(data, lang),
        phrases=simulated_lines(data.scope, lang, extra),
    )


def best_words(data: ComparisonData, lang: str) -> str:
    """Which scenario is the best by which metric, and which cannot be told from it; "" when none is told."""
    if not data.best:
        return ""
    if data.tied:
        told = say("draw.comparison.best_tied", lang, best=data.best, goal=data.goal, tied=", ".join(data.tied))
    else:
        told = say("draw.comparison.best", lang, best=data.best, goal=data.goal)
    if data.fair_best and data.fair_best != data.best:
        told += " " + say("draw.comparison.fair_best", lang, best=data.fair_best)
    return told


def gain_words(data: ComparisonData, lang: str) -> tuple[str, ...]:
    """A sentence for each scenario that gains by rights that are not honoured."""
    found = (one.name for one in data.scenarios if one.gains_by_rights)
    return tuple(say("draw.comparison.gains", lang, scenario=name) for name in found)


def _verdict(data: ComparisonData, lang: str) -> tuple[list[str], float]:
    """Above all: who gains by rights not honoured, and then which is the best."""
    parts: list[str] = []
    y = 0.0
    for sentence in gain_words(data, lang):
        parts.append(warning_sign(0, y + 12))
        for line in wrap(sentence, WIDTH - 22, 13, bold=True):
            parts.append(label(20, y + 12, line, 13, WARNING, font_weight="bold"))
            y += 18
    for line in wrap(best_words(data, lang), WIDTH, 13, lines=3):
        parts.append(label(0, y + 12, line, 13, INK))
        y += 18
    return parts, y + (6 if parts else 0)


def warning_sign(x: float, base: float) -> str:
    """A triangle with an exclamation mark, its lower left corner at x and the baseline of the text."""
    corners = f"M{number(x)} {number(base + 1)}l7 -13l7 13Z"
    mark = f"M{number(x + 7)} {number(base - 7.5)}v4.5M{number(x + 7)} {number(base - 1.6)}v1.4"
    shape = tag("path", d=corners, fill=PAPER, stroke=WARNING, stroke_width=1.6, stroke_linejoin="round")
    return shape + tag("path", d=mark, stroke=WARNING, stroke_width=1.7)


def _metric(
    place: int, data: ComparisonData, drawn: tuple[ComparedScenario, ...], top: float, lang: str
) -> tuple[list[str], float]:
    """The metric's name, an axis of its own, and a row per scenario; gives the drawing and where it ends."""
    metric = data.metrics[place]
    spans = [one.differences[place] for one in drawn]
    words = [_words(span, lang) for span in spans]
    right = WIDTH - max(text_width(text, SMALL) for text in words) - 10
    known = [span for span in spans if span]
    low, high = min((s.low for s in known), default=-1.0), max((s.high for s in known), default=1.0)
    scale = round_scale(min(0.0, low), max(0.0, high), NAMES + 16, right, most=4)
    names = [wrap(one.name, NAMES - (20 if one.gains_by_rights else 0), SIZE) for one in drawn]
    high = ROW + LINE_HIGH * (max(map(len, names)) - 1)
    bottom = top + HEAD + high * len(drawn)
    parts = [_heading(metric, data.first.levels[place], top, lang), *_axis(scale, top + HEAD, bottom, lang)]
    for row, (one, lines, span, text) in enumerate(zip(drawn, names, spans, words, strict=True)):
        y = top + HEAD + high * (row + 0.5)
        parts += _name(one, lines, y)
        told = say("draw.comparison.tooltip", lang, scenario=one.name, metric=metric.label, words=text)
        mark = _dot(span, scale, y) if span else ""
        parts.append(tag("g", tag("title", escape(told)), mark) if mark else "")
        parts.append(label(right + 10, y + 4, text, SMALL, INK if span and not span.covers_zero else SOFT_INK))
    return parts, bottom + 20


def _heading(metric: Metric, level: float | None, top: float, lang: str) -> str:
    better = say(f"draw.comparison.better_{metric.better}", lang)
    told = say("draw.comparison.metric", lang, unit=metric.unit, better=better)
    if level is not None:
        told += say("draw.comparison.at_first", lang, level=f"{amount(level, lang)} {metric.level_unit}".rstrip())
    room = WIDTH - text_width(told, SMALL) - 12
    name = shorten(metric.label, room, SIZE, bold=True)
    beside = text_width(name, SIZE, bold=True) + 10
    return label(0, top + 14, name, SIZE, INK, font_weight="bold") + label(beside, top + 14, told, SMALL, SOFT_INK)


def _axis(scale: Scale, top: float, bottom: float, lang: str) -> list[str]:
    parts = []
    most = max(map(abs, scale.ticks))
    for tick in scale.ticks:
        x, is_zero = scale.px(tick), tick == 0
        look: Look = {"stroke": LINE if is_zero else HAIR, "stroke_width": 1.6 if is_zero else 1.0}
        parts.append(tag("path", d=f"M{number(x)} {number(top)}V{number(bottom)}", **look))
        parts.append(label(x, bottom + 12, signed(tick, lang, beside=most), SMALL, SOFT_INK, text_anchor="middle"))
    return parts


def _name(one: ComparedScenario, lines: tuple[str, ...], y: float) -> list[str]:
    left = 20.0 if one.gains_by_rights else 0.0
    base = y + 4 - LINE_HIGH * (len(lines) - 1) / 2
    parts = [warning_sign(0, y + 4)] if one.gains_by_rights else []
    return [*parts, *(label(left, base + LINE_HIGH * place, line, SIZE, INK) for place, line in enumerate(lines))]


def _dot(span: Span, scale: Scale, y: float) -> str:
    """Filled where zero is outside the interval, open where it is inside."""
    low, value, high = (scale.px(v) for v in (span.low, span.value, span.high))
    ends = f"M{number(low)} {number(y - 4)}v8M{number(high)} {number(y - 4)}v8"
    line = tag("path", d=f"M{number(low)} {number(y)}H{number(high)}{ends}", stroke=ACCENT, stroke_width=1.8)
    fill = PAPER if span.covers_zero else ACCENT
    return line + tag("circle", cx=value, cy=y, r=4.6, fill=fill, stroke=ACCENT, stroke_width=1.8)


def _words(span: Span | None, lang: str) -> str:
    if span is None:
        return say("draw.comparison.unknown", lang)
    text = span_text(span, lang)
    return say("draw.comparison.same", lang, span=text) if span.covers_zero else text


def _keys(data: ComparisonData, lang: str) -> list[Key]:
    unit = Scale(-1, 1, 2, 32, ())
    items = [
        (_dot(Span(0.2, -0.6, 1), unit, 7).replace(f'fill="{PAPER}"', f'fill="{ACCENT}"'), 34.0, "draw.comparison.key"),
        (_dot(Span(0, -0.8, 0.8), unit, 7), 34.0, "draw.comparison.key_same"),
    ]
    if any(one.gains_by_rights for one in data.scenarios):
        items.append((warning_sign(1, 12), 16.0, "draw.comparison.key_gains"))
    return [(sample, wide, say(key, lang)) for sample, wide, key in items]


def _description(data: ComparisonData, lang: str) -> str:
    told = say("draw.comparison.description", lang, n=len(data.others), first=data.first.name)
    return " ".join(filter(None, (told, *gain_words(data, lang), best_words(data, lang))))


def _remark(one: ComparedScenario, data: ComparisonData, lang: str) -> str:
    remarks = [say("draw.comparison.remark_gains", lang)] if one.gains_by_rights else []
    if one.name == data.best:
        remarks.append(say("draw.comparison.remark_best", lang))
    elif one.is_tied:
        remarks.append(say("draw.comparison.remark_tied", lang))
    return "; ".join(remarks) or "–"


def _differences(data: ComparisonData, lang: str) -> Twin:
    """Per metric and scenario the difference and what can be said of it, in the order of the picture."""
    keys = ("about", "what", "scenario", "difference", "remark")
    heads = tuple(say(f"draw.comparison.{key}", lang, level=data.level) for key in keys)
    rows = []
    for place in data.in_order:
        metric = data.metrics[place]
        what = say("draw.comparison.with_unit", lang, label=metric.label, unit=metric.unit)
        for one in data.others:
            words = _words(one.differences[place], lang)
            group = say(f"draw.comparison.{metric.group}", lang)
            rows.append((group, what, one.name, words, _remark(one, data, lang)))
    return Twin(heads, tuple(rows), say("draw.comparison.caption", lang, first=data.first.name))


def _levels(data: ComparisonData, lang: str) -> Twin:
    heads = (say("draw.comparison.what", lang), *(one.name for one in data.scenarios))
    rows = []
    for place in data.in_order:
        metric = data.metrics[place]
        unit = metric.level_unit or metric.unit
        what = say("draw.comparison.with_unit", lang, label=metric.label, unit=unit)
        values = [one.levels[place] for one in data.scenarios]
        rows.append((what, *("–" if value is None else amount(value, lang) for value in values)))
    caption = say("draw.comparison.caption_levels", lang)
    return Twin(heads, tuple(rows), caption, (False, *(True,) * len(data.scenarios)))
