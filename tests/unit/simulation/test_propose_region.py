"""The fictional region as its partners deliver it: what is proposed for it loads as what was written by hand."""

import re
import shutil
from pathlib import Path

import pytest

from oracle import delivered_region
from schakel.data.deliveries.load_log import load_log
from schakel.data.deliveries.propose_sources import propose_sources
from schakel.data.deliveries.sources_file import read_sources
from schakel.data.mapping import Mapping, read_mapping
from schakel.data.snapshot import Snapshot, open_snapshot

SCALE = 0.1
PARTNERS = {
    "crisisopvang",
    "ggz",
    "huisartsen",
    "jeugdhulp",
    "jeugdhulp-zandpoort",
    "loket",
    "schuldhulp",
    "thuisbegeleiding",
    "verblijf",
    "welzijn",
    "werkbedrijf",
    "wijkteam-lindehage",
    "wijkteam-ravenzande",
    "wijkteam-wilgenmeer",
}


@pytest.fixture(scope="module")
def delivered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files of all partners, with the sources file and the mappings that were written by hand."""
    return delivered_region.delivered(tmp_path_factory, SCALE)


@pytest.fixture(scope="module")
def proposed(delivered: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same files with a proposal instead."""
    folder = tmp_path_factory.mktemp("proposed") / "lindewaard"
    shutil.copytree(delivered, folder)
    shutil.rmtree(folder / "mappings")
    (folder / "sources.toml").unlink()
    (folder / "names.csv").unlink()
    propose_sources(folder)
    return folder


def test_every_partner_is_found(proposed: Path) -> None:
    assert {source.name for source in read_sources(proposed).sources} == PARTNERS


@pytest.fixture(scope="module")
def by_hand(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """What was written by hand, loaded."""
    return open_snapshot(delivered_region.loaded(tmp_path_factory, SCALE))


def test_it_loads_as_what_was_written_by_hand(by_hand: Snapshot, proposed: Path) -> None:
    # Who looks for work is hardly known elsewhere, so whether the numbers mean the same people stands there as a doubt.
    work = proposed / "mappings" / "werkbedrijf.toml"
    doubted = answered = work.read_text(encoding="utf-8")
    for key in ("residents", "scope"):
        assert re.search(rf'# \? .*\n(#   .*\n)*{key} = "source"', doubted)
        answered = answered.replace(f'{key} = "source"', f'{key} = "shared"')
    work.write_text(answered, encoding="utf-8")
    by_proposal = load_log(proposed)
    for count in ("cases", "residents"):
        assert by_proposal.manifest.counts[count] == by_hand.manifest.counts[count]
    mine, theirs = _events(by_proposal), _events(by_hand)
    one_event_a_row = {name for name in PARTNERS if not name.startswith("wijkteam")}
    assert {name: mine[name] for name in one_event_a_row} == {name: theirs[name] for name in one_event_a_row}


def _events(snapshot: Snapshot) -> dict[str, int]:
    found: dict[str, int] = {}
    for delivery in snapshot.manifest.sources:
        found[delivery.name] = found.get(delivery.name, 0) + delivery.events
    return found


def test_what_matters_most_is_as_by_hand(delivered: Path, proposed: Path) -> None:
    for name in (
        "ggz",
        "huisartsen",
        "schuldhulp",
        "jeugdhulp",
        "jeugdhulp-zandpoort",
        "verblijf",
        "thuisbegeleiding",
        "welzijn",
        "loket",
    ):
        mine, theirs = (read_mapping(folder / "mappings" / f"{name}.toml") for folder in (proposed, delivered))
        for ours in ("case_id", "resident", "activity", "started", "ended", "municipality", "product"):
            assert _headings(mine, ours) == _headings(theirs, ours), (name, ours)
        assert mine.case.residents == theirs.case.residents
        assert mine.file.deleted_rows == theirs.file.deleted_rows
    kinds = {
        folder: {s.name: [d.kind for d in s.deliveries] for s in read_sources(folder).sources}
        for folder in (delivered, proposed)
    }
    assert kinds[proposed]["schuldhulp"] == kinds[delivered]["schuldhulp"] == ["full", "changes", "changes"]
    assert kinds[proposed]["huisartsen"] == kinds[delivered]["huisartsen"] == ["period"] * 6


def _headings(mapping: Mapping, ours: str) -> set[str]:
    origin = mapping.origin(ours)
    return {origin.name, *origin.others} if origin else set()
