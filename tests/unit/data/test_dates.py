"""Dates as they are written: which are read, and as what."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from schakel.data.check import check
from schakel.data.dates import strptime_format
from unit.data.source_examples import column, counted, mapped, staged, write

NOON = datetime.fromisoformat("2024-02-01 11:00")  # 12:00 in Amsterdam


def events_of(folder: Path, *dates: str, form: str = "") -> list[dict[str, Any]]:
    rows = "".join(f'Z-1,Melding,"{text}"\n' for text in dates)
    mapping = mapped(folder, f"[file]\n{form}\n") if form else None
    return staged(write(folder, "zaaknummer,activiteit,datum\n" + rows), mapping)[1]


@pytest.mark.parametrize(
    "text",
    [
        "2024-02-01T12:00:00",
        "2024-02-01 12:00",
        "2024/02/01 12:00:00.000",
        "2024-02-01T11:00:00Z",
        "2024-02-01 11:00:00 UTC",
        "2024-02-01T12:00:00+01:00",
        "2024-02-01T06:00:00.000-0500",
        "2024-02-01T17:00:00,5+06",
        "20240201120000",
        "01.02.2024 12:00",
        "1-2-2024 12:00:00",
    ],
)
def test_one_moment_in_many_forms(text: str, tmp_path: Path) -> None:
    # The second value decides that days come first, and that times are not all midnight.
    other = {"01.02.2024 12:00": "25.02.2024 12:00", "1-2-2024 12:00:00": "25-2-2024 12:00:00"}.get(text, text)
    found = events_of(tmp_path, text, other)
    started = found[0]["started"]
    assert isinstance(started, datetime)
    assert started.replace(microsecond=0) == NOON
    assert not any(column(found, "is_day"))
    assert column(found, "started_on")[0] == date(2024, 2, 1)


@pytest.mark.parametrize("text", ["2024-02-01", "2024/2/1", "20240201", "01-02-2024", "1/2/2024", "01.02.2024"])
def test_one_day_in_many_forms(text: str, tmp_path: Path) -> None:
    other = {"-": "25-02-2024", "/": "25/2/2024", ".": "25.02.2024"}.get(
        text[2] if not text[2].isdigit() else text[1], text
    )
    found = events_of(tmp_path, text, other)
    assert column(found, "started_on")[0] == date(2024, 2, 1)
    assert all(column(found, "is_day"))


def test_days_and_moments_in_one_column(tmp_path: Path) -> None:
    found = events_of(tmp_path, "2024-02-01", "2024-02-01 12:00", "2024-02-01T12:00:00+01:00")
    assert column(found, "is_day") == [True, False, False]
    assert column(found, "started")[1:] == [NOON, NOON]


def test_a_file_whose_months_come_first(tmp_path: Path) -> None:
    assert column(events_of(tmp_path, "02/01/2024", "02/25/2024"), "started_on") == [
        date(2024, 2, 1),
        date(2024, 2, 25),
    ]


def test_all_columns_decide_together(tmp_path: Path) -> None:
    text = "zaaknummer,activiteit,begindatum,einddatum\nZ-1,Melding,01-02-2024,25-02-2024\n"
    _, found = staged(write(tmp_path, text))
    assert column(found, "started_on") == [date(2024, 2, 1)]


def test_equal_in_both_orders_is_not_ambiguous(tmp_path: Path) -> None:
    assert column(events_of(tmp_path, "02-02-2024", "05-05-2024"), "started_on") == [date(2024, 2, 2), date(2024, 5, 5)]


@pytest.mark.parametrize(
    "form",
    [
        'date_format = "dd-mm-yyyy"',
        'date_format = "dd-mm-jjjj uu:mm"',
        'date_format = ["yyyy-mm-dd", "%d-%m-%Y %H:%M"]',
    ],
)
def test_a_declared_form_decides(form: str, tmp_path: Path) -> None:
    assert column(events_of(tmp_path, "01-02-2024 12:00", form=form), "started") == [NOON]


def test_a_declared_form_refuses_others(tmp_path: Path) -> None:
    path = write(tmp_path, "zaaknummer,activiteit,datum\nZ-1,Melding,2024-02-01\n")
    found = check(path, mapping=mapped(tmp_path, '[file]\ndate_format = "dd-mm-yyyy"\n'))
    assert [problem.code for problem in found.problems] == ["date_wrong"]
    assert found.problems[0].allowed == "dd-mm-yyyy"


@pytest.mark.parametrize(
    "text",
    [
        "infinity",
        "epoch",
        "today",
        "2024-02-30",
        "2024-02-01 25:00",
        "2024-02-01 12:00 Europe/Amsterdam",
        "45321",
        "1-2",
    ],
)
def test_what_is_no_date(text: str, tmp_path: Path) -> None:
    found = check(write(tmp_path, f"zaaknummer,activiteit,datum\nZ-1,Melding,2024-02-20\nZ-1,Start,{text}\n"))
    assert [(problem.code, problem.row) for problem in found.problems] == [("date_wrong", 3)]


def test_times_that_are_all_midnight_are_days(tmp_path: Path) -> None:
    path = write(tmp_path, "zaaknummer,activiteit,datum\nZ-1,Melding,2024-02-01 00:00\nZ-1,Start,2024-07-01 00:00\n")
    found, events = staged(path)
    assert all(column(events, "is_day"))
    assert (found.days, found.instants) == (True, False)
    assert counted(found) == {"all_midnight": 2}


def test_a_time_with_an_offset_is_an_instant_also_at_midnight(tmp_path: Path) -> None:
    for stamp in ("2024-02-01T00:00:00Z", "2024-02-01T00:00:00+01:00", "2024-07-01 00:00:00+02:00"):
        path = write(tmp_path, f"zaaknummer,activiteit,datum\nZ-1,Melding,{stamp}\n")
        assert not staged(path)[0].days
        assert not staged(path, mapped(tmp_path, '[file]\ntime_zone = "UTC"\n'))[0].days


def test_mixed_zones_are_counted(tmp_path: Path) -> None:
    path = write(
        tmp_path, "zaaknummer,activiteit,datum\nZ-1,Melding,2024-02-01 12:00\nZ-1,Start,2024-02-01T12:00:00Z\n"
    )
    assert counted(staged(path)[0]) == {"zones_mixed": 1}


@pytest.mark.parametrize(
    ("written", "strptime"),
    [
        ("dd-mm-yyyy", "%d-%m-%Y"),
        ("jjjj-mm-dd uu:mm", "%Y-%m-%d %H:%M"),
        ("d/m/yyyy hh:mm:ss", "%d/%m/%Y %H:%M:%S"),
        ("%d %b %Y", "%d %b %Y"),
        ("dd-mm", None),
        ("'; drop", None),
        ("banana", None),
    ],
)
def test_declared_forms(written: str, strptime: str | None) -> None:
    assert strptime_format(written) == strptime
