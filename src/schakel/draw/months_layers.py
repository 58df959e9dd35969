"""What the picture of months adds where months still fill up, are closed, or were corrected after closing."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

from schakel.draw.charts import Row, read_spec
from schakel.draw.months_data import KINDS, MonthsData
from schakel.draw.palette import ACCENT, PAPER, SOFT_INK
from schakel.draw.signs import LOCK, lock
from schakel.draw.svg import tag
from schakel.draw.wording import month_span, month_text, still_to_come
from schakel.texts import say

STRIPES = 130  # over the whole width of the picture
MOST_TOLD = 6  # months that still fill up, told one by one under the picture
MOST_TICKS = 12
HEAD_ROOM = 28  # px between the legend and the picture, for the line over closed months
DAY = 86_400_000  # ms, the unit of time in a spec


def added_layers(base: Mapping[str, Any], data: MonthsData) -> dict[str, object]:
    """The panels of the base spec with layers under and over their own, on the same axes."""
    extra = read_spec("months_delivered")
    flows, stock = base["vconcat"]
    alone = [{key: stock[key] for key in ("mark", "encoding")}]
    frame = {key: value for key, value in stock.items() if key not in ("mark", "encoding")}
    ticks = _ticks(data)
    layers = _layers(extra["flows"], flows["layer"], ticks)
    if data.closed:
        for channel in ("color", "strokeDash"):
            flows["layer"][0]["encoding"][channel]["legend"] = {"offset": HEAD_ROOM}
    return {"vconcat": [{**flows, "layer": layers}, {**frame, "layer": _layers(extra["stock"], alone, ticks)}]}


def _layers(extra: Mapping[str, Any], own: list[Any], ticks: list[int]) -> list[Any]:
    for layer in own:
        del layer["encoding"]["x"]["axis"]["tickCount"]
        layer["encoding"]["x"]["axis"]["values"] = ticks
    axes = {key: own[0]["encoding"][key] for key in ("x", "y")}
    for layer in (*extra["below"], *extra["above"]):
        for key, channel in layer["encoding"].items():
            if key in axes and "field" in channel:
                layer["encoding"][key] = {**axes[key], **channel}
    return [*extra["below"], *own, *extra["above"]]


def _ticks(data: MonthsData) -> list[int]:
    """The first days (ms) of at most twelve months."""
    step = -(-len(data.months) // MOST_TICKS)
    return [_instant(month.first_day) for month in data.months[::step]]


def added_rows(data: MonthsData, words: Mapping[str, str], lang: str) -> dict[str, list[Row]]:
    """The named data of those layers."""
    filling: list[Row] = [
        {"month": month.first_day, "kind": words[kind], "place": place, "value": month.value(kind)}
        for month in data.filling
        for place, kind in enumerate(KINDS)
        if month.value(kind) is not None
    ]
    corrections: list[Row] = [
        {"month": month.first_day, "kind": words[kind], "place": KINDS.index(kind), "value": now, "published": then}
        for month, kind, now, then in data.corrections()
    ]
    closed: list[Row] = []
    if data.closed:
        text = say("draw.coverage.closed", lang, month=month_text(data.closed[-1].month, lang))
        closed = [{"since": data.closed[0].first_day, "until": data.closed[-1].first_day, "words": text}]
    stripes: list[Row] = [{"at": at} for at in _stripes(data)]
    return {"filling": filling, "corrections": corrections, "closed": closed, "stripes": stripes}


def _stripes(data: MonthsData) -> list[int]:
    """Instants (ms) inside months that still fill up: from halfway the month before to halfway the one after."""
    days = [_instant(month.first_day) for month in data.months]
    if len(days) < 2:
        return []
    bounds = [days[0], *((one + other) // 2 for one, other in pairwise(days)), days[-1]]
    step = max(DAY // 2, (days[-1] - days[0]) // STRIPES)
    every = range(days[-1], days[0] - 1, -step)
    spans = [bounds[place : place + 2] for place, month in enumerate(data.months) if month.is_filling]
    return sorted(at for at in every if any(low <= at <= high for low, high in spans))


def _instant(day: str) -> int:
    return round(datetime.fromisoformat(day).replace(tzinfo=UTC).timestamp() * 1000)


def added_words() -> dict[str, str]:
    """What the spec says that is no text."""
    return {"lock": LOCK}


def added_keys(data: MonthsData, lang: str) -> list[tuple[str, float, str]]:
    """How to read what was added, with only what occurs."""
    items = []
    if data.filling:
        stripes = tag("path", d="M1 0v13M8 0v13M15 0v13M22 0v13", stroke="#b9c2cf", stroke_width=1)
        dot = tag("circle", cx=11.5, cy=7, r=3.5, fill=PAPER, stroke=ACCENT, stroke_width=2)
        items.append((stripes + dot, 23.0, say("draw.months.key_filling", lang)))
    if any(data.corrections()):
        line = tag("path", d="M6 2V12", stroke=SOFT_INK, stroke_width=1)
        diamond = tag("path", d="M6 2L10 6.5L6 11L2 6.5Z", fill=PAPER, stroke=ACCENT, stroke_width=1.5)
        items.append((line + diamond, 12.0, say("draw.months.key_published", lang)))
    if data.closed:
        items.append((lock(5, 6), 10.0, say("draw.coverage.key_closed", lang)))
    return items


def added_phrases(data: MonthsData, lang: str) -> Iterable[str]:
    """Which months still fill up, and how much of each is usually missing."""
    filling = data.filling
    if len(filling) > MOST_TOLD:
        span = month_span(filling[0].month, filling[-1].month, lang)
        return [say("draw.months.filling_many", lang, months=span)]
    return [
        say("draw.months.filling", lang, month=month_text(m.month, lang), missing=still_to_come(m.to_come, lang))
        for m in filling
    ]
