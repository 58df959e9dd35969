"""What was planted in the region is found by the figures that a user gets, and the log of a region is a log."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from schakel.chain.finding import Finding
from schakel.chain.problem import Refusal
from schakel.insight.opened import open_log
from schakel.insight.pinch import pinch
from schakel.simulation.region.region_log import TRUTH, make_region_log

PLACES = ("activity", "next_activity", "partner", "next_partner", "municipality")


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("region") / "log"
    make_region_log(folder, seed=1)
    return folder


@pytest.fixture(scope="module")
def found(log: Path) -> tuple[Finding, ...]:
    with open_log(log) as view:
        return pinch(view)


def overlaps_by_half(one: dict[str, Any], finding: Finding) -> bool:
    """Whether the shared days are at least half of the longer period; an empty date is that of the plant."""
    since, until = date.fromisoformat(one["from"]), date.fromisoformat(one["to"])
    begin = date.fromisoformat(finding.where.since) if finding.where.since else since
    end = date.fromisoformat(finding.where.until) if finding.where.until else until
    shared = (min(until, end) - max(since, begin)).days
    return shared * 2 >= max((until - since).days, (end - begin).days)


def matches(one: dict[str, Any], finding: Finding) -> bool:
    places = all(one[place] in ("", getattr(finding.where, place)) for place in PLACES)
    return finding.code == one["finding_code"] and not finding.hidden and places and overlaps_by_half(one, finding)


def test_everything_planted_is_found(log: Path, found: tuple[Finding, ...]) -> None:
    planted = json.loads((log / "source" / TRUTH).read_text(encoding="utf-8"))
    missed = [one["plant"] for one in planted if not any(matches(one, finding) for finding in found)]
    assert not missed


def test_the_longest_wait_stands_first(found: tuple[Finding, ...]) -> None:
    first = found[0]
    assert (first.where.activity, first.where.next_activity) == ("Wachtlijst", "GGZ-behandeling")
    assert first.number("weeks_lost").value > 2 * found[1].number("weeks_lost").value


def test_nothing_else_is_said_to_batch_or_to_lose_referrals(found: tuple[Finding, ...]) -> None:
    batching = {finding.where.activity for finding in found if finding.code == "batching" and not finding.hidden}
    assert batching == {"Beschikking"}
    leaking = {(f.where.partner, f.where.next_partner) for f in found if f.code == "dead_end" and not f.hidden}
    assert leaking == {("Wijkteam Ravenzande", "Jeugdhulp Oeverlinde")}


def test_who_is_not_seen_is_said_so(found: tuple[Finding, ...]) -> None:
    hidden = [finding for finding in found if finding.hidden and finding.where.next_partner == "Verblijf Ravenlinde"]
    assert hidden


def test_the_log_is_the_regions(log: Path) -> None:
    with open_log(log) as view:
        manifest = view.manifest
        counts = next(view.figure("counts").records())
        own = view.figure("own_strength")
    parties = dict(zip(own.column("party"), own.column("residents"), strict=True))
    assert manifest.closing == ("Afsluiting",)
    assert manifest.residents == "delivered"
    assert manifest.sources[0].not_stored == ("kanaal",)
    assert manifest.sources[0].reference_date == date(2025, 12, 31)
    assert counts["ties"]
    assert {"resident", "informal", "professional"} == set(parties)


def test_the_same_seed_gives_the_same_snapshot_but_for_its_key(tmp_path: Path) -> None:
    one, two = (make_region_log(tmp_path / name, seed=5, scale=0.1) for name in ("one", "two"))
    assert one.manifest.counts == two.manifest.counts


def test_a_second_region_takes_the_place_of_the_first(tmp_path: Path) -> None:
    first = make_region_log(tmp_path / "log", seed=1, scale=0.05)
    second = make_region_log(tmp_path / "log", seed=2, scale=0.05)
    assert first.manifest.id != second.manifest.id
    assert (tmp_path / "log" / "current").read_text().strip() == second.manifest.id


def test_a_folder_with_other_things_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(Refusal):
        make_region_log(tmp_path, seed=1, scale=0.05)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_a_folder_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(Refusal):
        make_region_log(tmp_path / "file" / "log", seed=1, scale=0.05)
