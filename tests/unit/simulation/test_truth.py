"""What was planted in the region is found by the figures that a user gets, and the log of a region is a log."""

import json
from datetime import date
from pathlib import Path

import pytest

from oracle.made_region import Made
from oracle.planted import false_findings, fates, matches, planted, queue
from schakel.chain.finding import Finding
from schakel.chain.problem import Refusal
from schakel.insight.opened import open_log
from schakel.insight.pinch import pinch
from schakel.simulation.region.lived import planted_model
from schakel.simulation.region.plants.plants_file import lindewaard_plants
from schakel.simulation.region.region_log import make_region_log

PARTNER = "Jeugdhulp Oeverlinde"


@pytest.fixture(scope="module")
def found(whole_region: Made) -> tuple[Finding, ...]:
    with open_log(whole_region.log) as view:
        return pinch(view)


def test_everything_planted_that_a_finding_can_tell_is_found(whole_region: Made, found: tuple[Finding, ...]) -> None:
    """Seed 1. How much is found over ten seeds is measured by tests/long."""
    told = [one for one in planted(whole_region.log) if one["finding_code"]]
    assert sorted(one["finding_code"] for one in told) == ["batching", "dead_end", "growing_stock", "growing_stock"]
    missed = [one["plant"] for one in told if not any(matches(one, finding) for finding in found)]
    assert not missed


def test_referrals_that_get_lost_stand_first(found: tuple[Finding, ...]) -> None:
    where = found[0].where
    assert (found[0].code, where.partner, where.next_partner) == ("dead_end", "Wijkteam Ravenzande", PARTNER)
    shares = {f.where.partner: f.number("share").value for f in found if _is_referral_to(f, PARTNER)}
    assert shares.pop("Wijkteam Ravenzande") > 5 * max(shares.values(), default=0)


def _is_referral_to(finding: Finding, partner: str) -> bool:
    where = finding.where
    return finding.code == "dead_end" and (where.activity, where.next_partner) == ("Verwijzing aanbieder", partner)


def test_nothing_is_found_that_is_not_there(whole_region: Made, found: tuple[Finding, ...]) -> None:
    """Queues that nobody planted do grow, and referrals to full providers do get lost. Where the run lost fewer than
    the finding says, the rest waits at a full provider for longer than a log can tell from being lost.
    """
    batching = {finding.where.activity for finding in found if finding.code == "batching" and not finding.hidden}
    assert batching == {"Beschikking"}
    wrong = list(false_findings(whole_region.lived, planted(whole_region.log), found))
    assert {finding.code for finding in wrong} <= {"dead_end"}
    lost = fates(whole_region.lived)
    for finding in wrong:
        partner = finding.where.next_partner
        _, waiting = queue(whole_region.lived, partner, date(2025, 7, 1), date(2025, 12, 31))
        assert waiting > finding.number("lost").value - lost[finding.where.partner, partner].lost


def test_who_is_not_seen_is_said_so(found: tuple[Finding, ...]) -> None:
    hidden = [finding for finding in found if finding.hidden and finding.where.next_partner == "Werkplaats Lindeploeg"]
    assert {finding.hidden for finding in hidden} == {"partner_not_seen"}


def test_every_plant_of_the_file_stands_in_the_truth(tenth_of_region: Made) -> None:
    truths = planted(tenth_of_region.log)
    assert {one["plant"] for one in truths} == {plant.name for plant in lindewaard_plants()}
    fields = {"plant", "finding_code", "activity", "next_activity", "partner", "next_partner", "municipality"}
    for one in truths:
        assert set(one) == fields | {"from", "to"}
        assert "2021-01-04" <= one["from"] < one["to"] <= "2025-12-31"


def test_a_region_without_plants_has_no_truth(tmp_path: Path) -> None:
    make_region_log(tmp_path / "log", scale=0.02, plants=())
    assert json.loads((tmp_path / "log" / "source" / "truth.json").read_text(encoding="utf-8")) == []


def test_the_log_is_the_regions(tenth_of_region: Made) -> None:
    with open_log(tenth_of_region.log) as view:
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


def test_twice_the_region_has_twice_the_people() -> None:
    """Above 1 the scale is that of the model; nothing is run here."""
    once, twice = (planted_model(lindewaard_plants(), times) for times in (1.0, 2.0))
    assert [2 * one.population.value for one in once.municipalities] == [
        one.population.value for one in twice.municipalities
    ]
    assert [2 * one.people.value for one in once.partners] == [one.people.value for one in twice.partners]


def test_the_same_seed_gives_the_same_snapshot_but_for_its_key(tenth_of_region: Made, tmp_path: Path) -> None:
    again = make_region_log(tmp_path / "again", seed=1, scale=0.1)
    with open_log(tenth_of_region.log) as view:
        assert view.manifest.counts == again.manifest.counts


def test_a_second_region_takes_the_place_of_the_first(tmp_path: Path) -> None:
    first = make_region_log(tmp_path / "log", seed=1, scale=0.02)
    second = make_region_log(tmp_path / "log", seed=2, scale=0.02)
    assert first.manifest.id != second.manifest.id
    assert (tmp_path / "log" / "current").read_text().strip() == second.manifest.id


def test_a_folder_with_other_things_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(Refusal):
        make_region_log(tmp_path, seed=1, scale=0.02)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_a_folder_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(Refusal):
        make_region_log(tmp_path / "file" / "log", seed=1, scale=0.02)
