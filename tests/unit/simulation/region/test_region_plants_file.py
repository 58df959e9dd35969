"""A file of plants: every kind reads, and what is wrong is told with the row, the field and what is allowed."""

import contextlib
import json
import re
from importlib.resources import files
from pathlib import Path

import pytest

from schakel.chain.problem import Refusal
from schakel.command import main
from schakel.report.terminal import problem_sentence
from schakel.simulation.region.lived import planted_model
from schakel.simulation.region.plants.kinds import KINDS
from schakel.simulation.region.plants.meeting import Meeting
from schakel.simulation.region.plants.plants_file import FILE, lindewaard_plants, read_plants
from schakel.texts import LANGUAGES

MEETING = '[[plant]]\nkind = "meeting"\nname = "once a month"\nstage = "Beschikking"\nevery = 4\nday = 0\n'
LOST = """\
[[plant]]
kind = "people_lost"
name = "fewer people"
partner = "GGZ Lindewaard"
share = 0.3
symptom_partner = "Verblijf Ravenlinde"
from_week = 10
to_week = 40
"""
# What is changed in the text, into what, and what is then said in English.
WRONG = [
    (MEETING, 'kind = "meeting"', 'kind = "meating"', "kind: 'meating' is not known. Did you mean: meeting?"),
    (MEETING, 'kind = "meeting"\n', "", "kind"),
    (MEETING, "every", "evry", "'evry' is not known here. Did you mean: every?"),
    (MEETING, "every = 4\n", "", "every is missing."),
    (MEETING, "Beschikking", "Beschiking", "stage: 'Beschiking' is not known. Did you mean: Beschikking?"),
    (MEETING, "every = 4", "every = 40", "every: 40 is not possible here. Allowed: 0.2 – 26."),
    (MEETING, "day = 0", "day = 6", "day: 6 is not possible here. Allowed: 0 – 4."),
    (MEETING, "day = 0", 'day = "Monday"', "day: Monday is not possible here."),
    (MEETING, "[[plant]]", "[plant]", "[[plant]]"),
    (MEETING, "[[plant]]", "[[plants]]", "'plants' is not known here. Did you mean: plant?"),
    (LOST, "share = 0.3", "share = 1.3", "share: 1.3 is not possible here. Allowed: 0 – 0.95."),
    (LOST, "share = 0.3", "share = nan", "share: nan is not possible here."),
    (LOST, "GGZ Lindewaard", "GGZ Lindewaart", "partner: 'GGZ Lindewaart' is not known. Did you mean: GGZ Lindewaard?"),
    (LOST, "Verblijf Ravenlinde", "Verblijf", "symptom_partner: 'Verblijf' is not known."),
    (LOST, "to_week = 40", "to_week = 10", "from_week: 10 – 10 is not possible here. Allowed: 0 – 261."),
    (LOST, "to_week = 40", "to_week = 300", "from_week: 10 – 300 is not possible here. Allowed: 0 – 261."),
    (LOST, "from_week = 10", "from_week = -1", "from_week: -1 – 40 is not possible here."),
]


def written(folder: Path, text: str) -> Path:
    path = folder / "plants.toml"
    path.write_text(text, encoding="utf-8")
    return path


def told(folder: Path, text: str, lang: str = "en") -> str:
    with pytest.raises(Refusal) as refused:
        read_plants(written(folder, text))
    return "\n".join(problem_sentence(problem, lang) for problem in refused.value.problems)


def blocks() -> list[tuple[str, str]]:
    """Kind and text of each plant of Lindewaard."""
    text = (files("schakel.simulation.region") / FILE).read_text(encoding="utf-8")
    return [(re.findall(r'kind = "(\w+)"', block)[0], "[[plant]]" + block) for block in text.split("[[plant]]")[1:]]


def test_lindewaard_has_one_plant_of_every_kind() -> None:
    assert sorted(type(plant).__name__ for plant in lindewaard_plants()) == sorted(
        kind.__name__ for kind in KINDS.values()
    )


@pytest.mark.parametrize(("kind", "text"), blocks(), ids=[kind for kind, _ in blocks()])
def test_each_kind_reads(kind: str, text: str, tmp_path: Path) -> None:
    (plant,) = read_plants(written(tmp_path, text))
    assert type(plant) is KINDS[kind]
    assert plant in lindewaard_plants()
    assert [one.plant for one in plant.truth()] == [plant.name] * len(plant.truth()) != []


def test_values_are_those_of_the_file(tmp_path: Path) -> None:
    assert read_plants(written(tmp_path, MEETING)) == (Meeting("once a month", "Beschikking", 4, 0),)


def test_a_file_without_plants_plants_nothing(tmp_path: Path) -> None:
    assert read_plants(written(tmp_path, "# nothing\n")) == ()
    assert planted_model(()).name == "Lindewaard"


@pytest.mark.parametrize(("text", "old", "new", "says"), WRONG, ids=[says[:60] for *_, says in WRONG])
def test_what_is_wrong_is_said(text: str, old: str, new: str, says: str, tmp_path: Path) -> None:
    assert old in text
    said = told(tmp_path, text.replace(old, new, 1))
    assert "plants.toml" in said
    assert says in said
    assert told(tmp_path, text.replace(old, new, 1), "nl") != said


def test_all_that_is_wrong_is_said_at_once_with_the_plant(tmp_path: Path) -> None:
    said = told(tmp_path, MEETING.replace("day = 0", "day = 9") + LOST.replace("share = 0.3", "share = 2"))
    assert "plant 1 (once a month), day: 9" in said
    assert "plant 2 (fewer people), share: 2" in said


def test_a_file_that_is_no_toml_or_not_there_is_refused(tmp_path: Path) -> None:
    assert "plants.toml" in told(tmp_path, "[[plant")
    with pytest.raises(Refusal):
        read_plants(tmp_path / "nowhere.toml")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_command_refuses_a_wrong_file_and_leaves_nothing(
    lang: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = written(tmp_path, MEETING.replace("Beschikking", "Beschiking"))
    words = ["schakel", "region", str(tmp_path / "log"), "--plants", str(wrong), "--lang", lang]
    monkeypatch.setattr("sys.argv", words)
    with pytest.raises(SystemExit) as end:
        main()
    assert end.value.code == 2
    said = " ".join(capsys.readouterr().err.split())
    assert {"nl": "Bedoelt u", "en": "Did you mean"}[lang] in said
    assert "Beschikking" in said
    assert "Traceback" not in said
    assert not (tmp_path / "log").exists()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_command_plants_what_the_file_says(
    lang: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    log, plants = tmp_path / "log", written(tmp_path, MEETING)
    words = ["schakel", "region", str(log), "--scale", "0.01", "--plants", str(plants), "--lang", lang]
    monkeypatch.setattr("sys.argv", words)
    with contextlib.suppress(SystemExit):
        main()
    assert {"nl": "Ingelezen", "en": "Loaded"}[lang] in capsys.readouterr().out
    (truth,) = json.loads((log / "source" / "truth.json").read_text(encoding="utf-8"))
    assert (truth["plant"], truth["finding_code"], truth["activity"]) == ("once a month", "batching", "Beschikking")
