"""The clock in SQL tells what a calendar library tells."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schakel.data.clock import EPOCH, SECOND, clock, is_zone, microseconds, wall_text

HOUR = 3600 * SECOND
ZONES = (
    "Europe/Amsterdam",
    "UTC",
    "America/New_York",
    "Australia/Lord_Howe",
    "Africa/Casablanca",
    "America/Paramaribo",
)


def numbers(sql: str, values: list[int]) -> list[int]:
    """The value of an expression over `v` for each of the values."""
    with duckdb.connect() as connection:
        found = connection.execute(f"SELECT {sql} FROM (SELECT unnest($1::BIGINT[]) AS v)", [values]).fetchall()  # noqa: S608
    return [int(value) for (value,) in found]


def micro(moment: datetime) -> int:
    return round((moment - EPOCH) / timedelta(microseconds=1))


MOMENTS = st.lists(
    st.datetimes(datetime.fromisoformat("1900-01-02 00:00"), datetime.fromisoformat("2100-12-30 00:00")),
    min_size=50,
    max_size=200,
)


@pytest.mark.parametrize("zone", ZONES)
@given(moments=MOMENTS)
@settings(max_examples=4, deadline=None)
def test_local_time_of_any_moment(zone: str, moments: list[datetime]) -> None:
    utc = [moment.replace(tzinfo=UTC) for moment in moments]
    local = [micro(moment.astimezone(ZoneInfo(zone)).replace(tzinfo=UTC)) for moment in utc]
    assert numbers(clock(zone).local("v"), [micro(moment) for moment in utc]) == local


@pytest.mark.parametrize("zone", ZONES)
@given(moments=MOMENTS)
@settings(max_examples=4, deadline=None)
def test_a_local_time_that_exists_once_comes_back(zone: str, moments: list[datetime]) -> None:
    walls, found = [micro(moment.replace(tzinfo=UTC)) for moment in moments], clock(zone)
    odd = numbers(f"CAST({found.gaps('v')} OR {found.doubles('v')} AS INTEGER)", walls)
    once = [wall for wall, is_odd in zip(walls, odd, strict=True) if not is_odd]
    back = f"{found.local('u')} FROM (SELECT {found.utc('v')} AS u FROM (SELECT unnest($1::BIGINT[]) AS v))"  # noqa: S608
    with duckdb.connect() as connection:
        assert [wall for (wall,) in connection.execute(f"SELECT {back}", [once]).fetchall()] == once


@pytest.mark.parametrize(
    ("local", "utc"),
    [
        ("2024-03-31 02:30", "2024-03-31 01:30"),  # does not exist: an hour later, 03:30 summer time
        ("2024-03-31 01:59", "2024-03-31 00:59"),
        ("2024-03-31 03:00", "2024-03-31 01:00"),
        ("2024-10-27 02:30", "2024-10-27 00:30"),  # exists twice: the first, in summer time
        ("2024-10-27 03:00", "2024-10-27 02:00"),
        ("2024-02-02 00:00", "2024-02-01 23:00"),
    ],
)
def test_the_policy_in_the_netherlands(local: str, utc: str) -> None:
    wall, moment = (micro(datetime.fromisoformat(text).replace(tzinfo=UTC)) for text in (local, utc))
    assert numbers(clock("Europe/Amsterdam").utc("v"), [wall]) == [moment]


def test_gaps_and_doubles_are_hours_of_the_year() -> None:
    found = clock("Europe/Amsterdam").between(microseconds(2024), microseconds(2025))
    hours = f"SELECT {microseconds(2024)} + i * {HOUR} AS wall FROM range(8784) r(i)"  # noqa: S608
    with duckdb.connect() as connection:
        counts = connection.execute(
            f"SELECT count(*) FILTER ({found.gaps('wall')}), count(*) FILTER ({found.doubles('wall')}) FROM ({hours})"  # noqa: S608
        ).fetchone()
    assert counts == (1, 1)


def test_between_keeps_the_offset_that_was_in_force() -> None:
    july = micro(datetime(2024, 7, 1, tzinfo=UTC))
    whole = clock("Europe/Amsterdam")
    for start in (july, july + 120 * 24 * HOUR):
        part = whole.between(start, start + HOUR)
        assert numbers(part.utc("v"), [start]) == numbers(whole.utc("v"), [start])


def test_names_and_words() -> None:
    assert is_zone("Europe/Amsterdam")
    assert not is_zone("Europe/Lindewaard")
    assert wall_text(micro(datetime(2024, 2, 1, 10, 30, tzinfo=UTC))) == "2024-02-01 10:30"
    assert wall_text(micro(datetime(2024, 2, 1, 10, 30, 5, tzinfo=UTC))) == "2024-02-01 10:30:05"
