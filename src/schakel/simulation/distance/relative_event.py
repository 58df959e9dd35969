"""Relative event distribution (RED): how long after the start of their case things happen."""

from datetime import timedelta

import numpy as np
import numpy.typing as npt

from schakel.simulation.distance.case_span import case_spans
from schakel.simulation.distance.moment import HOUR, Moments, binned, moments_of
from schakel.simulation.distance.timed_log import TimedLog
from schakel.simulation.distance.wasserstein import wasserstein


def relative_event_distance(
    first: TimedLog, second: TimedLog, which: Moments = "both", bin_size: timedelta = HOUR
) -> float:
    """Wasserstein distance between the binned times since the first start of the case, in bins."""
    return wasserstein(_bins(first, which, bin_size), _bins(second, which, bin_size))


def _bins(log: TimedLog, which: Moments, bin_size: timedelta) -> npt.NDArray[np.int64]:
    spans = case_spans(log)
    opened = spans.first_start[spans.place]
    moments = moments_of(log, which)
    return binned(moments - np.resize(opened, len(moments)), 0, bin_size)  # twice over where both count
