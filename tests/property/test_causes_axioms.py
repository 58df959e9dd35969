"""What defines the Shapley value holds for any game: efficiency, symmetry, null player, additivity."""

from itertools import permutations

import numpy as np
import numpy.typing as npt
from hypothesis import given, settings
from hypothesis import strategies as st

from oracle.plenty import plenty
from schakel.simulation.causes.contribution import pair_interactions, shapley_values
from schakel.simulation.causes.game import Game, all_masks
from schakel.simulation.causes.permutation import antithetic_orders, growing, sampled_values
from schakel.simulation.causes.route_value import route_value

Array = npt.NDArray[np.float64]
EASY = settings(deadline=None, derandomize=True, max_examples=plenty(25, 60))
SHAPES = st.sampled_from(((2,), (3,), (2, 4), (2, 3, 2)))
SIZES = st.integers(1, 6)
SEEDS = st.integers(0, 10_000)


def game_of(worth: Array) -> Game:
    n = worth.shape[0].bit_length() - 1
    return Game(tuple(str(place) for place in range(n)), {mask: mask for mask in range(1 << n)}, worth)


def random_worth(n: int, shape: tuple[int, ...], seed: int) -> Array:
    return np.random.default_rng(seed).normal(0, 1000, (1 << n, *shape))


@EASY
@given(n=SIZES, shape=SHAPES, seed=SEEDS)
def test_parts_add_up_to_the_total(n: int, shape: tuple[int, ...], seed: int) -> None:
    worth = random_worth(n, shape, seed)
    total = worth[-1] - worth[0]
    assert np.abs(shapley_values(game_of(worth)).sum(axis=0) - total).max() < 1e-9
    orders = antithetic_orders(n, 3, seed)
    assert np.abs(sampled_values(game_of(worth), orders)[0].sum(axis=0) - total).max() < 1e-9


@EASY
@given(n=st.integers(2, 6), seed=SEEDS)
def test_players_that_do_the_same_get_the_same(n: int, seed: int) -> None:
    worth = random_worth(n, (2,), seed)
    masks = all_masks(n)
    swapped = (masks & ~3) | ((masks & 1) << 1) | ((masks & 2) >> 1)
    values = shapley_values(game_of(worth + worth[swapped]))
    assert np.allclose(values[0], values[1], rtol=0, atol=1e-9)
    assert np.allclose(shapley_values(game_of(worth))[0], shapley_values(game_of(worth[swapped]))[1], rtol=0, atol=1e-9)


@EASY
@given(n=SIZES, shape=SHAPES, seed=SEEDS)
def test_a_player_that_changes_nothing_gets_exactly_nothing(n: int, shape: tuple[int, ...], seed: int) -> None:
    worth = random_worth(n, shape, seed)
    worth = worth[all_masks(n) & ~1]
    game = game_of(worth)
    assert not shapley_values(game)[0].any()
    assert not sampled_values(game, antithetic_orders(n, 2, seed))[0][0].any()
    assert not any(pair.any() for (one, _), pair in pair_interactions(game).items() if one == 0)


@EASY
@given(n=SIZES, shape=SHAPES, seed=SEEDS)
def test_values_of_two_games_add_up(n: int, shape: tuple[int, ...], seed: int) -> None:
    one, two = random_worth(n, shape, seed), random_worth(n, shape, seed + 1)
    both = shapley_values(game_of(one + 2 * two))
    assert np.allclose(both, shapley_values(game_of(one)) + 2 * shapley_values(game_of(two)), rtol=0, atol=1e-8)


@EASY
@given(n=st.integers(1, 5), seed=SEEDS)
def test_the_value_is_the_average_over_all_orders(n: int, seed: int) -> None:
    worth = random_worth(n, (2,), seed)
    expected = np.zeros((n, 2))
    orders = list(permutations(range(n)))
    for order in orders:
        mask = 0
        for player in order:
            expected[player] += (worth[mask | 1 << player] - worth[mask]) / len(orders)
            mask |= 1 << player
    assert np.allclose(shapley_values(game_of(worth)), expected, rtol=0, atol=1e-9)


@EASY
@given(n=st.integers(2, 6), seed=SEEDS)
def test_without_interplay_there_is_no_interaction(n: int, seed: int) -> None:
    each = np.random.default_rng(seed).normal(0, 10, n)
    worth = np.repeat((((all_masks(n)[:, None] >> np.arange(n)) & 1) @ each)[:, None], 2, axis=1)
    assert all(np.abs(pair).max() < 1e-9 for pair in pair_interactions(game_of(worth)).values())
    assert np.allclose(shapley_values(game_of(worth))[:, 0], each, rtol=0, atol=1e-9)


@EASY
@given(n=st.integers(2, 6), seed=SEEDS)
def test_interaction_is_the_value_of_joining_a_player_that_is_there(n: int, seed: int) -> None:
    """What player 0 gets in the game where 1 is there, less where 1 is gone: the definition by recursion."""
    worth = random_worth(n, (2,), seed)
    masks = all_masks(n)
    rest = masks[(masks & 2) == 0]
    there, gone = shapley_values(game_of(worth[rest | 2])), shapley_values(game_of(worth[rest]))
    assert np.allclose(pair_interactions(game_of(worth))[0, 1], there[0] - gone[0], rtol=0, atol=1e-9)


@EASY
@given(
    weights=st.dictionaries(st.frozensets(st.sampled_from("ABCDE"), min_size=1), st.floats(0, 1000), min_size=1),
)
def test_routes_in_closed_form_equal_all_coalitions(weights: dict[frozenset[str], float]) -> None:
    names = "ABCDE"
    worth = np.zeros((32, 2))
    for mask in range(32):
        inside = {name for place, name in enumerate(names) if mask >> place & 1}
        worth[mask] = sum(weight for route, weight in weights.items() if route <= inside)
    found = route_value(weights, list(names))
    expected = shapley_values(game_of(worth))[:, 0]
    assert np.allclose([one.value or 0.0 for one in found.partners], expected, rtol=0, atol=1e-8)
    lost = [worth[31, 0] - worth[31 ^ (1 << place), 0] for place in range(5)]
    assert np.allclose([one.leave_one_out or 0.0 for one in found.partners], lost, rtol=0, atol=1e-8)
    assert (growing(antithetic_orders(5, 2, 0))[..., -1] == 31).all()
