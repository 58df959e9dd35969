"""An event log as plain arrays, in which every event has a start and an end."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Labels = npt.NDArray[np.integer] | npt.NDArray[np.str_]
_LABEL_KINDS = "iuU"
_MOMENT = np.dtype("datetime64[us]")


@dataclass(frozen=True, eq=False)
class TimedLog:
    """Arrays of one dimension and equal length with at least one event, in any order; not copied.

    case: int64, which events are of one case; the numbers of two logs need not match.
    activity: whole numbers (fastest) or numpy text, of the same kind in both logs, and the same value for the same one.
    started, ended: datetime64[us] without a zone. Take the clock of the place, for weekdays and hours of the day are
        read from it; a duration across a change of the clock is then an hour off. A running event has no end and does
        not fit: take finished cases, or end it at the reference date.
    resource: as activity; None where nobody is recorded. One value for "unknown" counts as one resource.
    Anything else is a ValueError.
    """

    case: npt.NDArray[np.int64]
    activity: Labels
    started: npt.NDArray[np.datetime64]
    ended: npt.NDArray[np.datetime64]
    resource: Labels | None = None

    def __post_init__(self) -> None:
        """Refuse what the distances would silently misread."""
        shape = self.case.shape
        if len(shape) != 1 or not shape[0]:
            raise ValueError("case must have one dimension and at least one event")
        if self.case.dtype != np.int64:
            raise ValueError(f"case must be int64, not {self.case.dtype}")
        _check_labels("activity", self.activity, shape)
        if self.resource is not None:
            _check_labels("resource", self.resource, shape)
        _check_moments("started", self.started, shape)
        _check_moments("ended", self.ended, shape)


def _check_labels(name: str, labels: Labels, shape: tuple[int, ...]) -> None:
    if labels.shape != shape:
        raise ValueError(f"{name} must have shape {shape}, not {labels.shape}")
    if labels.dtype.kind not in _LABEL_KINDS:
        raise ValueError(f"{name} must be whole numbers or numpy text, not {labels.dtype}")


def _check_moments(name: str, moments: npt.NDArray[np.datetime64], shape: tuple[int, ...]) -> None:
    if moments.shape != shape:
        raise ValueError(f"{name} must have shape {shape}, not {moments.shape}")
    if moments.dtype != _MOMENT:
        raise ValueError(f"{name} must be datetime64[us], not {moments.dtype}")
    if np.isnat(moments).any():
        raise ValueError(f"{name} must be known for every event")
