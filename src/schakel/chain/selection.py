"""Which whole cases a figure is about."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

PeriodBy = Literal["started", "ended", "active"]


@dataclass(frozen=True)
class Period:
    """Local dates, both inclusive; None is open-ended."""

    since: date | None = None
    until: date | None = None

    def __post_init__(self) -> None:
        if self.since and self.until and self.until < self.since:
            raise ValueError(f"period ends ({self.until}) before it starts ({self.since})")

    def __str__(self) -> str:
        return f"{self.since or ''}..{self.until or ''}"


@dataclass(frozen=True)
class Selection:
    """Conditions that a case must all meet. It chooses whole cases, so that no step is relinked.

    where: (key, value); key is "activity", "partner", "route" (a variant) or an attribute's slug. A key given twice
    means either value. An event-level key selects cases with at least one such step.
    """

    where: tuple[tuple[str, str], ...] = ()
    period: Period = Period()
    period_by: PeriodBy = "started"

    def __str__(self) -> str:
        parts = [f"{key}={value}" for key, value in sorted(self.where)]
        if self.period != Period():
            parts.append(f"{self.period_by} {self.period}")
        return "; ".join(parts)
