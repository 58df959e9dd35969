"""Draws by counter: even, the same each time, and of no influence on each other."""

import numpy as np

from schakel.simulation.region.luck import units

WRITTEN = ["0.145589197643", "0.705117812096", "0.478918289348"]
KEYS = np.arange(100_000, dtype=np.int64)


def test_draws_are_even() -> None:
    """Kolmogorov's distance to the uniform distribution, of which 1.63 / sqrt(n) is passed once in a hundred."""
    found = np.sort(units(1, 0, KEYS))
    assert found[0] >= 0
    assert found[-1] < 1
    ranks = np.arange(1, len(found) + 1) / len(found)
    assert np.abs(found - ranks).max() < 1.63 / np.sqrt(len(found))


def test_neighbours_seeds_and_purposes_have_nothing_to_do_with_each_other() -> None:
    found = units(1, 0, KEYS)
    for other in (units(2, 0, KEYS), units(1, 1, KEYS), np.roll(found, 1)):
        assert abs(np.corrcoef(found, other)[0, 1]) < 4 / np.sqrt(len(KEYS))


def test_a_draw_is_its_key_s_whoever_stands_beside_it() -> None:
    assert (units(5, 2, KEYS[::7]) == units(5, 2, KEYS)[::7]).all()
    assert len(np.unique(units(5, 2, KEYS))) == len(KEYS)


def test_draws_are_the_same_on_every_machine() -> None:
    """The first three, written down."""
    assert [f"{one:.12f}" for one in units(1, 0, KEYS[:3])] == WRITTEN
