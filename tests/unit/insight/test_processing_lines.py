"""What the library tells in the processing log: a line per delivery that is loaded, one per reading, none else."""

import os
from pathlib import Path

import pytest

from schakel.chain.problem import Refusal
from schakel.chain.selection import Selection
from schakel.data.load import load
from schakel.data.log import FAIL_AT, current_id
from schakel.data.processed import processing_log
from schakel.insight.moved import moved
from schakel.insight.opened import open_log
from unit.data.log_building import EVENTS, csv_of, loaded, write

FILES = {
    "sources.toml": (
        'processing_activity = "urn:register:41"\n[[source]]\nname = "desk"\nmapping = "m.toml"\nfiles = "desk-*.csv"\n'
        '[[source]]\nname = "care"\nmapping = "m.toml"\nfiles = "care.csv"\nprocessing_activity = "urn:register:42"\n'
    ),
    "m.toml": EVENTS,
    "desk-1.csv": csv_of("p1,r1,Report,Desk,2024-01-05,2024-01-05"),
    "desk-2.csv": csv_of("p2,r2,Report,Desk,2024-01-05,2024-01-05"),
    "care.csv": csv_of("p1,r1,Help,Care,2024-02-10,2024-03-15"),
}


def lines(log: Path) -> list[dict[str, object]]:
    told = processing_log(log)
    assert told.verify().broken is None
    return [line for month in told.months() for line in told.lines(month)]


def told(line: dict[str, object]) -> dict[str, object]:
    attributes = line["attributes"]
    assert isinstance(attributes, dict)
    return {name.removeprefix("schakel."): value for name, value in attributes.items()}


def test_a_load_is_a_line_for_each_delivery(tmp_path: Path) -> None:
    loaded(tmp_path, FILES)
    found = lines(tmp_path)
    assert [(line["name"], told(line)["sources"], told(line)["events"]) for line in found] == [
        ("load", ["desk"], 1), ("load", ["desk"], 1), ("load", ["care"], 1),
    ]  # fmt: skip
    activities = [told(line)["dpl.core.processing_activity_id"] for line in found]
    assert activities == ["urn:register:41", "urn:register:41", "urn:register:42"]
    assert len({str(line["trace_id"]) for line in found}) == 1
    assert len({str(line["operation_id"]) for line in found}) == 3


def test_a_reading_is_one_line_with_what_was_chosen(tmp_path: Path) -> None:
    loaded(tmp_path, FILES)
    before = len(lines(tmp_path))
    with open_log(tmp_path, selection=Selection((("partner", "Care"),))) as view:
        view.figure("counts")
        view.figure("months")
    with open_log(tmp_path):
        pass
    chosen, all_of_it = lines(tmp_path)[before:]
    snapshot = current_id(tmp_path)
    assert told(chosen) == {
        "dpl.core.processing_activity_id": "urn:register:41", "sources": ["desk", "care"], "snapshot": snapshot,
        "selection": "partner=Care", "cases": 1,
    }  # fmt: skip
    assert (told(all_of_it)["cases"], "selection" in told(all_of_it)) == (2, False)


def test_comparing_two_snapshots_is_one_line(tmp_path: Path) -> None:
    loaded(tmp_path, FILES)
    before = len(lines(tmp_path))
    moved(tmp_path, "current", "current")
    (line,) = lines(tmp_path)[before:]
    assert told(line)["what"] == f"diff {current_id(tmp_path)} {current_id(tmp_path)}"


def test_no_name_of_a_person_stands_in_it(tmp_path: Path) -> None:
    loaded(tmp_path, FILES)
    with open_log(tmp_path) as view:
        people = [str(row[0]) for row in view.rows("SELECT resident FROM cases UNION SELECT case_id FROM cases")]
    text = "".join(path.read_text() for path in (tmp_path / "processing").glob("*.jsonl"))
    assert len(people) == 4
    assert not [one for one in [*people, "r1", "r2", os.environ.get("USER") or "root"] if f'"{one}"' in text]


def test_without_a_line_nothing_is_read_or_loaded(tmp_path: Path) -> None:
    made = loaded(tmp_path, FILES)
    month = next((tmp_path / "processing").glob("*.jsonl"))
    month.write_text("not ours\n")
    with pytest.raises(Refusal) as refused, open_log(tmp_path):
        pytest.fail("was read")
    assert refused.value.problems[0].code == "not_logged"
    write(tmp_path, {"care.csv": csv_of("p3,r3,Help,Care,2024-02-10,2024-03-15")})
    with pytest.raises(Refusal) as refused:
        loaded(tmp_path, {})
    assert refused.value.problems[0].code == "not_logged"
    assert current_id(tmp_path) == made.snapshot.id


def test_a_load_that_fails_afterwards_is_told_as_well(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = tmp_path / "care.csv"
    source.write_text(FILES["care.csv"])
    log = tmp_path / "log"
    load(source, log)
    monkeypatch.setenv(FAIL_AT, "2:ENOSPC")
    with pytest.raises(Refusal):
        load(source, log)
    first, second, failed = lines(log)
    assert [line["status_code"] for line in (first, second, failed)] == [
        "STATUS_CODE_OK", "STATUS_CODE_OK", "STATUS_CODE_ERROR",
    ]  # fmt: skip
    assert (failed["parent_operation_id"], failed["trace_id"]) == (second["operation_id"], second["trace_id"])


def test_a_log_of_public_data_has_none(tmp_path: Path) -> None:
    source = tmp_path / "care.csv"
    source.write_text(FILES["care.csv"])
    load(source, tmp_path / "log", public=True)
    with open_log(tmp_path / "log"):
        pass
    assert not (tmp_path / "log" / "processing").exists()
