"""A linear time scale with round ticks in days, hours or minutes."""

from dataclasses import dataclass

STEPS = {
    "axis": (1, 2, 5, 7, 14, 28, 50, 100, 200, 365, 730, 1825, 3650),
    "axis_hours": (1, 2, 3, 6, 12),
    "axis_minutes": (1, 2, 5, 10, 15, 30),
}
PER_DAY = {"axis": 1.0, "axis_hours": 24.0, "axis_minutes": 1440.0}
MOST_TICKS = 8


@dataclass(frozen=True)
class Axis:
    """scale: px per day. ticks: (days, the value to show). unit: key of its name in texts `draw.routes`."""

    scale: float
    ticks: tuple[tuple[float, float], ...]
    unit: str

    def px(self, days: float) -> float:
        """Px from the zero of the scale."""
        return days * self.scale


def time_axis(longest: float, room: float) -> Axis:
    """A scale on which `longest` days take `room` px, with at most nine ticks."""
    longest = longest if longest > 0 else 1.0
    unit = "axis" if longest >= 2 else "axis_hours" if longest >= 2 / 24 else "axis_minutes"
    span = longest * PER_DAY[unit]
    fitting = [step for step in STEPS[unit] if span / step <= MOST_TICKS]
    step = float(fitting[0]) if fitting else span / MOST_TICKS
    values = [place * step for place in range(int(span / step) + 1)]
    return Axis(room / longest, tuple((value / PER_DAY[unit], value) for value in values), unit)
