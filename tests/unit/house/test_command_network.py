"""The network file on the command line: new, checked, and beside a log."""

import json
from pathlib import Path

import pytest

from oracle.made_region import Made
from schakel.command import main


def run(monkeypatch: pytest.MonkeyPatch, *words: object) -> int:
    monkeypatch.setattr("sys.argv", ["schakel", "network", *map(str, words)])
    monkeypatch.setenv("COLUMNS", "200")
    try:
        main()
    except SystemExit as end:
        return int(end.code or 0)
    return 0


@pytest.mark.parametrize(("lang", "word"), [("nl", "klopt"), ("en", "sound")])
def test_a_new_file_is_sound_and_not_written_twice(
    lang: str, word: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "network.toml"
    assert run(monkeypatch, "new", file, "--lang", lang) == 0
    assert run(monkeypatch, "check", file, "--lang", lang) == 0
    assert word in capsys.readouterr().out
    before = file.read_bytes()
    assert run(monkeypatch, "new", file, "--from-region", "--lang", lang) == 2
    assert file.read_bytes() == before
    assert run(monkeypatch, "new", file, "--from-region", "--replace", "--lang", lang) == 0
    assert "Jeugdhulp Oeverlinde" in file.read_text(encoding="utf-8")
    assert run(monkeypatch, "new", tmp_path / "none" / "network.toml") == 2


def test_what_is_wrong_is_told_with_its_line_and_what_was_meant(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "network.toml"
    file.write_text('[network]\nname = "X"\n\n[[partner]]\nname = "Loket"\nfuncton = "toegang"\n', encoding="utf-8")
    assert run(monkeypatch, "check", file, "--lang", "nl") == 2
    said = capsys.readouterr().err
    assert "regel 6" in said
    assert "function" in said
    assert run(monkeypatch, "check", tmp_path / "none.toml") == 2


def test_signs_are_of_the_day_that_is_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "network.toml"
    run(monkeypatch, "new", file, "--from-region")
    ended = {}
    for day in ("2025-06-30", "2025-07-01"):
        capsys.readouterr()
        assert run(monkeypatch, "check", file, "--on", day, "--json") == 0
        found = json.loads(capsys.readouterr().out)
        ended[day] = {sign["key"] for sign in found["signs"] if sign["code"] == "agreement_ended"}
        assert len(found["partners"]) == 24
    assert ended == {"2025-06-30": set(), "2025-07-01": {"opvolgen-verwijzing"}}


@pytest.mark.parametrize(
    ("lang", "never"), [("nl", "van Verblijf naar Evaluatie"), ("en", "from Verblijf to Evaluatie")]
)
def test_beside_the_log_it_tells_what_never_happens(
    lang: str,
    never: str,
    tenth_of_region: Made,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    file = tenth_of_region.log / "source" / "network.toml"
    assert run(monkeypatch, "compare", file, tenth_of_region.log, "--lang", lang) == 0
    said = capsys.readouterr().out
    assert never in said
    assert "‘Begeleiding’" in said
    assert run(monkeypatch, "compare", file, tenth_of_region.log, "--json") == 0
    found = json.loads(capsys.readouterr().out)
    counts = [one["residents"] for part in ("partners", "activities", "handovers", "links") for one in found[part]]
    assert all(one["value"] % 10 == 0 for one in counts if one)
    told = [one for one in found["handovers"] if one["state"] == "only_log"]
    assert all(one["residents"]["sign"] == "" for one in told)
    assert run(monkeypatch, "compare", file, tmp_path / "nowhere", "--lang", lang) == 2
