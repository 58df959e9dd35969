"""Starts, completes and requests become steps as a plain queue would make them; what is left out is counted."""

from collections import defaultdict, deque
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schakel.data.lifecycle import Lived, pair
from schakel.data.sql import rows, run
from schakel.data.staged import EVENT_COLUMNS, Lifecycle
from schakel.report.terminal import notice_sentence

DAWN = datetime(2024, 3, 1)  # noqa: DTZ001 (UTC by contract)
TYPES = dict.fromkeys(EVENT_COLUMNS, "VARCHAR") | {
    "transition": "VARCHAR",
    "instance": "VARCHAR",
    "e_team": "VARCHAR",
}
TYPES |= dict.fromkeys(("started", "ended", "requested"), "TIMESTAMP")
TYPES |= dict.fromkeys(("started_on", "ended_on", "requested_on"), "DATE")
TYPES |= {"is_day": "BOOLEAN", "is_moment": "BOOLEAN", "source_row": "BIGINT"}
Step = tuple[str, str, datetime | None, datetime | None, datetime | None, str | None, bool, int]


@dataclass(frozen=True)
class Change:
    """A row of the source: what happened to an activity of a case, and at which hour."""

    activity: str
    transition: str | None
    hour: int
    case: str = "a"
    instance: str | None = None
    partner: str | None = None

    @property
    def moment(self) -> datetime:
        """Its time."""
        return DAWN + timedelta(hours=self.hour)


def lived(changes: list[Change], lifecycle: Lifecycle | None = None) -> tuple[Lived, list[Step]]:
    """The steps that `pair` makes, in the order of their rows."""
    with duckdb.connect() as connection:
        columns = ", ".join(f"{name} {kind}" for name, kind in TYPES.items())
        run(connection, f"CREATE TABLE shaped ({columns})")
        given_rows = []
        for row, change in enumerate(changes, 1):
            values: dict[str, Any] = dict.fromkeys(TYPES) | {
                "case_id": change.case,
                "activity": change.activity,
                "partner": change.partner,
                "started": change.moment,
                "ended": change.moment,
                "started_on": change.moment.date(),
                "ended_on": change.moment.date(),
                "is_day": False,
                "is_moment": True,
                "source_row": row,
                "transition": change.transition,
                "instance": change.instance,
            }
            given_rows.append(list(values.values()))
        marks = ", ".join("?" * len(TYPES))
        if given_rows:
            connection.executemany(f"INSERT INTO shaped VALUES ({marks})", given_rows)  # noqa: S608
        found = pair(connection, "shaped", "events", lifecycle=lifecycle, file="log.xes")
        assert [name for name, *_ in rows(connection, "DESCRIBE events")] == [*EVENT_COLUMNS, "e_team"]
        assert rows(connection, "SELECT table_name FROM duckdb_tables() ORDER BY 1") == [("events",), ("shaped",)]
        query = "SELECT case_id, activity, started, ended, requested, partner, is_moment, source_row FROM events"
        steps: list[Step] = rows(connection, f"{query} ORDER BY source_row")
        local = "started_on IS DISTINCT FROM started::DATE OR ended_on IS DISTINCT FROM ended::DATE"
        assert rows(connection, f"FROM events WHERE {local} OR requested_on IS DISTINCT FROM requested::DATE") == []
        assert found.events == len(steps)
        return found, steps


def queued(changes: list[Change]) -> list[Step]:
    """The same by queues, one change after another."""
    turns = {"schedule": 0, "withdraw": 1, "start": 2}
    order = sorted(enumerate(changes, 1), key=lambda c: (c[1].moment, turns.get(c[1].transition or "", 3), c[0]))
    having_starts = {change.activity for change in changes if change.transition == "start"}
    requests: dict[Any, deque[datetime]] = defaultdict(deque)
    running: dict[Any, deque[list[Any]]] = defaultdict(deque)
    steps: list[list[Any]] = []
    for row, change in order:
        key = (change.case, change.activity, change.instance or "")
        if change.transition == "schedule":
            requests[key].append(change.moment)
        elif change.transition == "withdraw":
            if requests[key]:
                requests[key].popleft()
        elif change.transition == "start":
            asked = requests[key].popleft() if requests[key] else None
            steps.append([change.case, change.activity, change.moment, None, asked, change.partner, False, row])
            running[key].append(steps[-1])
        elif change.transition in ("complete", "ate_abort", "pi_abort", None):
            if running[key]:
                step = running[key].popleft()
                step[3], step[5] = change.moment, change.partner or step[5]
            elif change.transition in ("complete", None):
                begun = None if change.activity in having_starts else change.moment
                moment = begun is not None
                steps.append([change.case, change.activity, begun, change.moment, None, change.partner, moment, row])
    return sorted((tuple(step) for step in steps), key=lambda step: step[-1])


changes = st.builds(
    Change,
    activity=st.sampled_from(["x", "y"]),
    transition=st.sampled_from(
        ["start", "start", "complete", "complete", "schedule", "withdraw", "ate_abort", "suspend", None]
    ),
    hour=st.integers(0, 6),
    case=st.sampled_from("abcdefgh"),
    instance=st.sampled_from([None, None, "1", "2"]),
    partner=st.sampled_from([None, "p", "q"]),
)


@settings(max_examples=25, deadline=None, derandomize=True)
@given(st.lists(changes, max_size=60))
def test_pairs_are_those_of_a_queue_and_every_row_is_a_step_or_counted(found: list[Change]) -> None:
    made, steps = lived(found, "pair")
    assert steps == queued(found)
    counts = {(notice.code, dict(notice.more).get("transition")): notice.n for notice in made.notices}
    left_out = sum(n for (code, _), n in counts.items() if code == "lifecycle_left_out")
    ends = sum(step[3] is not None and not step[6] and step[2] is not None for step in steps)
    asked = sum(step[4] is not None for step in steps)
    unused = counts.get(("lifecycle_request_unused", None), 0)
    assert len(found) == len(steps) + ends + asked + unused + left_out
    assert counts.get(("lifecycle_running", None), 0) == sum(step[3] is None for step in steps)
    assert counts.get(("lifecycle_start_unknown", None), 0) == sum(step[2] is None for step in steps)


def hours(steps: list[Step]) -> list[tuple[int | None, ...]]:
    """Start, end and request of each step in hours."""

    def hour(moment: datetime | None) -> int | None:
        return None if moment is None else int((moment - DAWN).total_seconds() // 3600)

    return [(hour(step[2]), hour(step[3]), hour(step[4])) for step in steps]


def test_first_in_first_out() -> None:
    found = [Change("x", "start", 1), Change("x", "start", 2), Change("x", "complete", 3), Change("x", "complete", 5)]
    assert hours(lived(found)[1]) == [(1, 3, None), (2, 5, None)]


def test_an_instance_tells_which_end_belongs_to_which_start() -> None:
    found = [
        Change("x", "start", 1, instance="i"),
        Change("x", "start", 2, instance="j"),
        Change("x", "complete", 3, instance="j"),
        Change("x", "complete", 5, instance="i"),
    ]
    assert hours(lived(found)[1]) == [(1, 5, None), (2, 3, None)]


def test_a_request_goes_with_the_next_start_unless_withdrawn() -> None:
    found = [
        Change("x", "SCHEDULE", 0),
        Change("x", "schedule", 1),
        Change("x", "withdraw", 2),
        Change("x", " Start ", 3),
        Change("x", "COMPLETE", 4),
    ]
    made, steps = lived(found)
    assert hours(steps) == [(3, 4, 1)]
    assert [(notice.code, notice.n) for notice in made.notices] == [
        ("lifecycle_request_unused", 1),
        ("lifecycle_left_out", 1),
    ]


def test_an_end_without_a_start_is_a_moment_or_has_an_unknown_start() -> None:
    found = [
        Change("x", "start", 1),
        Change("x", "complete", 2),
        Change("x", "complete", 3),
        Change("y", "complete", 4),
    ]
    made, steps = lived(found)
    assert hours(steps) == [(1, 2, None), (None, 3, None), (4, 4, None)]
    assert [step[6] for step in steps] == [False, False, True]
    assert (made.lifecycle, made.knows_ends) == ("pair", True)


def test_a_start_without_an_end_still_runs() -> None:
    found = [Change("x", "start", 1), Change("x", "start", 2), Change("x", "complete", 3)]
    assert hours(lived(found)[1]) == [(1, 3, None), (2, None, None)]


def test_the_default_pairs_only_when_both_words_occur() -> None:
    assert lived([Change("x", "start", 1), Change("x", "complete", 2)])[0].lifecycle == "pair"
    for words in (("complete", "complete"), ("start", "start"), ("schedule", "complete"), (None, None)):
        made, steps = lived([Change("x", word, hour) for hour, word in enumerate(words)])
        assert (made.lifecycle, made.knows_ends, len(steps), made.notices) == ("all", False, 2, ())


def test_complete_keeps_only_completes_as_moments_and_counts_the_rest() -> None:
    found = [Change("x", "start", 1), Change("x", "complete", 2), Change("x", "suspend", 3), Change("x", None, 4)]
    made, steps = lived(found, "complete")
    assert hours(steps) == [(2, 2, None), (4, 4, None)]
    assert [step[6] for step in steps] == [True, True]
    assert [notice_sentence(notice, "en") for notice in made.notices] == [
        "1 row with lifecycle 'start' makes no step and was left out.",
        "1 row with lifecycle 'suspend' makes no step and was left out.",
    ]


def test_all_keeps_every_row_as_it_is() -> None:
    made, steps = lived([Change("x", "start", 1), Change("x", "anything", 2)], "all")
    assert hours(steps) == [(1, 1, None), (2, 2, None)]
    assert made.notices == ()


def test_an_abort_ends_a_running_step_and_tells_of_no_other() -> None:
    found = [
        Change("x", "start", 1),
        Change("x", "ate_abort", 2),
        Change("x", "pi_abort", 3),
        Change("x", "complete", 4),
    ]
    made, steps = lived(found)
    assert hours(steps) == [(1, 2, None), (None, 4, None)]
    assert [notice_sentence(notice, "nl") for notice in made.notices] == [
        "1 stap heeft een einde en geen begin. Het begin is onbekend.",
        "1 stap is afgebroken (abort). Dat geldt als het einde van de stap.",
        "1 rij met levensloop 'pi_abort' vormt geen stap en is weggelaten.",
    ]


def test_the_partner_of_the_end_counts_and_a_difference_is_told() -> None:
    found = [
        Change("x", "start", 1, partner="front office"),
        Change("x", "complete", 2, partner="district team"),
        Change("x", "start", 3, partner="front office"),
        Change("x", "complete", 4),
    ]
    made, steps = lived(found)
    assert [step[5] for step in steps] == ["district team", "front office"]
    assert [(notice.code, notice.n) for notice in made.notices] == [("lifecycle_partner_differs", 1)]


@pytest.mark.parametrize(
    "word", ["suspend", "resume", "assign", "reassign", "manualskip", "autoskip", "unknown", "o'clock"]
)
def test_other_words_are_left_out_and_counted_by_name(word: str) -> None:
    made, steps = lived([Change("x", "start", 1), Change("x", word, 2), Change("x", "complete", 3)])
    assert hours(steps) == [(1, 3, None)]
    assert [(notice.code, notice.n, notice.more) for notice in made.notices] == [
        ("lifecycle_left_out", 1, (("transition", word),))
    ]
