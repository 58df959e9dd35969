"""Single estimates on small logs of which the answer can be counted by hand."""

import numpy as np
import pytest

from schakel.simulation.calibration.capacity import at_midnights, capacities
from schakel.simulation.calibration.durations import durations
from schakel.simulation.calibration.meetings import meetings
from schakel.simulation.calibration.patience import patience
from schakel.simulation.calibration.referral import declared, referrals
from schakel.simulation.calibration.returns import returns
from schakel.simulation.calibration.routing import routing
from unit.simulation.calibration.small_log import Row, small_log

NAN = float("nan")
DAY = 1 / 7


def test_midnights_count_who_is_helped_and_who_waits() -> None:
    seen = small_log(
        [(0, "Help", "A", "", 0.1 * DAY, 1.5 * DAY, 3.5 * DAY), (1, "Help", "A", "", 0, 3.6 * DAY, NAN)], 1.0
    )
    busy, waiting = at_midnights(seen, np.ones(2, dtype=bool))
    assert busy.tolist() == [0, 0, 1, 1, 1, 1, 1, 1]
    assert waiting.tolist() == [0, 2, 1, 1, 0, 0, 0, 0]


def queue_at(slots: int, weeks: int) -> list[Row]:
    """One desk with so many slots, always full, a client for a week each; two more are always waiting."""
    rows: list[Row] = []
    for turn in range(weeks * slots):
        started = turn / slots
        rows.append((turn, "Help", "A", "", max(started - 2 / slots, 0.0), started, started + 1.0))
    return rows


def test_capacity_is_what_is_helped_while_somebody_waits() -> None:
    seen = small_log(queue_at(7, 60), 60.0)
    found, unknown = capacities(seen, np.array([True]), 0.95)
    assert (found[0].value, found[0].low, found[0].high, found[0].source) == (7, 7, 7, "data")
    assert not unknown


def test_capacity_is_not_told_when_nobody_waits() -> None:
    rows = [
        (case, stage, who, to, started, started, ended) for case, stage, who, to, _, started, ended in queue_at(7, 60)
    ]
    found, unknown = capacities(small_log(rows, 60.0), np.array([True]), 0.95)
    assert found[0].source == "assumed"
    assert found[0].low == 7
    assert [(one.name, one.reason) for one in unknown] == [("A", "nobody_waits")]


def test_capacity_is_not_told_when_people_wait_for_something_else() -> None:
    random = np.random.default_rng(1)
    started = np.sort(random.uniform(0, 100, 1000))
    rows = [(n, "Help", "A", "", s - 3, s, s + float(random.exponential(1))) for n, s in enumerate(started.tolist())]
    _, unknown = capacities(small_log(rows, 100.0), np.array([True]), 0.95)
    assert [one.reason for one in unknown] == ["waits_for_else"]


def test_capacity_is_not_told_without_requests() -> None:
    rows = [(case, stage, who, to, NAN, started, ended) for case, stage, who, to, _, started, ended in queue_at(7, 60)]
    _, unknown = capacities(small_log(rows, 60.0), np.array([True]), 0.95)
    assert [(one.reason, one.share) for one in unknown] == [("no_request", 0.0)]


def test_a_fortnightly_meeting_with_eight_places_is_found() -> None:
    rows: list[Row] = []
    for turn in range(400):
        held = 0.75 + 2 * (turn // 8)
        rows.append((turn, "Team", "Board", "", max(0.0, held - 5), held, held + 0.1))
    found = meetings(small_log(rows, 101.0), 0)
    assert found is not None
    assert (found.every, found.is_full, found.places.value) == (2.0, True, 8.0)
    assert found.at == pytest.approx(0.75)


def test_starts_at_any_time_are_no_meeting() -> None:
    random = np.random.default_rng(2)
    rows = [(n, "Help", "A", "", s, s, s + 1) for n, s in enumerate(np.sort(random.uniform(0, 100, 300)).tolist())]
    assert meetings(small_log(rows, 100.0), 0) is None


def way(case: int, to_partner: str, came: bool, ended: float, wait: float = 0.0) -> list[Row]:
    first: Row = (case, "Intake", "A", to_partner, ended - 1, ended - 1, ended)
    return [first, (case, "Help", "B", "", ended + 1, ended + 1 + wait, ended + 3 + wait)] if came else [first]


def test_referrals_of_whom_nobody_could_see_it_are_left_out() -> None:
    rows = [*way(0, "B", True, 2), *way(1, "B", False, 3), *way(2, "B", False, 4)]
    seen = small_log(rows, 60.0)
    seen.untold[-1] = True
    found = referrals(seen)
    assert found.step.tolist() == [0, 2]
    assert (found.arrival >= 0).tolist() == [True, False]
    assert [seen.stages[meant] for meant in found.meant] == ["Help", "Help"]


def test_a_pair_of_which_no_referral_can_be_followed_is_out_of_sight() -> None:
    rows = [*way(0, "B", True, 2), *way(1, "C", False, 3), *way(2, "C", False, 4)]
    seen = small_log(rows, 60.0)
    seen.untold[2:] = True
    found, unknown = patience(seen, 0.95)
    assert [one.name for one in unknown if one.reason == "out_of_sight"] == ["A > C"]
    assert not found.lost


def test_who_never_comes_where_nobody_waits_is_lost() -> None:
    rows = [row for case in range(100) for row in way(case, "B", case % 5 > 0, 2 + case / 10)]
    found, unknown = patience(small_log(rows, 60.0), 0.95)
    (lost,) = found.lost.values()
    assert lost.value == 0.2
    assert lost.low < 0.15 < 0.25 < lost.high
    assert ("Help", "nobody_waits") in [(one.name, one.reason) for one in unknown]


def test_lost_and_leaving_are_told_apart_by_how_long_one_would_have_waited() -> None:
    random = np.random.default_rng(3)
    rows: list[Row] = []
    for case in range(3000):
        ended = 2 + case / 20
        wait = 4 * (1 + np.sin(ended / 10))  # from none to eight weeks
        came = random.random() < 0.85 * np.exp(-0.1 * wait)
        rows += way(case, "B", bool(came), ended, float(wait))
    found, _ = patience(small_log(rows, 400.0), 0.95)
    (lost,), (leaving,) = found.lost.values(), found.leaving.values()
    assert lost.low < 0.15 < lost.high < 0.25
    assert 0.07 < leaving.low < 0.1 < leaving.high < 0.13


def test_unannounced_handovers_make_it_unknown_who_never_came() -> None:
    rows = [row for case in range(100) for row in way(case, "B" if case % 4 else "", case % 5 > 0, 2 + case / 10)]
    seen = small_log(rows, 60.0)
    told, total = declared(seen)
    assert (told.sum(), total.sum()) == (60, 80)
    found, unknown = patience(seen, 0.95)
    assert not found.lost
    assert {(one.field, one.reason, one.share) for one in unknown if one.reason == "referrals_missing"} == {
        ("lost", "referrals_missing", 0.75),
        ("leaving", "referrals_missing", 0.75),
    }


def test_what_became_of_nobody_knows_whom_widens_the_bounds_of_a_share() -> None:
    rows = [row for case in range(80) for row in way(case, "", case < 40, 2 + case / 10)]
    closed = dict.fromkeys(range(60), 50.0)
    found, unknown = routing(small_log(rows, 60.0, closed), 0.95)
    shares = {one.to: one.share for one in found if one.type == -1 and one.stage == 1}
    assert shares[0].value == pytest.approx(40 / 60)
    assert shares[0].low < 40 / 80 < 60 / 80 < shares[0].high
    assert [(one.name, one.reason, one.share) for one in unknown] == [("Intake", "ending_unknown", 0.25)]


def test_a_referral_tells_where_somebody_was_sent_who_never_came() -> None:
    rows = [row for case in range(80) for row in way(case, "B", case < 40, 2 + case / 10)]
    found, unknown = routing(small_log(rows, 60.0), 0.95)
    assert [one.share.value for one in found if one.type == -1 and one.stage == 1] == [1.0]
    assert not [one for one in unknown if one.name == "Intake"]


def test_too_few_and_too_long_are_said() -> None:
    rows: list[Row] = [(n, "Rare", "A", "", n, n, n + 1.0) for n in range(5)]
    rows += [(5 + n, "Slow", "A", "", n / 10, n / 10, n / 10 + 10 if n < 40 else NAN) for n in range(100)]
    found, unknown = durations(small_log(rows, 30.0), 0.95)
    assert {(one.name, one.reason) for one in unknown} == {("Rare", "too_few"), ("Slow", "still_running")}
    assert {one.mean.source for one in found} == {"assumed"}


def test_moments_take_no_time() -> None:
    found, unknown = durations(small_log([(n, "Call", "A", "", n, n, n) for n in range(20)], 30.0), 0.95)
    assert (found[0].mean.value, found[0].distribution, unknown) == (0.0, "fixed", ())


def test_without_residents_nobody_can_be_seen_to_come_back() -> None:
    seen = small_log([(n, "Call", "A", "", n, n, n) for n in range(20)], 30.0, dict.fromkeys(range(20), 3.0))
    seen.resident[:] = -1
    found, unknown = returns(seen, 0.95)
    assert found[0].share is None
    assert {one.reason for one in unknown} == {"no_resident"}


def test_before_a_week_nothing_of_later_is_known() -> None:
    seen = small_log([*way(0, "B", True, 2), *way(1, "B", True, 30)], 60.0, {0: 5.0, 1: 33.0})
    known = seen.before(29.5)
    assert known.started.tolist() == [1, 3, 29]
    assert np.isnan(known.ended).tolist() == [False, False, True]
    assert known.to_partner.tolist() == [1, -1, -1]
    assert known.closed.tolist() == [5.0, np.inf]
    assert (known.until, known.following.tolist()) == (29.5, [1, -1, -1])
