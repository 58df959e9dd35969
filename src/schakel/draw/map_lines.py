"""The lines of a process map: how thick, with which head, and the words on them."""

from dataclasses import dataclass

from schakel.draw.map_data import MapEdge
from schakel.draw.palette import INK, LINE, PAPER, SOFT_INK, SPINE, STRONG_LINE
from schakel.draw.svg import Point, clean, curve, escape, number, tag
from schakel.draw.text_width import text_width
from schakel.draw.wording import count, counted, short_duration
from schakel.texts import say

WIDEST = 11.0  # px of the most frequent line
THINNEST = 1.3
SIZE = 11.0
SPINE_SIZE = 12.0
GAP = 5.0  # px between the number and the wait
REACH = 16.0  # px on which a pointer finds a line that is a link
STRONG = 0.12  # share of the most frequent line from which a line is drawn darker


@dataclass(frozen=True)
class MapLine:
    """A line without words or with them. points: a start and triples of Bezier points. words: number and wait."""

    edge: MapEdge
    points: tuple[Point, ...]
    width: float
    colour: str
    on_spine: bool
    words: tuple[str, str]
    tooltip: str

    @property
    def size(self) -> float:
        """Font size of its words, in px."""
        return SPINE_SIZE if self.on_spine else SIZE

    @property
    def words_width(self) -> float:
        """Px of its words with the gap between them and a margin."""
        first, second = self.words
        gap = GAP if second else 0
        return text_width(first, self.size, bold=True) + gap + text_width(second, self.size) + 8


def stroke(edge: MapEdge, most: int) -> float:
    """Width in px; grows with the number, a little slower than it, so that small lines are still seen."""
    if edge.is_parallel:
        return 1.6
    return float(THINNEST + (WIDEST - THINNEST) * (edge.number / max(1, most)) ** 0.8)


def tip(edge: MapEdge, most: int) -> float:
    """Px from the end of the line to the box: the length of the arrow's head."""
    return 1.0 if edge.is_parallel else 6 + 0.5 * stroke(edge, most)


def map_line(
    edge: MapEdge, points: tuple[Point, ...], most: int, on_spine: bool, names: dict[str, str], unit: str, lang: str
) -> MapLine:
    """A line with its look and its words; names: label per step id."""
    strong = edge.number >= STRONG * most
    wait = "" if edge.wait_days is None or not edge.is_inner else short_duration(edge.wait_days, lang)
    return MapLine(
        edge=edge,
        points=points,
        width=stroke(edge, most),
        colour=SPINE if on_spine else STRONG_LINE if strong else LINE,
        on_spine=on_spine,
        words=(count(edge.n_parallel if edge.is_parallel else edge.number, lang), wait),
        tooltip=_tooltip(edge, names, unit, lang),
    )


def _tooltip(edge: MapEdge, names: dict[str, str], unit: str, lang: str) -> str:
    if not edge.is_inner:
        key = "end" if edge.source else "start"
        return f"{names[edge.source or edge.target]}: " + say(
            f"draw.map.tooltip_{key}", lang, number=counted(edge.number, unit, lang)
        )
    shown = counted(edge.n_parallel if edge.is_parallel else edge.number, unit, lang)
    return say(
        f"draw.map.tooltip_{'parallel' if edge.is_parallel else 'edge'}",
        lang,
        source=names[edge.source],
        target=names[edge.target],
        number=shown,
        wait=short_duration(edge.wait_days, lang),
    )


def draw_line(line: MapLine, most: int) -> str:
    """The line with its head; overlapping steps get dots and no head, because nobody hands over."""
    dotted = line.edge.is_parallel
    path = tag(
        "path",
        d=curve(line.points),
        fill="none",
        stroke=line.colour,
        stroke_width=line.width,
        stroke_dasharray="0.1 5" if dotted else None,
        stroke_linecap="round" if dotted else None,
    )
    head = "" if dotted else _head(line, tip(line.edge, most))
    return tag("g", tag("title", escape(line.tooltip)), path, head)


def draw_link(line: MapLine) -> str:
    """What a pointer or the keyboard reaches of a line that leads somewhere: as wide as a finger, and not seen."""
    reach = tag(
        "path",
        d=curve(line.points),
        fill="none",
        stroke=SPINE,
        stroke_opacity=0,
        stroke_width=max(REACH, line.width),
        pointer_events="stroke",
    )
    title = tag("title", escape(line.tooltip))
    return tag("a", title, reach, href=line.edge.link, aria_label=line.tooltip, class_="schakel-map-line")


def _head(line: MapLine, length: float) -> str:
    (x, y), (u, v) = line.points[-1], _before(line.points)
    far = ((x - u) ** 2 + (y - v) ** 2) ** 0.5 or 1.0
    along, down = (x - u) / far, (y - v) / far
    half = 3 + 0.6 * line.width
    corners = (
        (x - half * down - along * 0.5, y + half * along - down * 0.5),
        (x + along * length, y + down * length),
        (x + half * down - along * 0.5, y - half * along - down * 0.5),
    )
    return tag("path", d="M" + "L".join(f"{number(a)} {number(b)}" for a, b in corners) + "Z", fill=line.colour)


def _before(points: tuple[Point, ...]) -> Point:
    """The last point that differs from the end, which gives the direction of the head."""
    return next((point for point in reversed(points[:-1]) if point != points[-1]), points[0])


def draw_words(line: MapLine, centre: Point) -> str:
    """The number in bold and the wait after it, on paper so that the line does not run through them."""
    wide, high = line.words_width, words_height(line)
    patch = tag(
        "rect",
        x=centre[0] - wide / 2,
        y=centre[1] - high / 2,
        width=wide,
        height=high,
        rx=4,
        fill=PAPER,
        fill_opacity=0.93,
    )
    first, second = (escape(clean(text)) for text in line.words)
    parts = [tag("tspan", first, font_weight="bold", fill=INK)]
    if second:
        parts.append(tag("tspan", second, dx=GAP))
    base = centre[1] + line.size * 0.36
    return patch + tag("text", *parts, x=centre[0], y=base, font_size=line.size, fill=SOFT_INK, text_anchor="middle")


def words_height(line: MapLine) -> float:
    """Px of the patch behind the words."""
    return line.size + 4
