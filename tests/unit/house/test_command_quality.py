"""A load of several sources and the page on quality, on the command line."""

from pathlib import Path

import pytest

from unit.house.test_command import ROWS, schakel
from unit.report.delivered import make_delivered


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_delivered(tmp_path_factory.mktemp("quality") / "log")


def test_a_load_of_several_sources_tells_a_line_each_and_what_stands_out(log: Path) -> None:
    done = schakel("load", log)
    assert done.returncode == 0, done.stderr
    lines = [" ".join(line.split()) for line in done.stdout.splitlines()]
    assert lines[0].startswith("Ingelezen: 191 zaken, 184 inwoners")
    assert lines[1:6] == [
        "bron leveringen bestanden rijen tellen mee opgemerkt",
        "loket 2 2 435 415 0",
        "ggz 1 1 113 113 0",
        "werk 1 1 42 42 0",
        "klein 1 1 7 7 0",
    ]
    text = "\n".join(lines[6:])
    for said in (
        "ggz gebruikt eigen nummers",
        "Verblijf wordt genoemd en leverde niets",
        "Werkbedrijf leverde tot en met sep 2025",
        "Nog niet volledig: dec 2025 (bij 1 bron)",
        "6 × partner",
        f"schakel quality {log} -o quality.html",
    ):
        assert said in text
    english = schakel("load", log, "--lang", "en").stdout
    assert "What stands out:" in english
    assert "Werkbedrijf delivered until Sep 2025" in english


def test_quality_writes_the_page(log: Path, tmp_path: Path) -> None:
    page = tmp_path / "quality.html"
    done = schakel("quality", log, "-o", page, "--pdf", "--lang", "en", "--names", "then")
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["Written:", str(page), "Written:", str(page.with_suffix(".pdf"))]
    text = page.read_text(encoding="utf-8")
    assert "What can be joined?" in text
    assert "names of then" in text


def test_quality_of_a_file(tmp_path: Path) -> None:
    source = tmp_path / "export.csv"
    source.write_text("zaaknummer,activiteit,organisatie,datum\n" + ROWS, encoding="utf-8")
    assert schakel("quality", source, "-o", tmp_path / "quality.html").returncode == 0
    assert "Er is één bron" in (tmp_path / "quality.html").read_text(encoding="utf-8")
    loaded = schakel("load", source, "--into", tmp_path / "log").stdout
    assert "Wat opvalt" not in loaded


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--threshold", "3"], "--own-data"),
        (["--names", "later"], "today, then"),
        (["--lang", "de"], "nl, en"),
    ],
)
def test_a_mistake_gets_a_sentence(arguments: list[str], says: str, log: Path, tmp_path: Path) -> None:
    done = schakel("quality", log, "-o", tmp_path / "quality.html", *arguments)
    assert done.returncode == 2, done.stderr
    assert says in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "quality.html").exists()
