"""A linear scale from values to px, with round ticks."""

import math
from dataclasses import dataclass


@dataclass(frozen=True)
class Scale:
    """low and high lie at the px `start` and `stop`; ticks are the round values between them."""

    low: float
    high: float
    start: float
    stop: float
    ticks: tuple[float, ...]

    def px(self, value: float) -> float:
        """Where a value lies, in px."""
        return self.start + (value - self.low) / (self.high - self.low) * (self.stop - self.start)


def round_scale(low: float, high: float, start: float, stop: float, *, most: int = 4) -> Scale:
    """A scale over at least low..high that begins and ends at a round value, with about `most` steps."""
    if high <= low:
        high = low + 1
    step = round_step((high - low) / most)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    ticks = tuple(round(place * step, 10) for place in range(first, last + 1))
    return Scale(ticks[0], ticks[-1], start, stop, ticks)


def round_step(least: float) -> float:
    """The smallest of 1, 2 and 5 times a power of ten that is at least this."""
    power = 10.0 ** math.floor(math.log10(least))
    return next(step * power for step in (1, 2, 5, 10) if step * power >= least * (1 - 1e-9))
