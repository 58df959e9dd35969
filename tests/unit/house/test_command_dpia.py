"""A DPIA on the command line: the first one, its answers, and what widened since."""

from pathlib import Path

import pytest

from unit.house.test_command import schakel
from unit.report.delivered import make_delivered

GRANTS = """[[grant]]
source = "ggz"
giver = "GGZ Zuid"
receiver = "Gemeente Voorbeeld"
purpose = "wachttijden"
fields = ["started"]
since = 2026-01-01
until = 2026-12-31
signed = ["GGZ Zuid", "Gemeente Voorbeeld"]
"""


def test_the_first_one_makes_an_answers_file_and_the_next_tells_what_widened(tmp_path: Path) -> None:
    log, out, answers = make_delivered(tmp_path / "log"), tmp_path / "dpia.html", tmp_path / "answers.toml"
    done = schakel("dpia", log, "-o", out, "--pdf", "--answers", answers, "--on", "2026-06-01")
    assert done.returncode == 0, done.stderr
    written = [line.partition(": ")[2] for line in done.stdout.splitlines() if line.startswith("Geschreven")]
    assert written == [str(out.with_suffix(end)) for end in (".html", ".pdf", ".json")]
    assert "32 vragen staan nog open." in done.stdout
    text = answers.read_text(encoding="utf-8")
    answers.write_text(
        text.replace('[answers."dpo"]\ntext = ""', '[answers."dpo"]\ntext = "Akkoord."'), encoding="utf-8"
    )
    old = tmp_path / "old.json"
    out.with_suffix(".json").rename(old)
    grants = tmp_path / "grants.toml"
    grants.write_text(GRANTS, encoding="utf-8")
    given = ("--answers", answers, "--grants", grants, "--since", old, "--on", "2026-06-02", "--lang", "en")
    again = schakel("dpia", log, "-o", out, *given)
    assert again.returncode == 0, again.stderr
    assert "32 questions are still open." in again.stdout  # one answered, one new
    assert "One change widens the processing." in again.stdout
    assert "- New recipient: Gemeente Voorbeeld sees ggz for 'wachttijden' (start). Look again at: recipient:ggz" in (
        again.stdout
    )
    assert "Look at this answer again (dpo)" in out.read_text(encoding="utf-8")
    assert answers.read_text(encoding="utf-8").count("Akkoord.") == 1


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--since", "sources.toml"], "geen feiten van een eerdere DPIA"),
        (["--on", "morgen"], "--on"),
        (["--threshold", "3"], "5"),
        (["--grants", "nergens.toml"], "nergens.toml"),
    ],
)
def test_a_mistake_gets_a_sentence(arguments: list[str], says: str, delivered_log: Path, tmp_path: Path) -> None:
    given = [delivered_log / word if word == "sources.toml" else word for word in arguments]
    done = schakel("dpia", delivered_log, "-o", tmp_path / "dpia.html", *given)
    assert done.returncode == 2
    assert says in done.stderr + done.stdout
    assert not (tmp_path / "dpia.html").exists()


@pytest.fixture(scope="session")
def delivered_log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four sources as partners deliver them."""
    return make_delivered(tmp_path_factory.mktemp("mistakes") / "log")
