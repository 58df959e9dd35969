"""The processing log: what a line says, that it is on the disk, chained, shared, and denied when impossible."""

import json
import multiprocessing
import os
import stat
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from schakel.sharing.processing_log import START, Line, NotLogged, ProcessingLog
from schakel.sharing.subject_names import SubjectNames

NOON = datetime(2026, 11, 27, 12, 0, 0, 123_456, tzinfo=UTC)
LATER = datetime(2026, 12, 1, 0, 0, 1, tzinfo=UTC)


def line(at: datetime = NOON, **more: object) -> Line:
    return Line("aggregate_read", "urn:register:1", at, at, **more)  # type: ignore[arg-type]


def file_of(folder: Path) -> Path:
    return folder / "2026-11.jsonl"


def test_a_line_has_the_fields_of_the_standard(tmp_path: Path) -> None:
    log = ProcessingLog(tmp_path)
    log.write([line(parent="ab" * 8, foreign=("c" * 32, "d" * 16, "urn:other"), subject="s", more={"cases": 3})])
    (told,) = log.lines("2026-11")
    assert (len(bytes.fromhex(told["trace_id"])), len(bytes.fromhex(told["operation_id"]))) == (16, 8)
    assert told["status_code"] == "STATUS_CODE_OK"
    assert (told["name"], told["start_time"], told["end_time"]) == (
        "aggregate_read", "2026-11-27T12:00:00.123Z", "2026-11-27T12:00:00.123Z",
    )  # fmt: skip
    assert told["parent_operation_id"] == "ab" * 8
    assert told["foreign_operation"] == {"trace_id": "c" * 32, "operation_id": "d" * 16, "entity": "urn:other"}
    assert told["attributes"] == {
        "dpl.core.processing_activity_id": "urn:register:1",
        "dpl.core.data_subject_id": "s",
        "dpl.core.data_subject_id_type": "urn:schakel:subject",
        "schakel.cases": 3,
    }


def test_lines_are_chained_over_months_and_only_the_owner_reads_them(tmp_path: Path) -> None:
    log = ProcessingLog(tmp_path / "processing")
    log.write([line(), line()])
    log.write([line(LATER)])
    first, second = log.lines("2026-11")
    (third,) = log.lines("2026-12")
    assert [first["previous"], second["previous"], third["previous"]] == [START, first["hash"], second["hash"]]
    assert log.months() == ["2026-11", "2026-12"]
    assert {stat.S_IMODE(path.stat().st_mode) for path in log.folder.iterdir()} == {0o600}
    assert (log.verify().files, log.verify().lines, log.verify().broken) == (2, 3, None)


@pytest.mark.parametrize("what", ["edit", "remove", "swap", "add", "month"])
def test_a_change_shows(tmp_path: Path, what: str) -> None:
    log = ProcessingLog(tmp_path)
    log.write([line(more={"cases": number}) for number in range(5)])
    log.write([line(LATER)])
    rows = file_of(tmp_path).read_bytes().splitlines(keepends=True)
    if what == "edit":
        rows[2] = rows[2].replace(b'"schakel.cases":2', b'"schakel.cases":9')
    elif what == "remove":
        del rows[2]
    elif what == "swap":
        rows[2], rows[3] = rows[3], rows[2]
    elif what == "add":
        rows.insert(2, rows[1])
    else:
        rows = rows[:-1]
    file_of(tmp_path).write_bytes(b"".join(rows))
    broken = log.verify().broken
    assert broken == (("2026-12.jsonl", 1) if what == "month" else ("2026-11.jsonl", 3))


def test_half_a_line_of_a_stopped_write_goes(tmp_path: Path) -> None:
    log = ProcessingLog(tmp_path)
    log.write([line()])
    with file_of(tmp_path).open("ab") as file:
        file.write(b'{"trace_id":"00')
    assert (log.verify().lines, log.verify().broken) == (1, None)
    log.write([line(more={"note": "x" * 30_000})])  # longer than what is read at once
    log.write([line()])
    assert (log.verify().lines, log.verify().broken, len(list(log.lines("2026-11")))) == (3, None, 3)


def test_what_cannot_be_written_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "log").write_text("a file where the folder should be")
    with pytest.raises(NotLogged) as told:
        ProcessingLog(tmp_path / "log" / "processing").write([line()])
    assert told.value.folder == "log"
    log = ProcessingLog(tmp_path / "other" / "processing")
    log.write([line()])
    before = file_of(log.folder).read_bytes()
    real = os.write
    monkeypatch.setattr(os, "write", lambda handle, text: real(handle, text[:10]) if len(text) > 400 else _full())
    with pytest.raises(NotLogged):
        log.write([line()])
    monkeypatch.undo()
    assert file_of(log.folder).read_bytes() == before
    file_of(log.folder).write_text("not ours\n")
    with pytest.raises(NotLogged):
        log.write([line()])


def _full() -> int:
    raise OSError(28, "No space left on device")


def _many(folder: str, count: int) -> None:
    _often(ProcessingLog(Path(folder)), count)


def _often(log: ProcessingLog, count: int) -> None:
    for _ in range(count):
        log.write([line()])


def test_processes_and_threads_write_one_chain(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    processes = [context.Process(target=_many, args=(str(tmp_path), 20)) for _ in range(2)]
    for process in processes:
        process.start()
    log = ProcessingLog(tmp_path)
    threads = [threading.Thread(target=_often, args=(log, 20)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [0, 0]
    assert (log.verify().lines, log.verify().broken) == (120, None)


def test_a_write_is_on_the_disk_when_it_returns(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sixteen threads at once: each returns after a call to the disk that began when its line stood, and they share."""
    log, real = ProcessingLog(tmp_path), os.fsync
    calls: list[int] = []
    seen: list[bool] = []

    def synced(handle: int) -> None:
        calls.append(os.fstat(handle).st_size)
        real(handle)

    def write(number: int) -> None:
        log.write([line(more={"number": number})])
        text = file_of(tmp_path).read_bytes()
        end = text.index(b"\n", text.index(f'"schakel.number":{number}'.encode() + b"}"))
        seen.append(end < max(calls))

    log.write([line()])
    monkeypatch.setattr(os, "fsync", synced)
    threads = [threading.Thread(target=write, args=(number,)) for number in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == [True] * 16
    assert len(calls) <= 16


def test_a_person_has_one_random_name_until_forgotten(tmp_path: Path) -> None:
    names = SubjectNames(tmp_path)
    first = names.names(["pqr", "stb", "pqr"])
    assert first[0] == first[2] != first[1]
    assert SubjectNames(tmp_path).names(["pqr"]) == [first[0]]
    names.forget(["pqr", "unknown"])
    assert json.loads((tmp_path / "subjects.json").read_text()) == {"stb": first[1]}
    assert names.names(["pqr"]) != [first[0]]
    assert stat.S_IMODE((tmp_path / "subjects.json").stat().st_mode) == 0o600


def months_apart(folder: Path, count: int) -> tuple[ProcessingLog, list[datetime]]:
    """A log with two lines in each of so many months, from January 2020."""
    log = ProcessingLog(folder)
    days = [datetime(2020 + n // 12, n % 12 + 1, 5, tzinfo=UTC) for n in range(count)]
    for at in days:
        log.write([line(at), line(at)])
    return log, days


def test_whole_months_go_and_the_chain_stays_checkable(tmp_path: Path) -> None:
    log, days = months_apart(tmp_path, 15)
    last_of_third = list(log.lines("2020-03"))[-1]["hash"]
    assert log.before("2020-04") == ("2020-01", "2020-02", "2020-03")
    gone = log.take_away("2020-04", anchor(days[-1]), lambda: None)
    assert (gone, log.months()[0], log.verify().broken) == (("2020-01", "2020-02", "2020-03"), "2020-04", None)
    assert (log.verify().gone, log.verify().lines) == (gone, 25)
    told = list(log.lines("2021-03"))[-1]["attributes"]["schakel.removed"]
    assert told[-1] == {"month": "2020-03", "lines": 2, "hash": last_of_third}
    assert log.take_away("2020-04", anchor(days[-1]), lambda: None) == ()
    log.take_away("2020-09", anchor(days[-1]), lambda: None)
    assert log.take_away("2099-01", anchor(days[-1]), lambda: None)[-1] == "2021-02", "the month of the anchor stays"
    assert (log.months(), log.verify().broken, log.verify().lines) == (["2021-03"], None, 5)


@pytest.mark.parametrize("what", ["first", "more", "anchor"])
def test_months_that_go_without_an_anchor_show(tmp_path: Path, what: str) -> None:
    log, days = months_apart(tmp_path, 6)
    if what == "first":
        (tmp_path / "2020-01.jsonl").unlink()
        assert log.verify().broken == ("2020-02.jsonl", 1)
        return
    log.take_away("2020-03", anchor(days[-1]), lambda: None)
    if what == "more":
        (tmp_path / "2020-03.jsonl").unlink()
        assert log.verify().broken == ("2020-04.jsonl", 1)
    else:
        file = tmp_path / "2020-06.jsonl"
        file.write_bytes(b"".join(file.read_bytes().splitlines(keepends=True)[:-1]))
        assert log.verify().broken == ("2020-03.jsonl", 1)


def test_taking_away_that_is_stopped_anywhere_is_done_by_doing_it_again(tmp_path: Path) -> None:
    for stop in range(5):
        log, days = months_apart(tmp_path / str(stop), 6)
        steps = iter(range(100))

        def step(steps: Iterator[int] = steps, stop: int = stop) -> None:
            if next(steps) == stop:
                raise OSError

        with pytest.raises(OSError):  # noqa: PT011 -- our own
            log.take_away("2020-05", anchor(days[-1]), step)
        assert log.verify().broken is None
        log.take_away("2020-05", anchor(days[-1]), lambda: None)
        assert (log.months(), log.verify().broken) == (["2020-05", "2020-06"], None)


def anchor(at: datetime) -> Line:
    return Line("purge_log", "urn:register:1", at, at)


def test_names_of_which_no_line_is_left_are_forgotten(tmp_path: Path) -> None:
    names = SubjectNames(tmp_path)
    one, _ = names.names(["p", "q"])
    names.keep({one})
    assert names.known() == {"p": one}
