"""A line as small as a word, for a row of a table."""

from dataclasses import dataclass

from schakel.draw.palette import ACCENT, LINE
from schakel.draw.picture import Picture, Twin
from schakel.draw.svg import document, number, tag
from schakel.draw.wording import count
from schakel.texts import say

HIGH = 26.0
WIDE = 120.0
MARGIN = 4.0


@dataclass(frozen=True)
class SparkData:
    """Values in order with what they belong to ("2024-01"); None is a gap. title: what is counted."""

    title: str
    moments: tuple[str, ...]
    values: tuple[float | None, ...]

    def __post_init__(self) -> None:
        if len(self.moments) != len(self.values):
            raise ValueError("a sparkline needs a moment for every value")


def sparkline(data: SparkData, lang: str, *, name: str) -> Picture:
    """The line from zero, with a dot at its last known value. It says its scope nowhere: its table does."""
    known = [value for value in data.values if value is not None]
    description = _description(known, lang)
    top = max(known, default=0.0) or 1.0
    step = (WIDE - 2 * MARGIN) / max(1, len(data.values) - 1)
    places = [
        None if value is None else (MARGIN + place * step, HIGH - MARGIN - (HIGH - 2 * MARGIN) * max(0.0, value) / top)
        for place, value in enumerate(data.values)
    ]
    path = ""
    for before, place in zip((None, *places), places, strict=False):
        if place:
            path += f"{'L' if before else 'M'}{number(place[0])} {number(place[1])}"
    drawn = [place for place in places if place]
    base = HIGH - MARGIN
    parts = [tag("path", d=f"M{number(MARGIN)} {number(base)}H{number(WIDE - MARGIN)}", stroke=LINE, stroke_width=1)]
    if drawn:
        parts.append(tag("path", d=path, fill="none", stroke=ACCENT, stroke_width=1.8, stroke_linejoin="round"))
        parts.append(tag("circle", cx=drawn[-1][0], cy=drawn[-1][1], r=2.6, fill=ACCENT))
    svg = document(name, data.title, description, (WIDE, HIGH), parts, least_width=WIDE, links=False)
    return Picture(name, svg, data.title, description, _twin(data, lang), WIDE, HIGH, WIDE)


def _description(known: list[float], lang: str) -> str:
    if not known:
        return say("draw.spark.empty", lang)
    first, last, low, high = (count(value, lang) for value in (known[0], known[-1], min(known), max(known)))
    return say("draw.spark.description", lang, first=first, last=last, low=low, high=high)


def _twin(data: SparkData, lang: str) -> Twin:
    rows = tuple(
        (moment, "–" if value is None else count(value, lang))
        for moment, value in zip(data.moments, data.values, strict=True)
    )
    heads = (say("draw.spark.period", lang), say("draw.spark.value", lang))
    return Twin(heads, rows, data.title, (False, True))
