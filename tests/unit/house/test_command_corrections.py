"""Closing a period and seeing what moved, on the command line."""

import json
from datetime import date
from pathlib import Path

import pytest

from unit.data.corrected_log import first_load, second_load
from unit.house.test_command import schakel


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("log") / "log"
    first_load(folder)
    done = schakel("close", folder, "--until", "2025-03-31", "--on", "2025-09-01")
    assert done.returncode == 0, done.stderr
    assert "1 januari 2025 tot en met 31 maart 2025" in done.stdout
    second_load(folder)
    return folder


def test_what_moved_as_tables_and_as_json(log: Path) -> None:
    shown = schakel("diff", log, "previous", "current")
    assert shown.returncode == 0, shown.stderr
    for text in ("intern, niet getoetst", "einde 2", "Gebeurtenissen", "loket -2", "team +5", "volgorde: loket, team"):
        assert text in shown.stdout
    told = schakel("diff", log, "previous", "current", "--json", hash_seed="1").stdout
    assert told == schakel("diff", log, "previous", "current", "--json", hash_seed="2").stdout
    assert json.loads(told)["unsplit"] == ""
    same = schakel("diff", log, "current", "current", "--lang", "en").stdout
    assert "No row differs." in same
    assert "No headline figure moved." in same


def test_figures_of_a_closed_period_say_so(log: Path) -> None:
    shown = schakel("figures", log, "--period", "2025-01-01..2025-03-31").stdout
    assert "Deze periode is afgesloten. Dit zijn de cijfers van 1 september 2025" in shown
    assert "Lopende zaken" in shown
    assert "Maanden tot en met 2025-03 zijn afgesloten" in schakel("figures", log).stdout
    now = schakel("figures", log, "--period", "2025-01-01..2025-03-31", "--as-now").stdout
    assert "afgesloten" not in now


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["close", "LOG", "--until", "2025-03-31"], "is al afgesloten op 2025-09-01"),
        (["close", "LOG", "--until", "31-03-2025"], "2025-12-31"),
        (["close", "LOG", "--until", "2025-06-29"], "2025-06-30"),
        (["close", "LOG", "--until", "2026-06-30"], "2025-01 .. 2025-06"),
        (["diff", "LOG", "zz", "current"], "zz"),
        (["diff", "nothing", "previous", "current"], "nothing"),
    ],
)
def test_a_mistake_gets_a_sentence(arguments: list[str], says: str, log: Path) -> None:
    done = schakel(*[argument.replace("LOG", str(log)) for argument in arguments])
    assert done.returncode == 2, done.stderr
    assert says in done.stderr
    assert "Traceback" not in done.stderr


def test_without_a_day_it_is_closed_today(tmp_path: Path) -> None:
    first_load(tmp_path / "log")
    assert schakel("close", tmp_path / "log", "--until", "2025-01-31").returncode == 0
    text = (tmp_path / "log" / "closed.toml").read_text(encoding="utf-8")
    assert f"closed_on = {date.today()}" in text  # noqa: DTZ011 -- as a person counts
