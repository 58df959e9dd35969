"""Moments of a log as whole microseconds, and the bins in which they are counted."""

from datetime import timedelta
from typing import Literal

import numpy as np
import numpy.typing as npt

from schakel.simulation.distance.timed_log import TimedLog

Moments = Literal["both", "started", "ended"]
Microseconds = npt.NDArray[np.int64]

HOUR = timedelta(hours=1)
HOUR_US = HOUR // timedelta(microseconds=1)


def moments_of(log: TimedLog, which: Moments) -> Microseconds:
    """The starts, the ends, or all starts followed by all ends, since 1970-01-01."""
    started, ended = log.started.view(np.int64), log.ended.view(np.int64)
    if which == "both":
        return np.concatenate((started, ended))
    return started if which == "started" else ended


def hour_before(earliest: int) -> int:
    """The whole hour in which a moment lies: where absolute bins begin, also bins of days."""
    return earliest - earliest % HOUR_US


def binned(microseconds: Microseconds, origin: int, bin_size: timedelta) -> npt.NDArray[np.int64]:
    """The number of the bin, 0 for the bin that begins at origin and negative before it."""
    width = bin_size // timedelta(microseconds=1)
    if width < 1:
        raise ValueError(f"a bin must last a microsecond or longer, not {bin_size}")
    return (microseconds - origin) // width
