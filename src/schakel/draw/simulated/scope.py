"""What every picture of a simulation says of itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from schakel.texts import say


@dataclass(frozen=True)
class SimulatedScope:
    """model: its name. weeks: those that count, after warm_up weeks that do not. start: date of week 0, None if
    not to be told. replications: runs with other chance behind each number; seed: the first of their seeds."""

    model: str
    weeks: int
    replications: int
    seed: int
    warm_up: int = 0
    start: date | None = None


def simulated_lines(scope: SimulatedScope, lang: str, extra: Sequence[str] = ()) -> tuple[str, ...]:
    """That it is simulated and with which model, the period, the replications, and what the picture itself adds."""
    period = say("draw.simulated.weeks", lang, n=scope.weeks)
    if scope.start:
        period = say("draw.simulated.from", lang, weeks=period, start=scope.start)
    if scope.warm_up:
        period = say("draw.simulated.warmed", lang, period=period, n=scope.warm_up)
    runs = say("draw.simulated.replications", lang, n=scope.replications, seed=str(scope.seed))
    return (say("draw.simulated.model", lang, model=scope.model), period, runs, *extra)
