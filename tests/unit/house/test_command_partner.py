"""Asking a partner and answering it, on the command line."""

from pathlib import Path

import pytest

from unit.house.test_command import schakel

ROWS = "zaaknummer,activiteit,organisatie,datum\n" + "".join(f"Z-{n},Melding,Loket,2025-02-30\n" for n in range(25))


def test_check_writes_a_return_list_and_prints_twenty(tmp_path: Path) -> None:
    source = tmp_path / "export.csv"
    source.write_text(ROWS, encoding="utf-8")
    done = schakel("check", source, "-o", tmp_path / "lijst")
    assert done.returncode == 2
    assert "retour-export.xlsx" in done.stdout
    assert done.stderr.count("2025-02-30") == 20
    assert "25 problemen" in done.stderr
    assert (tmp_path / "lijst" / "retour-export.xlsx").is_file()


def test_check_says_that_no_list_is_needed(tmp_path: Path) -> None:
    source = tmp_path / "export.csv"
    source.write_text(ROWS.replace("-30", "-03"), encoding="utf-8")
    done = schakel("check", source, "-o", tmp_path / "lijst", "--lang", "en")
    assert done.returncode == 0
    assert "no return list was made" in done.stdout
    assert not (tmp_path / "lijst").exists()


def test_request_names_every_file(tmp_path: Path) -> None:
    done = schakel("request", "--partner", "GGZ Ravelijn", "-o", tmp_path)
    assert done.returncode == 0
    assert done.stdout.count("Gemaakt: ") == len(list(tmp_path.iterdir())) == 7
    mapping = tmp_path / "koppeling-gebeurtenissen.toml"
    assert "geen problemen" in schakel("check", tmp_path / "voorbeeld-gebeurtenissen.csv", "--mapping", mapping).stdout


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["request", "--partner", " ", "-o", "OUT"], "--partner"),
        (["request", "--partner", "Loket", "-o", "SOURCE"], "kan niet worden geschreven"),
        (["request", "--partner", "Lokte", "-o", "OUT", "--log", "SOURCE"], "Loket"),
        (["request", "--partner", "Loket", "-o", "OUT", "--log", "nothing"], "nothing"),
    ],
)
def test_a_mistake_gets_a_sentence(arguments: list[str], says: str, tmp_path: Path) -> None:
    source = tmp_path / "export.csv"
    source.write_text(ROWS.replace("-30", "-03"), encoding="utf-8")
    given = [one.replace("SOURCE", str(source)).replace("OUT", str(tmp_path / "out")) for one in arguments]
    done = schakel(*given)
    assert done.returncode == 2, done.stderr
    assert says in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "out").exists()
