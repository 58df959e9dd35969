"""The entry for the register of algorithms: what is known of a model is filled in, what is not stays open."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from schakel.report.html import html
from schakel.report.privacy.algorithm_entry import FIELDS, AlgorithmEntry, public_card, write_entry
from schakel.report.privacy.question import Answer
from schakel.simulation.lindewaard import lindewaard

OPEN = {
    "organization",
    "category",
    "status",
    "begin_date",
    "contact_email",
    "publication_category",
    "proportionality",
    "lawful_basis",
    "impacttoetsen",
}


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_what_is_known_is_filled_in_within_the_limits_of_the_standard(lang: str) -> None:
    entry = AlgorithmEntry(lindewaard())
    values = entry.values(lang)
    for field in FIELDS:
        value = values[field.name]
        assert value is None or 0 < len(value) < field.most, field.name
    assert {question.id for question in entry.open} == {f"register:{name}" for name in OPEN}
    assert {name for name, value in values.items() if value is None} == OPEN | {
        "end_date",
        "website",
        "url",
        "publiccode",
    }
    assert values["standard_version"] == "1.0"
    assert "Lindewaard" in str(values["source_data"])


@pytest.mark.parametrize(("lang", "word"), [("nl", "Open vraag"), ("en", "Open question")])
def test_open_fields_are_marked_and_answers_fill_them(lang: str, word: str) -> None:
    given = {"register:organization": Answer("Gemeente Lindewaard"), "register:lawful_basis": Answer("  ")}
    entry = AlgorithmEntry(lindewaard(), given)
    page = html(entry.document(lang))
    assert page.count(f"{word} register:") == len(OPEN) - 1
    assert "Gemeente Lindewaard" in page
    assert f"{word} register:lawful_basis:" in page
    assert json.loads(entry.json(lang))["organization"] == "Gemeente Lindewaard"
    assert json.loads(entry.json(lang))["lawful_basis"] is None


def test_numbers_from_data_are_counted_only_and_equal_models_give_equal_bytes(tmp_path: Path) -> None:
    model = lindewaard()
    assert not public_card(model).of("data")
    one, other = (write_entry(AlgorithmEntry(model), tmp_path / name, pdf=True) for name in ("a.html", "b.html"))
    assert [path.suffix for path in one] == [".html", ".pdf", ".json"]
    assert [path.read_bytes() for path in one] == [path.read_bytes() for path in other]


def test_the_command_writes_it_and_a_file_to_fill_in(tmp_path: Path) -> None:
    def typed(*words: str) -> str:
        done = subprocess.run(
            [sys.executable, "-c", "from schakel.command import main; main()", *words],
            cwd=tmp_path,
            check=True,
            capture_output=True,
            text=True,
        )
        return done.stdout

    typed("model", "new", "model.toml", "--from-region")
    first = typed("model", "register", "model.toml", "-o", "register.html", "--answers", "answers.toml")
    assert "9 vragen staan nog open." in first
    answers = tmp_path / "answers.toml"
    text = answers.read_text(encoding="utf-8")
    answers.write_text(text.replace('text = ""', 'text = "Ingevuld"'), encoding="utf-8")
    assert "Elke vraag heeft een antwoord." in typed(
        "model", "register", "model.toml", "-o", "register.html", "--answers", "answers.toml"
    )
    found = json.loads((tmp_path / "register.json").read_text(encoding="utf-8"))
    assert {found[name] for name in OPEN} == {"Ingevuld"}
