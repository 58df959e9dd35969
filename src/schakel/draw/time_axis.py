"""A linear time scale with round ticks in days, hours or minutes."""

from dataclasses import dataclass

STEPS = {
    "days": (1, 2, 5, 7, 14, 28, 50, 100, 200, 365, 730, 1825, 3650),
    "hours": (1, 2, 3, 6, 12),
    "minutes": (1, 2, 5, 10, 15, 30),
}
PER_DAY = {"days": 1.0, "hours": 24.0, "minutes": 1440.0}
MOST_TICKS = 8


@dataclass(frozen=True)
class Axis:
    """scale: px per day. ticks: (days, the value to show). unit: key of PER_DAY and of texts `draw.axis`."""

    scale: float
    ticks: tuple[tuple[float, float], ...]
    unit: str

    def px(self, days: float) -> float:
        """Px from the zero of the scale."""
        return days * self.scale


def unit_of(longest: float) -> str:
    """The unit, a key of PER_DAY, in which a time axis of this many days reads best."""
    if longest >= 2 or longest <= 0:
        return "days"
    return "hours" if longest >= 2 / 24 else "minutes"


def time_axis(longest: float, scale: float) -> Axis:
    """An axis of `longest` days at a scale in px per day, with at most nine ticks."""
    longest = longest if longest > 0 else 1.0
    unit = unit_of(longest)
    span = longest * PER_DAY[unit]
    fitting = [step for step in STEPS[unit] if span / step <= MOST_TICKS]
    step = float(fitting[0]) if fitting else span / MOST_TICKS
    values = [place * step for place in range(int(span / step) + 1)]
    return Axis(scale, tuple((value / PER_DAY[unit], value) for value in values), unit)
