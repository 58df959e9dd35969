"""Replications are the same to the bit wherever and in whatever order they run."""

import multiprocessing
import random
import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from oracle.chain_model import ACTUAL, MODEL, REFERENCE, WEEKS
from schakel.simulation.experiment import replication
from schakel.simulation.experiment.metrics import METRICS
from schakel.simulation.experiment.order import in_order
from schakel.simulation.experiment.replication import Replications, Trial, replicate, replicate_all
from schakel.simulation.experiment.seeds import seeds
from schakel.simulation.experiment.yardstick import yardstick_of
from schakel.simulation.kernel.state import SERIES_NAMES
from schakel.simulation.layout import lay_out
from schakel.simulation.model.quantity import given
from schakel.simulation.result import result_of
from schakel.simulation.run import Run
from schakel.simulation.scenario import decisions

SEEDS = seeds(2026, 23)


class Shuffled(Executor):
    """Waits until all is submitted, then does the work in another order."""

    def __init__(self, expected: int) -> None:
        self._left: list[tuple[Future[Any], Callable[[], Any]]] = []
        self._expected = expected
        self.order: list[int] = []

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        self._left.append((future, lambda: fn(*args, **kwargs)))
        if len(self._left) == self._expected:
            threading.Thread(target=self._work, daemon=True).start()
        return future

    def _work(self) -> None:
        self.order = list(range(self._expected))
        random.Random(5).shuffle(self.order)  # noqa: S311
        for place in self.order:
            future, work = self._left[place]
            future.set_result(work())


def same(one: Replications, other: Replications) -> None:
    assert one.seeds == other.seeds
    assert list(one.values) == list(other.values) == list(METRICS)
    for name in one.values:
        np.testing.assert_array_equal(one.values[name], other.values[name], name)
    for name in one.parts:
        np.testing.assert_array_equal(one.parts[name], other.parts[name], name)
    np.testing.assert_array_equal(one.severity, other.severity)
    for name in SERIES_NAMES:
        for side in ("mean", "low", "high"):
            np.testing.assert_array_equal(getattr(one.series[name], side), getattr(other.series[name], side), name)


@pytest.fixture(scope="module")
def by_threads() -> Replications:
    return replicate(MODEL, ACTUAL, SEEDS)


def test_threads_processes_and_one_worker_agree(by_threads: Replications) -> None:
    with ThreadPoolExecutor(1) as one:
        same(by_threads, replicate(MODEL, ACTUAL, SEEDS, executor=one))
    with ProcessPoolExecutor(2, multiprocessing.get_context("spawn")) as processes:
        same(by_threads, replicate(MODEL, ACTUAL, SEEDS, executor=processes))


def test_neither_order_nor_size_of_blocks_matters(by_threads: Replications, monkeypatch: pytest.MonkeyPatch) -> None:
    shuffled = Shuffled(5)
    same(by_threads, replicate(MODEL, ACTUAL, SEEDS, executor=shuffled))
    assert shuffled.order != sorted(shuffled.order)
    for blocks, expected in ((2, 3), (1, 1)):
        monkeypatch.setattr(replication, "BLOCKS_ELSEWHERE", blocks)
        larger = Shuffled(expected)
        same(by_threads, replicate(MODEL, ACTUAL, SEEDS, executor=larger))
        assert len(larger.order) == expected


def test_each_replication_is_a_run_of_its_own(by_threads: Replications) -> None:
    layout, decided = lay_out(MODEL), decisions(ACTUAL, MODEL)
    runs = [Run(layout, seed, decided, weeks=WEEKS, warm_up=13).go() for seed in SEEDS]
    results = [result_of(run) for run in runs]
    series = np.array([result.series["severity"] for result in results])
    yard = yardstick_of(MODEL, layout, decided, WEEKS)
    for name, values in by_threads.values.items():
        expected = np.array([METRICS[name].value(result, yard) for result in results])
        np.testing.assert_array_equal(values, expected, name)
    assert by_threads.parts["late"].tolist() == [result.outcome["late"].tolist() for result in results]
    assert by_threads.severity == pytest.approx(np.mean([run.series["severity"].sum(axis=1) for run in runs], axis=0))
    band = by_threads.series["severity"]
    assert band.mean == pytest.approx(series.mean(axis=0))
    low, high = np.quantile(series.astype(np.float32), (0.05, 0.95), axis=0)
    assert band.low == pytest.approx(low)
    assert band.high == pytest.approx(high)


def test_a_run_that_needed_more_room_leaves_nothing_behind() -> None:
    busy = replace(MODEL, municipalities=tuple(replace(m, population=given(400_000)) for m in MODEL.municipalities))
    many = replicate(busy, REFERENCE, SEEDS[:3], weeks=20, warm_up=0)
    assert many.values["present"].min() > 2048  # clients for which there is room at first
    for place, seed in enumerate(SEEDS[:3]):
        alone = replicate(busy, REFERENCE, (seed,), weeks=20, warm_up=0)
        assert {name: found[0] for name, found in alone.values.items() if not np.isnan(found[0])} == {
            name: found[place] for name, found in many.values.items() if not np.isnan(found[place])
        }


def test_bands_rest_on_a_bounded_number(monkeypatch: pytest.MonkeyPatch, by_threads: Replications) -> None:
    monkeypatch.setattr(replication, "KEPT", 7)
    found = replicate(MODEL, ACTUAL, SEEDS)
    few = replicate(MODEL, ACTUAL, SEEDS[:7])
    np.testing.assert_array_equal(found.series["queue"].high, few.series["queue"].high)
    np.testing.assert_array_equal(found.series["queue"].mean, by_threads.series["queue"].mean)


def test_another_length_and_only_what_is_asked() -> None:
    found = replicate_all((Trial(MODEL, REFERENCE, 13, 0),), SEEDS[:3], metrics=("spent", "handovers"))[0]
    assert (found.weeks, found.warm_up, len(found.severity)) == (13, 0, 13)
    assert list(found.values) == ["spent", "handovers"]
    assert list(found.parts) == ["spent"]
    assert found.series == {}


def test_progress_counts_replications_up_to_all() -> None:
    told: list[tuple[int, int]] = []
    replicate(MODEL, REFERENCE, SEEDS, weeks=4, on_progress=lambda done, total: told.append((done, total)))
    assert told[-1] == (23, 23)
    assert [done for done, _ in told] == sorted({done for done, _ in told})


def test_an_error_stops_what_has_not_begun() -> None:
    began: list[int] = []
    caught = threading.Event()

    def work(number: int) -> int:
        began.append(number)
        if number == 2:
            raise RuntimeError("broken")
        if number == 3:
            caught.wait(30)
        return number

    with ThreadPoolExecutor(1) as one:
        found = in_order(one, work, range(1000))
        with pytest.raises(RuntimeError, match="broken"):
            list(found)
        caught.set()
    assert began in ([0, 1, 2], [0, 1, 2, 3])


def test_an_interval_needs_every_replication() -> None:
    found = replicate(MODEL, REFERENCE, SEEDS[:3], weeks=13)
    assert np.isnan(found.values["cost_per_lasting_52"]).all()
    assert found.interval("cost_per_lasting_52") is None
    assert found.interval("severity_weeks") is not None


def test_seeds_follow_from_their_number_alone() -> None:
    assert seeds(1, 5) == seeds(1, 3) + seeds(1, 2, first=3)
    many = {*seeds(1, 5000), *seeds(2, 5000), *seeds(-1, 5000)}
    assert len(many) == 15_000
    assert all(0 <= seed < 2**63 for seed in many)
    assert seeds(0, 1) == (seeds(0, 2)[0],)


def test_seeds_refuse_less_than_none() -> None:
    with pytest.raises(ValueError, match="negative"):
        seeds(1, -1)
    with pytest.raises(ValueError, match="at least one seed"):
        replicate(MODEL, REFERENCE, ())
