"""A chain that is known, its log, and what calibration makes of it: the truth lies within the stated bounds."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

import duckdb
import pytest
from scipy.stats import binom

from schakel.data.mapping import read_mapping
from schakel.insight.opened import open_log
from schakel.simulation.calibration.calibrated import Calibrated, calibrate
from schakel.simulation.event_log import NAME, Precision, make_simulated_log, write_simulated
from schakel.simulation.model.quantity import Quantity
from unit.simulation.calibration.known_chain import POPULATIONS, known_chain, known_run, truth

LEVEL = 0.95
SURE = 0.999  # of not failing by chance
NOT_BY_REFERRALS = ("per_1000", "Aa", "Bee", "one question", "gap", "returns", "return after", "duration", "delay")

Calibrate = Callable[[str], Calibrated]


def missing(pairs: dict[str, tuple[float, Quantity]]) -> list[str]:
    return [name for name, (value, found) in pairs.items() if not found.low - 1e-9 <= value <= found.high + 1e-9]


def most(n: int) -> int:
    """Bounds that may miss their truth."""
    return int(binom.ppf(SURE, n, 1 - LEVEL))


@pytest.fixture(scope="module")
def calibrated(tmp_path_factory: pytest.TempPathFactory) -> Calibrate:
    @cache
    def made(how: str) -> Calibrated:
        folder = tmp_path_factory.mktemp(how)
        run = known_run(4)
        if how == "gaps":
            source = with_gaps(write_simulated(known_chain(), run, folder / "source", precision="day"))
            opened = open_log(source, mapping=read_mapping(source.parent / "mapping.toml"))
        else:
            precision: Precision = "day" if how == "day" else "instant"
            opened = open_log(make_simulated_log(known_chain(), run, folder / "log", precision=precision))
        with opened as view:
            return calibrate(view, populations=POPULATIONS, first_part=1.0, level=LEVEL)

    return made


def with_gaps(path: Path) -> Path:
    """Three in ten of the referrals do not say to whom."""
    target = path.with_name(f"{NAME}-gaps.parquet")
    with duckdb.connect() as connection:
        events = connection.read_parquet(str(path))
        told = "CASE WHEN hash(case_id, activity) % 10 >= 3 THEN to_partner END AS to_partner"
        events.project(f"* REPLACE ({told})").write_parquet(str(target))
    return target


@pytest.mark.parametrize("how", ["instant", "day"])
def test_the_truth_lies_within_the_bounds_as_often_as_they_say(calibrated: Calibrate, how: str) -> None:
    pairs = truth(calibrated(how).model)
    assert len(pairs) > 50
    assert all(found.source == "data" for _, found in pairs.values())
    assert len(missing(pairs)) <= most(len(pairs)), missing(pairs)


def test_the_bounds_are_not_so_wide_that_they_hold_anything(calibrated: Calibrate) -> None:
    pairs = truth(calibrated("day").model)
    wide = [name for name, (value, found) in pairs.items() if value > 0 and found.high - found.low > 0.5 * value]
    assert len(wide) <= 5, wide
    none = [found.high for name, (value, found) in pairs.items() if "lost" in name and value == 0]
    assert max(none) < 0.1


def test_without_three_in_ten_referrals_what_rests_on_them_is_not_told(calibrated: Calibrate) -> None:
    found = calibrated("gaps")
    told = {(one.noun, one.name, one.field): one for one in found.card.not_identified}
    for pair in ("Access > Board", "Board > House", "Access > Care", "Board > Aid"):
        assert told["handover", pair, "lost"].reason == "referrals_missing"
    assert told["stage", "Help", "leaving"].reason == "referrals_missing"
    assert told["stage", "Help", "leaving"].share == pytest.approx(0.7, abs=0.04)
    assumed = {(line.noun, line.name, line.field) for line in found.card.assumed}
    assert ("stage", "Help", "leaving") in assumed
    assert ("handover", "Access > Board", "lost") in assumed


def test_without_them_the_rest_is_still_right(calibrated: Calibrate) -> None:
    pairs = {name: pair for name, pair in truth(calibrated("gaps").model).items() if pair[1].source == "data"}
    assert len(pairs) > 40
    assert len(missing(pairs)) <= most(len(pairs)), missing(pairs)
    whole = {name: pair for name, pair in pairs.items() if name.endswith(NOT_BY_REFERRALS)}
    complete = truth(calibrated("day").model)
    assert all(found.value == pytest.approx(complete[name][1].value, rel=0.02) for name, (_, found) in whole.items())


def test_where_endings_are_not_known_the_bounds_of_shares_grow_and_still_hold(calibrated: Calibrate) -> None:
    less, more = truth(calibrated("gaps").model), truth(calibrated("day").model)
    name = "youth Intake Team"
    assert less[name][1].high - less[name][1].low > more[name][1].high - more[name][1].low
    assert less[name][1].low <= less[name][0] <= less[name][1].high


def test_what_no_log_tells_is_said(calibrated: Calibrate) -> None:
    card = calibrated("instant").card
    told = {(one.noun, one.name, one.field): one.reason for one in card.not_identified}
    assert told["type", "", "severity"] == "no_severity"
    assert told["stage", "Intake", "leaving"] == "no_referral"
    assert told["partner", "House", "people"] == "nobody_waits"
    assert told["stage", "Team", "places"] == "nobody_waits"
    assert told["contract", "", "price"] == "no_money"
    assert not any(line.quantity.source == "data" for line in (*card.given, *card.assumed))


def test_the_meeting_is_found(calibrated: Calibrate) -> None:
    stages = {one.name: one for one in calibrated("day").model.stages}
    assert {name: one.work for name, one in stages.items() if one.work != "continuous"} == {"Team": "slotted"}
    assert stages["Team"].every.value == 2
    assert stages["Team"].at[0] == pytest.approx(0.5, abs=1 / 7)
