"""Purging, erasing and checking the processing log on the command line."""

import json
from pathlib import Path

import pytest

from unit.data.log_building import loaded
from unit.data.test_removal import FILES, pseudonym
from unit.house.test_command import schakel

DAY = ("--day", "2026-03-15")


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_what_is_due_is_told_and_goes(tmp_path: Path, lang: str) -> None:
    before = loaded(tmp_path, FILES).snapshot.id
    due = schakel("purge", tmp_path, *DAY, "--due", "--lang", lang)
    assert "desk.csv" in due.stdout
    assert json.loads(schakel("purge", tmp_path, *DAY, "--due", "--json").stdout)["due"][0]["rows"] == 1
    done = schakel("purge", tmp_path, *DAY, "--lang", lang)
    assert (done.returncode, before in done.stdout) == (0, True)
    again = json.loads(schakel("purge", tmp_path, *DAY, "--json").stdout)
    assert (again["kind"], again["deliveries"], again["since"]) == ("purge", [], {"desk": "2024-03-15"})


def test_a_person_is_erased_and_nobody_hears_whether_one_was_there(tmp_path: Path) -> None:
    loaded(tmp_path, FILES)
    who = pseudonym(tmp_path, "r1")
    done = schakel("erase", tmp_path, who)
    assert done.returncode == 0, done.stderr
    assert who not in done.stdout
    refused = [schakel("erase", tmp_path, name) for name in (who, "bcdfghjklmnpqrstbcdf")]
    assert [one.returncode for one in refused] == [2, 2]
    assert refused[0].stderr == refused[1].stderr
    shaped = schakel("erase", tmp_path, "123456782")
    assert (shaped.returncode, "123456782" in shaped.stderr) == (2, False)


def test_the_processing_log_is_checked(tmp_path: Path) -> None:
    loaded(tmp_path, FILES)
    assert schakel("figures", tmp_path, "--json").returncode == 0
    assert schakel("processing", "check", tmp_path, "--lang", "en").stdout.startswith(
        "The processing log holds. Lines: 4,"
    )
    (file,) = (tmp_path / "processing").glob("*.jsonl")
    file.write_text(file.read_text().replace("aggregate_read", "load"))
    broken = schakel("processing", "check", tmp_path, "--lang", "en")
    assert (broken.returncode, "line 4" in broken.stdout) == (1, True)


def test_without_a_processing_log_no_figures(tmp_path: Path) -> None:
    loaded(tmp_path, FILES)
    (file,) = (tmp_path / "processing").glob("*.jsonl")
    file.write_text("not ours\n")
    refused = schakel("figures", tmp_path)
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "verwerkingenlog" in refused.stderr
