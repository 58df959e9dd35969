"""What a process map is drawn from."""

from collections import Counter
from dataclasses import dataclass, field

from schakel.draw.map_breaks import SideBySide, UnseenEnd, check_breaks
from schakel.draw.picture import Scope

__all__ = ["MapData", "MapEdge", "MapNode", "SideBySide", "UnseenEnd"]

START = ""
END = ""


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
    link: where its line leads, "" for nowhere.
    """

    source: str
    target: str
    number: int
    n_parallel: int = 0
    wait_days: float | None = None
    residents: int | None = None
    link: str = ""

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
    """All steps and transitions that may be shown, and the dominant route as ids of steps in order.

    sides: parts that no key joins; the steps of such a part have ids of their own, also where others have a step with
    the same label. unseen_ends: trails that go out of sight.
    """

    nodes: tuple[MapNode, ...]
    edges: tuple[MapEdge, ...]
    spine: tuple[str, ...] = ()
    scope: Scope = field(default_factory=Scope)
    sides: tuple[SideBySide, ...] = ()
    unseen_ends: tuple[UnseenEnd, ...] = ()

    def __post_init__(self) -> None:
        known = {node.id for node in self.nodes}
        if len(known) != len(self.nodes) or "" in known:
            raise ValueError("every step of a map needs an id of its own that is not empty")
        named = {name for edge in self.edges for name in (edge.source, edge.target)} | set(self.spine)
        if strange := sorted(named - known - {""}):
            raise ValueError(f"the map has no step {strange[0]!r}")
        if len({(edge.source, edge.target) for edge in self.edges}) != len(self.edges):
            raise ValueError("a transition is given twice")
        check_breaks(self.sides, self.unseen_ends, known)

    @property
    def names(self) -> dict[str, str]:
        """Label per step id; where parts stand side by side, with the partner if another step has the same label."""
        often = Counter(node.label for node in self.nodes) if self.sides else Counter[str]()
        return {
            node.id: f"{node.label} ({node.partner})" if often[node.label] > 1 and node.partner else node.label
            for node in self.nodes
        }
