"""The command line as a person uses it: real processes, right and wrong."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

SCHAKEL = str(Path(sys.executable).parent / "schakel")
ROWS = "".join(
    f"Z-{case},{step},Loket,2025-0{month}-{case % 27 + 1:02}\n"
    for case in range(30)
    for month, step in enumerate(("Melding", "Triage", "Start hulp"), 1)
)


def schakel(*arguments: str | Path, hash_seed: str = "0") -> subprocess.CompletedProcess[str]:
    """Run the command; its output as text."""
    env = {**os.environ, "PYTHONHASHSEED": hash_seed, "SCHAKEL_LANG": "nl"}
    command = [SCHAKEL, *(str(argument) for argument in arguments)]
    return subprocess.run(command, capture_output=True, text=True, env=env, check=False, encoding="utf-8")


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Thirty cases of three steps."""
    path = tmp_path_factory.mktemp("source") / "export.csv"
    path.write_text("zaaknummer,activiteit,organisatie,datum\n" + ROWS, encoding="utf-8")
    return path


def test_equal_source_gives_equal_bytes_in_every_process(source: Path, tmp_path: Path) -> None:
    figures = {schakel("figures", source, "--json", hash_seed=seed).stdout for seed in ("1", "2")}
    assert len(figures) == 1
    assert json.loads(figures.pop())["counts"]["cases"] == 30
    pages = set()
    for seed in ("1", "2"):
        schakel("report", source, "-o", tmp_path / f"{seed}.html", hash_seed=seed)
        pages.add((tmp_path / f"{seed}.html").read_bytes())
    assert len(pages) == 1


def test_check_load_figures_report(source: Path, tmp_path: Path) -> None:
    log, page = tmp_path / "log", tmp_path / "report.html"
    assert "geen problemen" in schakel("check", source).stdout
    assert "30 zaken" in schakel("load", source, "--into", log).stdout
    assert "Start hulp" in schakel("figures", log).stdout
    assert schakel("report", log, "-o", page, "--pdf", "--lang", "en").returncode == 0
    assert "internal, not checked for publication" in page.read_text(encoding="utf-8")
    assert page.with_suffix(".pdf").read_bytes().startswith(b"%PDF")
    for path in (page, *log.rglob("*.json"), *log.rglob("*.toml")):
        assert "Z-1" not in path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["figures", "SOURCE", "--where", "foo=bar"], "geen kenmerk foo"),
        (["figures", "SOURCE", "--where", "foo"], "KEY=VALUE"),
        (["figures", "SOURCE", "--where", "activity=Trage"], "Triage"),
        (["figures", "SOURCE", "--period", "2025-13-01.."], "2025-01-01..2025-12-31"),
        (["figures", "SOURCE", "--period-by", "born"], "started, ended, active"),
        (["figures", "SOURCE", "--variants", "few"], "--variants"),
        (["figures", "SOURCE", "--lifecycle", "some"], "pair, complete, all"),
        (["figures", "SOURCE", "--follow", "household"], "huishouden"),
        (["figures", "SOURCE", "--lang", "de"], "nl, en"),
        (["--lang", "de", "figures", "SOURCE"], "nl, en"),
        (["report", "SOURCE", "-o", "OUT", "--threshold", "3"], "--own-data"),
        (["report", "SOURCE", "-o", "SOURCE/report.html"], "report.html"),
        (["check", "nothing.csv"], "nothing.csv"),
        (["load", "nothing.csv", "--into", "OUT"], "nothing.csv"),
        (["load", "SOURCE", "--into", "SOURCE"], "export.csv"),
        (["load", "SOURCE", "--into", "OUT", "--mapping", "nothing.toml"], "nothing.toml"),
    ],
)
def test_a_mistake_gets_a_sentence_and_exit_code_2(
    arguments: list[str], says: str, source: Path, tmp_path: Path
) -> None:
    places = {"SOURCE": str(source), "OUT": str(tmp_path / "out")}
    given = [argument.replace("SOURCE", places["SOURCE"]).replace("OUT", places["OUT"]) for argument in arguments]
    done = schakel(*given)
    assert done.returncode == 2, done.stderr
    assert says in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "out").exists()


def test_help_and_version_in_both_languages() -> None:
    assert "Lees een bron in" in schakel("--help").stdout
    assert "Read a source" in schakel("--lang", "en", "--help").stdout
    assert "Folder of the log" in schakel("load", "--help", "--lang", "en").stdout
    assert schakel("--version").stdout.startswith("schakel ")


@pytest.mark.parametrize(
    ("options", "made"),
    [
        (("-o", "overleg.pptx", "--sections", "routes"), ("overleg.pptx",)),
        (("-o", "cijfers.xlsx"), ("cijfers.xlsx",)),
        (("-o", "raad.pdf", "--only", "council"), ("raad.html", "raad.pdf")),
        (("-o", "kaart.svg", "--only", "map"), ("kaart.svg",)),
        (("-o", "deel.html", "--sections", "limits,routes"), ("deel.html",)),
    ],
)
def test_the_name_and_the_options_decide_what_a_report_becomes(
    options: tuple[str, ...], made: tuple[str, ...], source: Path, tmp_path: Path
) -> None:
    name, *others = options[1:]
    done = schakel("report", source, "-o", tmp_path / name, *others)
    assert done.returncode == 0, done.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(made)
    assert all(f"{tmp_path / one}" in done.stdout.replace("\n", "") for one in made)


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("-o", "x.html", "--sections", "pinch,weer"), "weer"),
        (("-o", "x.pptx", "--only", "council"), "*.pdf"),
        (("-o", "x.pdf", "--only", "raad"), "council, map"),
        (("-o", "x.pdf", "--only", "map", "--sections", "map"), "--only map"),
        (("-o", "x.xlsx", "--one-page"), "--one-page"),
    ],
)
def test_what_does_not_go_together_is_refused(
    options: tuple[str, ...], says: str, source: Path, tmp_path: Path
) -> None:
    done = schakel("report", source, "-o", tmp_path / options[1], *options[2:])
    assert done.returncode == 2
    assert says in done.stderr + done.stdout
    assert not list(tmp_path.iterdir())
