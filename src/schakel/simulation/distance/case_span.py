"""From when to when each case of a log ran."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from schakel.simulation.distance.moment import Microseconds
from schakel.simulation.distance.timed_log import TimedLog


@dataclass(frozen=True, eq=False)
class CaseSpans:
    """place: per event, the place of its case in the other two. first_start, last_end: per case, since 1970-01-01."""

    place: npt.NDArray[np.intp]
    first_start: Microseconds
    last_end: Microseconds


def case_spans(log: TimedLog) -> CaseSpans:
    """First start and last end of each case, by rising case number."""
    cases, place = np.unique(log.case, return_inverse=True)
    bounds = np.iinfo(np.int64)
    first_start = np.full(len(cases), bounds.max)
    last_end = np.full(len(cases), bounds.min)
    np.minimum.at(first_start, place, log.started.view(np.int64))
    np.maximum.at(last_end, place, log.ended.view(np.int64))
    return CaseSpans(place, first_start, last_end)
