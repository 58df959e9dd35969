"""XES on its way to events: what lacks a key is told by trace and event, zones are respected, counts are said."""

from pathlib import Path

import duckdb
import pytest

from schakel.chain.problem import Refusal
from schakel.data.source import look_at, stage
from schakel.report.terminal import notice_sentence, problem_sentence
from unit.data.xes_examples import log, sentences, trace, write


def staged_problems(path: Path) -> tuple[list[str], list[str], int]:
    """All sentences of what `check` would say, in both languages, and the total."""
    with duckdb.connect() as connection:
        look = look_at(connection, path)
    dutch = [problem_sentence(problem, "nl") for problem in look.problems]
    return dutch, [problem_sentence(problem, "en") for problem in look.problems], look.total


def test_a_missing_name_or_time_is_told_by_trace_and_event(tmp_path: Path) -> None:
    text = log(
        trace("a", "x", "y"),
        trace("b", "x", "y").replace('<string key="concept:name" value="y"/>\n', ""),
        trace("c", "x", "y", "z").replace('<string key="concept:name" value="c"/>\n', ""),
        trace("d", "x", "y").replace('<date key="time:timestamp" value="2024-02-01T10:00:00+01:00"/>\n', ""),
    )
    dutch, english, total = staged_problems(write(tmp_path, text))
    assert total == 4
    assert dutch == [
        "log.xes, 3e trace: concept:name ontbreekt. Elke trace heeft een naam nodig.".replace(
            "concept:name", "case:concept:name"
        ),
        "log.xes, 2e trace, 2e event: concept:name ontbreekt. Elk event heeft een activiteit nodig.",
        "log.xes, 4e trace, 1e event: time:timestamp ontbreekt. Elk event heeft een tijdstip nodig.",
        "log.xes, 4e trace, 2e event: time:timestamp ontbreekt. Elk event heeft een tijdstip nodig.",
    ]
    assert english[1] == "log.xes, trace 2, event 2: concept:name is missing. Every event needs an activity."
    assert english[3] == "log.xes, trace 4, event 2: time:timestamp is missing. Every event needs a time."


def test_a_key_that_no_event_has_is_told_for_the_first_twenty(tmp_path: Path) -> None:
    text = log(*(trace(f"c{n}", "x") for n in range(30))).replace("time:timestamp", "when")
    dutch, _, total = staged_problems(write(tmp_path, text))
    assert (len(dutch), total) == (20, 30)
    assert dutch[19] == "log.xes, 20e trace, 1e event: time:timestamp ontbreekt. Elk event heeft een tijdstip nodig."


def test_zones_are_respected_and_naive_times_are_local(tmp_path: Path) -> None:
    times = (
        "2024-07-01T12:00:00Z",
        "2024-07-01T12:00:00.250+05:30",
        "2024-07-01T12:00:00-03:00",
        "2024-07-01T12:00:00.000",
        "2024-01-01T00:30:00",
    )
    text = log(*(trace(f"c{n}", "x", time=time) for n, time in enumerate(times)))
    with duckdb.connect() as connection:
        stage(connection, write(tmp_path, text))
        found = connection.execute(
            "SELECT started::VARCHAR, started_on::VARCHAR FROM events ORDER BY case_id"
        ).fetchall()
    assert found == [
        ("2024-07-01 12:00:00", "2024-07-01"),
        ("2024-07-01 06:30:00.25", "2024-07-01"),
        ("2024-07-01 15:00:00", "2024-07-01"),
        ("2024-07-01 10:00:00", "2024-07-01"),
        ("2023-12-31 23:30:00", "2024-01-01"),
    ]


def test_words_and_ids_are_taken_as_they_are(tmp_path: Path) -> None:
    found = [("NA", "x"), ("001", "x "), ("1e5", "X"), (" b", "null")]
    with duckdb.connect() as connection:
        stage(connection, write(tmp_path, log(*(trace(name, activity) for name, activity in found))))
        kept = connection.execute("SELECT case_id, activity FROM events ORDER BY source_row").fetchall()
    assert kept == found


def test_a_time_that_is_none_is_refused_with_its_event(tmp_path: Path) -> None:
    dutch, english, total = staged_problems(write(tmp_path, log(trace("a", "x", time="2024-02-30T10:00:00Z"))))
    assert total == 1
    assert "2024-02-30T10:00:00Z" in dutch[0]
    assert "2024-02-30T10:00:00Z" in english[0]


def test_what_was_counted_is_said_in_both_languages(tmp_path: Path) -> None:
    with duckdb.connect() as connection:
        staged = stage(connection, write(tmp_path, log(trace("a", "x"), trace("b"), trace("a", "y"), trace("a", "z"))))
    notices = staged.deliveries[0].notices
    assert [notice_sentence(notice, "nl") for notice in notices] == [
        "1 trace is leeg en telt niet als casus.",
        "2 traces hebben een naam die al voorkwam. Samen met de eerste zijn ze één casus.",
    ]
    assert [notice_sentence(notice, "en") for notice in notices] == [
        "1 trace is empty and does not count as a case.",
        "2 traces have a name that occurred before. Together with the first they are one case.",
    ]


def test_no_message_shows_an_id(tmp_path: Path) -> None:
    with duckdb.connect() as connection, pytest.raises(Refusal) as refusal:
        stage(connection, write(tmp_path, log(trace("123456782", "x").replace('key="time:timestamp"', 'key="t"'))))
    assert "123456782" not in "".join(sentences(refusal.value))
