"""What the replay of a simulated log is drawn from."""

from collections import Counter
from dataclasses import dataclass, replace
from typing import Literal

from schakel.draw.simulated.scope import SimulatedScope

REST = "\x00rest"  # no stage of a model can be called so
Outcome = Literal["running", "done", "gone"]


@dataclass(frozen=True)
class ReplayStage:
    """A box. id: any text by which visits name it."""

    id: str
    label: str
    partner: str = ""


@dataclass(frozen=True)
class Visit:
    """At a stage, in weeks from the start: asked for, started and ended; None where that did not happen (yet).

    Ended without a start: left, or was sent elsewhere, while waiting.
    """

    stage: str
    requested: float
    started: float | None = None
    ended: float | None = None

    def waits_at(self, week: float) -> bool:
        """Whether the client waits here at this moment."""
        until = self.started if self.started is not None else self.ended
        return self.requested <= week and (until is None or week < until)

    def helped_at(self, week: float) -> bool:
        """Whether the client is helped here at this moment."""
        return self.started is not None and self.started <= week and (self.ended is None or week < self.ended)


@dataclass(frozen=True)
class ReplayClient:
    """A simulated client. visits: in the order of their requests. outcome: done; gone (left, refused, or lost at a
    handover); or running."""

    visits: tuple[Visit, ...]
    outcome: Outcome = "running"

    @property
    def came(self) -> float:
        """The week in which it came in."""
        return self.visits[0].requested

    @property
    def went(self) -> float | None:
        """The week in which it went out; None while it runs."""
        if self.outcome == "running":
            return None
        last = self.visits[-1]
        return max(when for when in (last.requested, last.started, last.ended) if when is not None)


@dataclass(frozen=True)
class ReplayData:
    """All clients of one run of `scope.weeks` weeks; at most `most` of them, sampled evenly, are drawn as marks.

    The numbers in the boxes are of all clients. seconds: how long a replay takes, 60 to 90.
    """

    stages: tuple[ReplayStage, ...]
    clients: tuple[ReplayClient, ...]
    scope: SimulatedScope
    seconds: int = 75
    most: int = 150

    def __post_init__(self) -> None:
        known = {stage.id for stage in self.stages}
        if len(known) != len(self.stages):
            raise ValueError("every stage needs an id of its own")
        if any(not client.visits for client in self.clients):
            raise ValueError("a client has at least one visit")
        if strange := sorted({visit.stage for client in self.clients for visit in client.visits} - known):
            raise ValueError(f"there is no stage {strange[0]!r}")
        if not 60 <= self.seconds <= 90:
            raise ValueError("a replay takes 60 to 90 seconds")

    def merged(self, most: int, rest: str) -> "ReplayData":
        """With at most `most` stages: those that most clients visit, and one called `rest` for all others."""
        if len(self.stages) <= most:
            return self
        visits = Counter(visit.stage for client in self.clients for visit in client.visits)
        ranked = sorted((stage.id for stage in self.stages), key=lambda stage: (-visits[stage], stage))
        kept = set(ranked[: most - 1])
        stages = (*(stage for stage in self.stages if stage.id in kept), ReplayStage(REST, rest))

        def moved(visit: Visit) -> Visit:
            return visit if visit.stage in kept else replace(visit, stage=REST)

        clients = tuple(replace(one, visits=tuple(map(moved, one.visits))) for one in self.clients)
        return replace(self, stages=stages, clients=clients)

    @property
    def sampled(self) -> tuple[ReplayClient, ...]:
        """Clients at even distances, by the week in which they came in."""
        ranked = sorted(self.clients, key=lambda client: client.came)
        if len(ranked) <= self.most:
            return tuple(ranked)
        return tuple(ranked[(2 * place + 1) * len(ranked) // (2 * self.most)] for place in range(self.most))
