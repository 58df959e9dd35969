"""Administrative dates are no events."""

from datetime import date
from pathlib import Path

import pytest

from unit.data.log_building import EVENTS, csv_of, loaded, one_source


def test_a_contract_renewed_in_january_is_no_end_wait_and_start(tmp_path: Path) -> None:
    rows = csv_of(
        "p1,r1,Help,Care,2023-05-01,2023-12-31",
        "p2,r1,Help,Care,2024-01-01,2024-12-31",
        "p3,r1,Help,Care,2025-01-01,2025-02-15",
    )
    made = loaded(tmp_path, one_source(rows))
    assert made.snapshot.manifest.counts["continued"] == 2
    assert [(s["started_on"], s["ended_on"]) for s in made.steps] == [(date(2023, 5, 1), date(2025, 2, 15))]
    assert len(made.cases) == 1
    assert not made.cases[0]["is_open"]


def test_help_that_is_renewed_and_runs_still_runs(tmp_path: Path) -> None:
    rows = csv_of("p1,r1,Help,Care,2023-05-01,2023-12-31", "p2,r1,Help,Care,2024-01-01,")
    made = loaded(tmp_path, one_source(rows))
    assert [(s["started_on"], s["ended_on"], s["is_open"]) for s in made.steps] == [(date(2023, 5, 1), None, True)]


@pytest.mark.parametrize(("gap", "joined"), [(0, 0), (6, 0), (7, 1), (30, 1)])
def test_up_to_so_many_days(tmp_path: Path, gap: int, joined: int) -> None:
    rows = csv_of("p1,r1,Help,Care,2024-01-01,2024-03-03", "p2,r1,Help,Care,2024-03-10,2024-04-01")
    made = loaded(tmp_path, one_source(rows, f'unit = "provision"\ncontinued_days = {gap}'))
    assert made.snapshot.manifest.counts["continued"] == joined


@pytest.mark.parametrize(
    "second",
    [
        "p2,r1,Help,Clinic,2024-01-01,2024-03-01",  # another partner
        "p2,r1,Advice,Care,2024-01-01,2024-03-01",  # other help
        "p2,r2,Help,Care,2024-01-01,2024-03-01",  # somebody else
        "p2,r1,Help,Care,2023-12-20,2024-03-01",  # at the same time
        "p2,r1,Help,Care,2024-01-03,2024-03-01",  # too long after
    ],
)
def test_what_is_not_the_same_help_stays_apart(tmp_path: Path, second: str) -> None:
    made = loaded(tmp_path, one_source(csv_of("p1,r1,Help,Care,2023-05-01,2023-12-31", second)))
    assert made.snapshot.manifest.counts["continued"] == 0
    assert len(made.steps) == 2


def test_two_provisions_side_by_side_that_are_both_renewed_stay_two(tmp_path: Path) -> None:
    rows = csv_of(
        "p1,r1,Help,Care,2023-02-01,2023-12-31",
        "p2,r1,Help,Care,2023-06-01,2023-12-31",
        "p3,r1,Help,Care,2024-01-01,2024-05-01",
        "p4,r1,Help,Care,2024-01-01,2024-09-01",
    )
    made = loaded(tmp_path, one_source(rows))
    assert made.snapshot.manifest.counts["continued"] == 2
    assert sorted(s["started_on"] for s in made.steps) == [date(2023, 2, 1), date(2023, 6, 1)]


def test_a_step_amid_two_questions_joins_no_cases(tmp_path: Path) -> None:
    """Two questions of one resident at one team, one after the other: each has more steps of its own."""
    rows = csv_of(
        "p1,r1,Plan,Team,2024-01-01,2024-01-10", "p1,r1,Help,Care,2024-02-01,2024-03-01",
        "p2,r1,Plan,Team,2024-01-11,2024-01-20", "p2,r1,Help,Clinic,2024-02-01,2024-03-01",
    )  # fmt: skip
    made = loaded(tmp_path, one_source(rows))
    assert made.snapshot.manifest.counts["continued"] == 0
    assert len(made.cases) == 2


def test_moments_and_times_are_never_joined(tmp_path: Path) -> None:
    rows = csv_of(
        "p1,r1,Call,Desk,2024-01-01 10:00,2024-01-01 10:20", "p1,r1,Call,Desk,2024-01-01 14:00,2024-01-02 09:00"
    )
    assert loaded(tmp_path, one_source(rows)).snapshot.manifest.counts["continued"] == 0


def test_help_in_two_sources_stays_two_steps(tmp_path: Path) -> None:
    """A step is of one source: who may not see the other must not read here when the help went on there."""
    entry = '[[source]]\nname = "{name}"\nmapping = "m.toml"\nfiles = "{name}.csv"\n'
    files = {
        "sources.toml": '[case]\nunit = "provision"\n' + entry.format(name="a") + entry.format(name="b"),
        "m.toml": EVENTS,
        "a.csv": csv_of("p1,r1,Help,Care,2023-05-01,2023-12-31"),
        "b.csv": csv_of("p1,r1,Help,Care,2024-01-01,2024-03-31"),
    }
    made = loaded(tmp_path, files)
    assert made.column("source") == ["a", "b"]
    assert made.snapshot.manifest.counts["continued"] == 0


@pytest.mark.parametrize("later", ["2024-03-01", "2025-01-01"])
def test_what_another_source_says_of_the_case_has_no_say_in_a_step(tmp_path: Path, later: str) -> None:
    """Who may not see the desk must not read its days in whether help of the care provider went on."""
    entry = '[[source]]\nname = "{name}"\nmapping = "m.toml"\nfiles = "{name}.csv"\n'
    made = loaded(tmp_path, {
        "sources.toml": "[case]\ncontinued_days = 5\n" + entry.format(name="a") + entry.format(name="b"),
        "m.toml": EVENTS,
        "a.csv": csv_of("p1,r1,Help,Care,2024-02-01,2024-05-01", "p2,r1,Help,Care,2024-05-02,2024-09-01"),
        "b.csv": csv_of(f"p1,r1,Talk,Desk,{later},{later}"),
    })  # fmt: skip
    (step,) = [one for one in made.steps if one["source"] == "a"]
    assert (step["started_on"], step["ended_on"]) == (date(2024, 2, 1), date(2024, 9, 1))


def test_cost_adds_up_and_the_outcome_is_the_last(tmp_path: Path) -> None:
    mapping = EVENTS + 'cost_cents = "cost"\noutcome = "result"\n'
    rows = csv_of(
        "p1,r1,Help,Care,2023-05-01,2023-12-31,1000,renewed",
        "p2,r1,Help,Care,2024-01-01,2024-12-31,500,reached",
        header="case,resident,activity,partner,start,end,cost,result",
    )
    made = loaded(tmp_path, one_source(rows, mapping=mapping))
    assert [(s["e_cost_cents"], s["e_outcome"]) for s in made.steps] == [(1500.0, "reached")]
