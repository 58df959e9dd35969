"""Steps and cases as the product links them are those of the slow reading, from events to figures."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from oracle.chance import ACTIVITIES, logs
from oracle.events import Event
from oracle.plenty import plenty
from oracle.staging import Told, view_of
from oracle.steps import Case, to_cases

SEEN_UNTIL = date(2024, 5, 31)
STEPS = "SELECT c.case_id, s.* FROM steps AS s JOIN cases AS c ON c.case_no = s.case_no ORDER BY c.case_id, s.pos"
CASES = "SELECT * FROM cases ORDER BY case_id"


def steps_of(cases: Sequence[Case]) -> list[tuple[Any, ...]]:
    """What decides every figure, step by step."""
    return [
        (
            step.case,
            step.pos,
            step.event.row,
            step.next.row if step.next else None,
            step.next_partner,
            step.wait_us,
            step.is_parallel,
            step.own_wait_us,
            step.touch_us,
            step.event.runs,
            step.is_tied,
        )
        for case in cases
        for step in case.steps
    ]


def records(rows: list[tuple[Any, ...]], names: Sequence[str]) -> list[dict[str, Any]]:
    """Rows as dictionaries."""
    return [dict(zip(names, row, strict=True)) for row in rows]


@settings(deadline=None, derandomize=True, max_examples=plenty(8, 30), suppress_health_check=[HealthCheck.too_slow])
@given(
    events=st.one_of(logs(), logs(shared=2, apart=1)),
    closing=st.sampled_from(((), ACTIVITIES[-1:])),
    ranked=st.booleans(),
)
def test_steps_and_cases_are_linked_as_defined(events: list[Event], closing: tuple[str, ...], ranked: bool) -> None:
    ranks = (("Melding", 1), ("Besluit", 2)) if ranked else ()
    expected = to_cases(events, ranks=dict(ranks), closing=closing, seen_until=SEEN_UNTIL, own_keys=(2,))
    with view_of(events, Told(ranks, closing, SEEN_UNTIL, own_keys=(2,))) as view:
        steps = view.rows(STEPS)
        names = [column[0] for column in view.connection.execute(STEPS).description]
        cases = view.rows(CASES)
        case_names = [column[0] for column in view.connection.execute(CASES).description]
    found = records(steps, names)
    following = {(row["case_id"], row["pos"] - 1): row["source_row"] for row in found}
    assert [
        (
            row["case_id"],
            row["pos"],
            row["source_row"],
            following.get((row["case_id"], row["pos"])),
            row["next_partner"],
            row["wait_us"],
            row["is_parallel"],
            row["own_wait_us"],
            row["touch_us"],
            row["is_open"],
            row["is_tied"],
        )
        for row in found
    ] == steps_of(expected)
    for row, case in zip(records(cases, case_names), expected, strict=True):
        assert row["variant"] == case.variant
        assert (row["is_open"], row["duration_us"]) == (case.is_open, case.duration_us)
        assert row["observed_us"] == case.observed_us
        assert (row["sight_until_on"], row["is_return"]) == (case.sight_until_on, case.is_return)
        assert row["since_previous_days"] == case.since_previous_days
