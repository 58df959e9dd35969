"""Causes: what is run, what is shown beside the share, what is told apart, and what sampling adds."""

import numpy as np
import numpy.typing as npt
import pytest

from schakel.simulation.causes.permutation import antithetic_orders, growing
from schakel.simulation.causes.shapley import Attribution, attribute

NAMES = ("district_team", "dropout", "threshold", "aftercare")
Outcome = npt.NDArray[np.float64]


def waits(causes: frozenset[str]) -> Outcome:
    """Twenty replications: a dropout alone relieves, with the lower threshold it hurts; aftercare does nothing."""
    noise = np.random.default_rng(1).normal(size=20)
    own = np.random.default_rng(2).normal(size=20)
    outcome = 10.0 + noise
    if "threshold" in causes:
        outcome = outcome + 2.0 + 0.1 * own
    if "dropout" in causes:
        outcome = outcome + (3.0 if "threshold" in causes else -1.0) + 0.1 * own
    if "district_team" in causes:
        outcome = outcome + 0.001 * own - 0.001 * own.mean()
    return outcome


def big(causes: frozenset[str]) -> Outcome:
    """Nine causes that work together in pairs and in one lump, with noise per replication."""
    size = np.array([ord(name) - 96.0 for name in sorted(causes)])
    noise = np.random.default_rng(len(causes)).normal(0, 0.05, 30)
    lump = 10.0 if {"a", "b", "c"} <= causes else 0.0
    return np.asarray(size.sum() + size.sum() ** 2 / 20.0 + lump + noise)


def by_name(found: Attribution) -> dict[str, float]:
    return {cause.name: cause.share.at().value for cause in found.causes}


def test_each_set_is_run_once() -> None:
    asked: list[frozenset[str]] = []

    def evaluate(causes: frozenset[str]) -> Outcome:
        asked.append(causes)
        return waits(causes)

    assert attribute(NAMES, evaluate).evaluated == len(asked) == len(set(asked)) == 16
    asked.clear()
    assert attribute(NAMES, evaluate, exact_until=2, pairs=30).evaluated == len(asked) == len(set(asked))


def test_share_alone_and_repair_differ_where_causes_work_together() -> None:
    _, dropout, threshold, _ = attribute(NAMES, waits).causes
    assert dropout.alone.at().value == pytest.approx(-1.0, abs=0.1)
    assert dropout.repair.at().value == pytest.approx(3.0, abs=0.1)
    assert dropout.share.at().value == pytest.approx(1.0, abs=0.1)
    assert dropout.gap.at().value == pytest.approx(4.0)
    assert threshold.share.at().value == pytest.approx(4.0, abs=0.1)


def test_who_does_nothing_is_not_accused() -> None:
    team, dropout, threshold, aftercare = attribute(NAMES, waits).causes
    assert (bool(dropout.is_distinguishable), bool(threshold.is_distinguishable)) == (True, True)
    assert (bool(team.is_distinguishable), bool(aftercare.is_distinguishable)) == (False, False)
    assert aftercare.share.at().value == aftercare.share.at().high == 0.0
    assert np.abs(team.share.value) < 1e-9


def test_what_is_left_of_rounding_accuses_nobody() -> None:
    """The first cause adds a tenth alone and takes it away with the other; in floats something remains, each time."""
    worth = {"": 0.3, "a": 0.4, "b": 0.7, "ab": 0.6}
    first = attribute("ab", lambda causes: np.full(5, worth["".join(sorted(causes))])).causes[0]
    assert 0 < abs(first.share.at().value) < 1e-15
    assert not first.is_distinguishable


def test_pairs_show_who_works_together() -> None:
    pairs = {(pair.one, pair.other): pair for pair in attribute(NAMES, waits).pairs}
    together = pairs["dropout", "threshold"]
    assert together.interaction.at().value == pytest.approx(4.0)
    assert [key for key, pair in pairs.items() if pair.is_distinguishable] == [("dropout", "threshold")]


def test_naming_more_cells_asks_for_more_proof() -> None:
    """What is just told apart alone is not when a hundred cells are looked at together."""
    random = np.random.default_rng(3)
    cells = random.normal(0, 1, (12, 100))

    def evaluate(causes: frozenset[str]) -> Outcome:
        return cells * len(causes)

    def one_cell(cell: int) -> bool:
        found = attribute(["x"], lambda causes: evaluate(causes)[:, cell])
        return bool(found.causes[0].is_distinguishable)

    alone = [one_cell(cell) for cell in range(100)]
    together = attribute(["x"], evaluate).causes[0].is_distinguishable
    assert sum(alone) > 0
    assert together.shape == (100,)
    assert together.sum() == 0


def test_a_map_of_station_by_week() -> None:
    where = np.arange(12.0).reshape(3, 4)

    def evaluate(causes: frozenset[str]) -> Outcome:
        return waits(causes)[:, None, None] * where

    found = attribute(NAMES, evaluate)
    assert found.causes[1].per_replication.shape == (20, 3, 4)
    assert found.causes[1].share.value == pytest.approx(attribute(NAMES, waits).causes[1].share.value * where)
    assert sum(cause.share.value for cause in found.causes) == pytest.approx(found.total.value, abs=1e-9)


def test_orders_come_with_their_reverse() -> None:
    orders = antithetic_orders(5, 8, seed=1)
    assert (orders[:, 0] == orders[:, 1, ::-1]).all()
    assert (np.sort(orders, axis=2) == np.arange(5)).all()
    assert len({tuple(order) for order in orders[:, 0].tolist()}) > 4
    masks = growing(orders)
    assert (masks[..., 0] == 0).all()
    assert (masks[..., -1] == 31).all()
    assert (np.bitwise_count(masks) == np.arange(6)).all()


def test_sampled_shares_add_up_and_are_near() -> None:
    exact = attribute("abcdefghi", big, exact_until=9)
    sampled = attribute("abcdefghi", big)
    assert (exact.method, sampled.method) == ("exact", "sampled")
    assert sampled.evaluated < 512
    assert sampled.pairs == ()
    total = sum(cause.per_replication for cause in sampled.causes)
    assert np.abs(total - (big(frozenset("abcdefghi")) - big(frozenset()))).max() < 1e-9
    assert by_name(sampled) == pytest.approx(by_name(exact), abs=1.5)
    assert sampled.causes[0].alone.at() == exact.causes[0].alone.at()
    assert sampled.causes[0].repair.at() == exact.causes[0].repair.at()


def test_the_interval_holds_the_error_of_sampling() -> None:
    exact = by_name(attribute("abcdefghi", big, exact_until=9))
    inside = []
    for seed in range(25):
        for cause in attribute("abcdefghi", big, pairs=10, seed=seed).causes:
            inside.append(cause.share.at().covers(exact[cause.name]))
    assert np.mean(inside) > 0.93


def test_the_same_seed_gives_the_same_bytes() -> None:
    one, same, other = (attribute("abcdefghi", big, pairs=5, seed=seed).causes[0].per_replication for seed in (1, 1, 2))
    assert one.tobytes() == same.tobytes() != other.tobytes()


def test_what_cannot_be_attributed_is_refused() -> None:
    with pytest.raises(ValueError, match="different names"):
        attribute(["a", "a"], waits)
    with pytest.raises(ValueError, match="two replications"):
        attribute(["a"], lambda causes: np.array([1.0 * len(causes)]))
    with pytest.raises(ValueError, match="same replications"):
        attribute(["a"], lambda causes: np.zeros(2 + len(causes)))
    with pytest.raises(ValueError, match="finite"):
        attribute(["a"], lambda causes: np.full(3, np.nan))  # noqa: ARG005
