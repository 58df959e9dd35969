"""Parquet: its types are used as they are."""

import shutil
from datetime import date, datetime
from pathlib import Path

import pytest

from schakel.data.check import check
from unit.data.source_examples import column, counted, mapped, parquet, staged

MOMENT = "TIMESTAMP '2024-07-01 12:00:00'"


def log(started: str, more: str = "") -> str:
    """A query of one row with this start."""
    return f"SELECT 'Z-1' AS case_id, 'Melding' AS activity, {started} AS started {more}"


@pytest.mark.parametrize(
    ("started", "utc", "is_day"),
    [
        (MOMENT, "2024-07-01 10:00", False),
        ("TIMESTAMP_NS '2024-07-01 12:00:00'", "2024-07-01 10:00", False),
        ("TIMESTAMP_S '2024-07-01 12:00:00'", "2024-07-01 10:00", False),
        ("TIMESTAMP_MS '2024-07-01 12:00:00'", "2024-07-01 10:00", False),
        ("TIMESTAMPTZ '2024-07-01 12:00:00+02'", "2024-07-01 10:00", False),
        ("DATE '2024-07-01'", "2024-06-30 22:00", True),
        ("'2024-07-01T12:00:00+02:00'", "2024-07-01 10:00", False),
        ("TIMESTAMP '2024-07-01'", "2024-06-30 22:00", True),
    ],
)
def test_every_type_of_time(started: str, utc: str, is_day: bool, tmp_path: Path) -> None:
    found, events = staged(parquet(tmp_path, log(started)))
    assert column(events, "started") == [datetime.fromisoformat(utc)]
    assert column(events, "started_on") == [date(2024, 7, 1)]
    assert column(events, "is_day") == [is_day]
    assert (found.days, found.instants) == (is_day, not is_day)
    assert column(events, "source_row") == [1]


def test_local_days_of_moments_follow_the_zone(tmp_path: Path) -> None:
    path = parquet(tmp_path, log("TIMESTAMPTZ '2024-07-01 23:30:00+00'"))
    assert column(staged(path)[1], "started_on") == [date(2024, 7, 2)]
    assert column(staged(path, mapped(tmp_path, "[file]\ntime_zone = 'UTC'\n"))[1], "started_on") == [date(2024, 7, 1)]


def test_ids_of_other_types_become_text(tmp_path: Path) -> None:
    select = f"SELECT 7 AS case_id, TRUE AS activity, {MOMENT} AS started, uuid() AS partner"
    events = staged(parquet(tmp_path, select))[1]
    assert (events[0]["case_id"], events[0]["activity"]) == ("7", "true")
    assert len(events[0]["partner"]) == 36


def test_numbers_and_nested_columns_of_a_published_log(tmp_path: Path) -> None:
    path = parquet(tmp_path, log(MOMENT, ", 3 AS n, 2.5::DECIMAL(4, 1) AS d, [1, 2] AS many, {'a': 1} AS inner_one"))
    found, events = staged(path, keep_all=True)
    assert (events[0]["e_n"], events[0]["e_d"]) == (3.0, 2.5)
    assert found.deliveries[0].not_stored == ("many", "inner_one")


def test_a_missing_value_is_unknown_and_a_blank_case_is_refused(tmp_path: Path) -> None:
    assert column(staged(parquet(tmp_path, log(MOMENT, ", '' AS partner")))[1], "partner") == [None]
    blank = log(MOMENT).replace("'Z-1'", "unnest(['Z-1', ' ', NULL])")
    found = check(parquet(tmp_path, blank))
    assert [(p.code, p.row, p.column) for p in found.problems] == [
        ("value_missing", 2, "case_id"),
        ("value_missing", 3, "case_id"),
    ]


@pytest.mark.parametrize("started", ["'infinity'::TIMESTAMP", "'-infinity'::TIMESTAMP", "DATE '0024-02-01'"])
def test_times_beyond_the_years_allowed(started: str, tmp_path: Path) -> None:
    found = check(parquet(tmp_path, log(started)))
    assert [problem.code for problem in found.problems] == ["date_out_of_range"]


def test_nothing_is_copied(tmp_path: Path) -> None:
    import duckdb

    from schakel.data.source import stage

    path = parquet(tmp_path, log(MOMENT).replace("'Z-1'", "'Z-' || range") + " FROM range(1000)")
    with duckdb.connect() as connection:
        stage(connection, path)
        tables = connection.execute("SELECT table_name, estimated_size FROM duckdb_tables()").fetchall()
    assert all(size < 10 for _, size in tables), tables


def test_the_folder_gives_no_columns(tmp_path: Path) -> None:
    folder = tmp_path / "partner=Loket"
    folder.mkdir()
    path = shutil.copy(parquet(tmp_path, log(MOMENT)), folder / "log[1].parquet")
    assert column(staged(Path(path))[1], "partner") == [None]


def test_gaps_are_counted_in_naive_times_only(tmp_path: Path) -> None:
    both = "unnest(['2024-03-31 02:30', '2024-10-27 02:30', '2024-10-28 11:11'])"
    assert counted(staged(parquet(tmp_path, log(f"{both}::TIMESTAMP")))[0]) == {"clock_gap": 1, "clock_double": 1}
    assert counted(staged(parquet(tmp_path, log(f"({both} || '+00')::TIMESTAMPTZ")))[0]) == {}


def test_the_name_of_our_row_number_is_refused(tmp_path: Path) -> None:
    found = check(parquet(tmp_path, log(MOMENT, ", 1 AS file_row_number")))
    assert [problem.code for problem in found.problems] == ["column_reserved"]


@pytest.mark.parametrize("name", ["row", "transition", "r", "Case_ID", "select", "source"])
def test_any_other_column_name_will_do(name: str, tmp_path: Path) -> None:
    path = parquet(tmp_path, log(MOMENT, f", 'x' AS \"{name}\""))
    found, events = staged(path, keep_all=True)
    assert column(events, "source_row") == [1]
    assert column(events, "case_id") == ["Z-1"]
    assert found.deliveries[0].not_stored == ()
