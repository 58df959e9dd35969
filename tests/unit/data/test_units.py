"""What a case is: thresholds count residents, returns know how long ago the last help ended."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from unit.data.log_building import EVENTS, csv_of, loaded, one_source

END = date(2024, 3, 31)


def test_one_resident_with_twelve_provisions_is_one_resident(tmp_path: Path) -> None:
    rows = csv_of(*(f"p{n},r1,Help,Care {n},2024-{n:02d}-01,2024-{n:02d}-20" for n in range(1, 13)))
    made = loaded(tmp_path, one_source(rows))
    assert made.snapshot.manifest.counts["cases"] == 12
    assert made.snapshot.manifest.counts["residents"] == 1
    assert set(made.column("resident_no")) == {1}


@pytest.mark.parametrize(("unit", "cases", "longest"), [("household", 1, 4), ("resident", 3, 2), ("provision", 4, 1)])
def test_three_siblings(tmp_path: Path, unit: str, cases: int, longest: int) -> None:
    mapping = EVENTS + 'household = "home"\n'
    rows = csv_of(
        "p1,r1,Intake,Team,2024-01-01,2024-01-01,h1",
        "p2,r2,Intake,Team,2024-01-02,2024-01-02,h1",
        "p3,r3,Intake,Team,2024-01-03,2024-01-03,h1",
        "p4,r3,Advice,Desk,2024-02-05,2024-02-05,h1",
        header="case,resident,activity,partner,start,end,home",
    )
    made = loaded(tmp_path, one_source(rows, f'unit = "{unit}"', mapping))
    counts = made.snapshot.manifest.counts
    assert (counts["cases"], counts["residents"], counts["households"]) == (cases, 3, 1)
    assert max(made.column("length", "cases")) == longest


@pytest.mark.parametrize(("days", "cases"), [(30, 1), (31, 1), (32, 2)])
def test_a_trajectory_goes_on_until_the_gap(tmp_path: Path, days: int, cases: int) -> None:
    again = END + timedelta(days=days)
    rows = csv_of(f"p1,r1,Help,Care,2024-01-01,{END}", f"p2,r1,Other help,Clinic,{again},{again + timedelta(days=5)}")
    made = loaded(tmp_path, one_source(rows, 'unit = "trajectory"'))
    assert len(made.cases) == cases
    assert made.column("is_return", "cases") == [False, True][:cases]
    assert made.column("since_previous_days", "cases") == [None, days][:cases]


@pytest.mark.parametrize(("days", "is_return"), [(30, False), (31, False), (32, True)])
def test_a_provision_after_the_gap_is_a_return(tmp_path: Path, days: int, is_return: bool) -> None:
    again = END + timedelta(days=days)
    rows = csv_of(f"p1,r1,Help,Care,2024-01-01,{END}", f"p2,r1,Other help,Clinic,{again},{again}")
    made = loaded(tmp_path, one_source(rows))
    assert made.column("since_previous_days", "cases") == [None, days]
    assert made.column("is_return", "cases") == [False, is_return]


def test_beside_help_that_still_runs_nothing_is_a_return(tmp_path: Path) -> None:
    rows = csv_of("p1,r1,Help,Care,2024-01-01,", "p2,r1,Other help,Clinic,2024-06-01,2024-06-30")
    made = loaded(tmp_path, one_source(rows))
    assert made.column("since_previous_days", "cases") == [None, None]
    assert made.column("is_return", "cases") == [False, False]


def test_an_attribute_that_changes_within_a_case_counts_once_per_case(tmp_path: Path) -> None:
    mapping = EVENTS + 'client_group = "group"\n'
    rows = csv_of(
        "p1,r1,Intake,Team,2024-01-01,2024-01-01,youth",
        "p1,r1,Help,Care,2024-02-01,2024-02-20,adults",
        "p1,r1,Close,Team,2024-03-01,2024-03-01,elderly",
        "p2,r2,Intake,Team,2024-01-01,2024-01-01,youth",
        header="case,resident,activity,partner,start,end,group",
    )
    made = loaded(tmp_path, one_source(rows, mapping=mapping))
    notices = {notice.code: notice.n for notice in made.snapshot.manifest.notices}
    assert notices["not_constant"] == 1
    assert sorted(made.column("c_client_group", "cases")) == ["youth", "youth"]
