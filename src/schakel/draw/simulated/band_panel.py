"""One small chart with a band: a line for the mean, and between which values eight of ten replications lie."""

from schakel.draw.palette import ACCENT, HAIR, INK, LINE, PAPER, SOFT_INK, tint
from schakel.draw.simulated.band_data import Band, BandData, BandPanel, Values
from schakel.draw.simulated.scale import Scale, round_scale, round_step
from schakel.draw.simulated.sheet import SIZE, SMALL
from schakel.draw.simulated.span import amount
from schakel.draw.svg import Point, escape, label, number, tag
from schakel.draw.text_width import shorten, text_width
from schakel.texts import say

LOOKS = ((ACCENT, ""), ("#a03c00", "7 4"))  # colour and dash of the first and second scenario
WARM = "#e9edf2"
TOP, HIGH = 36.0, 104.0  # px of the name and the word for the warm-up, and of the chart under it
MARKS = 8  # about so many markers on a line
LABEL_GAP = 8.0


def draw_panel(panel: BandPanel, data: BandData, width: float, lang: str) -> list[str]:
    """The name, the scale, the warm-up, the bands and the lines, `width` px wide."""
    up = _value_scale(panel)
    texts = [amount(tick, lang) for tick in up.ticks]
    left = max(text_width(text, SMALL) for text in texts) + LABEL_GAP
    across = Scale(min(data.weeks[0], 0.0), max(data.weeks[-1], 1.0), left, width - 4, ())
    shown = shorten(panel.label, width, SIZE, bold=True)
    parts = [label(0, 12, shown, SIZE, INK, font_weight="bold")]
    if shown != panel.label:
        parts.insert(0, tag("title", escape(panel.label)))
    parts += _warm_up(data, across, lang)
    for tick, text in zip(up.ticks, texts, strict=True):
        y = up.px(tick)
        parts.append(tag("path", d=f"M{number(left)} {number(y)}H{number(across.stop)}", stroke=HAIR))
        parts.append(label(left - LABEL_GAP, y + 4, text, SMALL, SOFT_INK, text_anchor="end"))
    parts += _weeks(data, across, lang)
    for place, band in enumerate(panel.bands):
        parts.append(_band(band, data, across, up, place))
    for place, band in reversed(list(enumerate(panel.bands))):
        parts += _line(band, data, across, up, place, lang)
    return parts


def _value_scale(panel: BandPanel) -> Scale:
    known = [v for band in panel.bands for v in (*band.mean, *band.high) if v is not None]
    most = max(known, default=0.0)
    return round_scale(0.0, most, TOP + HIGH, TOP, most=3)


def _warm_up(data: BandData, across: Scale, lang: str) -> list[str]:
    if data.weeks[0] > 0:
        return []
    start, stop = across.start, across.px(0)
    parts = [tag("rect", x=start, y=TOP, width=stop - start, height=HIGH, fill=WARM)]
    parts.append(tag("path", d=f"M{number(stop)} {number(TOP)}v{number(HIGH)}", stroke=SOFT_INK, stroke_width=0.8))
    text = say("draw.band.warm_up", lang)
    if text_width(text, SMALL) + 6 < stop - start:
        parts.append(label((start + stop) / 2, TOP - 4, text, SMALL, SOFT_INK, text_anchor="middle"))
    return parts


def _weeks(data: BandData, across: Scale, lang: str) -> list[str]:
    """The axis, with round weeks that do not touch each other; half years and years are rounder than tens."""
    base = TOP + HIGH
    step = next((s for s in (1, 2, 4, 13, 26, 52, 104) if data.weeks[-1] / s <= 6), None)
    step = step or round(round_step(data.weeks[-1] / 6))
    parts = [tag("path", d=f"M{number(across.start)} {number(base)}H{number(across.stop)}", stroke=LINE)]
    unit = say("draw.band.axis", lang)
    room = across.stop - text_width(unit, SMALL) - 10
    for week in range(0, int(data.weeks[-1]) + 1, step):
        x, text = across.px(week), amount(week, lang)
        if x + text_width(text, SMALL) / 2 > room:
            break
        parts.append(tag("path", d=f"M{number(x)} {number(base)}v4", stroke=LINE))
        parts.append(label(x, base + 16, text, SMALL, SOFT_INK, text_anchor="middle"))
    parts.append(label(across.stop, base + 16, unit, SMALL, SOFT_INK, text_anchor="end"))
    return parts


def _band(band: Band, data: BandData, across: Scale, up: Scale, place: int) -> str:
    """Filled for the first scenario; for the second its two edges, dotted, so that both can be told apart."""
    both = list(zip(*(_runs(data, values, across, up) for values in (band.low, band.high)), strict=True))
    if place == 0:
        areas = "".join(_path([*high, *reversed(low)]) + "Z" for low, high in both)
        return tag("path", d=areas, fill=tint(LOOKS[0][0], 0.2))
    edges = "".join(_path(high) + _path(low) for low, high in both)
    return tag("path", d=edges, fill="none", stroke=LOOKS[place][0], stroke_width=1.1, stroke_dasharray="2 3")


def _line(band: Band, data: BandData, across: Scale, up: Scale, place: int, lang: str) -> list[str]:
    colour, dash = LOOKS[place]
    path = "".join(_path(run) for run in _runs(data, band.mean, across, up))
    parts = [tag("path", d=path, fill="none", stroke=colour, stroke_width=2.2, stroke_dasharray=dash or None)]
    for at in marked(data):
        mean = band.mean[at]
        if mean is None:
            continue
        told = say(
            "draw.band.tooltip",
            lang,
            scenario=f"{data.scenarios[place]}, " if data.scenarios[place] else "",
            week=amount(data.weeks[at], lang),
            mean=amount(mean, lang),
            share=data.share,
            low=amount(band.low[at] or 0.0, lang),
            high=amount(band.high[at] or 0.0, lang),
        )
        centre = across.px(data.weeks[at]), up.px(mean)
        parts.append(tag("g", tag("title", escape(told)), marker(*centre, place)))
    return parts


def marked(data: BandData) -> range:
    """Places of the moments that have a marker on the line, and a column in the table."""
    step = max(1, round(len(data.weeks) / MARKS))
    return range(step // 2, len(data.weeks), step)


def marker(x: float, y: float, place: int) -> str:
    """A dot for the first scenario, an open diamond for the second."""
    if place == 0:
        return tag("circle", cx=x, cy=y, r=3.4, fill=LOOKS[0][0])
    diamond = f"M{number(x)} {number(y - 5)}l5 5l-5 5l-5 -5Z"
    return tag("path", d=diamond, fill=PAPER, stroke=LOOKS[place][0], stroke_width=1.7)


def _runs(data: BandData, values: Values, across: Scale, up: Scale) -> list[list[Point]]:
    """The points of each stretch without a gap."""
    runs: list[list[Point]] = [[]]
    for week, value in zip(data.weeks, values, strict=True):
        if value is not None:
            runs[-1].append((across.px(week), up.px(value)))
        elif runs[-1]:
            runs.append([])
    return [run for run in runs if run]


def _path(points: list[Point]) -> str:
    return "M" + "L".join(f"{number(x)} {number(y)}" for x, y in points)
