"""A log that the distances would misread is refused; the arrays are otherwise taken as they are."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from schakel.simulation.distance.timed_log import TimedLog

MOMENTS = np.array(["2024-03-04T09:00", "2024-03-04T10:00"], "datetime64[us]")
LOG = TimedLog(np.array([1, 1]), np.array(["A", "B"]), MOMENTS, MOMENTS)


def test_codes_and_text_are_taken() -> None:
    staffed = replace(LOG, activity=np.array([3, 4], np.int8), resource=np.array(["Ada", ""]))
    assert staffed.started is MOMENTS


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"case": np.array([1.0, 1.0])}, "case must be int64"),
        ({"case": np.array([[1, 1]])}, "one dimension"),
        ({"case": np.array([], np.int64)}, "at least one event"),
        ({"activity": np.array(["A"])}, "activity must have shape"),
        ({"activity": np.array(["A", None], object)}, "activity must be whole numbers or numpy text"),
        ({"activity": np.array([1.0, np.nan])}, "activity must be whole numbers or numpy text"),
        ({"resource": np.array(["Ada", "Bram", "Cor"])}, "resource must have shape"),
        ({"started": MOMENTS.astype("datetime64[ns]")}, r"started must be datetime64\[us\]"),
        ({"ended": MOMENTS[:1]}, "ended must have shape"),
        ({"ended": np.array(["2024-03-04T09:30", "NaT"], "datetime64[us]")}, "ended must be known"),
    ],
)
def test_what_is_refused(change: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        replace(LOG, **change)
