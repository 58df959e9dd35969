"""The fictional region: the same bytes for the same seed, no BSN, and a chain that behaves like one."""

import csv
import hashlib
import json
import os
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from statistics import median

import pytest
from schakel.simulation.facts import facts

from schakel.sharing.bsn import contains_bsn
from schakel.simulation.region.region_log import EVENTS, MAPPING, TRUTH, write_region

Row = dict[str, str]


@pytest.fixture(scope="module")
def region(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("region")
    write_region(folder)
    return folder


@pytest.fixture(scope="module")
def rows(region: Path) -> list[Row]:
    return read(region)


def read(folder: Path) -> list[Row]:
    with (folder / EVENTS).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def by_case(rows: list[Row]) -> dict[str, list[Row]]:
    cases: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        cases[row["zaaknummer"]].append(row)
    return cases


def day(text: str) -> date:
    return date.fromisoformat(text[:10])


def steps_between(rows: list[Row], activity: str, following: str) -> Iterator[tuple[Row, Row]]:
    for case in by_case(rows).values():
        for one, other in pairwise(case):
            if (one["activiteit"], other["activiteit"]) == (activity, following):
                yield one, other


def digest(folder: Path) -> str:
    return hashlib.sha256(b"".join((folder / name).read_bytes() for name in (EVENTS, MAPPING, TRUTH))).hexdigest()


def test_same_seed_same_bytes_in_another_process(tmp_path: Path) -> None:
    write_region(tmp_path / "here", seed=3, scale=0.05)
    script = (
        "import sys; from pathlib import Path; from schakel.simulation.region.region_log import write_region;"
        "write_region(Path(sys.argv[1]), seed=3, scale=0.05)"
    )
    environment = {**os.environ, "PYTHONHASHSEED": "12345", "TZ": "Pacific/Auckland"}
    subprocess.run([sys.executable, "-c", script, tmp_path / "there"], check=True, env=environment)
    assert digest(tmp_path / "here") == digest(tmp_path / "there")


def test_another_seed_gives_another_region(tmp_path: Path) -> None:
    write_region(tmp_path / "one", seed=1, scale=0.05)
    write_region(tmp_path / "two", seed=2, scale=0.05)
    assert digest(tmp_path / "one") != digest(tmp_path / "two")


def test_seed_one_is_the_same_for_everyone(region: Path) -> None:
    """Written down, so that another machine or another numpy that draws otherwise is noticed."""
    assert hashlib.sha256((region / EVENTS).read_bytes()).hexdigest()[:16] == "04f171619a1da352"


def test_size(rows: list[Row]) -> None:
    assert 40_000 <= len(rows) <= 60_000
    assert 4_500 <= len({row["cliëntnummer"] for row in rows}) <= 5_500
    assert len({row["gemeente"] for row in rows}) == 3
    named = {row["organisatie"] for row in rows} | {row["verwezen naar"] for row in rows} - {""}
    assert 14 <= len(named) <= 20


def test_no_bsn_and_no_nine_digits_anywhere(rows: list[Row]) -> None:
    ids = {value for row in rows for key, value in row.items() if key.endswith("nummer")}
    assert not [value for value in ids if contains_bsn(value)]
    assert max(sum(map(str.isdigit, value)) for value in ids) < 8


def test_dates_fall_in_the_period_and_in_order(rows: list[Row]) -> None:
    first, last = facts().first_day, facts().reference_date
    for case in by_case(rows).values():
        started = [day(row["startdatum"]) for row in case]
        assert started == sorted(started)
        assert first <= started[0]
        assert started[-1] <= last
        assert all(row["einddatum"] == "" or row["startdatum"] <= row["einddatum"] for row in case)
        assert all(row["einddatum"] == "" or day(row["einddatum"]) <= last for row in case)
        assert all(row["aanvraagdatum"] <= row["startdatum"] for row in case)


def test_days_and_instants_are_mixed_and_nobody_works_in_the_weekend(rows: list[Row]) -> None:
    precision = Counter(len(row["startdatum"]) for row in rows)
    assert set(precision) == {len("2024-01-01"), len("2024-01-01 09:00")}
    assert min(precision.values()) > 10_000
    assert {day(row["startdatum"]).weekday() for row in rows} == {0, 1, 2, 3, 4}


def test_some_things_are_unknown(rows: list[Row]) -> None:
    reports = [row for row in rows if row["activiteit"] == "Melding"]
    assert 0.15 < sum(row["aanvraagdatum"] == "" for row in reports) / len(reports) < 0.30
    assert 300 < sum(row["einddatum"] == "" for row in rows) < 3_000
    unseen = facts().partners["stay"].name
    assert unseen in {row["verwezen naar"] for row in rows}
    assert unseen not in {row["organisatie"] for row in rows}


def test_lead_times_are_weeks_to_months(rows: list[Row]) -> None:
    closed = [case for case in by_case(rows).values() if case[-1]["activiteit"] == "Afsluiting"]
    lasted = [(day(case[-1]["startdatum"]) - day(case[0]["startdatum"])).days for case in closed]
    assert 90 < median(lasted) < 300
    assert all(row["resultaat"] for row in rows if row["activiteit"] == "Afsluiting")


def test_decisions_fall_on_every_second_thursday(rows: list[Row]) -> None:
    days = {day(row["startdatum"]) for row in rows if row["activiteit"] == "Beschikking"}
    assert {one.weekday() for one in days} == {3}
    assert {(one - min(days)).days % 14 for one in days} == {0}


def test_referrals_get_lost_at_one_handover(rows: list[Row]) -> None:
    sent, lost = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    before = facts().reference_date - timedelta(days=60)
    for case in by_case(rows).values():
        for place, row in enumerate(case):
            if row["verwezen naar"] and day(row["startdatum"]) < before:
                link = row["organisatie"], row["verwezen naar"]
                sent[link] += 1
                lost[link] += place == len(case) - 1
    planted = ("Wijkteam Ravenzande", facts().partners["youth"].name)
    seen = {link: lost[link] / sent[link] for link in sent if sent[link] > 50}
    assert 0.10 < seen.pop(planted) < 0.25
    assert max(seen.values()) < 0.06


def test_those_who_wait_for_treatment_grow_in_number_in_the_second_year(rows: list[Row]) -> None:
    def waiting(on: date) -> int:
        number = 0
        for case in by_case(rows).values():
            for place, row in enumerate(case):
                if row["activiteit"] == "Wachtlijst" and row["organisatie"] == facts().partners["mental"].name:
                    treated = [day(r["startdatum"]) for r in case[place:] if r["activiteit"] == "GGZ-behandeling"]
                    number += day(row["startdatum"]) <= on and (not treated or treated[0] > on)
        return number

    summer, winter, end = waiting(date(2024, 7, 1)), waiting(date(2024, 12, 31)), waiting(date(2025, 12, 31))
    assert winter < 2 * summer
    assert end > 3 * winter


def test_residents_return_and_households_have_more_questions_at_once(rows: list[Row]) -> None:
    of_resident: dict[str, set[str]] = defaultdict(set)
    of_household: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        of_resident[row["cliëntnummer"]].add(row["zaaknummer"])
        of_household[row["huishoudnummer"]].add(row["cliëntnummer"])
    assert 500 < sum(len(cases) > 1 for cases in of_resident.values()) < 1_200
    assert max(len(people) for people in of_household.values()) == 4
    parallel = [
        case for case in by_case(rows).values() if {"Begeleiding", "Schuldhulp"} <= {r["activiteit"] for r in case}
    ]
    assert len(parallel) > 50


def test_the_truth_has_the_agreed_fields(region: Path) -> None:
    truth = json.loads((region / TRUTH).read_text(encoding="utf-8"))
    fields = {"plant", "finding_code", "activity", "next_activity", "partner", "next_partner", "municipality"}
    assert len(truth) >= 4
    assert all(set(one) == fields | {"from", "to"} for one in truth)


def test_scale_changes_the_number_of_residents_only(tmp_path: Path, rows: list[Row]) -> None:
    write_region(tmp_path, scale=0.2)
    small = read(tmp_path)
    assert 0.15 < len(small) / len(rows) < 0.25
    assert {row["activiteit"] for row in small} == {row["activiteit"] for row in rows}
