"""Purging and erasing that is killed at any write step: the log is whole, and doing it again finishes it."""

import json
import os
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from faults.loading import Loader, check_whole, leftovers
from schakel.chain.problem import Refusal
from schakel.data.deliveries.load_log import load_log
from schakel.data.load import load
from schakel.data.log import FAIL_AT, SNAPSHOTS
from schakel.data.mapping import read_mapping
from schakel.data.processed import processing_log
from schakel.data.removal.exclusion import read_exclusion
from schakel.data.removal.removal import kept_removals
from schakel.data.removal.remove import erase, purge
from unit.data.log_building import write
from unit.data.test_removal import FILES, everywhere, pseudonym

MOST_STEPS = 90
EVERY = 1 if os.environ.get("SCHAKEL_KILLS") else 6  # write steps; `make kills` takes each
DAY = date(2026, 3, 15)


@pytest.fixture(scope="module")
def loader() -> Iterator[Loader]:
    """Something that works in processes of its own."""
    made = Loader()
    yield made
    made.close()


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """A log with two snapshots that hold the person."""
    made = write(tmp_path / "log", {**FILES, "care-2.csv": FILES["care-1.csv"]})
    load_log(made)
    write(made, FILES)
    load_log(made)
    return made


@pytest.fixture
def unkept(tmp_path: Path) -> Path:
    """Such a log that was loaded from one file, of which no delivery is kept."""
    mapping = read_mapping(write(tmp_path, FILES) / "m.toml")
    for name in ("desk.csv", "care-1.csv"):
        load(tmp_path / name, tmp_path / "unkept", mapping=mapping)
    return tmp_path / "unkept"


def clean(log: Path) -> None:
    """Nothing lies about, nothing is still to be done, one snapshot stands and every line of the log fits."""
    assert leftovers(log) == []
    assert read_exclusion(log).pending == frozenset()
    assert [path.name for path in (log / SNAPSHOTS).iterdir()] == [check_whole(log).id]
    assert processing_log(log).verify().broken is None


@pytest.mark.parametrize("which", ["log", "unkept"])
def test_erasing_is_killed_at_its_write_steps(
    loader: Loader, which: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    log: Path = request.getfixturevalue(which)
    who = pseudonym(log, "r1")
    for number in range(1, MOST_STEPS, EVERY):
        trial = tmp_path / "trial"
        shutil.rmtree(trial, ignore_errors=True)
        shutil.copytree(log, trial)
        code, _ = loader.load(f"erase:{who}", trial, **{FAIL_AT: str(number)})
        check_whole(trial)
        if code == 0:
            break
        assert code == -9
        again, said = loader.load(f"erase:{who}", trial)
        assert again == 0 or said == "refused erase_absent", said  # it was done but for the report
        assert who not in everywhere(trial)
        clean(trial)
    else:
        pytest.fail("there are more write steps than were tried")
    assert number > 20
    assert json.dumps(kept_removals(trial)).count('"kind": "erase"') == 1


def test_a_purge_finishes_an_erasure_that_was_stopped(loader: Loader, log: Path, tmp_path: Path) -> None:
    who = pseudonym(log, "r1")
    for number in (8, 20, 28):
        trial = tmp_path / str(number)
        shutil.copytree(log, trial)
        code, _ = loader.load(f"erase:{who}", trial, **{FAIL_AT: str(number)})
        assert code == -9
        purge(trial, DAY)
        assert who not in everywhere(trial)
        clean(trial)


def _said(log: Path, who: str) -> str:
    try:
        erase(log, who, DAY)
    except Refusal as refusal:
        return refusal.problems[0].code
    return "done"


@pytest.mark.parametrize(("error", "code"), [("ENOSPC", "disk_full"), ("EIO", "not_writable")])
def test_a_failing_disk_is_told_and_the_next_purge_finishes(
    log: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: str, code: str
) -> None:
    who = pseudonym(log, "r1")
    for number in range(1, MOST_STEPS, 2 * EVERY):
        trial = tmp_path / str(number)
        shutil.copytree(log, trial)
        monkeypatch.setenv(FAIL_AT, f"{number}:{error}")
        said = _said(trial, who)
        if said == "done":
            break
        assert said == code
        check_whole(trial)
        monkeypatch.delenv(FAIL_AT)
        assert _said(trial, who) in ("done", "erase_absent")
        assert who not in everywhere(trial)
        clean(trial)
    assert number > 20
