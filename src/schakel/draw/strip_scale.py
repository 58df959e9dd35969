"""The one time scale of all strips, and the room for what has no length in time."""

from dataclasses import dataclass

from schakel.draw.strip_data import Strip, StripStep

TICK = 3.5
UNKNOWN_GAP = 26.0


@dataclass(frozen=True)
class Ruler:
    """px per day; and the px of what has no length: a moment, and a wait that is unknown."""

    scale: float
    tick: float
    gap: float

    def wait(self, step: StripStep) -> float:
        """Px of the wait before a step."""
        return self.gap if step.wait_days is None else step.wait_days * self.scale

    def touch(self, step: StripStep) -> float:
        """Px of a step, never less than a tick."""
        return max(self.tick, (step.touch_days or 0.0) * self.scale)

    def strip(self, strip: Strip) -> float:
        """Px of a whole strip."""
        return sum(self.wait(step) for step in strip.steps[1:]) + sum(self.touch(step) for step in strip.steps)


def ruler_for(strips: tuple[Strip, ...], room: float) -> Ruler:
    """The largest scale at which every strip fits in `room` px, whatever it has of ticks and unknown waits."""
    steps = max((len(strip.steps) for strip in strips), default=1) or 1
    tick, gap = min(TICK, room / 4 / steps), min(UNKNOWN_GAP, room / 2 / steps)
    days = longest(strips)
    low, high = 0.0, room / days if days > 0 else room
    if all(Ruler(high, tick, gap).strip(strip) <= room for strip in strips):
        return Ruler(high, tick, gap)
    for _ in range(50):
        middle = (low + high) / 2
        fits = all(Ruler(middle, tick, gap).strip(strip) <= room for strip in strips)
        low, high = (middle, high) if fits else (low, middle)
    return Ruler(low, tick, gap)


def longest(strips: tuple[Strip, ...]) -> float:
    """Days of the longest strip from its first start to its last end, as far as known."""
    return max((_length(strip) for strip in strips), default=0.0)


def _length(strip: Strip) -> float:
    waits = sum(step.wait_days or 0.0 for step in strip.steps[1:])
    return waits + sum(step.touch_days or 0.0 for step in strip.steps)
