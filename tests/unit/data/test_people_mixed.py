"""A log in which one resident may count as two, because partners do not call residents in one way: said everywhere."""

from pathlib import Path

import pytest

from schakel.data.deliveries.load_log import load_log
from schakel.insight.opened import open_log
from schakel.report.mixture import mixture
from schakel.report.privacy.facts import from_json, to_json
from schakel.report.privacy.gathered import facts_of
from schakel.sharing.source_pseudonym import AtSource
from schakel.texts import say
from unit.data.log_building import EVENTS, csv_of, write
from unit.data.source_files import CUSTODIAN, DOMAIN, OWN, PARTNER
from unit.data.test_removal import TODAY
from unit.house.test_command import schakel

SOURCES = """\
[[source]]
name = "desk"
mapping = "m.toml"
files = "desk.csv"
[[source]]
name = "care"
mapping = "{care}.toml"
files = "care.csv"
"""


def twice(number: str) -> str:
    return AtSource(CUSTODIAN, DOMAIN).name(AtSource(PARTNER, DOMAIN).name(number))


def files(people: list[str], care: str = "m") -> dict[str, str]:
    rows = csv_of(*(f"c{n},{one},Help,Care,2024-01-01,2024-02-01" for n, one in enumerate(people)))
    desk = csv_of(*(f"p{n},r{n},Report,Desk,2024-01-01,2024-01-01" for n in range(20)))
    own = EVENTS + '[case]\nresidents = "source"\nscope = "source"\n'
    return {
        "sources.toml": SOURCES.format(care=care),
        "m.toml": EVENTS,
        "own.toml": own,
        "desk.csv": desk,
        "care.csv": rows,
    }


@pytest.mark.parametrize(
    ("people", "care", "said"),
    [
        (["r1", "r2"], "m", ()),
        ([twice("r1"), twice("r2")], "own", ()),
        ([twice("r1"), twice("r2")], "m", ("custodian", "numbers")),
        ([AtSource(OWN, DOMAIN).name("r1")], "m", ("numbers", "own")),
        ([twice("r1"), "r2"], "m", ("numbers", "several")),
    ],
)
def test_a_mixture_is_seen_and_nothing_else(
    tmp_path: Path, people: list[str], care: str, said: tuple[str, ...]
) -> None:
    manifest = load_log(write(tmp_path, files(people, care))).manifest
    warning = mixture(manifest.sources, "en")
    assert bool(warning) == bool(said)
    for kind in said:
        names = {"custodian": "care", "own": "care", "several": "care"}.get(kind, "desk")
        assert say(f"data.people.{kind}", "en", names=names) in warning


def test_it_is_said_where_a_log_is_checked_loaded_and_judged(tmp_path: Path) -> None:
    write(tmp_path, files([twice(f"r{n}") for n in range(20)]))
    for command in ("check", "load"):
        told = schakel(command, tmp_path, "--lang", "nl").stdout
        assert "Eén inwoner kan als twee geteld zijn" in " ".join(told.split()), command
    report = schakel("quality", tmp_path, "-o", tmp_path / "q.html", "--lang", "nl")
    assert report.returncode == 0, report.stderr
    assert "Eén inwoner kan als twee geteld zijn" in (tmp_path / "q.html").read_text()
    with open_log(tmp_path) as view:
        facts = facts_of(view, tmp_path, (), day=TODAY)
    assert facts.mixed == {"custodian": ("care",), "numbers": ("desk",)} == from_json(to_json(facts)).mixed
    dpia = schakel("dpia", tmp_path, "-o", tmp_path / "d.html", "--lang", "nl")
    assert dpia.returncode == 0, dpia.stderr
    assert "Eén inwoner kan als twee geteld zijn" in (tmp_path / "d.html").read_text()
