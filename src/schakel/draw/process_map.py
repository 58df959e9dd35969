"""The process map: steps as boxes, the dominant route straight down, width for how many, and waits on the lines."""

from dataclasses import dataclass
from itertools import pairwise

from schakel.draw.legend import footer, key_row, partner_legend
from schakel.draw.map_boxes import BoxText, box_text, draw_box, greatest, mark
from schakel.draw.map_data import Choice, MapData, MapEdge, MapNode, choose
from schakel.draw.map_labels import Wanted, around, place_labels
from schakel.draw.map_layout import Box, Line, MapLayout, layout
from schakel.draw.map_lines import MapLine, draw_line, draw_words, map_line, tip, words_height
from schakel.draw.map_twin import anchor, map_twins
from schakel.draw.palette import LINE, PAPER, SOFT_INK, SPINE, PartnerStyle, partner_styles
from schakel.draw.picture import Picture
from schakel.draw.svg import Point, document, label, number, tag
from schakel.draw.wording import scope_lines, units
from schakel.texts import say

ROUND = 28.0  # diameter of start and end
MARGIN = 10.0
NARROWEST = 980.0  # room for legend and footer beside a narrow map
WIDEST = 1060.0  # what a page shows at full size
ASIDES = (48.0, 36.0, 24.0, 18.0, 14.0, 10.0)  # room between boxes in px, tried in this order
LABELLED = 0.02  # lines below this share of the most frequent get no words; the table has them
SMALLEST = 11.0  # px of the smallest text
READABLE = 10.0  # px that it keeps when a page scales the map down


@dataclass(frozen=True)
class _Map:
    """Everything that has its place; x and y: what to add to bring all of it inside the picture."""

    texts: tuple[BoxText, ...]
    lines: tuple[MapLine, ...]
    centres: tuple[Point, ...]
    words: dict[int, Point]
    x: float
    y: float
    width: float
    height: float


def process_map(data: MapData, lang: str, *, name: str = "process-map") -> Picture:
    """The map of a chain. `name` starts every id in it, so two maps in one page need two names.

    At most 30 boxes and 60 lines are drawn; what is left out is said in the picture and stands in its table.
    LayoutError when there is no working Graphviz.
    """
    choice = choose(data)
    title = say("draw.map.title", lang)
    description = _description(data, choice, lang)
    twin, steps = map_twins(data, choice, lang, name)
    styles = partner_styles(data.scope.all_partners(node.partner for node in data.nodes), data.scope.unseen)
    content, size = _picture(_place(data, choice, styles, lang), data, choice, styles, lang, name)
    least = round(size[0] * READABLE / SMALLEST)
    svg = document(name, title, description, size, content, least_width=least, links=bool(choice.nodes))
    return Picture(name, svg, title, description, twin, *size, least, (steps,))


def _description(data: MapData, choice: Choice, lang: str) -> str:
    if not choice.nodes:
        return say("draw.map.description_empty", lang)
    labels = {node.id: node.label for node in choice.nodes}
    spine = ""
    if len(choice.spine) > 1:
        spine = say("draw.map.description_spine", lang, spine=", ".join(labels[node] for node in choice.spine))
    return say(
        "draw.map.description",
        lang,
        spine=spine,
        unit=units(data.scope.unit, lang),
        boxes=len(choice.nodes),
        edges=len(_edges(choice)),
    )


def _edges(choice: Choice) -> tuple[MapEdge, ...]:
    """All lines, with the greatest start and end, most frequent first."""
    ends = [edge for edge in (greatest(choice.starts), greatest(choice.ends)) if edge]
    return tuple(sorted((*choice.lines, *ends), key=lambda e: (-e.number, -e.n_parallel, e.source, e.target)))


def _place(data: MapData, choice: Choice, styles: dict[str, PartnerStyle], lang: str) -> _Map:
    texts = tuple(box_text(node, choice, styles[node.partner], lang) for node in _spine_first(choice))
    edges = _edges(choice)
    found = _lay_out(texts, edges, choice)
    most = _most(edges)
    names = {node.id: node.label for node in choice.nodes}
    lines = tuple(
        map_line(edge, points, most, _pair(edge) in _spine_pairs(choice), names, data.scope.unit, lang)
        for edge, points in zip(edges, found.curves, strict=True)
    )
    words = _place_words(lines, texts, found.centres, most)
    return _bounded(texts, lines, found.centres, words)


def _spine_first(choice: Choice) -> list[MapNode]:
    place = {node: place for place, node in enumerate(choice.spine)}
    return sorted(choice.nodes, key=lambda node: (place.get(node.id, len(place)), -node.number, node.label, node.id))


def _lay_out(texts: tuple[BoxText, ...], edges: tuple[MapEdge, ...], choice: Choice) -> MapLayout:
    """Boxes in the order start, steps, end. The dominant route comes first, so that loops are turned and not it."""
    if not texts:
        return MapLayout(0, 0, (), ())
    places = {text.node.id: place + 1 for place, text in enumerate(texts)}
    boxes = [Box(ROUND, ROUND, True, is_first=True, is_round=True)]
    boxes += [Box(text.width, text.height, text.node.id in choice.spine) for text in texts]
    boxes.append(Box(ROUND, ROUND, True, is_last=True, is_round=True))
    ends = places | {"": len(boxes) - 1}
    most, spine = _most(edges), _spine_pairs(choice)
    order = sorted(edges, key=lambda edge: _pair(edge) not in spine)  # stable: the frequent ones stay in front
    lines = []
    for edge in order:
        weight = max(1, round(40 * edge.number / most)) * (6 if _pair(edge) in spine else 1)
        lines.append(Line(places.get(edge.source, 0), ends[edge.target], weight, tip(edge, most)))
    for source, target in sorted(spine - {_pair(edge) for edge in edges}):
        lines.insert(0, Line(places.get(source, 0), ends[target], 20, hidden=True))
    found = _as_wide_as_fits(tuple(boxes), tuple(lines))
    curves = dict(zip(order, found.curves[-len(order) :], strict=True)) if order else {}
    return MapLayout(found.width, found.height, found.centres, tuple(curves[edge] for edge in edges))


def _as_wide_as_fits(boxes: tuple[Box, ...], lines: tuple[Line, ...]) -> MapLayout:
    """The airiest layout that a page can show without making its text small."""
    for aside in ASIDES:
        found = layout(boxes, lines, aside=aside)
        if found.width <= WIDEST:
            break
    return found


def _pair(edge: MapEdge) -> tuple[str, str]:
    return edge.source, edge.target


def _spine_pairs(choice: Choice) -> set[tuple[str, str]]:
    route = ("", *choice.spine, "")
    return set(pairwise(route))


def _most(edges: tuple[MapEdge, ...]) -> int:
    return max((edge.number for edge in edges), default=0) or 1


def _place_words(
    lines: tuple[MapLine, ...], texts: tuple[BoxText, ...], centres: tuple[Point, ...], most: int
) -> dict[int, Point]:
    sizes = [(ROUND, ROUND), *((text.width, text.height) for text in texts), (ROUND, ROUND)]
    boxes = [around(centre, *size, 1) for centre, size in zip(centres, sizes, strict=False)]
    worth = [
        (place, line)
        for place, line in enumerate(lines)
        if line.on_spine or line.edge.number + line.edge.n_parallel >= LABELLED * most
    ]
    worth.sort(key=lambda item: not item[1].on_spine)
    wanted = [
        Wanted(place, line.words_width, words_height(line), line.width / 2 if line.on_spine else 0)
        for place, line in worth
    ]
    return place_labels(wanted, [line.points for line in lines], boxes)


def _bounded(
    texts: tuple[BoxText, ...], lines: tuple[MapLine, ...], centres: tuple[Point, ...], words: dict[int, Point]
) -> _Map:
    """Everything with the room that lines and words take outside the boxes."""
    xs: list[float] = []
    ys: list[float] = []
    found = [(centre, text.width, text.height) for centre, text in zip(centres[1:-1], texts, strict=True)]
    found += [(centres[place], ROUND, ROUND) for place, _ in _rounds(lines)]
    for (x, y), wide, high in found:
        xs += (x - wide / 2, x + wide / 2)
        ys += (y - high / 2, y + high / 2)
    for line in lines:
        xs += [x + side * line.width for x, _ in line.points for side in (-1, 1)]
        ys += [y + side * line.width for _, y in line.points for side in (-1, 1)]
    for place, (x, y) in words.items():
        half = lines[place].words_width / 2
        xs += (x - half, x + half)
        ys += (y - 10, y + 10)
    if not texts:
        return _Map((), (), (), {}, 0, 0, 0, 0)
    width, height = max(xs) - min(xs), max(ys) - min(ys)
    return _Map(texts, lines, centres, words, -min(xs), -min(ys), width, height)


def _picture(
    found: _Map, data: MapData, choice: Choice, styles: dict[str, PartnerStyle], lang: str, name: str
) -> tuple[list[str], Point]:
    """Legend, map, key and footer under each other; gives the drawing and its size."""
    room = max(found.width, NARROWEST)
    used = [text.node.partner for text in found.texts if not text.node.is_other]
    parts, y = partner_legend(styles, used, room, 0, lang)
    y += 14
    if found.texts:
        inner = _map_parts(found, data, lang, name)
        shift = f"translate({number(found.x + (room - found.width) / 2)} {number(y + found.y)})"
        parts.append(tag("g", *inner, transform=shift))
        y += found.height + 18
    else:
        parts.append(label(0, y + 14, say("draw.empty", lang), 14, SOFT_INK))
        y += 30
    keys, y = _keys(found, room, y, lang)
    phrases, y = footer(scope_lines(data.scope, lang, _own_lines(choice, lang), hidden="transitions"), room, y + 2)
    parts += (*keys, *phrases)
    size = room + 2 * MARGIN, y + 2 * MARGIN
    return [tag("g", *parts, transform=f"translate({number(MARGIN)} {number(MARGIN)})")], size


def _own_lines(choice: Choice, lang: str) -> list[str]:
    phrases = []
    if choice.hidden > 0:
        phrases.append(say("draw.map.not_drawn", lang, share=choice.hidden))
    if choice.parallel > 0:
        phrases.append(say("draw.map.parallel", lang, share=choice.parallel))
    return phrases


def _map_parts(found: _Map, data: MapData, lang: str, name: str) -> list[str]:
    most = _most(tuple(line.edge for line in found.lines))
    order = sorted(found.lines, key=lambda line: (line.on_spine, line.width))
    rows = {node.id: place for place, node in enumerate(data.nodes)}
    parts = [tag("g", *(draw_line(line, most) for line in order), aria_hidden="true")]
    parts += [_round(found.centres[place], kind) for place, kind in _rounds(found.lines)]
    for place, text in enumerate(found.texts):
        href = text.node.link or f"#{anchor(name, rows[text.node.id])}"
        parts.append(draw_box(text, found.centres[place + 1], href, f"{name}-box-{place + 1}", data.scope.unit, lang))
    words = [draw_words(found.lines[place], centre) for place, centre in sorted(found.words.items())]
    return [*parts, tag("g", *words, aria_hidden="true")]


def _rounds(lines: tuple[MapLine, ...]) -> list[tuple[int, str]]:
    """Which of the start (the first box) and the end (the last) a line leads to."""
    rounds = [(0, "start")] if any(not line.edge.source for line in lines) else []
    return [*rounds, (-1, "end")] if any(not line.edge.target for line in lines) else rounds


def _round(centre: Point, kind: str) -> str:
    x, y = centre
    ring = tag("circle", cx=x, cy=y, r=ROUND / 2 - 1, fill=PAPER, stroke=SPINE, stroke_width=2)
    if kind == "end":
        return ring + tag("rect", x=x - 5, y=y - 5, width=10, height=10, fill=SPINE)
    return ring + tag("path", d=f"M{number(x - 4)} {number(y - 6)}l11 6l-11 6Z", fill=SPINE)


def _keys(found: _Map, width: float, top: float, lang: str) -> tuple[list[str], float]:
    """How to read it, with only what occurs in this map."""
    if not found.texts:
        return [], top
    items = [(_sample_words(lang), 62.0, say("draw.map.key_edge", lang))]
    if any(line.on_spine for line in found.lines):
        spine = tag("path", d="M0 7h26", stroke=SPINE, stroke_width=7)
        items.insert(0, (spine, 26.0, say("draw.map.key_spine", lang)))
    if any(line.edge.is_parallel for line in found.lines):
        dots = tag("path", d="M0 7h26", stroke=LINE, stroke_width=1.6, stroke_dasharray="0.1 5", stroke_linecap="round")
        items.append((dots, 26.0, say("draw.map.key_parallel", lang)))
    if any(text.style.unseen for text in found.texts):
        dashed = tag("rect", y=1, width=20, height=12, rx=3, fill="none", stroke=LINE, stroke_dasharray="5 3")
        items.append((dashed, 20.0, say("draw.map.key_unseen", lang)))
    if any(text.node.more_partners for text in found.texts):
        items.append((label(0, 11, "+2", 11, SOFT_INK), 16.0, say("draw.map.key_more", lang)))
    if any(text.marks for text in found.texts):
        items.append((mark("start", 0, 11) + mark("end", 14, 11), 24.0, say("draw.map.key_starts", lang)))
    return key_row(items, width, top)


def _sample_words(lang: str) -> str:
    shown = say("draw.short.days", lang, n="12")
    return label(0, 11, "842", 11, SPINE, font_weight="bold") + label(31, 11, shown, 11, SOFT_INK)
