"""What the picture of queues and waits over time is drawn from."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from schakel.draw.simulated.scope import SimulatedScope

Measure = Literal["queue", "wait"]
Values = tuple[float | None, ...]


@dataclass(frozen=True)
class Band:
    """Over replications, per moment: the mean, and the bounds between which `BandData.share` of them lies.

    All three are None at a moment that has no value, as when nobody started; the line then has a gap. A mean may lie
    outside its bounds where a few replications are far from the rest.
    """

    mean: Values
    low: Values
    high: Values

    def __post_init__(self) -> None:
        if not len(self.mean) == len(self.low) == len(self.high):
            raise ValueError("a band needs a mean, a low and a high for every moment")
        for mean, low, high in zip(self.mean, self.low, self.high, strict=True):
            if mean is None or low is None or high is None:
                if not mean is low is high is None:
                    raise ValueError("a moment of a band has a mean, a low and a high, or none of them")
            elif low > high:
                raise ValueError("the low of a band lies above its high")


@dataclass(frozen=True)
class BandPanel:
    """A stage or a partner. bands: one per scenario, in the order of `BandData.scenarios`."""

    label: str
    bands: tuple[Band, ...]

    @property
    def is_busy(self) -> bool:
        """Whether there is ever anything but nothing."""
        return any(any(filter(None, (*band.mean, *band.high))) for band in self.bands)


@dataclass(frozen=True)
class BandData:
    """measure: clients that wait (queue), or weeks that who starts has waited (wait).

    weeks: the moments, rising, from the end of the warm-up; up to 0 lies in the warm-up. scenarios: one name or two.
    share: 0..1 of the replications that lies between low and high, with as much below as above.
    """

    measure: Measure
    weeks: tuple[float, ...]
    panels: tuple[BandPanel, ...]
    scope: SimulatedScope
    scenarios: tuple[str, ...] = ("",)
    share: float = 0.8

    def __post_init__(self) -> None:
        if not 1 <= len(self.scenarios) <= 2:
            raise ValueError("draw one scenario or two")
        if list(self.weeks) != sorted(set(self.weeks)):
            raise ValueError("weeks must rise, each once")
        for panel in self.panels:
            if len(panel.bands) != len(self.scenarios):
                raise ValueError(f"{panel.label}: give one band per scenario")
            if any(len(band.mean) != len(self.weeks) for band in panel.bands):
                raise ValueError(f"{panel.label}: give a value for each of {len(self.weeks)} weeks")

    @property
    def trimmed(self) -> "BandData":
        """Without what lies further back in the warm-up than a quarter of the weeks that count, and 13 at least."""
        first = -max(13.0, self.scope.weeks / 4)
        kept = [place for place, week in enumerate(self.weeks) if week > first]
        panels = tuple(BandPanel(panel.label, tuple(_at(band, kept) for band in panel.bands)) for panel in self.panels)
        return replace(self, weeks=tuple(self.weeks[place] for place in kept), panels=panels)

    def usual(self, panel: BandPanel, scenario: int = 0) -> float:
        """The mean after the warm-up, by which the busiest is told."""
        moments = zip(self.weeks, panel.bands[scenario].mean, strict=True)
        means = [mean for week, mean in moments if week > 0 and mean is not None]
        return sum(means) / len(means) if means else 0.0

    @property
    def bounds(self) -> tuple[float, float]:
        """Which share lies below the low, and which below the high."""
        return round((1 - self.share) / 2, 4), round((1 + self.share) / 2, 4)

    @property
    def busiest_first(self) -> tuple[BandPanel, ...]:
        """All panels, by the first scenario; equal ones by name."""
        return tuple(sorted(self.panels, key=lambda panel: (-self.usual(panel), panel.label)))


def _at(band: Band, places: Sequence[int]) -> Band:
    """The band at some of its moments."""
    mean, low, high = (tuple(values[place] for place in places) for values in (band.mean, band.low, band.high))
    return Band(mean, low, high)
