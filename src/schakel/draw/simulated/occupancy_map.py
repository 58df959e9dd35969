"""The chain by occupancy: how full each box is, who waits, and how many clients a week go where."""

from dataclasses import dataclass

from schakel.draw.map_choice import MOST_BOXES, MOST_EDGES, connected_first
from schakel.draw.map_data import MapEdge
from schakel.draw.map_labels import Wanted, around, place_labels
from schakel.draw.map_layout import MapLayout
from schakel.draw.map_lines import MapLine, draw_line, draw_words, stroke, tip, words_height
from schakel.draw.map_twin import anchor
from schakel.draw.palette import INK, LINE, PAPER, SPINE, STRONG_LINE
from schakel.draw.picture import Picture, Twin
from schakel.draw.simulated.chain_layout import chain_layout
from schakel.draw.simulated.occupancy_box import OccupancyBox, draw_occupancy, occupancy_bar, occupancy_box
from schakel.draw.simulated.occupancy_data import OccupancyData, OccupancyFlow, OccupancyNode
from schakel.draw.simulated.scope import simulated_lines
from schakel.draw.simulated.sheet import SMALL, WIDTH, Key, sheet
from schakel.draw.simulated.span import amount
from schakel.draw.svg import Point, label, number, tag
from schakel.draw.text_width import text_width
from schakel.texts import say, shown

__all__ = ["OccupancyData", "OccupancyFlow", "OccupancyNode", "occupancy_map"]

MILLI = 1000  # a line of the process map counts whole things: thousandths of a client a week
NOTABLE = 0.005  # a share lost below this has no words on its line; the table has it
STRONG = 0.12
TRACE = 0.001  # flows below this share of the largest are in the table only
SIZES = ((MOST_BOXES, MOST_EDGES), (MOST_BOXES, 45), (26, 40), (22, 34), (18, 28), (14, 22))  # boxes, lines
WIDEST = 1240.0  # px that a page with its margins still shows in full


@dataclass(frozen=True)
class _Chain:
    """What is drawn: boxes and flows, each with its curve once there is a layout."""

    boxes: tuple[OccupancyBox, ...]
    flows: tuple[OccupancyFlow, ...]

    def place(self, node: str, *, is_source: bool) -> int:
        """The place of a node among all boxes: new clients first, the end last."""
        if not node:
            return 0 if is_source else len(self.boxes) + 1
        return 1 + next(place for place, box in enumerate(self.boxes) if box.node.id == node)


def occupancy_map(data: OccupancyData, lang: str, *, name: str = "occupancy-map") -> Picture:
    """Boxes with a bar for the places taken; fewer of them where a page could not show all.

    LayoutError when there is no working Graphviz.
    """
    chain, parts, width, y = _fitting(data, lang, name)
    extra = [say("draw.occupancy.counts", lang)]
    if len(chain.boxes) < len(data.nodes):
        extra.append(say("draw.scope.rows", lang, drawn=len(chain.boxes), all=len(data.nodes)))
    undrawn = sum(flow.per_week for flow in set(data.flows) - set(chain.flows))
    if undrawn > 0:
        extra.append(say("draw.map.not_drawn", lang, share=undrawn / sum(flow.per_week for flow in data.flows)))
    return sheet(
        name,
        say("draw.occupancy.title", lang),
        _description(data, chain, lang),
        (parts, y),
        (_nodes(data, lang, name), _flows(data, lang)),
        lang,
        keys=_keys(data, lang),
        phrases=simulated_lines(data.scope, lang, extra),
        width=width,
        links=bool(parts),
    )


def _fitting(data: OccupancyData, lang: str, name: str) -> tuple[_Chain, list[str], float, float]:
    """With as many boxes as a page can show, else as narrow as it gets: what is drawn, its width and where it ends."""
    tried: list[tuple[_Chain, list[str], float, float]] = []
    for boxes, lines in SIZES:
        chain = _chosen(data, boxes, lines, lang)
        if not chain.boxes:
            return chain, [], WIDTH, 0.0
        tried.append((chain, *_drawn(chain, data, lang, name)))
        if tried[-1][2] <= WIDEST:
            return tried[-1]
    return min(tried, key=lambda found: found[2])


def _chosen(data: OccupancyData, boxes: int, lines: int, lang: str) -> _Chain:
    """Nodes that most clients come to or wait at, and the largest flows between them: first one in and out of each."""
    kept = {node.id for node in _busiest(data)[:boxes]}
    least = TRACE * max((flow.per_week for flow in data.flows), default=0.0)
    flows = [flow for flow in data.flows if {flow.source, flow.target} - {""} <= kept and flow.per_week > least]
    by_edge = {_edge(flow): flow for flow in sorted(flows, key=lambda f: (-f.per_week, f.source, f.target))}
    chosen = connected_first(list(by_edge), lines)
    texts = tuple(occupancy_box(node, lang) for node in data.nodes if node.id in kept)
    return _Chain(texts, tuple(by_edge[edge] for edge in chosen))


def _busiest(data: OccupancyData) -> list[OccupancyNode]:
    """By turns the node that most come to and the node at which most wait."""
    by_through = sorted(data.nodes, key=lambda node: (-data.through(node.id), node.id))
    by_waiting = sorted(data.nodes, key=lambda node: (-node.waiting, node.id))
    return sorted(by_through, key=lambda node: min(by_through.index(node), by_waiting.index(node)))


def _edge(flow: OccupancyFlow) -> MapEdge:
    return MapEdge(flow.source, flow.target, max(1, round(flow.per_week * MILLI)))


def _drawn(chain: _Chain, data: OccupancyData, lang: str, name: str) -> tuple[list[str], float, float]:
    """The map, its width and where it ends."""
    ends = [say(f"draw.occupancy.{key}", lang) for key in ("start", "end")]
    small = [(text_width(text, SMALL, bold=True) + 22, 24.0) for text in ends]
    sizes = [small[0], *((box.width, box.height) for box in chain.boxes), small[1]]
    edges = [_edge(flow) for flow in chain.flows]
    most = max((edge.number for edge in edges), default=1)
    pairs = [
        (chain.place(flow.source, is_source=True), chain.place(flow.target, is_source=False), flow.per_week)
        for flow in chain.flows
    ]
    found = chain_layout(sizes, pairs, [tip(edge, most) for edge in edges])
    names = {node.id: node.label for node in data.nodes}
    lines = [
        _line(flow, edge, curve, most, names, lang)
        for flow, edge, curve in zip(chain.flows, edges, found.curves, strict=True)
    ]
    obstacles = [around(centre, *size, 1) for centre, size in zip(found.centres, sizes, strict=True)]
    wanted = [Wanted(place, line.words_width, words_height(line)) for place, line in enumerate(lines)]
    words = place_labels(wanted, [line.points for line in lines], obstacles)
    left, right = _reach(found, lines, words)
    width = max(WIDTH, right - left)
    shift = f"translate({number((width - right + left) / 2 - left)} 6)"
    drawn = [draw_line(line, most) for line in sorted(lines, key=lambda line: line.width)]
    parts = [tag("g", *drawn, aria_hidden="true")]
    parts += [_end(text, found.centres[place], sizes[place]) for text, place in zip(ends, (0, -1), strict=True)]
    rows = {node.id: place for place, node in enumerate(data.nodes)}
    for place, (box, centre) in enumerate(zip(chain.boxes, found.centres[1:-1], strict=True)):
        parts.append(draw_occupancy(box, centre, f"#{anchor(name, rows[box.node.id])}", f"{name}-box-{place + 1}"))
    parts.append(tag("g", *(draw_words(lines[at], centre) for at, centre in sorted(words.items())), aria_hidden="true"))
    return [tag("g", *parts, transform=shift)], width, found.height + 18


def _line(
    flow: OccupancyFlow, edge: MapEdge, curve: tuple[Point, ...], most: int, names: dict[str, str], lang: str
) -> MapLine:
    per_week = say("draw.occupancy.per_week", lang, n=amount(flow.per_week, lang))
    lost = say("draw.occupancy.lost", lang, share=flow.lost) if flow.lost >= NOTABLE else ""
    source = names.get(flow.source) or say("draw.occupancy.start", lang)
    target = names.get(flow.target) or say("draw.occupancy.end", lang)
    told = ", ".join(filter(None, (f"{source} → {target}: {per_week}", lost)))
    strong = edge.number >= STRONG * most
    return MapLine(
        edge,
        curve,
        stroke(edge, most),
        STRONG_LINE if strong else LINE,
        False,
        (amount(flow.per_week, lang), lost),
        told,
    )


def _reach(found: MapLayout, lines: list[MapLine], words: dict[int, Point]) -> tuple[float, float]:
    """The least and the greatest x of all that is drawn."""
    left, right = 0.0, found.width
    for line in lines:
        for x, _ in line.points:
            left, right = min(left, x - line.width), max(right, x + line.width)
    for place, (x, _) in words.items():
        half = lines[place].words_width / 2
        left, right = min(left, x - half), max(right, x + half)
    return left, right


def _end(text: str, centre: Point, size: Point) -> str:
    """Where clients come in or go out: dark with light words."""
    (x, y), (wide, high) = centre, size
    box = tag("rect", x=x - wide / 2, y=y - high / 2, width=wide, height=high, rx=high / 2, fill=SPINE)
    return box + label(x, y + 4, text, SMALL, PAPER, text_anchor="middle", font_weight="bold")


def _keys(data: OccupancyData, lang: str) -> list[Key]:
    items = [("".join(occupancy_bar(0.6, 0.5, 2, 34)), 36.0, say("draw.occupancy.key_taken", lang))]
    if any(node.occupancy is not None and node.occupancy >= 0.95 for node in data.nodes):
        items.append(("".join(occupancy_bar(1.0, 0.5, 2, 34)), 36.0, say("draw.occupancy.key_full", lang)))
    if any(node.occupancy is None for node in data.nodes):
        items.append(("".join(occupancy_bar(None, 0.5, 2, 34)), 36.0, say("draw.occupancy.key_none", lang)))
    sample = "12"
    wide = text_width(sample, SMALL, bold=True)
    items.append((label(0, 11, sample, SMALL, INK, font_weight="bold"), wide, say("draw.occupancy.key_line", lang)))
    return items


def _description(data: OccupancyData, chain: _Chain, lang: str) -> str:
    if not chain.boxes:
        return say("draw.occupancy.description_empty", lang)
    known = [node for node in data.nodes if node.occupancy is not None]
    told = [say("draw.occupancy.description", lang, boxes=len(chain.boxes), lines=len(chain.flows))]
    if known:
        fullest = max(known, key=lambda node: (node.occupancy or 0.0, node.id))
        told.append(say("draw.occupancy.fullest", lang, label=fullest.label, share=fullest.occupancy))
    return " ".join(told)


def _nodes(data: OccupancyData, lang: str, name: str) -> Twin:
    heads = tuple(say(f"draw.occupancy.{key}", lang) for key in ("box", "partner", "occupancy", "waiting", "mean_wait"))
    rows = []
    for node in data.nodes:
        taken = "–" if node.occupancy is None else shown(node.occupancy, "share", lang)
        wait = "–" if node.mean_wait is None else amount(node.mean_wait, lang)
        rows.append((node.label, node.partner or "–", taken, amount(node.waiting, lang), wait))
    anchors = tuple(anchor(name, place) for place in range(len(data.nodes)))
    caption = say("draw.occupancy.caption", lang)
    return Twin(heads, tuple(rows), caption, (False, False, True, True, True), anchors)


def _flows(data: OccupancyData, lang: str) -> Twin:
    heads = tuple(say(f"draw.occupancy.{key}", lang) for key in ("source", "target", "clients", "lost_share"))
    names = {node.id: ", ".join(filter(None, (node.label, node.partner))) for node in data.nodes}
    rows = tuple(
        (
            names.get(flow.source) or f"({say('draw.occupancy.start', lang)})",
            names.get(flow.target) or f"({say('draw.occupancy.end', lang)})",
            amount(flow.per_week, lang),
            shown(flow.lost, "share", lang),
        )
        for flow in sorted(data.flows, key=lambda flow: (-flow.per_week, flow.source, flow.target))
    )
    return Twin(heads, rows, say("draw.occupancy.caption_flows", lang), (False, False, True, True))
