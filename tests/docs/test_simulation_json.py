"""The page about the documents of a simulated chain names every key that they have."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from oracle.chain_model import ACTUAL, MODEL, REFERENCE
from schakel.report.forecast_tables import made_document, scored_document
from schakel.report.sensitivity_tables import sensitivity_document
from schakel.report.simulated_tables import causes_document, compared_document, simulated_document
from schakel.report.steering_tables import steering_document
from schakel.report.value_tables import value_document
from schakel.report.weakest_tables import weakest_document
from schakel.sharing.gate import Gate
from schakel.simulation.calibration.foreseen import foresee, outcome_in_run
from schakel.simulation.causes.partner_values import partner_values
from schakel.simulation.causes.scenario_causes import causes_of
from schakel.simulation.causes.weakest_links import weakest_links
from schakel.simulation.experiment.assumed_kinds import assumed_kinds
from schakel.simulation.experiment.comparison import compare
from schakel.simulation.experiment.replication import replicate
from schakel.simulation.experiment.seeds import seeds
from schakel.simulation.experiment.sensitivity_study import sensitivity
from schakel.simulation.experiment.steering import steering

PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "simulation-json.md").read_text(encoding="utf-8")
SMALL = replace(MODEL, weeks=26, warm_up=8)
SEEDS = seeds(3, 3)
GOAL = "severity_weeks"
KINDS = assumed_kinds(SMALL)


def documents() -> dict[str, Any]:
    """One of each command."""
    (lines,) = sensitivity(SMALL, (REFERENCE, ACTUAL), SEEDS, numbers=KINDS.kinds, most_lines=0, points=3)
    steered = steering(SMALL, ACTUAL, REFERENCE, SEEDS, numbers=KINDS.kinds, most_lines=0, points=3)
    told = (date(2026, 7, 6), date(2026, 12, 6), date(2026, 7, 1))
    made = foresee(SMALL, REFERENCE, *told, seed=1, replications=3)
    causes = causes_of(SMALL, REFERENCE, ACTUAL, GOAL, SEEDS)
    weakest, values = weakest_links(SMALL, REFERENCE, GOAL, SEEDS), partner_values(SMALL, REFERENCE, GOAL, SEEDS)
    scored = scored_document(made, outcome_in_run(SMALL, REFERENCE, made, 9), Gate())
    return {
        "simulate": simulated_document(SMALL, ACTUAL, replicate(SMALL, ACTUAL, SEEDS), 3),
        "compare": compared_document(SMALL, compare(SMALL, (REFERENCE, ACTUAL), SEEDS), 3),
        "causes": causes_document(SMALL, REFERENCE, ACTUAL, causes, 3, 3),
        "sensitivity": sensitivity_document(SMALL, (REFERENCE, ACTUAL), lines, KINDS, 3, 3),
        "steer": steering_document(SMALL, (ACTUAL, REFERENCE), steered, KINDS, 3),
        "weakest": weakest_document(SMALL, REFERENCE, weakest, GOAL, 3, 3),
        "value": value_document(SMALL, REFERENCE, values, GOAL, 3, 3),
        "forecast make": made_document(SMALL, REFERENCE, made, Path("f.jsonl"), 1, 3),
        "forecast score": scored,
    }


def keys(value: Any) -> Iterator[str]:
    """Every key at any depth."""
    if isinstance(value, dict):
        yield from value
        for inner in value.values():
            yield from keys(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from keys(inner)


@pytest.fixture(scope="module")
def made() -> dict[str, Any]:
    """All documents."""
    return documents()


def told(command: str) -> str:
    general = PAGE.split("\n## ")[0] + PAGE.split("\n## Every document\n")[1].split("\n## ")[0]
    part = PAGE.split(f"\n## schakel {command}\n")[1].split("\n## ")[0]
    others = {"compare": ("simulate",), "steer": ("sensitivity",), "forecast score": ("forecast make",)}
    return general + part + "".join(told(one) for one in others.get(command, ()))


@pytest.mark.parametrize("command", re.findall(r"^## schakel (.+)$", PAGE, re.M))
def test_every_key_is_told_and_every_told_key_is_there(command: str, made: dict[str, Any]) -> None:
    known = set(re.findall(r"`([a-z_]+)`", told(command)))
    assert not set(keys(made[command])) - known
    part = PAGE.split(f"\n## schakel {command}\n")[1].split("\n## ")[0]
    assert set(re.findall(r"^\| `([a-z_]+)` \|", part, re.M)) <= set(made[command])


def test_every_document_is_told(made: dict[str, Any]) -> None:
    assert list(made) == re.findall(r"^## schakel (.+)$", PAGE, re.M)
