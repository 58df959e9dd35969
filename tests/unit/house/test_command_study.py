"""The commands that look into a simulated chain, as a person types them."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from oracle.chain_model import ACTUAL, MODEL
from schakel.command import main
from schakel.report.sensitivity_tables import base, beside, roughly
from schakel.report.value_tables import value_verdict
from schakel.simulation.model.model_file import write_model
from schakel.simulation.model.partner import Partner
from schakel.simulation.model.quantity import given
from schakel.simulation.scenario import Scenario

QUICK = ("--replications", "4", "--seed", "3")
MORE = """name = "More care"
[[change]]
cause = "more people"
who = "Care"
key = "partner.people"
value = "+20%"
"""


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small chain in a file, and a client who helps in no stage that takes capacity."""
    path = tmp_path_factory.mktemp("model") / "two-towns.toml"
    write_model(replace(MODEL, weeks=26, warm_up=8), path)
    return path


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The chain as it went, and with more care."""
    folder = tmp_path_factory.mktemp("scenarios")
    (folder / "more.toml").write_text(MORE, encoding="utf-8")
    (folder / "went.toml").write_text(as_toml(ACTUAL), encoding="utf-8")
    return folder / "went.toml", folder / "more.toml"


def as_toml(scenario: Scenario) -> str:
    rows = [f'name = "{scenario.name}"']
    for one in scenario.changes:
        to_week = "" if one.to_week is None else f"to_week = {one.to_week}\n"
        value = f'"{one.value}"' if isinstance(one.value, str) else one.value
        rows.append(
            f'[[change]]\ncause = "{one.cause}"\nfrom_week = {one.from_week}\n{to_week}who = "{one.who}"\n'
            f'key = "{one.key}"\nvalue = {value}'
        )
    return "\n".join(rows) + "\n"


def run(monkeypatch: pytest.MonkeyPatch, *words: object) -> int:
    monkeypatch.setattr("sys.argv", ["schakel", *map(str, words)])
    monkeypatch.setenv("COLUMNS", "200")
    try:
        main()
    except SystemExit as end:
        return int(end.code or 0)
    return 0


def document(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    found = json.loads(capsys.readouterr().out)
    assert isinstance(found, dict)
    return found


def test_sensitivity_has_deterioration_and_escalation_and_every_assumed_number_once(
    model: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "sensitivity", model, *QUICK, "--lines", 0, "--json") == 0
    found = document(capsys)
    assert {"deterioration", "escalation"} == {row["whole"] for row in found["lines"]} - {None}
    assert found["moved_together"] == 4
    assert not found["is_difference"]
    influence = [row["influence"] for row in found["lines"]]
    assert influence == sorted(influence, reverse=True)
    for row in found["lines"]:
        assert [point["at"] for point in row["points"]] == sorted(point["at"] for point in row["points"])
        assert row["change"]["low"] <= row["change"]["value"] <= row["change"]["high"]


@pytest.mark.parametrize(("lang", "word"), [("nl", "Verergering door wachten"), ("en", "Getting worse by waiting")])
def test_sensitivity_of_a_difference_says_what_decides(
    model: Path,
    two: tuple[Path, Path],
    lang: str,
    word: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    scenarios = [part for path in two for part in ("--scenario", path)]
    words = ("sensitivity", model, *scenarios, *QUICK, "--lines", 0, "--lang", lang, "-o", tmp_path / "out")
    assert run(monkeypatch, *words) == 0
    shown = capsys.readouterr().out
    assert word in shown
    assert {"nl": "‘More care’ min ‘as it went’", "en": "‘More care’ less ‘as it went’"}[lang] in shown
    page = (tmp_path / "out" / "simulation.html").read_text("utf-8")
    assert word in page
    assert 'id="sensitivity-section"' in page


def test_three_scenarios_are_too_many(
    model: Path, two: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    scenarios = [part for path in (*two, two[0]) for part in ("--scenario", path)]
    assert run(monkeypatch, "sensitivity", model, *scenarios, "--lang", "en") == 2
    assert "0..2" in capsys.readouterr().err


@pytest.mark.parametrize(("lang", "word"), [("nl", "zwakste schakel"), ("en", "weakest link")])
def test_the_weakest_link_is_told_with_its_ties(
    model: Path,
    lang: str,
    word: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(monkeypatch, "weakest", model, *QUICK, "--lang", lang, "-o", tmp_path / "out") == 0
    shown = capsys.readouterr().out.lower()
    found = json.loads((tmp_path / "out" / "simulation.json").read_text("utf-8"))
    assert word in shown or found["weakest"] is None
    assert {"nl": "niet te onderscheiden van nul", "en": "not distinguishable from zero"}[lang] in shown
    gains = [row["gain"]["value"] for row in found["repairs"]]
    assert gains == sorted(gains, reverse=True)
    assert {row["kind"] for row in found["repairs"]} == {"capacity", "handover", "rule"}
    by_name = {row["name"]: row for row in found["repairs"]}
    assert all(by_name[name]["is_tied"] for name in found["ties"])
    assert word in (tmp_path / "out" / "simulation.html").read_text("utf-8").lower()


def test_a_partner_that_is_in_no_event_is_not_judgeable_and_never_low(
    model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "value", model, *QUICK, "--orders", "2", "--json", "-o", tmp_path / "out") == 0
    found = document(capsys)
    by_name = {row["name"]: row for row in found["partners"]}
    assert list(by_name) == [partner.name for partner in MODEL.partners]  # no ranking
    for name in ("Broker", "Employers"):
        assert (by_name[name]["state"], by_name[name]["value"]["value"]) == ("not_judgeable", None)
        assert by_name[name]["leave_one_out"] is None
    judged = sum(row["value"]["value"] for row in found["partners"] if row["state"] == "judged")
    assert judged == pytest.approx(found["total"])
    assert found["cannot_see"] == ["outside_events", "reaction_of_others", "model_is_simpler"]
    assert run(monkeypatch, "value", model, *QUICK, "--orders", "2", "--lang", "en") == 0
    assert "not judgeable from this data" in capsys.readouterr().out


def test_whom_others_can_stand_in_for_is_told_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Two partners that do the same work, each with room for all of it."""
    roomy = replace(
        MODEL,
        weeks=26,
        warm_up=8,
        partners=(
            *(partner for partner in MODEL.partners if "care" not in partner.name.lower()),
            Partner("Care", ("Help",), given(60), given(4)),
            Partner("Other care", ("Help",), given(60), given(4)),
        ),
    )
    write_model(replace(roomy, contracts=(), handovers=()), tmp_path / "roomy.toml")
    assert run(monkeypatch, "value", tmp_path / "roomy.toml", *QUICK, "--json") == 0
    rows = {row["name"]: row for row in document(capsys)["partners"]}
    assert value_verdict(rows["Care"], "en") == "others largely stand in for it"
    assert value_verdict(rows["Team"], "en") != "others largely stand in for it"


@pytest.mark.parametrize(
    ("lang", "word"), [("nl", "Waar het antwoord van afhangt"), ("en", "What the answer hangs on")]
)
def test_steering_tells_rights_before_money_and_what_decides(
    model: Path,
    two: tuple[Path, Path],
    lang: str,
    word: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    words = ("steer", model, "--contract", two[0], "--network", two[1], *QUICK, "--lines", 0, "--lang", lang)
    assert run(monkeypatch, *words, "-o", tmp_path / "out") == 0
    assert word in capsys.readouterr().out
    found = json.loads((tmp_path / "out" / "simulation.json").read_text("utf-8"))
    names = [row["name"] for row in found["metrics"]]
    assert names[:2] == ["rights", "severity_weeks"]
    assert names[2].startswith("cost_per_")
    assert [one["metric"] for one in found["sensitivities"]] == names[1:]
    page = (tmp_path / "out" / "simulation.html").read_text("utf-8")
    assert page.index('id="comparison-section"') < page.index('id="steering-section"')


def test_steering_needs_two_scenarios_that_fit(
    model: Path, two: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "steer", model, "--lang", "en") == 2
    assert "--contract A.toml --network B.toml" in capsys.readouterr().err
    assert run(monkeypatch, "steer", model, "--contract", two[0], "--lang", "en") == 2
    assert "--network" in capsys.readouterr().err


def test_every_command_gives_equal_numbers_for_an_equal_seed(
    model: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    told = []
    for _ in range(2):
        assert run(monkeypatch, "weakest", model, *QUICK, "--json") == 0
        told.append(capsys.readouterr().out)
    assert told[0] == told[1]


@pytest.mark.parametrize("command", ["sensitivity", "weakest", "value"])
def test_a_metric_without_a_better_direction_is_refused(
    command: str, model: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, command, model, "--metric", "came", "--lang", "en") == 2
    assert "severity_weeks" in capsys.readouterr().err


def test_what_was_looked_at_roughly_is_set_beside_the_outcome_as_assumed() -> None:
    def line(whole: str | None, means: tuple[float, ...], is_screened: bool) -> dict[str, Any]:
        points = [{"at": at, "value": one, "low": one, "high": one} for at, one in zip((-1, 0, 1), means, strict=True)]
        return {"whole": whole, "assumed": 0, "is_screened": is_screened, "points": points}

    sure, rough = line("deterioration", (5.0, 10.0, 20.0), False), line(None, (-1.0, 2.0, 4.0), True)
    found = {"is_difference": True, "screened_on": 2, "lines": [rough, sure]}
    assert base(found) == 10.0
    assert [beside(point, rough, found)["value"] for point in rough["points"]] == [7.0, 10.0, 12.0]
    assert beside(sure["points"][0], sure, found)["value"] == 5.0
    assert (roughly(rough, found), roughly(sure, found)) == ("rough", "")
    turning = line(None, (-20.0, 2.0, 4.0), True)
    assert roughly(turning, {**found, "lines": [sure, turning]}) == "may_turn"
    assert roughly(turning, {**found, "screened_on": 4}) == ""
