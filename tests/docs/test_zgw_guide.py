"""The guide on fetching cases holds: what it shows is what comes out, against a server on loopback."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from docs.test_pages import ROOT, blocks, missing
from oracle.zgw_server import CLIENT, SECRET, Running, running
from schakel.command import app


@pytest.fixture(scope="module")
def server() -> Iterator[Running]:
    with running(seed=1, count=60) as one:
        yield one


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_what_the_guide_shows_comes_out(
    lang: str, server: Running, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = ROOT / "docs" / "guides" / ("zaken-uit-zgw.nl.md" if lang == "nl" else "zaken-uit-zgw.md")
    found = {block.name or block.kind: block.text for block in blocks(page)}
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SCHAKEL_LANG", lang)
    host = server.base.removeprefix("http://")
    text = found["zgw.toml"].replace("https://openzaak.ravenzande.example", server.base)
    text = text.replace(
        'hosts = ["openzaak.ravenzande.example"]', f'hosts = ["{host}"]\nprivate_networks = ["127.0.0.0/8"]'
    )
    assert CLIENT in text
    (tmp_path / "zgw.toml").write_text(text, encoding="utf-8")
    (tmp_path / "zgw.secret").write_text(SECRET, encoding="utf-8")
    (tmp_path / "zgw.secret").chmod(0o600)
    said, wanted = "", ""
    for line in found["console"].splitlines():
        if line.startswith("$ schakel "):
            done = CliRunner().invoke(app(lang), line.removeprefix("$ schakel ").split())
            assert done.exit_code == 0, done.output
            said += done.output
        else:
            wanted += f"{line}\n"
    assert not missing(wanted, said)
