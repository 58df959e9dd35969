"""The fictional region: the same bytes for the same seed, no BSN, and a chain that behaves like one."""

import csv
import hashlib
import os
import subprocess
import sys
import tomllib
from collections import Counter, defaultdict
from datetime import date
from pathlib import Path
from statistics import median

import pytest

from oracle.made_region import Made
from schakel.sharing.bsn import contains_bsn
from schakel.simulation.made_log import MAPPING
from schakel.simulation.region.facts import facts
from schakel.simulation.region.region_log import EVENTS, TRUTH, write_region

Row = dict[str, str]
NAMES = (EVENTS, MAPPING, TRUTH)
SCRIPT = (
    "import sys; from schakel.simulation.region.region_log import write_region;"
    "write_region(sys.argv[1], seed=3, scale=0.02)"
)


@pytest.fixture(scope="module")
def region(tenth_of_region: Made) -> Path:
    return tenth_of_region.log / "source"


@pytest.fixture(scope="module")
def rows(region: Path) -> list[Row]:
    return read(region)


@pytest.fixture(scope="module")
def cases(rows: list[Row]) -> list[list[Row]]:
    return by_case(rows)


@pytest.fixture(scope="module")
def third_seed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("third")
    write_region(folder, seed=3, scale=0.02)
    return folder


def read(folder: Path) -> list[Row]:
    with (folder / EVENTS).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def by_case(rows: list[Row]) -> list[list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row["zaaknummer"]].append(row)
    return list(found.values())


def day(text: str) -> date:
    return date.fromisoformat(text[:10])


def digest(folder: Path) -> str:
    return hashlib.sha256(b"".join((folder / name).read_bytes() for name in NAMES)).hexdigest()


def test_same_seed_same_bytes_in_another_process(third_seed: Path, tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONHASHSEED": "12345", "TZ": "Pacific/Auckland"}
    subprocess.run([sys.executable, "-c", SCRIPT, tmp_path / "there"], check=True, env=environment)
    assert digest(third_seed) == digest(tmp_path / "there")


def test_scale_is_a_share_of_the_households_and_the_seed_another_region(
    third_seed: Path, rows: list[Row], tmp_path: Path
) -> None:
    """What is looked at of fewer households is what they were in the larger file: the chain was the same."""
    write_region(tmp_path, seed=1, scale=0.02)
    few, more, others = (_fingerprints(one) for one in (read(tmp_path), rows, read(third_seed)))
    assert 0.1 < few.total() / more.total() < 0.3
    assert few <= more
    assert not others <= more


def _fingerprints(rows: list[Row]) -> Counter[tuple[tuple[str, ...], ...]]:
    """Cases without their numbers, which count what is in the file; the channel follows the number of the case."""
    names = [name for name in rows[0] if not name.endswith("nummer") and name != "kanaal"]
    return Counter(tuple(tuple(row[name] for name in names) for row in case) for case in by_case(rows))


def test_seed_one_is_the_same_for_everyone(region: Path) -> None:
    """Written down, so that another machine or another numpy that draws otherwise is noticed."""
    assert hashlib.sha256((region / EVENTS).read_bytes()).hexdigest()[:16] == "9f2dbf80577f9711"


def test_size(rows: list[Row]) -> None:
    """A tenth of 200,000 inhabitants in five years."""
    assert 15_000 <= len(rows) <= 20_000
    assert 3_000 <= len({row["cliëntnummer"] for row in rows}) <= 4_000
    assert len({row["gemeente"] for row in rows}) == 3
    named = {row["organisatie"] for row in rows} | {row["verwezen naar"] for row in rows} - {""}
    assert named == set(facts().partners)


def test_no_bsn_and_no_nine_digits_anywhere(rows: list[Row]) -> None:
    ids = {value for row in rows for key, value in row.items() if key.endswith("nummer")}
    assert not [value for value in ids if contains_bsn(value)]
    assert max(sum(map(str.isdigit, value)) for value in ids) < 8


def test_dates_fall_in_the_period_and_in_order(cases: list[list[Row]]) -> None:
    first, last = facts().first_day, facts().reference_date
    for case in cases:
        started = [day(row["startdatum"]) for row in case]
        assert started == sorted(started)
        assert first <= started[0]
        assert started[-1] <= last
        assert all(row["einddatum"] == "" or row["startdatum"] <= row["einddatum"] for row in case)
        assert all(row["einddatum"] == "" or day(row["einddatum"]) <= last for row in case)
        assert all(row["aanvraagdatum"][:10] <= row["startdatum"] for row in case)


def test_days_and_instants_are_mixed_and_nobody_works_in_the_weekend(rows: list[Row]) -> None:
    by_partner = defaultdict(set)
    for row in rows:
        by_partner[row["organisatie"]].add(len(row["startdatum"]) == len("2024-01-01"))
        assert day(row["startdatum"]).weekday() < 5
    assert by_partner == {name: {one.is_day} for name, one in facts().partners.items() if one.delivers}
    hours = {row["startdatum"][11:] for row in rows if len(row["startdatum"]) > 10}
    assert min(hours) >= "08:30"
    assert max(hours) <= "17:00"


def test_some_things_are_unknown(rows: list[Row]) -> None:
    reports = [row for row in rows if row["activiteit"] == "Melding"]
    assert 0.15 < sum(row["aanvraagdatum"] == "" for row in reports) / len(reports) < 0.30
    assert 100 < sum(row["einddatum"] == "" for row in rows) < 1_000
    unseen = {name for name, one in facts().partners.items() if not one.delivers}
    assert unseen
    assert unseen <= {row["verwezen naar"] for row in rows}
    assert not unseen & {row["organisatie"] for row in rows}


def test_help_takes_months_and_a_closed_case_says_how_it_ended(cases: list[list[Row]]) -> None:
    closings = [[row for row in case if row["activiteit"] == "Afsluiting"] for case in cases]
    assert max(map(len, closings)) == 1
    closed = [case for case, closing in zip(cases, closings, strict=True) if closing]
    assert all(case[-1]["activiteit"] == "Afsluiting" for case in closed)
    ended = {"vraag beantwoord", "doel bereikt", "deels bereikt", "zonder resultaat", "uitval", "ingetrokken"}
    assert {case[-1]["resultaat"] for case in closed} == ended
    helped = [case for case in closed if case[-1]["resultaat"] not in ("vraag beantwoord", "ingetrokken")]
    assert 150 < median((day(case[-1]["startdatum"]) - day(case[0]["startdatum"])).days for case in helped) < 450


def test_decisions_fall_on_every_second_thursday(rows: list[Row]) -> None:
    days = {day(row["startdatum"]) for row in rows if row["activiteit"] == "Beschikking"}
    assert {one.weekday() for one in days} == {3}
    assert {(one - min(days)).days % 14 for one in days} == {0}


def test_residents_return_and_households_have_more_questions_at_once(rows: list[Row]) -> None:
    of_resident: dict[str, set[str]] = defaultdict(set)
    of_household: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        of_resident[row["cliëntnummer"]].add(row["zaaknummer"])
        of_household[row["huishoudnummer"]].add(row["cliëntnummer"])
    assert 50 < sum(len(cases) > 1 for cases in of_resident.values()) < 400
    members = Counter(map(len, of_household.values()))
    assert set(members) == {1, 2, 3, 4, 5}
    assert members[5] > members[4], "the households that no_lead put in"


def test_the_mapping_is_toml(region: Path) -> None:
    mapping = tomllib.loads((region / MAPPING).read_text(encoding="utf-8"))
    assert mapping["case"]["closing"] == ["Afsluiting"]
    assert set(mapping["columns"].values()) < set(read(region)[0])
