"""Sensitivity lines say whether a compared effect keeps its direction."""

import numpy as np
import pytest

from schakel.simulation.experiment.interval import joint_level, mean_interval
from schakel.simulation.experiment.sensitivity import Sign, sensitivity_lines

NOISE = np.random.default_rng(1).normal(0, 0.01, 20)
RANGES = {"escalation": (0.0, 0.6, 1.0), "leaving": (0.0, 0.25, 1.0), "return": (0.1, 0.1, 0.1)}


def effect(name: str, value: float) -> np.ndarray:
    mean = {"escalation": value - 0.4, "leaving": 1.0 + value, "return": 0.0}[name]
    return np.asarray(mean + NOISE - NOISE.mean())


def test_a_flip_is_found_and_where() -> None:
    line = sensitivity_lines(RANGES, effect)[0]
    assert (line.name, line.assumed, line.sign) == ("escalation", 0.6, Sign.FLIPS)
    assert list(line.crossings) == pytest.approx([0.4])
    assert line.at == (0.0, 0.25, 0.5, 0.6, 0.75, 1.0)


def test_what_holds_and_what_is_unclear() -> None:
    _, holds, unclear = sensitivity_lines(RANGES, effect)
    assert (holds.sign, holds.crossings, len(holds.at)) == (Sign.HOLDS, (), 5)
    assert (unclear.sign, unclear.at) == (Sign.UNCLEAR, (0.1,))


def test_the_intervals_of_a_line_hold_together() -> None:
    line = sensitivity_lines({"leaving": RANGES["leaving"]}, effect, points=3, level=0.9)[0]
    each = joint_level(0.9, 4)
    assert line.effects == tuple(mean_interval(effect("leaving", value), each) for value in (0.0, 0.25, 0.5, 1.0))


def test_each_value_is_asked_once() -> None:
    asked: list[tuple[str, float]] = []

    def evaluate(name: str, value: float) -> np.ndarray:
        asked.append((name, value))
        return effect(name, value)

    sensitivity_lines(RANGES, evaluate)
    assert len(asked) == len(set(asked)) == 6 + 5 + 1


def test_a_value_outside_its_range_is_refused() -> None:
    with pytest.raises(ValueError, match="low <= value <= high"):
        sensitivity_lines({"leaving": (0.0, 2.0, 1.0)}, effect)
