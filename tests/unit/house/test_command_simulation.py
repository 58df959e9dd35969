"""The commands about the chain as a model, as a person types them."""

import json
from pathlib import Path

import pytest

from schakel.command import main
from schakel.simulation.lindewaard import lindewaard, scenario_names

QUICK = ("--replications", "3", "--seed", "1")


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Lindewaard for half a year, in a file."""
    from dataclasses import replace

    from schakel.simulation.model.model_file import write_model

    path = tmp_path_factory.mktemp("model") / "half-year.toml"
    write_model(replace(lindewaard(), weeks=26, warm_up=13), path)
    return path


def scenario(name: str) -> str:
    from importlib.resources import files

    return str(files("schakel.simulation") / "scenarios" / f"{name}.toml")


def run(monkeypatch: pytest.MonkeyPatch, *words: object) -> int:
    monkeypatch.setattr("sys.argv", ["schakel", *map(str, words)])
    try:
        main()
    except SystemExit as end:
        return int(end.code or 0)
    return 0


def test_a_new_model_says_how_much_of_it_is_assumed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "m.toml"
    assert run(monkeypatch, "model", "new", path, "--from-region", "--lang", "en") == 0
    assert "assumed" in capsys.readouterr().out
    assert run(monkeypatch, "model", "new", path, "--from-region", "--lang", "en") == 2
    assert "exists already" in capsys.readouterr().err
    assert run(monkeypatch, "model", "new", tmp_path / "n.toml", "--lang", "en") == 2
    assert "--from-sheet" in capsys.readouterr().err


def test_simulate_tells_rights_before_money_and_writes_a_report(
    model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "simulate", model, *QUICK, "--json", "-o", tmp_path / "out") == 0
    document = json.loads(capsys.readouterr().out)
    names = [row["name"] for row in document["metrics"]]
    assert names.index("rights") < names.index("spent")
    assert json.loads((tmp_path / "out" / "simulation.json").read_text("utf-8")) == document
    assert "Lindewaard" in (tmp_path / "out" / "simulation.html").read_text("utf-8")


def test_equal_seed_equal_numbers(
    model: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    told = []
    for _ in range(2):
        run(monkeypatch, "simulate", model, *QUICK, "--json")
        told.append(capsys.readouterr().out)
    assert told[0] == told[1]
    run(monkeypatch, "simulate", model, "--replications", "3", "--seed", "2", "--json")
    assert capsys.readouterr().out != told[0]


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_compare_and_causes_are_shown(
    model: Path, lang: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ("compare", model, "--scenario", scenario("warm-handover"), *QUICK, "--lang", lang)
    assert run(monkeypatch, *words) == 0
    assert {"nl": "ernstweken", "en": "severity weeks"}[lang] in capsys.readouterr().out
    words = ("causes", model, "--reference", scenario("reference"), "--actual", scenario("lower-threshold"), *QUICK)
    assert run(monkeypatch, *words, "--lang", lang) == 0
    assert {"nl": "verwijtbaar", "en": "blame"}[lang] in capsys.readouterr().out


def test_a_wrong_word_is_refused_with_what_is_allowed(
    model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ("compare", model, "--scenario", scenario("warm-handover"), "--metric", "happiness", *QUICK)
    assert run(monkeypatch, *words) == 2
    assert "severity_weeks" in capsys.readouterr().err
    wrong = tmp_path / "wrong.toml"
    wrong.write_text(
        'name = "x"\n[[change]]\ncause = "c"\nwho = "Verblijf Ravenlinde"\nkey = "partner.peple"\nvalue = 1\n'
    )
    assert run(monkeypatch, "simulate", model, "--scenario", wrong, *QUICK) == 2
    assert "partner.people" in capsys.readouterr().err


def test_every_packaged_scenario_fits_the_packaged_model() -> None:
    from schakel.simulation.lindewaard import lindewaard_scenario
    from schakel.simulation.scenario import check_scenario

    for name in scenario_names():
        check_scenario(lindewaard_scenario(name), lindewaard())
