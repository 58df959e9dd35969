"""Forecasts are kept as they were made, and scored by what came."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from oracle.chain_model import ACTUAL, MODEL, REFERENCE
from schakel.chain.problem import Refusal
from schakel.simulation.experiment.forecast import (
    Forecast,
    bounds,
    model_hash,
    scenario_hash,
    score,
    store,
    stored,
)

ONE = Forecast(
    model_hash(MODEL),
    scenario_hash(ACTUAL),
    7,
    "spent",
    "Aa",
    date(2026, 1, 5),
    date(2026, 4, 6),
    10.0,
    12.5,
    15.0,
    0.9,
    date(2026, 1, 2),
)


def test_what_is_stored_is_read_again(tmp_path: Path) -> None:
    file = tmp_path / "forecasts.jsonl"
    assert stored(file) == ()
    store(file, (ONE,))
    before = file.read_bytes()
    store(file, (replace(ONE, metric="late", place=""), replace(ONE, seed=8)))
    assert file.read_bytes().startswith(before)
    assert stored(file) == (ONE, replace(ONE, metric="late", place=""), replace(ONE, seed=8))
    assert len(file.read_text(encoding="utf-8").splitlines()) == 3


@pytest.mark.parametrize(
    "line",
    ["no json", "[]", '{"format": 2}', '{"format": 1, "model": "x"}', "NUMBER"],
)
def test_a_file_of_another_kind_is_refused_and_left_alone(tmp_path: Path, line: str) -> None:
    file = tmp_path / "forecasts.jsonl"
    store(file, (ONE,))
    good = file.read_text(encoding="utf-8")
    bad = good.replace('"seed": 7', '"seed": "7"') if line == "NUMBER" else line + "\n"
    file.write_text(good + bad, encoding="utf-8")
    before = file.read_bytes()
    with pytest.raises(Refusal) as refused:
        store(file, (ONE,))
    assert (refused.value.problems[0].code, refused.value.problems[0].row) == ("forecast_broken", 2)
    assert file.read_bytes() == before


def test_a_forecast_of_the_past_is_none(tmp_path: Path) -> None:
    file = tmp_path / "forecasts.jsonl"
    with pytest.raises(Refusal) as refused:
        store(file, (ONE, replace(ONE, made_on=date(2026, 4, 7))))
    assert refused.value.problems[0].code == "forecast_late"
    assert not file.exists()


def test_a_missing_line_end_is_mended(tmp_path: Path) -> None:
    file = tmp_path / "forecasts.jsonl"
    store(file, (ONE,))
    file.write_text(file.read_text(encoding="utf-8").rstrip("\n"), encoding="utf-8")
    store(file, (ONE,))
    assert stored(file) == (ONE, ONE)


def test_scores_by_metric_and_level() -> None:
    outcomes = {"in": 14.0, "out": 16.0, "later": None}
    made = [replace(ONE, place=place) for place in outcomes]
    found = score([*made, replace(ONE, level=0.5, place="in")], lambda one: outcomes[one.place])
    assert list(found) == [("spent", 0.5), ("spent", 0.9)]
    scored = found["spent", 0.9]
    assert (scored.n, scored.unseen, scored.level) == (2, 1, 0.9)
    assert scored.share is not None
    assert scored.share.value == 0.5
    assert scored.score == pytest.approx((5 + 5 + 20 * 1) / 2)


def test_bounds_are_of_one_outcome() -> None:
    samples = np.arange(199, 0, -1.0)
    assert bounds(samples, 0.9) == (10.0, 100.0, 190.0)
    assert bounds(np.array([3.0, 1.0, 2.0]), 0.9) == (1.0, 2.0, 3.0)
    with pytest.raises(ValueError, match="tell"):
        bounds(np.array([1.0, np.nan]))


def test_bounds_keep_their_promise() -> None:
    draws = np.random.default_rng(3).normal(size=(2000, 100))
    hits = sum(low <= row[-1] <= high for row in draws for low, _, high in [bounds(row[:-1], 0.9)])
    assert hits / 2000 == pytest.approx(0.9, abs=0.02)


def test_hashes_know_what_counts() -> None:
    assert model_hash(replace(MODEL)) == ONE.model
    assert model_hash(replace(MODEL, weeks=40)) != ONE.model
    assert scenario_hash(replace(ACTUAL, name="otherwise called")) == ONE.scenario
    assert scenario_hash(REFERENCE) != ONE.scenario
