"""Findings on small logs that can be counted on one's fingers, and on a published one."""

from collections.abc import Callable
from pathlib import Path

import pytest

from oracle.pinch_log import DayEvent, find
from schakel.chain.finding import Finding
from schakel.chain.selection import Selection
from schakel.data.load import load
from schakel.data.sql import rows
from schakel.insight.definitions import definitions
from schakel.insight.opened import open_log
from schakel.insight.pinch import ADDITIVE, EXPLAINING, pinch

DAY = {"2 Feb": 32, "8 Apr": 98, "31 Dec": 365}  # days since 1 January 2024


def cases(n: int, make: Callable[[int], list[DayEvent]]) -> list[DayEvent]:
    """The steps of n cases of n residents."""
    return [event for number in range(n) for event in make(number)]


def step(case: int, activity: str, partner: str, on: int, *, until: int | None = -1, **more: object) -> DayEvent:
    """A step of a day, unless it says until when."""
    values: dict[str, object] = {"requested": None, "to_partner": ""} | more
    return DayEvent(case, case, activity, partner, started=on, ended=on if until == -1 else until, **values)  # type: ignore[arg-type]


def only(findings: tuple[Finding, ...], code: str) -> Finding:
    """The one finding of this code that can be seen."""
    (found,) = [f for f in findings if f.code == code and not f.hidden]
    return found


def referred(n: int) -> list[DayEvent]:
    """Referred on 2 February, started on 8 April, and something else in between that is no answer."""
    return [
        step(n, "Referral", "Team", DAY["2 Feb"], to_partner="Clinic"),
        step(n, "Talk", "Team", 40, until=41),
        step(n, "Treatment", "Clinic", DAY["8 Apr"], requested=DAY["2 Feb"]),
        step(n, "Close", "Clinic", DAY["8 Apr"]),
    ]


def test_a_referral_of_2_february_that_starts_on_8_april_waited_66_days_in_a_leap_year() -> None:
    found = find(cases(12, referred), 10)
    referral, talk = only(found, "referral"), only(found, "wait")
    assert talk.number("weeks_lost").value == pytest.approx(12 * 8 / 7)
    # The eight days before the talk are already counted there: one week of a life is one week.
    assert referral.number("weeks_lost").value == pytest.approx(12 * (66 - 8) / 7)
    assert (referral.where.activity, referral.where.partner, referral.where.next_partner) == (
        "Referral",
        "Team",
        "Clinic",
    )
    assert referral.residents == 12


def test_the_norm_is_taken_off_every_wait() -> None:
    found = find(cases(12, referred), 10, wait_norm=10)
    assert only(found, "referral").number("weeks_lost").value == pytest.approx(12 * (58 - 10) / 7)
    assert not [f for f in found if f.code == "wait" and not f.hidden]
    assert only(found, "referral").number("norm").value == 10


def test_nothing_rests_on_fewer_residents_than_the_threshold() -> None:
    assert not [f for f in find(cases(9, referred), 10) if f.code in ADDITIVE and not f.hidden]
    assert only(find(cases(9, referred), 9), "referral").residents == 9


def test_many_steps_of_one_resident_are_one_resident() -> None:
    events = [event for n in range(12) for event in referred(n)]
    for event in events:
        event.resident = 1
    assert not [f for f in find(events, 10) if f.code in ADDITIVE and not f.hidden]


def test_many_who_pass_and_few_who_wait_make_no_finding() -> None:
    def make(n: int) -> list[DayEvent]:
        return [step(n, "A", "Desk", 10), step(n, "B", "Desk", 100 if n < 9 else 10), step(n, "Close", "Desk", 100)]

    found = [f for f in find(cases(60, make), 10) if f.where.next_activity == "B"]
    assert not [f for f in found if f.code == "wait"]


def test_parallel_help_is_neither_waiting_nor_a_handover() -> None:
    def make(n: int) -> list[DayEvent]:
        return [step(n, "Help", "Team", 10, until=100), step(n, "Debt", "Bank", 50), step(n, "Close", "Team", 100)]

    assert not [f for f in find(cases(12, make), 10) if f.code in ADDITIVE and not f.hidden]


def test_after_the_question_is_closed_nobody_waits() -> None:
    def make(n: int) -> list[DayEvent]:
        return [step(n, "Help", "Team", 10), step(n, "Close", "Team", 10), step(n, "Aftercare", "Club", 90)]

    assert not [f for f in find(cases(12, make), 10) if f.code in ADDITIVE and not f.hidden]


def test_a_request_without_a_date_is_unknown_and_said_to_be_so() -> None:
    def make(n: int) -> list[DayEvent]:
        return [step(n, "Report", "Desk", 20, requested=10 if n < 4 else None), step(n, "Close", "Desk", 20)]

    found = find(cases(12, make), 10)
    (hidden,) = [f for f in found if f.code == "inflow"]
    assert hidden.hidden == "mostly_unknown"
    assert hidden.number("share_known").value == pytest.approx(4 / 12)
    assert only(find(cases(12, make), 4, wait_known=0.2), "inflow").number("weeks_lost").value == pytest.approx(40 / 7)
    nobody = find(cases(12, lambda n: [step(n, "Report", "Desk", 20)]), 10)
    assert [f.hidden for f in nobody if f.code == "inflow"] == ["no_request"]


def test_a_referral_that_nobody_answers_is_a_dead_end_with_its_share() -> None:
    def make(n: int) -> list[DayEvent]:
        arrived = [step(n, "Treatment", "Clinic", 40), step(n, "Close", "Clinic", 40)]
        return [step(n, "Referral", "Team", 30, to_partner="Clinic"), *(arrived if n >= 12 else [])]

    found = only(find(cases(60, make), 10), "dead_end")
    assert found.residents == 12
    assert found.number("share").value == pytest.approx(0.2)
    interval = [found.number("share").low, found.number("share").high]
    assert interval == pytest.approx([0.118, 0.318], abs=1e-3)  # Wilson's interval of 12 in 60
    assert found.number("weeks_lost").value == pytest.approx(12 * (DAY["31 Dec"] - 30) / 7)


def test_a_partner_that_delivers_nothing_is_out_of_sight_and_not_a_dead_end() -> None:
    found = find(cases(12, lambda n: [step(n, "Referral", "Team", 30, to_partner="Elsewhere")]), 10)
    assert [f.hidden for f in found if f.code == "dead_end"] == ["partner_not_seen"]
    assert not [f for f in found if f.code == "standstill"]


def test_an_open_question_that_nobody_works_on_stands_still() -> None:
    found = find(cases(12, lambda n: [step(n, "Talk", "Team", 30)]), 10)
    still = only(found, "standstill")
    assert still.number("weeks_per_resident").value == pytest.approx((DAY["31 Dec"] - 30) / 7)
    running = find(cases(12, lambda n: [step(n, "Talk", "Team", 30, until=None)]), 10)
    assert not [f for f in running if f.code == "standstill"]


def test_where_no_ending_is_declared_standing_still_cannot_be_seen() -> None:
    found = find(cases(12, lambda n: [step(n, "Talk", "Team", 30)]), 10, closing=())
    assert [f.hidden for f in found if f.code == "standstill"] == ["no_ending"]


def test_rework_counts_the_wait_and_keeps_the_work_apart() -> None:
    def make(n: int) -> list[DayEvent]:
        first = [step(n, "Plan", "Team", 10, until=12), step(n, "Check", "Desk", 12)]
        return [*first, step(n, "Plan", "Team", 19, until=26), step(n, "Close", "Team", 26)]

    found = only(find(cases(12, make), 10), "rework")
    assert (found.where.activity, found.where.partner) == ("Plan", "Team")
    assert found.number("weeks_lost").value == pytest.approx(12)
    assert found.number("work_weeks").value == pytest.approx(12)
    assert found.number("repeats").value == 12


def test_lead_time_judges_only_cases_that_are_old_enough() -> None:
    def make(n: int) -> list[DayEvent]:
        begin = 10 if n < 40 else 300
        end = begin + (200 if n % 2 else 20)
        return [step(n, "Report", "Desk", begin), *([step(n, "Close", "Desk", end)] if end < 365 else [])]

    found = only(find(cases(60, make), 10), "lead_time")
    assert found.number("cases").value == 40
    assert found.number("share").value == pytest.approx(0.5)
    assert found.number("weeks_beyond").value == pytest.approx(20 * (200 - 182) / 7)
    assert found.explains


@pytest.mark.shared
def test_order_ids_and_passport_do_not_change_from_run_to_run(tmp_path: Path, shared_data: Path) -> None:
    load(shared_data / "eventlogs" / "receipt.xes.gz", tmp_path / "log", public=True)
    with open_log(tmp_path / "log") as view:
        first, second = pinch(view), pinch(view)
        left = rows(view.connection, "SELECT table_name FROM duckdb_tables() WHERE starts_with(table_name, 'pinch_')")
    with open_log(tmp_path / "log", chosen=definitions({"wait_norm": 7})) as view:
        stricter = pinch(view)
    assert first == second
    assert not left
    assert len({f.id for f in first}) == len(first)
    assert {f.passport_id for f in first} != {f.passport_id for f in stricter}
    assert {f.id for f in stricter if f.code in ADDITIVE} <= {f.id for f in first if f.code in ADDITIVE}


@pytest.mark.shared
def test_every_week_of_a_published_log_is_counted_once(tmp_path: Path, shared_data: Path) -> None:
    load(shared_data / "eventlogs" / "receipt.xes.gz", tmp_path / "log", public=True)
    for selection in (Selection(), Selection(where=(("activity", "T02 Check confirmation of receipt"),))):
        with open_log(tmp_path / "log", selection=selection) as view:
            findings = pinch(view)
            ((waited,),) = rows(view.connection, "SELECT sum(wait_us) FROM steps WHERE NOT is_parallel")
        weeks = [
            f.number("weeks_lost").value for f in findings if f.code in (*ADDITIVE, "remainder") and not _unseen(f)
        ]
        assert sum(weeks) == pytest.approx(int(waited) / (7 * 86_400_000_000))
        assert all(f.residents >= 10 for f in findings)
        ranked = [f.number("weeks_lost").value for f in findings if f.code in ADDITIVE and not f.hidden]
        assert ranked == sorted(ranked, reverse=True)
        assert not [f for f in findings if f.code in EXPLAINING and "weeks_lost" in dict(f.numbers)]


def _unseen(finding: Finding) -> bool:
    return bool(finding.hidden) and finding.hidden != "remainder"
