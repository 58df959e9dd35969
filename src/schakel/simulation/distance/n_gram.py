"""N-gram distance (NGD): how differently activities follow each other."""

import numpy as np
import numpy.typing as npt

from schakel.simulation.distance.label_code import label_codes
from schakel.simulation.distance.timed_log import TimedLog


def n_gram_distance(first: TimedLog, second: TimedLog, n: int = 3, *, normalised: bool = True) -> float:
    """Sum of the absolute differences in how often each n-gram occurs; by default as a part of all n-grams, 0 to 1.

    A case counts with n - 1 blanks before and after it, so that starts and ends weigh too. Its events are taken by
    start, then end, then place in the log. Normalised, equal shares in logs of other sizes are not 0.
    """
    if n < 1:
        raise ValueError(f"n must be 1 or more, not {n}")
    kinds = {log.activity.dtype.kind == "U" for log in (first, second)}
    if len(kinds) > 1:
        raise ValueError("activities must be text in both logs or whole numbers in both")
    grams, of_first = _grams(first, second, n)
    width = int(grams.max()) + 1
    counts = np.bincount(grams[:of_first], minlength=width) - np.bincount(grams[of_first:], minlength=width)
    distance = float(np.abs(counts).sum())
    return distance / len(grams) if normalised else distance


def _grams(first: TimedLog, second: TimedLog, n: int) -> tuple[npt.NDArray[np.intp], int]:
    """A number for each n-gram of both logs, equal for equal n-grams, and how many are of the first log.

    The cases stand behind each other with n - 1 blanks between them, and before and after all. Then every window of n
    is an n-gram of exactly one case: too short to reach from one to the next, too long to hold blanks alone.
    """
    cases, case = _cases(first, second)
    blanks = n - 1
    padded = np.zeros(len(case) + blanks * (cases[0] + cases[1] + 1), np.intp)
    activity, known = label_codes(np.concatenate((first.activity, second.activity)))
    order = np.lexsort((_joined(first.ended, second.ended), _joined(first.started, second.started), case))
    padded[np.arange(len(case)) + blanks * (case[order] + 1)] = activity[order] + 1
    windows = len(padded) - blanks
    grams = np.zeros(windows, np.intp)
    for place in range(n):  # numbered anew each time, so that no n is too large
        _, grams = np.unique(grams * (known + 1) + padded[place : place + windows], return_inverse=True)
    return grams, len(first.case) + blanks * cases[0]


def _cases(first: TimedLog, second: TimedLog) -> tuple[tuple[int, int], npt.NDArray[np.intp]]:
    """How many cases each log has, and the case of each event from 0, those of the second after those of the first."""
    known, place = np.unique(first.case, return_inverse=True)
    more, later = np.unique(second.case, return_inverse=True)
    return (len(known), len(more)), np.concatenate((place, later + len(known)))


def _joined(first: npt.NDArray[np.datetime64], second: npt.NDArray[np.datetime64]) -> npt.NDArray[np.int64]:
    return np.concatenate((first, second)).view(np.int64)
