"""Everything of a process map with its place: boxes, lines, words, starts and ends, and breaks in the chain."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from schakel.draw.map_boxes import BoxText, box_text
from schakel.draw.map_break_lines import SideLabel, UnseenSign, side_label, unseen_sign
from schakel.draw.map_choice import Choice
from schakel.draw.map_data import MapData, MapEdge, MapNode
from schakel.draw.map_labels import Wanted, around, place_labels
from schakel.draw.map_layout import Box, Line, MapLayout, layout
from schakel.draw.map_lines import MapLine, map_line, tip, words_height
from schakel.draw.palette import PartnerStyle
from schakel.draw.svg import Point

ROUND = 28.0  # diameter of start and end
WIDEST = 1060.0  # what a page shows at full size
ACROSS = (30.0, 46.0)  # px between boxes of a map that runs across: under each other, and after each other
ASIDES = (48.0, 36.0, 24.0, 18.0, 14.0, 10.0)  # room between boxes in px, tried in this order
NEARLY = 1.02  # times the width of a page: what is expected to be wider than this is not tried
LABELLED = 0.02  # lines below this share of the most frequent get no words; the table has them
Curve = tuple[Point, ...]
Ring = tuple[int, str]  # of which part of the map (0 is the main one), and whether it is its start or its end
Thing = str | Ring | SideLabel | UnseenSign  # what takes room: a step by its id, a start or end, or words
MAIN: tuple[Ring, Ring] = ((0, "start"), (0, "end"))


@dataclass(frozen=True)
class Content:
    """What is to be drawn, still without places. rings: the start and end of parts that stand on their own."""

    choice: Choice
    texts: tuple[BoxText, ...]
    edges: tuple[MapEdge, ...]
    rings: tuple[Ring, ...]
    labels: tuple[SideLabel, ...]
    signs: tuple[UnseenSign, ...]

    @property
    def most(self) -> int:
        """The number of the most frequent line, which is the widest."""
        return max((edge.number for edge in self.edges), default=0) or 1

    @property
    def spine_pairs(self) -> set[tuple[str, str]]:
        """The transitions of the dominant route, from the start to the end."""
        return set(pairwise(("", *self.choice.spine, "")))

    def on_spine(self, edge: MapEdge) -> bool:
        """Whether it belongs to the dominant route."""
        return (edge.source, edge.target) in self.spine_pairs

    def boxes(self) -> Iterator[tuple[Thing, Box]]:
        """All that takes room, in the order of the layout."""
        yield (0, "start"), Box(ROUND, ROUND, True, is_first=True, is_round=True)
        for text in self.texts:
            yield text.node.id, Box(text.width, text.height, text.node.id in self.choice.spine)
        yield (0, "end"), Box(ROUND, ROUND, True, is_last=True, is_round=True)
        for ring in self.rings:
            yield ring, Box(ROUND, ROUND, is_round=True)
        for label in self.labels:
            yield label, Box(label.width, label.height)
        for sign in self.signs:
            yield sign, Box(sign.width, sign.height)


@dataclass(frozen=True)
class Placed:
    """Content with its places. words: centre per line number. x and y bring all of it inside width and height."""

    content: Content
    lines: tuple[MapLine, ...] = ()
    boxes: tuple[Point, ...] = ()
    rings: tuple[tuple[str, Point], ...] = ()
    words: tuple[tuple[int, Point], ...] = ()
    labels: tuple[tuple[Point, tuple[Curve, ...]], ...] = ()
    signs: tuple[tuple[Point, Curve], ...] = ()
    x: float = 0
    y: float = 0
    width: float = 0
    height: float = 0


def content(
    data: MapData, choice: Choice, styles: dict[str, PartnerStyle], lang: str, *, across: bool = False
) -> Content:
    """All texts of the map in a language; the dominant route comes first. across: for a map that runs across."""
    starts = ((choice.part(edge.target), "start") for edge in choice.drawn_starts)
    ends = ((choice.part(edge.source), "end") for edge in choice.drawn_ends)
    unit, unseen = data.scope.unit, data.scope.unseen
    return Content(
        choice=choice,
        texts=tuple(box_text(node, choice, styles[node.partner], lang, narrow=across) for node in _spine_first(choice)),
        edges=choice.drawn,
        rings=tuple(sorted(ring for ring in (*starts, *ends) if ring not in MAIN)),
        labels=tuple(side_label(side, data.names, lang) for side in choice.sides),
        signs=tuple(unseen_sign(end, data.names, end.partner in unseen, unit, lang) for end in choice.unseen),
    )


def _spine_first(choice: Choice) -> list[MapNode]:
    place = {node: place for place, node in enumerate(choice.spine)}
    return sorted(choice.nodes, key=lambda node: (place.get(node.id, len(place)), -node.number, node.label, node.id))


def placed(what: Content, data: MapData, lang: str, *, across: bool = False) -> Placed:
    """Places for everything, downwards or across; LayoutError when there is no working Graphviz."""
    if not what.texts:
        return Placed(what)
    things = list(what.boxes())
    places = {thing: place for place, (thing, _) in enumerate(things)}
    found, curves, breaks = _lay_out(what, [box for _, box in things], places, across)
    names, unit = data.names, data.scope.unit
    lines = tuple(
        map_line(edge, curves[edge], what.most, what.on_spine(edge), names, unit, lang) for edge in what.edges
    )
    centres = found.centres
    shown = {thing for edge in what.edges for thing in _ends(edge, what.choice)}
    obstacles = [around(centre, box.width, box.height, 1) for centre, (_, box) in zip(centres, things, strict=True)]
    all_curves = [line.points for line in lines] + [curve for many in breaks for curve in many]
    words = place_labels(_wanted(lines, what.most, across), all_curves, obstacles)
    labels, signs = breaks[: len(what.labels)], breaks[len(what.labels) :]
    bare = Placed(
        content=what,
        lines=lines,
        boxes=tuple(centres[places[text.node.id]] for text in what.texts),
        rings=tuple((ring[1], centres[places[ring]]) for ring in (*MAIN, *what.rings) if ring in shown),
        words=tuple(sorted(words.items())),
        labels=tuple((centres[places[label]], many) for label, many in zip(what.labels, labels, strict=True)),
        signs=tuple((centres[places[sign]], many[0]) for sign, many in zip(what.signs, signs, strict=True)),
    )
    return _bounded(bare)


def _ends(edge: MapEdge, choice: Choice) -> tuple[Thing, Thing]:
    """What a line leaves and reaches: steps, or the start or end of its part."""
    source: Thing = edge.source or (choice.part(edge.target), "start")
    target: Thing = edge.target or (choice.part(edge.source), "end")
    return source, target


def _lay_out(
    what: Content, boxes: list[Box], places: dict[Thing, int], across: bool
) -> tuple[MapLayout, dict[MapEdge, Curve], list[tuple[Curve, ...]]]:
    """The layout, the curve of each transition, and those of each dashed line and sign.

    The dominant route comes first, so that loops are turned and not it.
    """
    order = sorted(what.edges, key=lambda edge: not what.on_spine(edge))  # stable: the frequent ones stay in front
    lines = []
    for edge in order:
        weight = max(1, round(40 * edge.number / what.most)) * (6 if what.on_spine(edge) else 1)
        source, target = _ends(edge, what.choice)
        lines.append(Line(places[source], places[target], weight, tip(edge, what.most)))
    drawn = {(edge.source, edge.target) for edge in what.edges}
    gaps = [
        Line(places[source or MAIN[0]], places[target or MAIN[1]], 20, hidden=True)
        for source, target in sorted(what.spine_pairs - drawn, reverse=True)
    ]
    broken = [_side_lines(words, places) for words in what.labels]
    broken += [[Line(places[sign.end.step], places[sign], 8, 1.0, into_top=True)] for sign in what.signs]
    every = (*gaps, *lines, *(line for many in broken for line in many))
    if across:
        found = layout(tuple(boxes), every, aside=ACROSS[0], below=ACROSS[1], across=True)
    else:
        found = as_wide_as_fits(tuple(boxes), every)
    curves = iter(found.curves[len(gaps) :])
    of_edges = {edge: next(curves) for edge in order}
    return found, of_edges, [tuple(next(curves) for _ in many) for many in broken]


def _side_lines(words: SideLabel, places: dict[Thing, int]) -> list[Line]:
    """A dashed line goes through its words, so that the layout keeps room for them."""
    lines = [Line(places[words], places[words.side.target], 3, 1.0)]
    return [Line(places[words.side.source], places[words], 3, 1.0), *lines] if words.side.source else lines


def as_wide_as_fits(boxes: tuple[Box, ...], lines: tuple[Line, ...]) -> MapLayout:
    """The airiest layout that a page can show without making its text small; else the tightest.

    A width grows nearly in a line with the room between boxes, so those that lie well beyond are not tried.
    """
    airiest, tightest = layout(boxes, lines, aside=ASIDES[0]), ASIDES[-1]
    if airiest.width <= WIDEST:
        return airiest
    found = layout(boxes, lines, aside=tightest)
    growth = (airiest.width - found.width) / (ASIDES[0] - tightest)
    for aside in ASIDES[1:-1]:
        if found.width + growth * (aside - tightest) <= WIDEST * NEARLY:
            tried = layout(boxes, lines, aside=aside)
            if tried.width <= WIDEST:
                return tried
    return found


def _wanted(lines: tuple[MapLine, ...], most: int, across: bool) -> Iterator[Wanted]:
    worth = [
        (place, line)
        for place, line in enumerate(lines)
        if line.on_spine or line.edge.number + line.edge.n_parallel >= LABELLED * most
    ]
    worth.sort(key=lambda item: not item[1].on_spine)
    for place, line in worth:
        yield Wanted(place, line.words_width, words_height(line), line.width / 2 if line.on_spine else 0, across)


def _bounded(bare: Placed) -> Placed:
    """With the room that lines and words take outside the boxes."""
    what = bare.content
    found = [(centre, text.width, text.height) for centre, text in zip(bare.boxes, what.texts, strict=True)]
    found += [(centre, ROUND, ROUND) for _, centre in bare.rings]
    found += [(centre, words.width, words.height) for (centre, _), words in zip(bare.labels, what.labels, strict=True)]
    found += [(centre, sign.width, sign.height) for (centre, _), sign in zip(bare.signs, what.signs, strict=True)]
    found += [(centre, bare.lines[place].words_width, 20) for place, centre in bare.words]
    found += [(point, 2 * line.width, 2 * line.width) for line in bare.lines for point in line.points]
    broken = [curve for _, many in bare.labels for curve in many] + [curve for _, curve in bare.signs]
    found += [(point, 4, 4) for curve in broken for point in curve]
    left, right = _reach((x, wide) for (x, _), wide, _ in found)
    top, bottom = _reach((y, high) for (_, y), _, high in found)
    return replace(bare, x=-left, y=-top, width=right - left, height=bottom - top)


def _reach(spans: Iterable[tuple[float, float]]) -> tuple[float, float]:
    """The least and the greatest of spans, each given by its middle and length."""
    both = [(middle - length / 2, middle + length / 2) for middle, length in spans]
    return min(low for low, _ in both), max(high for _, high in both)
