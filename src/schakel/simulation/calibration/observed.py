"""A log as plain arrays, as far as calibration looks at it, and the same log as it was known earlier."""

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Numbers = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

NONE = -1
LEAD_IN = 26.0  # weeks in which what began before the log may look new


@dataclass(frozen=True, eq=False)
class Observed:
    """Steps by case and place in it, without closing steps; moments in weeks from the first day.

    Per step: case, stage, partner, to_partner (-1 none) are places in the lists; ended is NaN while it runs, requested
    where nobody knows; untold: nobody could show what came next. Per case: type, municipality, resident, household (-1
    where not delivered) and closed, infinite while the case is open. until: weeks until which it was seen.
    """

    case: Numbers
    stage: Numbers
    partner: Numbers
    to_partner: Numbers
    requested: Floats
    started: Floats
    ended: Floats
    untold: Flags
    type: Numbers
    municipality: Numbers
    resident: Numbers
    household: Numbers
    closed: Floats
    stages: tuple[str, ...]
    partners: tuple[str, ...]
    types: tuple[str, ...]
    municipalities: tuple[str, ...]
    lines: tuple[int, ...]
    first_on: date
    until: float
    declares_endings: bool

    def before(self, week: float) -> "Observed":
        """What was known in an earlier week: later steps gone, later ends open, nothing referred that still ran."""
        kept = self.started < week
        ended = np.where(self.ended < week, self.ended, np.nan)
        return replace(
            self,
            **{name: getattr(self, name)[kept] for name in ("case", "stage", "partner", "requested", "started")},
            to_partner=np.where(np.isnan(ended), NONE, self.to_partner)[kept],
            ended=ended[kept],
            untold=self.untold[kept],
            closed=np.where(self.closed < week, self.closed, np.inf),
            until=min(week, self.until),
        )

    @cached_property
    def following(self) -> Numbers:
        """The place of the next step of the case; -1 after the last."""
        places = np.arange(1, len(self.case) + 1)
        is_last = np.append(self.case[1:] != self.case[:-1], True)
        return np.where(is_last, NONE, places)

    @cached_property
    def first(self) -> Numbers:
        """The places of the first steps, one a case that is seen at all."""
        return np.flatnonzero(np.append(True, self.case[1:] != self.case[:-1])) if len(self.case) else np.zeros(0, int)

    @cached_property
    def asked(self) -> Floats:
        """When each step was requested, or else began."""
        return np.where(np.isnan(self.requested), self.started, np.minimum(self.requested, self.started))

    @cached_property
    def settled(self) -> float:
        """The week before which an end has nearly always had its sequel: all but one in a hundred came within the rest.

        What ended later may have a sequel that nobody has seen yet.
        """
        has = self.following >= 0
        gaps = self.started[self.following[has]] - self.ended[has]
        gaps = gaps[gaps > 0]
        return self.until - (float(np.quantile(gaps, 0.99)) if len(gaps) else 0.0)

    @cached_property
    def lead_in(self) -> float:
        """Weeks from which on a first step is taken to be the first."""
        return min(LEAD_IN, self.until / 4)

    def kind(self) -> Numbers:
        """The type of each step's case."""
        return self.type[self.case]

    def place(self) -> Numbers:
        """The municipality of each step's case."""
        return self.municipality[self.case]
