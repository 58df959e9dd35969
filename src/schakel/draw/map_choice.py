"""The choice of what a process map draws when there is too much of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from schakel.draw.map_breaks import SideBySide, UnseenEnd
from schakel.draw.map_data import MapData, MapEdge, MapNode

MOST_BOXES = 30
MOST_EDGES = 60
MOST_UNSEEN = 8  # trails out of sight that are drawn; the others are marks at their box


@dataclass(frozen=True)
class Choice:
    """What is drawn. starts and ends: per step id, how many cases start or end there (marks at the box).

    lines: transitions drawn as lines, most frequent first. hidden: share of all one-after-the-other transitions that
    the data held and the picture does not draw. parallel: share of transitions that overlap. sides: drawn parts
    without a shared key; parts: the steps of each part that no line joins to the main one, empty without sides.
    unseen and marked: trails out of sight, drawn and as marks.
    """

    nodes: tuple[MapNode, ...]
    lines: tuple[MapEdge, ...]
    spine: tuple[str, ...]
    starts: dict[str, MapEdge]
    ends: dict[str, MapEdge]
    hidden: float
    parallel: float
    sides: tuple[SideBySide, ...] = ()
    parts: tuple[frozenset[str], ...] = ()
    unseen: tuple[UnseenEnd, ...] = ()
    marked: tuple[UnseenEnd, ...] = ()

    @property
    def drawn_starts(self) -> tuple[MapEdge, ...]:
        """The most frequent start of each part, the main one first: those that are lines."""
        return self._greatest(self.starts)

    @property
    def drawn_ends(self) -> tuple[MapEdge, ...]:
        """The most frequent end of each part, the main one first: those that are lines."""
        return self._greatest(self.ends)

    @property
    def drawn(self) -> tuple[MapEdge, ...]:
        """All lines, with the greatest starts and ends, most frequent first."""
        ends = (*self.drawn_starts, *self.drawn_ends)
        return tuple(sorted((*self.lines, *ends), key=lambda e: (-e.number, -e.n_parallel, e.source, e.target)))

    def part(self, step: str) -> int:
        """The number of the part that a step belongs to; 0 is the main one."""
        return next((place + 1 for place, part in enumerate(self.parts) if step in part), 0)

    def _greatest(self, edges: dict[str, MapEdge]) -> tuple[MapEdge, ...]:
        found: dict[int, MapEdge] = {}
        for edge in sorted(edges.values(), key=lambda edge: (-edge.number, edge.source, edge.target)):
            found.setdefault(self.part(edge.source or edge.target), edge)
        return tuple(found[part] for part in sorted(found))


def choose(data: MapData, *, boxes: int = MOST_BOXES, edges: int = MOST_EDGES, arches: int = MOST_UNSEEN) -> Choice:
    """The most frequent steps, each with its most frequent way in and out, then the most frequent transitions.

    Of starts and ends only the greatest becomes a line; the others are marks at their box, which keeps the outer
    lanes of the map free. arches: at most so many trails out of sight are drawn.
    """
    nodes = _most(data, boxes)
    kept = {node.id for node in nodes}
    within = [e for e in data.edges if {e.source, e.target} - {""} <= kept and (e.source or e.target)]
    starts = {edge.target: edge for edge in within if not edge.source}
    ends = {edge.source: edge for edge in within if not edge.target}
    spine = _once(data.spine, kept)
    route = set(pairwise(spine))
    ranked = sorted((e for e in within if e.is_inner), key=_rank)
    ranked.sort(key=lambda e: (e.source, e.target) not in route)  # stable: the dominant route is never left out
    lines = connected_first(ranked, max(0, edges - 2))
    inner = [edge for edge in data.edges if edge.is_inner]
    total = sum(edge.number for edge in inner)
    parallel = sum(edge.n_parallel for edge in inner)
    sides = tuple(side for side in data.sides if {side.source, side.target} - {""} <= kept)
    unseen = sorted((end for end in data.unseen_ends if end.step in kept), key=lambda e: (-e.number, e.step, e.partner))
    return Choice(
        nodes=nodes,
        lines=tuple(lines),
        spine=spine,
        starts=starts,
        ends=ends,
        hidden=1 - sum(edge.number for edge in lines) / total if total else 0.0,
        parallel=parallel / (total + parallel) if parallel else 0.0,
        sides=sides,
        parts=_parts(nodes, lines, (*spine, *_by_number(starts)))[1:] if sides else (),
        unseen=tuple(unseen[:arches]),
        marked=tuple(unseen[arches:]),
    )


def _rank(edge: MapEdge) -> tuple[int, int, str, str]:
    return -edge.number, -edge.n_parallel, edge.source, edge.target


def _by_number(starts: dict[str, MapEdge]) -> list[str]:
    return sorted(starts, key=lambda step: (-starts[step].number, step))


def _most(data: MapData, boxes: int) -> tuple[MapNode, ...]:
    """The most frequent steps, in the order given; before others those of the dominant route, and those that stand
    at a break in the chain."""
    route = {name: place for place, name in reversed(list(enumerate(data.spine)))}
    broken = {name for side in data.sides for name in (side.source, side.target)}
    ranked = sorted(
        data.nodes,
        key=lambda node: (node.id not in route, node.id not in broken, -node.number, node.label, node.id),
    )[:boxes]
    kept = {node.id for node in ranked}
    return tuple(node for node in data.nodes if node.id in kept)


def connected_first(ranked: list[MapEdge], room: int) -> list[MapEdge]:
    """At most `room` of the transitions given in their order: first those by which a step first gets a way in or out.

    They come back the most frequent first.
    """
    chosen: dict[MapEdge, None] = {}
    seen_in: set[str] = set()
    seen_out: set[str] = set()
    for edge in ranked:
        if edge.source != edge.target and (edge.source not in seen_out or edge.target not in seen_in):
            chosen[edge] = None
            seen_out.add(edge.source)
            seen_in.add(edge.target)
    for edge in ranked:
        chosen.setdefault(edge)
    first = list(chosen)[:room]
    return sorted(first, key=_rank)


def _parts(nodes: Iterable[MapNode], lines: Iterable[MapEdge], first: Iterable[str]) -> tuple[frozenset[str], ...]:
    """Steps that lines join, whichever way they run. The part with the first of the names given comes first."""
    part = {node.id: {node.id} for node in nodes}
    for edge in lines:
        if part[edge.source] is not part[edge.target]:
            joined = part[edge.source] | part[edge.target]
            part.update(dict.fromkeys(joined, joined))
    order = dict.fromkeys((*(name for name in first if name in part), *part))
    return tuple(dict.fromkeys(frozenset(part[name]) for name in order))


def _once(spine: tuple[str, ...], kept: set[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in spine if name in kept))
