"""The process map: steps as boxes, the dominant route straight down, width for how many, and waits on the lines."""

from schakel.draw.legend import footer, key_row, partner_legend
from schakel.draw.map_boxes import draw_box, mark
from schakel.draw.map_break_lines import break_keys, draw_side, draw_sign
from schakel.draw.map_choice import MOST_BOXES, MOST_EDGES, MOST_UNSEEN, Choice, choose
from schakel.draw.map_data import MapData
from schakel.draw.map_lines import draw_line, draw_link, draw_words
from schakel.draw.map_placing import ROUND, WIDEST, Placed, content, placed
from schakel.draw.map_twin import anchor, map_twins
from schakel.draw.palette import LINE, PAPER, SOFT_INK, SPINE, STRONG_LINE, PartnerStyle, partner_styles
from schakel.draw.picture import Picture
from schakel.draw.svg import Point, document, label, number, tag
from schakel.draw.wording import scope_lines, units
from schakel.texts import say

MARGIN = 10.0
NARROWEST = 980.0  # room for legend and footer beside a narrow map
SMALLEST = 11.0  # px of the smallest text
LEAST_ARCHES = 3  # trails out of sight that are drawn however wide the map becomes
READABLE = 10.0  # px that it keeps when a page scales the map down


def process_map(
    data: MapData,
    lang: str,
    *,
    name: str = "process-map",
    across: bool = False,
    boxes: int = MOST_BOXES,
    edges: int = MOST_EDGES,
    narrowest: float = NARROWEST,
) -> Picture:
    """The map of a chain. `name` starts every id in it, so two maps in one page need two names.

    At most so many boxes and lines are drawn; what is left out is said in the picture and stands in its table.
    across: from left to right, for a page that lies on its side. narrowest: px for legend and footer, also where the
    map is narrower. LayoutError when there is no working Graphviz.
    """
    found = [*(node.partner for node in data.nodes), *(end.partner for end in data.unseen_ends)]
    styles = partner_styles(data.scope.all_partners(found), data.scope.unseen)
    everything = _across(data, styles, lang, boxes, edges) if across else _fitting(data, styles, lang, boxes, edges)
    choice = everything.content.choice
    title = say("draw.map.title", lang)
    description = _description(data, choice, lang, across)
    twin, *more = map_twins(data, choice, lang, name)
    told = scope_lines(data.scope, lang, _own_lines(choice, lang), hidden="transitions")
    parts, size = _picture(everything, data, styles, lang, name, told, narrowest)
    least = round(size[0] * READABLE / SMALLEST)
    svg = document(name, title, description, size, parts, least_width=least, links=bool(choice.nodes))
    return Picture(name, svg, title, description, twin, *size, least, tuple(more), told)


def _across(data: MapData, styles: dict[str, PartnerStyle], lang: str, boxes: int, edges: int) -> Placed:
    choice = choose(data, boxes=boxes, edges=edges, arches=LEAST_ARCHES)
    return placed(content(data, choice, styles, lang, across=True), data, lang, across=True)


def _fitting(data: MapData, styles: dict[str, PartnerStyle], lang: str, boxes: int, edges: int) -> Placed:
    """With as many arches as leave the map within the width of a page, else with those that make it narrowest."""
    tried: list[Placed] = []
    most = min(MOST_UNSEEN, len(data.unseen_ends))
    for arches in range(most, min(most, LEAST_ARCHES) - 1, -1):
        found = placed(content(data, choose(data, boxes=boxes, edges=edges, arches=arches), styles, lang), data, lang)
        if found.width <= WIDEST:
            return found
        tried.append(found)
    return min(tried, key=lambda found: found.width)


def _description(data: MapData, choice: Choice, lang: str, across: bool) -> str:
    if not choice.nodes:
        return say("draw.map.description_empty", lang)
    labels = {node.id: node.label for node in choice.nodes}
    spine = ""
    if len(choice.spine) > 1:
        key = f"draw.map.description_spine{'_across' if across else ''}"
        spine = say(key, lang, spine=", ".join(labels[node] for node in choice.spine))
    told = say(
        f"draw.map.description{'_across' if across else ''}",
        lang,
        spine=spine,
        unit=units(data.scope.unit, lang),
        boxes=len(choice.nodes),
        edges=len(choice.drawn),
    )
    more = [say("draw.map.description_sides", lang, n=len(choice.sides))] if choice.sides else []
    more += [say("draw.map.description_unseen", lang)] if choice.unseen else []
    return " ".join((told, *more))


def _picture(
    found: Placed,
    data: MapData,
    styles: dict[str, PartnerStyle],
    lang: str,
    name: str,
    told: tuple[str, ...],
    narrowest: float,
) -> tuple[list[str], Point]:
    """Legend, map, key and footer under each other; gives the drawing and its size."""
    room = max(found.width, narrowest)
    what = found.content
    used = [text.node.partner for text in what.texts if not text.node.is_other]
    used += [end.partner for end in what.choice.unseen if end.partner]
    parts, y = partner_legend(styles, used, room, 0, lang)
    y += 14
    if what.texts:
        inner = _map_parts(found, data, styles, lang, name)
        shift = f"translate({number(found.x + (room - found.width) / 2)} {number(y + found.y)})"
        parts.append(tag("g", *inner, transform=shift))
        y += found.height + 18
    else:
        parts.append(label(0, y + 14, say("draw.empty", lang), 14, SOFT_INK))
        y += 30
    keys, y = _keys(found, room, y, lang)
    phrases, y = footer(told, room, y + 2)
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


def _map_parts(found: Placed, data: MapData, styles: dict[str, PartnerStyle], lang: str, name: str) -> list[str]:
    what = found.content
    order = sorted(found.lines, key=lambda line: (line.on_spine, line.width))
    lines = [draw_line(line, what.most) for line in order]
    lines += [draw_side(words, *place) for words, place in zip(what.labels, found.labels, strict=True)]
    for sign, (centre, curve) in zip(what.signs, found.signs, strict=True):
        colour = styles[sign.end.partner].colour if sign.end.partner else STRONG_LINE
        lines.append(draw_sign(sign, centre, curve, colour))
    rows = {node.id: place for place, node in enumerate(data.nodes)}
    parts = [tag("g", *lines, aria_hidden="true")]
    parts += [_round(centre, kind) for kind, centre in found.rings]
    for place, (text, centre) in enumerate(zip(what.texts, found.boxes, strict=True)):
        href = text.node.link or f"#{anchor(name, rows[text.node.id])}"
        parts.append(draw_box(text, centre, href, f"{name}-box-{place + 1}", data.scope.unit, lang))
    words = [draw_words(found.lines[place], centre) for place, centre in found.words]
    parts.append(tag("g", *words, aria_hidden="true", pointer_events="none"))
    at = {text.node.id: place for place, text in enumerate(what.texts)}
    leading = [line for line in found.lines if line.edge.link]
    leading.sort(key=lambda line: (at.get(line.edge.source, -1), at.get(line.edge.target, len(at))))
    return [*parts, *map(draw_link, leading)]


def _round(centre: Point, kind: str) -> str:
    x, y = centre
    ring = tag("circle", cx=x, cy=y, r=ROUND / 2 - 1, fill=PAPER, stroke=SPINE, stroke_width=2)
    if kind == "end":
        return ring + tag("rect", x=x - 5, y=y - 5, width=10, height=10, fill=SPINE)
    return ring + tag("path", d=f"M{number(x - 4)} {number(y - 6)}l11 6l-11 6Z", fill=SPINE)


def _keys(found: Placed, width: float, top: float, lang: str) -> tuple[list[str], float]:
    """How to read it, with only what occurs in this map."""
    what = found.content
    if not what.texts:
        return [], top
    items = [(_sample_words(lang), 62.0, say("draw.map.key_edge", lang))]
    if any(line.on_spine for line in found.lines):
        spine = tag("path", d="M0 7h26", stroke=SPINE, stroke_width=7)
        items.insert(0, (spine, 26.0, say("draw.map.key_spine", lang)))
    if any(line.edge.is_parallel for line in found.lines):
        dots = tag("path", d="M0 7h26", stroke=LINE, stroke_width=1.6, stroke_dasharray="0.1 5", stroke_linecap="round")
        items.append((dots, 26.0, say("draw.map.key_parallel", lang)))
    if any(text.style.unseen for text in what.texts):
        dashed = tag("rect", y=1, width=20, height=12, rx=3, fill="none", stroke=LINE, stroke_dasharray="5 3")
        items.append((dashed, 20.0, say("draw.map.key_unseen", lang)))
    if any(text.node.more_partners for text in what.texts):
        items.append((label(0, 11, "+2", 11, SOFT_INK), 16.0, say("draw.map.key_more", lang)))
    if any(kind != "unseen" for text in what.texts for kind, _ in text.marks):
        items.append((mark("start", 0, 11) + mark("end", 14, 11), 24.0, say("draw.map.key_starts", lang)))
    items += break_keys(bool(what.labels), bool(what.signs), lang)
    return key_row(items, width, top)


def _sample_words(lang: str) -> str:
    shown = say("draw.short.days", lang, n="12")
    return label(0, 11, "842", 11, SPINE, font_weight="bold") + label(31, 11, shown, 11, SOFT_INK)
