"""An emergency department's artificial log of starts and completes: its completes against another tool, its pairs
against a queue in plain Python."""

import csv
import gzip
import statistics
from collections import defaultdict
from datetime import datetime
from pathlib import Path

import pytest

from golden.golden_figures import assert_equal, golden, ours
from schakel.insight.opened import open_log

pytestmark = pytest.mark.shared


@pytest.fixture(scope="module")
def patients(shared_data: Path) -> Path:
    """The CSV file."""
    return shared_data / "eventlogs" / "patients.csv.gz"


def test_every_golden_figure_of_its_completes(patients: Path, shared_data: Path) -> None:
    with open_log(patients, lifecycle="complete") as view:
        assert_equal(ours(view), golden(shared_data, "patients_complete_only.json"))


def spans(patients: Path) -> dict[str, list[float]]:
    """For each activity the seconds from start to complete, by handling_id, which both rows of a step share."""
    begun: dict[str, datetime] = {}
    found: dict[str, list[float]] = defaultdict(list)
    with gzip.open(patients, "rt", encoding="utf-8", newline="") as file:
        changes = sorted(csv.DictReader(file), key=lambda row: (row["time"], row["registration_type"] != "start"))
    for row in changes:
        time = datetime.fromisoformat(row["time"])
        if row["registration_type"] == "start":
            begun[row["handling_id"]] = time
        else:
            found[row["handling"]].append((time - begun.pop(row["handling_id"])).total_seconds())
    assert not begun
    return found


def test_its_pairs_have_the_touch_times_of_a_plain_queue(patients: Path) -> None:
    expected = spans(patients)
    with open_log(patients) as view:
        found = ours(view)
    assert found["counts"]["events"] == 2721
    assert {a["activity"]: (a["steps"], a["touch_median_s"]) for a in found["activities"]} == {
        activity: (len(seconds), statistics.median(seconds)) for activity, seconds in expected.items()
    }
    assert found["throughput"]["open_cases"] == 0


def test_all_rows_are_steps_when_asked(patients: Path) -> None:
    with open_log(patients, lifecycle="all") as view:
        assert ours(view)["counts"]["events"] == 5442
