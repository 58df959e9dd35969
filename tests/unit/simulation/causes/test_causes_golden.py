"""Values known from the literature or worked out by hand: glove, airport, routes, and a chain of AND and OR."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pytest

from schakel.simulation.causes.added_value import added_values
from schakel.simulation.causes.game import Members
from schakel.simulation.causes.reliability import reliability
from schakel.simulation.causes.route_value import route_value
from schakel.simulation.causes.shapley import attribute

ROUTES = {frozenset("AB"): 60.0, frozenset("AC"): 30.0, frozenset("ABD"): 10.0}
Worth = Callable[[Members], npt.NDArray[np.float64]]


def glove(members: Members) -> npt.NDArray[np.float64]:
    return np.asarray(np.minimum(members[:, :2].sum(axis=1), members[:, 2]), dtype=np.float64)


def airport(members: Members) -> npt.NDArray[np.float64]:
    return np.asarray(np.where(members, [18.0, 20.0, 30.0], 0.0).max(axis=1))


def whole_routes(members: Members) -> npt.NDArray[np.float64]:
    worth = np.zeros(len(members), dtype=np.float64)
    for route, weight in ROUTES.items():
        inside = members[:, ["ABCD".index(partner) for partner in route]].all(axis=1)
        worth += np.where(inside, weight, 0.0)
    return worth


def chain_holds(members: Members) -> npt.NDArray[np.bool_]:
    return np.asarray(members[:, 0] & (members[:, 1] | members[:, 2]) & members[:, 3])


def chain_worth(members: Members) -> npt.NDArray[np.float64]:
    return np.where(chain_holds(members), 100.0, 0.0)


GOLDEN = [
    (glove, "LMR", [1 / 6, 1 / 6, 2 / 3]),
    (airport, "abc", [6.0, 7.0, 17.0]),
    (whole_routes, "ABCD", [145 / 3, 100 / 3, 15.0, 10 / 3]),
    (chain_worth, "ABCD", [125 / 3, 25 / 3, 25 / 3, 125 / 3]),
]


@pytest.mark.parametrize(("worth", "partners", "expected"), GOLDEN)
def test_added_values(worth: Worth, partners: str, expected: list[float]) -> None:
    found = added_values(list(partners), worth)
    assert [one.value for one in found.partners] == pytest.approx(expected, abs=1e-9)
    assert found.total == pytest.approx(sum(expected))
    assert found.method == "exact"


@pytest.mark.parametrize(("worth", "partners", "expected"), GOLDEN)
def test_causes(worth: Worth, partners: str, expected: list[float]) -> None:
    def evaluate(causes: frozenset[str]) -> npt.NDArray[np.float64]:
        return np.repeat(worth(np.array([[name in causes for name in partners]])), 3)

    found = attribute(list(partners), evaluate)
    assert [cause.share.at().value for cause in found.causes] == pytest.approx(expected, abs=1e-9)


def test_routes_in_closed_form() -> None:
    found = route_value(ROUTES)
    assert [one.partner for one in found.partners] == list("ABCD")
    assert [one.value for one in found.partners] == pytest.approx([48.3333, 33.3333, 15.0, 3.3333], abs=5e-5)
    assert [one.leave_one_out for one in found.partners] == [100.0, 70.0, 30.0, 10.0]
    assert found.total == 100.0


def test_reliability_of_the_chain() -> None:
    found = reliability(chain_holds, [0.9, 0.7, 0.6, 0.8])
    assert found.chain == pytest.approx(0.6336, abs=1e-12)
    assert found.importance == pytest.approx((0.704, 0.288, 0.216, 0.792), abs=1e-12)


def test_pair_interactions_of_the_glove_game() -> None:
    # L and M stand in for each other; each with R: (1 + 0) / 2, by hand over the coalitions without the pair
    def evaluate(causes: frozenset[str]) -> npt.NDArray[np.float64]:
        return np.full(2, float("R" in causes and bool(causes & {"L", "M"})))

    found = {(pair.one, pair.other): pair.interaction.at().value for pair in attribute(list("LMR"), evaluate).pairs}
    assert found == {("L", "M"): pytest.approx(-0.5), ("L", "R"): pytest.approx(0.5), ("M", "R"): pytest.approx(0.5)}
