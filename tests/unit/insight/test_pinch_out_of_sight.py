"""What several sources could not show is no dead end, no standstill and no wait, and is said to be out of sight."""

from collections.abc import Callable

import pytest

from oracle.pinch_log import DayEvent, find_delivered
from schakel.chain.finding import Finding
from schakel.insight.sentences import sentence
from schakel.texts import LANGUAGES

STOP = {"clinic": 213}  # 1 August 2024


def step(case: int, source: str, activity: str, partner: str, on: int, to_partner: str = "", **more: int) -> DayEvent:
    """A step of a day, unless it says until when."""
    return DayEvent(case, case, activity, partner, None, on, more.get("until", on), to_partner, source)


def log(n: int, make: Callable[[int], list[DayEvent]]) -> list[DayEvent]:
    """n cases, the desk's steps first; and a clinic that treats somebody each month, so that it is there."""
    events = [event for number in range(n) for event in make(number)]
    others = [step(500 + month, "clinic", "Treat", "Clinic", 3 + 30 * month) for month in range(8)]
    closed = [step(500 + month, "clinic", "Close", "Clinic", 4 + 30 * month) for month in range(7)]
    return sorted([*events, *others, *closed], key=lambda event: event.source == "clinic")


def reasons(findings: tuple[Finding, ...], code: str) -> list[tuple[str, int]]:
    """Why findings of this code cannot be seen, and for how many residents."""
    return [(f.hidden, f.residents) for f in findings if f.code == code and f.hidden]


def told(findings: tuple[Finding, ...]) -> set[str]:
    """Codes that rest on what was seen."""
    return {f.code for f in findings if not f.hidden}


def test_after_a_partner_stopped_no_referral_to_it_is_lost() -> None:
    found = find_delivered(log(12, lambda n: [step(n, "desk", "Send", "Desk", 240 - n, "Clinic")]), STOP)
    assert reasons(found, "dead_end") == [("partner_not_then", 12)]
    assert not told(found) & {"dead_end", "standstill", "referral"}


def test_nor_one_that_it_had_no_time_to_answer() -> None:
    found = find_delivered(log(12, lambda n: [step(n, "desk", "Send", "Desk", 150, "Clinic")]), STOP)
    assert not reasons(found, "dead_end")
    (waiting,) = [f for f in found if f.code == "referral"]
    assert waiting.number("weeks_lost").value == pytest.approx(12 * (213 - 150) / 7)


def test_one_that_it_had_time_to_answer_is() -> None:
    found = find_delivered(log(12, lambda n: [step(n, "desk", "Send", "Desk", 100, "Clinic")]), STOP)
    (lost,) = [f for f in found if f.code == "dead_end"]
    assert (lost.number("referrals").value, lost.number("share").value) == (12, 1)
    assert lost.number("weeks_lost").value == pytest.approx(12 * (213 - 100) / 7)


def test_one_that_was_answered_is_no_matter_of_sight() -> None:
    def make(n: int) -> list[DayEvent]:
        return [step(n, "desk", "Send", "Desk", 230, "Clinic"), step(n, "desk", "Treat", "Clinic", 240)]

    assert not reasons(find_delivered(log(12, make), STOP), "dead_end")


def test_a_source_with_numbers_of_its_own_cannot_answer() -> None:
    found = find_delivered(log(12, lambda n: [step(n, "desk", "Send", "Desk", 100, "Clinic")]), own=("clinic",))
    assert reasons(found, "dead_end") == [("partner_other_key", 12)]
    assert not told(found) & {"dead_end", "standstill", "referral"}
    for lang in LANGUAGES:
        (said,) = [sentence(f, lang) for f in found if f.code == "dead_end"]
        assert "Clinic" in said


def test_what_ran_when_its_source_stopped_neither_stands_still_nor_waits() -> None:
    def make(n: int) -> list[DayEvent]:
        return [step(n, "desk", "Talk", "Desk", 20), step(n, "clinic", "Test", "Clinic", 100)]

    assert "standstill" not in told(find_delivered(log(12, make), STOP))
    assert "standstill" in told(find_delivered(log(12, make)))


def test_a_wait_that_cannot_be_told_says_why() -> None:
    def make(n: int) -> list[DayEvent]:
        return [
            step(n, "desk", "Send", "Desk", 250, "Clinic"),
            step(n, "desk", "Look", "Desk", 260),
            step(n, "desk", "Close", "Desk", 260),
        ]

    found = find_delivered(log(12, make), STOP)
    (hidden,) = [f for f in found if f.code == "wait" and f.where.next_activity == "Look"]
    assert (hidden.hidden, hidden.residents) == ("mostly_not_delivered", 12)
    assert not [f for f in find_delivered(log(12, make)) if f.hidden == "mostly_not_delivered"]


def test_a_selection_does_not_change_what_was_delivered_by_whom() -> None:
    events = log(12, lambda n: [step(n, "desk", "Send", "Desk", 100, "Clinic")])
    every = find_delivered(events, STOP)
    chosen = find_delivered(events, STOP, where=(("partner", "Desk"),))
    assert [f.number("share") for f in chosen if f.code == "dead_end"] == [
        f.number("share") for f in every if f.code == "dead_end"
    ]


def test_a_case_out_of_sight_is_not_judged_on_its_lead_time() -> None:
    def make(n: int) -> list[DayEvent]:
        if n < 12:
            return [step(n, "clinic", "Test", "Clinic", 5)]
        return [step(n, "desk", "Talk", "Desk", 5), step(n, "desk", "Close", "Desk", 300 if n < 30 else 10)]

    (late,) = [f for f in find_delivered(log(60, make), STOP) if f.code == "lead_time"]
    assert late.number("late").value == 18
    assert late.number("share_known").value < 1
