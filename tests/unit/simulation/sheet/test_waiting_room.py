"""Erlang C and its inverse against known numbers."""

import pytest

from schakel.simulation.sheet.waiting_room import FULLEST, chance_of_waiting, mean_wait, places_for


@pytest.mark.parametrize(
    ("places", "load", "chance", "wait"),
    [(1, 0.8, 0.8, 4.0), (2, 1.6, 0.711111, 1.777778), (5, 4, 0.554113, 0.554113), (50, 45, 0.363864, 0.072773)],
)
def test_known_numbers(places: int, load: float, chance: float, wait: float) -> None:
    assert chance_of_waiting(places, load) == pytest.approx(chance, abs=1e-6)
    assert mean_wait(places, load, 1) == pytest.approx(wait, abs=1e-6)


@pytest.mark.parametrize("load", [0.0, 0.3, 4.0, 37.2, 400.0])
@pytest.mark.parametrize("wait", [0.0, 0.5, 6.0])
def test_the_fewest_places_that_will_do(load: float, wait: float) -> None:
    places = places_for(wait, load, 20)
    assert load <= FULLEST * places
    assert mean_wait(places, load, 20) <= max(wait, 0.01)
    fewer = places - 1
    assert fewer * FULLEST <= load or mean_wait(fewer, load, 20) > max(wait, 0.01)
