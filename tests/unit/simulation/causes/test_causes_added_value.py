"""Added value: substitutes, who cannot be judged, intervals, and more partners than can be run in all sets."""

import numpy as np
import numpy.typing as npt
import pytest

from schakel.simulation.causes.added_value import COALITION_OUTCOME, State, added_values
from schakel.simulation.causes.game import Members, all_masks, members
from schakel.simulation.causes.reliability import reliability
from schakel.simulation.causes.route_value import ROUTE_VOLUME, route_value

PARTNERS = ["team", "outpatient", "hospital", "client_council"]
Outcome = npt.NDArray[np.float64]


def with_stand_ins(sets: Members) -> Outcome:
    """Team and either of the others; ten replications."""
    noise = np.random.default_rng(1).normal(1.0, 0.1, 10)
    return np.outer(100.0 * (sets[:, 0] & sets[:, 1:3].any(axis=1)), noise)


def test_leaving_one_out_undervalues_who_can_be_replaced() -> None:
    found = added_values(PARTNERS, with_stand_ins, not_judgeable={"client_council"})
    _, outpatient, hospital, _ = found.partners
    assert outpatient.leave_one_out == hospital.leave_one_out == 0.0
    assert outpatient.value == pytest.approx(found.total / 6)
    assert outpatient.is_distinguishable


def test_who_is_not_in_the_data_is_not_low_but_unknown() -> None:
    found = added_values(PARTNERS, with_stand_ins, not_judgeable={"client_council"})
    council = found.partners[3]
    assert council.state == State.NOT_JUDGEABLE
    assert (council.value, council.interval, council.is_distinguishable, council.leave_one_out) == (None,) * 4
    assert sum(one.value or 0.0 for one in found.partners) == pytest.approx(found.total)
    nobody = added_values(["broker"], with_stand_ins, not_judgeable={"broker"})
    assert (nobody.total, nobody.partners[0].state) == (0.0, State.NOT_JUDGEABLE)


def test_a_judged_partner_that_adds_nothing_has_a_value_of_zero() -> None:
    council = added_values(PARTNERS, with_stand_ins).partners[3]
    assert (council.state, council.value, council.is_distinguishable) == (State.JUDGED, 0.0, False)


def test_each_result_says_what_it_means_and_cannot_see() -> None:
    assert added_values(PARTNERS, with_stand_ins).definition == COALITION_OUTCOME
    assert route_value({frozenset("A"): 1.0}).definition == ROUTE_VOLUME
    assert all("outside_events" in one.blind for one in (COALITION_OUTCOME, ROUTE_VOLUME))


def test_twelve_partners_are_exact_and_asked_once() -> None:
    asked = []

    def worth(sets: Members) -> Outcome:
        asked.append(sets.shape)
        return (sets @ np.arange(12.0)) ** 2

    found = added_values([str(place) for place in range(12)], worth)
    assert asked == [(4096, 12)]
    # (sum of a)^2 splits into a_i times the sum of all a
    assert [one.value for one in found.partners] == pytest.approx([place * 66.0 for place in range(12)])
    assert {one.interval for one in found.partners} == {None}


def test_more_partners_are_sampled_with_an_interval() -> None:
    def worth(sets: Members) -> Outcome:
        return (sets @ np.arange(14.0)) ** 2

    found = added_values([str(place) for place in range(14)], worth, pairs=60)
    assert found.method == "sampled"
    assert sum(one.value or 0.0 for one in found.partners) == pytest.approx(found.total, abs=1e-9 * found.total)
    # a sum of squares is exactly averaged out by an order and its reverse
    assert [one.value for one in found.partners] == pytest.approx([place * 91.0 for place in range(14)])

    def cubic(sets: Members) -> Outcome:
        return (sets @ np.arange(14.0)) ** 4

    sampled, exact = (added_values([str(p) for p in range(14)], cubic, exact_until=n) for n in (12, 14))
    inside = [
        one.interval.covers(true.value)
        for one, true in zip(sampled.partners, exact.partners, strict=True)
        if one.interval and true.value is not None
    ]
    assert len(inside) == 14
    assert sum(inside) >= 12
    assert all(one.interval.half_width > 0 for one in sampled.partners[1:] if one.interval)
    assert [one.leave_one_out for one in sampled.partners] == [one.leave_one_out for one in exact.partners]


def test_routes_with_a_partner_that_cannot_be_judged() -> None:
    routes = {frozenset({"A", "broker"}): 6.0, frozenset({"broker"}): 5.0, frozenset({"A", "B"}): 4.0}
    found = route_value(routes, ["B", "broker", "A", "C"], not_judgeable={"broker"})
    assert [(one.partner, one.value) for one in found.partners] == [
        ("B", 2.0),
        ("broker", None),
        ("A", 8.0),
        ("C", 0.0),
    ]
    assert found.total == 10.0


def test_unknown_names_are_refused() -> None:
    with pytest.raises(ValueError, match="not among the partners"):
        route_value({frozenset("AB"): 1.0}, ["A"])
    with pytest.raises(ValueError, match="not among the partners"):
        added_values(["A"], with_stand_ins, not_judgeable={"B"})


def test_one_replication_is_not_taken_for_certainty() -> None:
    with pytest.raises(ValueError, match="two replications"):
        added_values(["A"], lambda sets: np.ones((len(sets), 1)))


def test_importance_is_the_difference_of_two_reliabilities() -> None:
    chances = np.array([0.9, 0.5, 0.7, 0.6, 0.8])

    def holds(up: Members) -> npt.NDArray[np.bool_]:
        return (up[:, :2].all(axis=1) | up[:, 2]) & up[:, 3:].any(axis=1)

    found = reliability(holds, chances)
    for place in range(5):
        sure, failed = chances.copy(), chances.copy()
        sure[place], failed[place] = 1.0, 0.0
        expected = reliability(holds, sure).chain - reliability(holds, failed).chain
        assert found.importance[place] == pytest.approx(expected, abs=1e-12)
    states = members(all_masks(5), 5)
    assert found.chain == pytest.approx(sum(np.where(s, chances, 1 - chances).prod() for s in states[holds(states)]))


def test_chances_outside_zero_and_one_are_refused() -> None:
    with pytest.raises(ValueError, match="chances"):
        reliability(lambda up: up.all(axis=1), [1.2])
