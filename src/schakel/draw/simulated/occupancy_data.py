"""What the map of a chain by occupancy is drawn from."""

from dataclasses import dataclass

from schakel.draw.simulated.scope import SimulatedScope


@dataclass(frozen=True)
class OccupancyNode:
    """A stage at a partner, a stage, or a partner. id: any text by which flows name it; partner: "" where the label
    says it.

    occupancy: share 0..1 of the places that is taken on average, None where it has no fixed number of places. waiting:
    clients that wait on average. mean_wait: weeks that who starts has waited, None if nobody started.
    """

    id: str
    label: str
    occupancy: float | None
    waiting: float
    mean_wait: float | None
    partner: str = ""


@dataclass(frozen=True)
class OccupancyFlow:
    """From node to node; source "" are new clients, target "" is the end. per_week: clients a week that leave for it.

    lost: share 0..1 of them that never arrives.
    """

    source: str
    target: str
    per_week: float
    lost: float = 0.0


@dataclass(frozen=True)
class OccupancyData:
    """All nodes and flows; at most 30 and 60 are drawn, those with most clients."""

    nodes: tuple[OccupancyNode, ...]
    flows: tuple[OccupancyFlow, ...]
    scope: SimulatedScope

    def __post_init__(self) -> None:
        known = {node.id for node in self.nodes}
        if len(known) != len(self.nodes) or "" in known:
            raise ValueError("every node of a map needs an id of its own that is not empty")
        pairs = [(flow.source, flow.target) for flow in self.flows]
        if strange := sorted({name for pair in pairs for name in pair} - known - {""}):
            raise ValueError(f"the map has no node {strange[0]!r}")
        if len(set(pairs)) != len(pairs):
            raise ValueError("a flow is given twice")
        if any(node.occupancy is not None and not 0 <= node.occupancy <= 1.0001 for node in self.nodes):
            raise ValueError("an occupancy is a share from 0 to 1")

    def through(self, node: str) -> float:
        """Clients a week that come to a node."""
        return sum(flow.per_week for flow in self.flows if flow.target == node)
