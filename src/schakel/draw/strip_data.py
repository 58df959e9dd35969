"""What route strips are drawn from."""

from dataclasses import dataclass, field

from schakel.draw.picture import Scope


@dataclass(frozen=True)
class StripStep:
    """A step on a route. wait_days: median wait before it, None if unknown (ignored at the first step).

    touch_days: median duration of the step, None for a moment or when unknown.
    """

    activity: str
    partner: str = ""
    wait_days: float | None = 0.0
    touch_days: float | None = None


@dataclass(frozen=True)
class Strip:
    """A route. share: 0..1 of all cases; number: of `scope.unit`; total_days: median lead time, None if unknown."""

    steps: tuple[StripStep, ...]
    share: float
    number: int
    total_days: float | None = None


@dataclass(frozen=True)
class StripData:
    """Routes in the order shown."""

    strips: tuple[Strip, ...]
    scope: Scope = field(default_factory=Scope)
