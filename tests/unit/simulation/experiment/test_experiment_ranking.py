"""KN: its elimination rule by hand, its promise on normal samples, and how it ends."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pytest

from schakel.simulation.experiment.ranking import Elimination, End, Ranking, best_of, kn_constant, screening_margins

Table = npt.NDArray[np.float64]


def from_table(table: npt.ArrayLike) -> Callable[[int, int, int], Table]:
    rows = np.asarray(table, dtype=np.float64)
    return lambda alternative, first, last: rows[alternative, first:last]


def test_constant_by_hand() -> None:
    # k = 2, alpha .1, n0 = 3: eta = (0.2 ** -1 - 1) / 2 = 2, h squared = 2 * 2 * 2
    assert kn_constant(2, 0.9, 3) == pytest.approx(8.0)


def test_margin_by_hand() -> None:
    assert screening_margins(np.array([[0.0, 8.0]]), 3, 1.0).tolist() == [[0.0, pytest.approx(5 / 6)]]
    assert screening_margins(np.array([[8.0]]), 9, 1.0).tolist() == [[0.0]]


def test_dropped_after_the_first_stage_by_hand() -> None:
    # differences -1, -2, 0: variance 1, margin (8 - 3) / 6 = .83, lead 1
    found = best_of(from_table([[0, 1, 2], [1, 3, 2]]), 2, 1.0, 0.9, 3, most=3)
    assert found == Ranking(0, (0,), (), (0.0, 1.0), (3, 3), (Elimination(1, 3, 0),), End.ONE_LEFT)


def test_dropped_one_later_by_hand() -> None:
    # variance 13/12, horizon 8.67: at 3 margin .944 over lead .667; at 4 margin .583 under lead .75
    rows = [[0.0, 1.0, 2.0, 1.0, 0.0], [1.0, 2.5, 1.5, 2.0, 0.0]]
    found = best_of(from_table(rows), 2, 1.0, 0.9, 3, most=5, batch=1)
    assert found.eliminated == (Elimination(1, 4, 0),)
    assert found.replications == (4, 4)
    assert found.ties == (1,)  # a lead of .75 is less than what was said to matter
    stopped = best_of(from_table(rows), 2, 1.0, 0.9, 3, most=3)
    assert (stopped.end, stopped.survivors, stopped.ties, stopped.best) == (End.BUDGET, (0, 1), (1,), 0)


def test_who_dropped_it_is_the_one_beyond_the_margin() -> None:
    # 0 leads by most but swings; 1 goes level with 2, a fixed distance below it, and so has no margin to it
    rows = [[0.0, 9.0, 0.0, 3.0] * 5, [4.0] * 20, [5.0] * 20]
    found = best_of(from_table(rows), 3, 1.0, first_stage=20, most=20)
    assert Elimination(2, 20, 1) in found.eliminated


def test_equal_alternatives_are_said_to_be_equal() -> None:
    row = np.random.default_rng(1).normal(size=200)
    found = best_of(from_table([row, row + 3, row]), 3, 0.5, most=200)
    assert (found.end, found.best, found.survivors, found.ties) == (End.EQUAL, 0, (0, 2), (2,))
    assert found.eliminated == (Elimination(1, 20, 0),)


@pytest.mark.parametrize("batch", [2, 7, 50])
def test_batches_change_nothing(batch: int) -> None:
    table = np.random.default_rng(2).normal(size=(6, 3000)) + 0.2 * np.arange(6)[:, None]
    assert best_of(from_table(table), 6, 0.2, most=3000, batch=batch) == best_of(
        from_table(table), 6, 0.2, most=3000, batch=1
    )


def test_never_asks_beyond_the_budget() -> None:
    asked = []

    def sample(alternative: int, first: int, last: int) -> Table:
        asked.append(last)
        return np.random.default_rng((alternative, first)).normal(size=last - first)

    found = best_of(sample, 3, 0.01, most=33)
    assert max(asked) == 33
    assert found.end == End.BUDGET


def test_maximise_is_minimise_of_the_opposite() -> None:
    table = np.random.default_rng(3).normal(size=(5, 2000)) + 0.3 * np.arange(5)[:, None]
    assert best_of(from_table(-table), 5, 0.3, most=2000, minimise=False) == best_of(
        from_table(table), 5, 0.3, most=2000
    )
    assert best_of(from_table(table), 5, 0.3, most=2000, minimise=False).best == 4


@pytest.mark.parametrize("shared", [0.0, 0.7])
def test_the_promise_holds_where_it_is_hardest(shared: float) -> None:
    """All others exactly the indifference behind the best, with and without common random numbers."""
    right, runs = 0, 200
    for macro in range(runs):
        random = np.random.default_rng((11, macro))
        own, common = random.normal(size=(5, 400)), random.normal(size=400)
        table = np.sqrt(1 - shared) * own + np.sqrt(shared) * common + 0.5
        best = macro % 5
        table[best] -= 0.5
        found = best_of(from_table(table), 5, 0.5, confidence=0.9, first_stage=10, most=400)
        right += found.best == best and found.end == End.ONE_LEFT
    assert right / runs >= 0.9


def test_common_random_numbers_save_runs() -> None:
    random = np.random.default_rng(4)
    own, common = random.normal(size=(4, 4000)), random.normal(size=4000)
    behind = 0.2 * np.arange(4)[:, None]
    apart = best_of(from_table(own + behind), 4, 0.2, most=4000)
    together = best_of(from_table(np.sqrt(0.2) * own + np.sqrt(0.8) * common + behind), 4, 0.2, most=4000)
    assert sum(together.replications) < sum(apart.replications) / 2


@pytest.mark.parametrize(
    "wrong",
    [
        {"alternatives": 1},
        {"alternatives": 21},
        {"indifference": 0.0},
        {"confidence": 1.0},
        {"first_stage": 1},
        {"most": 19},
        {"batch": 0},
    ],
)
def test_what_cannot_be_ranked_is_refused(wrong: dict[str, float]) -> None:
    given = {"alternatives": 2, "indifference": 1.0, "most": 20} | wrong
    with pytest.raises(ValueError, match=r"between|indifference|first_stage"):
        best_of(from_table(np.zeros((2, 20))), **given)  # type: ignore[arg-type]


def test_a_sampler_that_gives_too_few_is_refused() -> None:
    with pytest.raises(ValueError, match="one finite number"):
        best_of(from_table(np.zeros((2, 5))), 2, 1.0)
