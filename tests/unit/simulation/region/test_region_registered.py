"""What is registered of a run, by hand: closings, who left, who got lost, and what nobody can know yet."""

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from schakel.simulation.kernel import codes as c
from schakel.simulation.kernel.state import STEP
from schakel.simulation.region import registered as module
from schakel.simulation.region.base import base
from schakel.simulation.region.facts import facts
from schakel.simulation.region.registered import RESIDENT_BITS, registered

WARM_UP = 10
STAGES = [one.name for one in base().stages]
PARTNERS = [one.name for one in base().partners]
DESK, TEAM, CARE, HOUSE = (
    "Loket Lindewaard",
    "Wijkteam Wilgenmeer",
    "Thuisbegeleiding Lindestee",
    "Werkplaats Lindeploeg",
)
HELP = "Begeleiding"
LAST_WEEK = 260.9


def step(case: int, stage: str, partner: str, started: float, ended: float, outcome: int, **more: Any) -> Any:
    """A row of a run. Weeks count from the first day; to: the next partner, goes_on: whether the route does."""
    row = np.zeros(1, STEP)[0]
    row["key"], row["episode"] = case << RESIDENT_BITS, 1
    row["stage"], row["partner"] = STAGES.index(stage), PARTNERS.index(partner)
    row["requested"] = more.get("requested", started) + WARM_UP
    row["started"], row["ended"], row["outcome"] = started + WARM_UP, ended + WARM_UP, outcome
    row["to_stage"] = 0 if more.get("goes_on", False) else -1
    row["to_partner"] = PARTNERS.index(more["to"]) if "to" in more else -1
    return row


def asked(case: int, at: float, **more: Any) -> Any:
    """A report at the desk that goes on."""
    return step(case, "Melding", DESK, at, at + 0.1, c.O_DONE, goes_on=True, **more)


STEPS = [
    # Case 1: helped, better, and closed by whoever gave the last professional help.
    asked(1, 1), step(1, HELP, CARE, 2, 20, c.O_BETTER),
    # Case 2: only answered.
    asked(2, 1.2), step(2, "Doorvragen", DESK, 2, 2.5, c.O_DONE),
    # Case 3: helped, gave up waiting for more.
    asked(3, 1.4), step(3, HELP, CARE, 3, 9, c.O_DONE, goes_on=True),
    # Case 4: gave up before any help.
    asked(4, 1.6),
    # Case 5: lost on the way; nobody closes it.
    asked(5, 1.8, to=CARE),
    # Case 6: the last step was a resident's own; the desk, the last professional, closes it.
    asked(6, 2), step(6, "Eigen plan", "Inwoner", 3, 8, c.O_BETTER),
    # Case 7: began before the first day, and is left out.
    step(7, HELP, CARE, -2, 5, c.O_BETTER),
    # Case 8: help that ends after the reference date has no end yet, and no closing.
    asked(8, 3), step(8, HELP, CARE, 4, 261.5, c.O_BETTER),
    # Case 9: help at a partner that delivers nothing; what it did is unseen, whoever sent there wrote that down.
    asked(9, 3.2, to=HOUSE), step(9, "Plaatsing beschut", HOUSE, 6, 30, c.O_DONE),
    # Case 10: better once, not at last.
    asked(10, 3.4), step(10, HELP, CARE, 5, 9, c.O_BETTER, goes_on=True), step(10, HELP, CARE, 10, 15, c.O_DONE),
]  # fmt: skip


def left(case: int, partner: str, ended: float, outcome: int) -> Any:
    row = step(case, HELP, partner, 0, ended, outcome)
    row["started"] = np.nan
    return row


DEPARTURES = [left(3, CARE, 12, c.O_LEFT), left(4, TEAM, 5, c.O_LEFT), left(5, CARE, 6, c.O_LOST)]


@pytest.fixture
def rows(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    monkeypatch.setattr(module, "running_steps", lambda _run: np.zeros(0, STEP))
    run = SimpleNamespace(steps=lambda: np.array(STEPS), departures=lambda: np.array(DEPARTURES), warm_up=WARM_UP)
    found = registered(base(), run, facts(), seed=1, share=1.0)  # type: ignore[arg-type]
    names = list(found)
    return [dict(zip(names, row, strict=True)) for row in zip(*found.values(), strict=True)]


def case_number(row: dict[str, Any]) -> int:
    return int(row["cases"]) // module.EPISODES >> RESIDENT_BITS


def closings(rows: list[dict[str, Any]]) -> dict[int, tuple[str, str]]:
    return {case_number(row): (PARTNERS[row["partner"]], row["outcome"]) for row in rows if row["stage"] == -1}


def test_who_closes_and_how_it_ended(rows: list[dict[str, Any]]) -> None:
    assert closings(rows) == {
        1: (CARE, "doel bereikt"),
        2: (DESK, "vraag beantwoord"),
        3: (CARE, "uitval"),
        4: (TEAM, "ingetrokken"),
        6: (DESK, "doel bereikt" if base().stages[STAGES.index("Eigen plan")].is_help else "vraag beantwoord"),
        10: (CARE, "deels bereikt"),
    }


def test_who_got_lost_is_never_closed(rows: list[dict[str, Any]]) -> None:
    (sent,) = (row for row in rows if case_number(row) == 5)
    assert PARTNERS[sent["to_partner"]] == CARE
    assert 5 not in closings(rows)


def test_a_case_of_before_the_first_day_is_left_out(rows: list[dict[str, Any]]) -> None:
    assert {case_number(row) for row in rows} == {1, 2, 3, 4, 5, 6, 8, 9, 10}


def test_what_is_not_known_on_the_reference_date_is_not_told(rows: list[dict[str, Any]]) -> None:
    (running,) = (row for row in rows if case_number(row) == 8 and row["stage"] == STAGES.index(HELP))
    assert running["ended"] == -1
    assert 8 not in closings(rows)


def test_who_delivers_nothing_is_seen_by_who_sent_there_only(rows: list[dict[str, Any]]) -> None:
    (sent,) = (row for row in rows if case_number(row) == 9)
    assert PARTNERS[sent["to_partner"]] == HOUSE
    assert not [row for row in rows if PARTNERS[row["partner"]] == HOUSE]


def test_rows_stand_by_day_and_cases_count_as_they_opened(rows: list[dict[str, Any]]) -> None:
    days = [row["started"] // 1440 for row in rows]
    assert days == sorted(days)
    opened: dict[int, int] = {}
    for row in rows:
        opened.setdefault(case_number(row), int(row["number"]))
    assert sorted(opened.values()) == list(range(len(opened)))
    assert [case for case, _ in sorted(opened.items(), key=lambda one: one[1])] == [1, 2, 3, 4, 5, 6, 8, 9, 10]


def test_only_the_first_step_at_a_partner_tells_its_request(rows: list[dict[str, Any]]) -> None:
    turns: dict[tuple[int, int], int] = {}
    for row in rows:
        if row["stage"] >= 0:
            at = case_number(row), int(row["partner"])
            turns[at] = turns.get(at, 0) + 1
            assert row["requested"] <= row["started"]
            assert turns[at] == 1 or row["requested"] == -1
