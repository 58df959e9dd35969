"""Queues and waits over time, with bands over replications: a small chart per stage or partner."""

from schakel.draw.palette import ACCENT, SOFT_INK, tint
from schakel.draw.picture import Picture, Twin
from schakel.draw.simulated.band_data import Band, BandData, BandPanel
from schakel.draw.simulated.band_panel import LOOKS, WARM, draw_panel, marked, marker
from schakel.draw.simulated.scope import simulated_lines
from schakel.draw.simulated.sheet import WIDTH, Key, sheet
from schakel.draw.simulated.span import amount
from schakel.draw.svg import number, tag
from schakel.texts import say

__all__ = ["Band", "BandData", "BandPanel", "band_chart"]

MOST = 8
COLUMNS, GAP, HIGH = 2, 34.0, 184.0
PANEL = (WIDTH - GAP * (COLUMNS - 1)) / COLUMNS


def band_chart(data: BandData, lang: str, *, name: str = "") -> Picture:
    """The busiest eight at most, the busiest first, without those where nobody ever waits; all stand in the table.

    name: else the measure's own.
    """
    data = data.trimmed
    drawn = tuple(panel for panel in data.busiest_first if panel.is_busy)[:MOST] if data.weeks else ()
    columns = min(COLUMNS, len(drawn)) or 1
    room = PANEL if columns > 1 else WIDTH
    parts = []
    for place, panel in enumerate(drawn):
        row, column = divmod(place, columns)
        shift = f"translate({number(column * (PANEL + GAP))} {number(row * HIGH)})"
        parts.append(tag("g", *draw_panel(panel, data, room, lang), transform=shift))
    rows = -(-len(drawn) // columns)
    extra = [say(f"draw.band.counts_{data.measure}", lang), say("draw.band.own_scale", lang)]
    if len(drawn) < len(data.panels):
        extra.append(say("draw.scope.rows", lang, drawn=len(drawn), all=len(data.panels)))
    return sheet(
        name or f"simulated-{data.measure}",
        say(f"draw.band.title_{data.measure}", lang),
        _description(data, drawn, lang),
        (parts, rows * HIGH),
        (_twin(data, lang),),
        lang,
        keys=_keys(data, lang),
        phrases=simulated_lines(data.scope, lang, extra),
    )


def _keys(data: BandData, lang: str) -> list[Key]:
    items: list[Key] = []
    low, high = data.bounds
    for place, scenario in enumerate(data.scenarios):
        colour, dash = LOOKS[place]
        line = tag("path", d="M0 7h34", stroke=colour, stroke_width=2.2, stroke_dasharray=dash or None)
        mean = say("draw.band.key_mean", lang)
        text = say("draw.band.key_scenario", lang, scenario=scenario, mean=mean) if scenario else mean
        items.append((line + marker(17, 7, place), 34.0, text))
    band = tag("rect", y=1, width=26, height=12, fill=tint(ACCENT, 0.2))
    items.append((band, 26.0, say("draw.band.key_band", lang, share=data.share, low=low, high=high)))
    if len(data.scenarios) > 1:
        edges = tag("path", d="M0 3h26M0 12h26", stroke=LOOKS[1][0], stroke_width=1.1, stroke_dasharray="2 3")
        items.append((edges, 26.0, say("draw.band.key_edges", lang)))
    if any(week <= 0 for week in data.weeks):
        warm = tag("rect", y=1, width=20, height=12, fill=WARM, stroke=SOFT_INK, stroke_width=0.6)
        items.append((warm, 20.0, say("draw.band.key_warm_up", lang)))
    return items


def _description(data: BandData, drawn: tuple[BandPanel, ...], lang: str) -> str:
    if not drawn:
        return say("draw.band.description_empty", lang)
    told = say(f"draw.band.description_{data.measure}", lang, n=len(drawn), share=data.share)
    second = [say("draw.band.description_second", lang, scenario=data.scenarios[1])] if len(data.scenarios) > 1 else []
    usual = amount(data.usual(drawn[0]), lang)
    return " ".join((told, *second, say(f"draw.band.busiest_{data.measure}", lang, label=drawn[0].label, usual=usual)))


def _twin(data: BandData, lang: str) -> Twin:
    """A row per place and scenario, a column per moment that is marked: every week would be thousands of rows."""
    several = len(data.scenarios) > 1
    heads = [say("draw.band.place", lang), *([say("draw.band.scenario", lang)] if several else [])]
    names = len(heads)
    moments = marked(data)
    heads += [say("draw.band.week_head", lang, week=amount(data.weeks[at], lang)) for at in moments]
    rows = tuple(
        (panel.label, *((scenario,) if several else ()), *(_cell(band, at, lang) for at in moments))
        for panel in data.busiest_first
        for scenario, band in zip(data.scenarios, panel.bands, strict=True)
    )
    caption = say(f"draw.band.caption_{data.measure}", lang, share=data.share)
    return Twin(tuple(heads), rows, caption, (False,) * names + (True,) * len(moments))


def _cell(band: Band, at: int, lang: str) -> str:
    """The mean with its bounds behind it; only the mean where they are the same, a dash where there is no value."""
    values = (band.mean[at], band.low[at], band.high[at])
    told = [amount(value, lang) for value in values if value is not None]
    if not told:
        return "–"
    mean, low, high = told
    return mean if mean == low == high else say("draw.simulated.span", lang, value=mean, low=low, high=high)
