"""Forecasts on the command line: written down before, counted afterwards, by a log or by a run."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from schakel.command import main
from schakel.simulation.event_log import make_simulated_log
from schakel.simulation.experiment.forecast import stored
from schakel.simulation.layout import lay_out
from schakel.simulation.model.model_file import write_model
from schakel.simulation.run import Run
from unit.simulation.calibration.known_chain import START, known_chain

MADE_ON = "2023-01-02"


def run(monkeypatch: pytest.MonkeyPatch, *words: object) -> int:
    monkeypatch.setattr("sys.argv", ["schakel", *map(str, words)])
    monkeypatch.setenv("COLUMNS", "200")
    try:
        main()
    except SystemExit as end:
        return int(end.code or 0)
    return 0


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model, and a log of one of its runs that goes on after the forecast."""
    path = tmp_path_factory.mktemp("forecast")
    model = replace(known_chain(), weeks=26, warm_up=52)
    write_model(model, path / "model.toml")
    world = Run(lay_out(model), 77, weeks=40, warm_up=model.warm_up, keeps_log=True).go()
    make_simulated_log(model, world, path / "log")
    return path


def make(monkeypatch: pytest.MonkeyPatch, folder: Path, file: Path, *more: object) -> int:
    words = ("forecast", "make", folder / "model.toml", "-o", file, "--on", MADE_ON, "--replications", "20")
    return run(monkeypatch, *words, *more)


def test_a_forecast_is_kept_and_covers_its_own_world(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "forecasts.jsonl"
    assert make(monkeypatch, folder, file, "--json") == 0
    made = json.loads(capsys.readouterr().out)["forecasts"]
    kept = stored(file)
    assert len(kept) == len(made) > 6
    assert {one.metric for one in kept} == {"started", "wait", "work"}
    assert all((one.first_day - START).days == 26 * 7 for one in kept)
    assert run(monkeypatch, "forecast", "score", file, "--from-log", folder / "log", "--json") == 0
    found = json.loads(capsys.readouterr().out)
    judged = [row for row in found["forecasts"] if row["verdict"] in ("inside", "above", "below")]
    assert len(judged) > 6
    inside = sum(row["verdict"] == "inside" for row in judged)
    assert inside >= len(judged) / 2  # the world is the model: nine in ten are promised
    assert {row["figure"] for row in found["coverage"]} == {"started", "wait", "work"}
    counts = [row["came"] for row in found["forecasts"] if row["figure"] == "started" and row["came"] is not None]
    assert counts
    assert all(count % 10 == 0 for count in counts)  # as the gate rounds


def test_another_world_is_told_apart(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file, slow = tmp_path / "forecasts.jsonl", tmp_path / "slow.toml"
    assert make(monkeypatch, folder, file) == 0
    slow.write_text(
        'name = "slow"\n[[change]]\ncause = "c"\nwho = "*"\nkey = "stage.duration"\nvalue = 3\n', encoding="utf-8"
    )
    capsys.readouterr()
    words = ("forecast", "score", file, "--from-run", folder / "model.toml", "--json")
    assert run(monkeypatch, *words) == 0
    same = {row["figure"]: row["share"]["value"] for row in json.loads(capsys.readouterr().out)["coverage"]}
    assert run(monkeypatch, *words, "--scenario", slow) == 0
    other = {row["figure"]: row["share"]["value"] for row in json.loads(capsys.readouterr().out)["coverage"]}
    assert other["work"] < same["work"]


@pytest.mark.parametrize(("lang", "word"), [("nl", "binnen de grenzen"), ("en", "within the bounds")])
def test_both_are_shown_in_the_language_of_the_reader(
    folder: Path,
    tmp_path: Path,
    lang: str,
    word: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    file = tmp_path / "forecasts.jsonl"
    assert make(monkeypatch, folder, file, "--lang", lang) == 0
    assert word in capsys.readouterr().out
    assert run(monkeypatch, "forecast", "score", file, "--from-log", folder / "log", "--lang", lang) == 0
    assert word in capsys.readouterr().out


def test_what_is_not_seen_whole_is_not_judged(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "forecasts.jsonl"
    assert make(monkeypatch, folder, file, "--weeks", "26") == 0
    capsys.readouterr()
    assert run(monkeypatch, "forecast", "score", file, "--from-log", folder / "log", "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert {row["verdict"] for row in found["forecasts"]} == {"not_seen"}
    assert all(row["judged"] == 0 and row["keeps_promise"] is None for row in found["coverage"])


def test_few_residents_are_neither_told_nor_judged(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "forecasts.jsonl"
    assert make(monkeypatch, folder, file) == 0
    capsys.readouterr()
    words = ("forecast", "score", file, "--from-log", folder / "log", "--threshold", "100000", "--json")
    assert run(monkeypatch, *words) == 0
    found = json.loads(capsys.readouterr().out)
    assert {(row["verdict"], row["came"]) for row in found["forecasts"]} == {("too_few", None)}
    assert all(row["judged"] == 0 for row in found["coverage"])


def test_bad_input_is_refused(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "forecasts.jsonl"
    late = ("forecast", "make", folder / "model.toml", "-o", file, "--on", "2030-01-01", "--lang", "en")
    assert run(monkeypatch, *late) == 2
    assert "2030-01-01" in capsys.readouterr().err
    assert not file.exists()
    assert make(monkeypatch, folder, file, "--from", "2020-01-01", "--lang", "en") == 2
    assert "2020-01-01" in capsys.readouterr().err
    assert run(monkeypatch, "forecast", "score", file, "--from-log", folder / "log", "--lang", "en") == 2
    assert "no forecast" in capsys.readouterr().err
    assert run(monkeypatch, "forecast", "score", file, "--lang", "en") == 2
    assert "--from-run" in capsys.readouterr().err
    file.write_text("x\n", encoding="utf-8")
    assert run(monkeypatch, "forecast", "score", file, "--from-log", folder / "log", "--lang", "en") == 2
    assert "line 1" in capsys.readouterr().err
