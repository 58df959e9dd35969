"""What a process map is drawn from, and the choice of what is drawn when there is too much of it."""

from dataclasses import dataclass, field
from itertools import pairwise

from schakel.draw.picture import Scope

START = ""
END = ""
MOST_BOXES = 30
MOST_EDGES = 60


@dataclass(frozen=True)
class MapNode:
    """A step of the chain. id: any text by which edges name it; label: as shown.

    number: how many (of `scope.unit`). touch_days: median duration, None if unknown. partner: who does it mostly, ""
    if unknown; more_partners: how many others do it too. link: where its box leads, else the row of its table.
    is_other: a merged rest, drawn plainly.
    """

    id: str
    label: str
    number: int
    partner: str = ""
    more_partners: int = 0
    touch_days: float | None = None
    link: str = ""
    is_other: bool = False


@dataclass(frozen=True)
class MapEdge:
    """A transition. source "" is the start of cases, target "" their end.

    number: how many went from one to the other one after the other; n_parallel: how many overlapped in time instead,
    which is no handover and no wait. wait_days: median wait, None if unknown. residents: distinct, for the table.
    """

    source: str
    target: str
    number: int
    n_parallel: int = 0
    wait_days: float | None = None
    residents: int | None = None

    @property
    def is_parallel(self) -> bool:
        """Only overlapping: drawn as a dotted line without direction."""
        return self.number == 0 and self.n_parallel > 0

    @property
    def is_inner(self) -> bool:
        """Between two steps, so neither the start nor the end of a case."""
        return bool(self.source and self.target)


@dataclass(frozen=True)
class MapData:
    """All steps and transitions that may be shown, and the dominant route as ids of steps in order."""

    nodes: tuple[MapNode, ...]
    edges: tuple[MapEdge, ...]
    spine: tuple[str, ...] = ()
    scope: Scope = field(default_factory=Scope)

    def __post_init__(self) -> None:
        known = {node.id for node in self.nodes}
        if len(known) != len(self.nodes) or "" in known:
            raise ValueError("every step of a map needs an id of its own that is not empty")
        named = {name for edge in self.edges for name in (edge.source, edge.target)} | set(self.spine)
        if strange := sorted(named - known - {""}):
            raise ValueError(f"the map has no step {strange[0]!r}")
        if len({(edge.source, edge.target) for edge in self.edges}) != len(self.edges):
            raise ValueError("a transition is given twice")


@dataclass(frozen=True)
class Choice:
    """What is drawn. starts and ends: per step id, how many cases start or end there (marks at the box).

    lines: transitions drawn as lines, most frequent first. hidden: share of all one-after-the-other transitions that
    the data held and the picture does not draw. parallel: share of transitions that overlap.
    """

    nodes: tuple[MapNode, ...]
    lines: tuple[MapEdge, ...]
    spine: tuple[str, ...]
    starts: dict[str, MapEdge]
    ends: dict[str, MapEdge]
    hidden: float
    parallel: float


def choose(data: MapData, *, boxes: int = MOST_BOXES, edges: int = MOST_EDGES) -> Choice:
    """The most frequent steps, each with its most frequent way in and out, then the most frequent transitions.

    Of starts and ends only the greatest becomes a line; the others are marks at their box, which keeps the outer
    lanes of the map free.
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
    lines = _connected_first(ranked, max(0, edges - 2))
    inner = [edge for edge in data.edges if edge.is_inner]
    total = sum(edge.number for edge in inner)
    parallel = sum(edge.n_parallel for edge in inner)
    return Choice(
        nodes=nodes,
        lines=tuple(lines),
        spine=spine,
        starts=starts,
        ends=ends,
        hidden=1 - sum(edge.number for edge in lines) / total if total else 0.0,
        parallel=parallel / (total + parallel) if parallel else 0.0,
    )


def _rank(edge: MapEdge) -> tuple[int, int, str, str]:
    return -edge.number, -edge.n_parallel, edge.source, edge.target


def _most(data: MapData, boxes: int) -> tuple[MapNode, ...]:
    """The most frequent steps, those of the dominant route before others, in the order given."""
    route = {name: place for place, name in reversed(list(enumerate(data.spine)))}
    ranked = sorted(data.nodes, key=lambda node: (node.id not in route, -node.number, node.label, node.id))[:boxes]
    kept = {node.id for node in ranked}
    return tuple(node for node in data.nodes if node.id in kept)


def _connected_first(ranked: list[MapEdge], room: int) -> list[MapEdge]:
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


def _once(spine: tuple[str, ...], kept: set[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in spine if name in kept))
