"""Punctuality: working days by the calendar of the law, and the figure on messages that are early, late or missing."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from schakel.data.load import load
from schakel.data.messages.working_days import holidays, holidays_of, weekdays
from schakel.data.staged import PUNCTUALITY_ATTRIBUTES
from schakel.insight.definitions import definitions
from schakel.insight.figure import read_figure
from schakel.insight.opened import open_log
from unit.data.messages.message_texts import (
    OTHER,
    answer,
    assigned,
    assignment,
    message,
    request,
    retour_of,
    start,
    started,
    stop,
    stopped,
    write,
)

PLACE, HELPER = "Gemeente 9901", "AGB 99000001"


def test_weekdays_are_counted_as_by_hand() -> None:
    first = date(2024, 12, 25)
    for ahead in range(40):
        for length in range(40):
            since = first + timedelta(days=ahead)
            until = since + timedelta(days=length)
            by_hand = sum((since + timedelta(days=n)).weekday() < 5 for n in range(1, length + 1))
            assert weekdays(since, until) == by_hand
    assert weekdays(date(2025, 1, 9), date(2025, 1, 6)) == 0


@pytest.mark.parametrize(("year", "days"), [
    # New Year, Good Friday, Easter Monday, the King's (in 2025 a Saturday), 5 May, Ascension, Whit Monday, Christmas
    (2025, "01-01 04-18 04-21 05-05 05-29 06-09 12-25 12-26"),
    (2026, "01-01 04-03 04-06 04-27 05-05 05-14 05-25 12-25"),
    (2013, "01-01 03-29 04-01 04-30 05-09 05-20 12-25 12-26"),
])  # fmt: skip
def test_public_holidays_on_weekdays(year: int, days: str) -> None:
    assert " ".join(f"{day:%m-%d}" for day in holidays_of(year)) == days


def test_holidays_between_two_years() -> None:
    assert holidays(date(2025, 12, 24), date(2026, 1, 2)) == 3
    assert holidays(date(2026, 1, 1), date(2026, 1, 1)) == 0


MESSAGES = (
    message("315", request("A"), dated="2025-01-06"),
    message("301", assignment(assigned(1, "2025-02-01", reference="A")), dated="2025-01-14"),
    retour_of("302", "", dated="2025-01-15"),
    message("305", start(started(1, "2025-04-17")), dated="2025-04-28"),
    message("307", stop(stopped(1, "2025-04-17", "2025-05-30", "19")), dated="2025-05-30"),
    message("315", request("B"), number=2, dated="2025-01-06"),
    message("319", answer("B", "2"), dated="2025-01-07"),
    message("319", answer("B", "1", "8"), number=2, dated="2025-03-10"),
    message("315", request("C", bsn="999990020"), number=3, dated="2025-01-06", provider=OTHER),
)


@pytest.fixture
def told(tmp_path: Path) -> dict[tuple[str, str], dict[str, Any]]:
    log = load(write(tmp_path / "m", MESSAGES), tmp_path / "log")
    with open_log(log) as view:
        return {(str(row["deadline"]), str(row["partner"])): row for row in view.figure("punctuality").records()}


def test_each_deadline_is_held_against_its_norm(told: dict[tuple[str, str], dict[str, Any]]) -> None:
    found = {key: (row["messages"], row["on_time"], row["mean_days"], row["norm_days"]) for key, row in told.items()}
    assert found == {
        ("answer", PLACE): (2, 1, 3.5, 5),  # 6 and 1 working days
        ("decision", PLACE): (1, 0, 63, 56),
        ("residence", PLACE): (1, 0, 63, 14),
        ("retour", HELPER): (1, 1, 1, 3),
        ("start", HELPER): (1, 1, 5, 5),  # seven weekdays, of which Good Friday and Easter Monday
        ("stop", HELPER): (1, 1, 0, 5),
    }
    assert told["answer", PLACE]["unanswered"] == 1
    assert told["answer", PLACE]["residents"] == 2


def test_whether_holidays_count_is_a_choice(tmp_path: Path) -> None:
    log = load(write(tmp_path / "m", MESSAGES), tmp_path / "log")
    with open_log(log, chosen=definitions({"holidays_off": 0, "start_message_norm": 7})) as view:
        (row,) = (row for row in view.figure("punctuality").records() if row["deadline"] == "start")
        assert (row["mean_days"], row["share_on_time"], row["norm_days"]) == (7, 1, 7)
        assert view.figure("punctuality", portable=True).rows == view.figure("punctuality").rows


def test_the_figure_reads_every_count_there_is() -> None:
    text = read_figure("punctuality").portable
    assert not [one.column for one in PUNCTUALITY_ATTRIBUTES if one.column not in text]
