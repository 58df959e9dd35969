"""Rights not honoured before the money, by municipality and group; and what municipalities pay each other."""

import json
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from oracle.chain_model import ACTUAL, MODEL, REFERENCE
from schakel.report.document import Document, Grid, Paragraph, Section
from schakel.report.model_card import ModelCard
from schakel.report.simulated_files import write_compared_files, write_simulated_files
from schakel.report.simulated_tables import compared_document, show_compared, show_simulated, simulated_document
from schakel.report.simulation_inputs import SimulationInputs
from schakel.report.simulation_report import simulation_report
from schakel.simulation.experiment.comparison import compare
from schakel.simulation.experiment.replication import Replications, replicate
from schakel.simulation.experiment.seeds import seeds
from schakel.simulation.model.model import Model
from schakel.simulation.model.quantity import given
from schakel.simulation.model.solidarity import Rule, Solidarity
from unit.draw import simulated_chain as chain

SEED = 4
TIGHT = replace(
    MODEL, municipalities=tuple(replace(one, budget=given(one.budget.value * 0.6)) for one in MODEL.municipalities)
)


def _under(*rules: Rule) -> Model:
    return replace(TIGHT, solidarity=tuple(Solidarity(rule) for rule in rules))


@cache
def _runs() -> Replications:
    return replicate(TIGHT, ACTUAL, seeds(SEED, 6))


@cache
def _told(*rules: Rule) -> dict[str, Any]:
    return simulated_document(_under(*rules), ACTUAL, _runs(), SEED)


def _report(told: dict[str, Any], lang: str = "nl") -> Document:
    inputs = SimulationInputs(
        chain.SCOPE,
        ModelCard("Kaal", ()),
        rights=((ACTUAL.name, told["rights"]),),
        money=((ACTUAL.name, told["money"]),),
    )
    return simulation_report(inputs, lang=lang)


def _text(section: Section) -> str:
    return " ".join(block.text for block in section.blocks if isinstance(block, Paragraph))


def _tables(section: Section) -> list[Grid]:
    return [block for block in section.blocks if isinstance(block, Grid)]


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_rights_stand_first_and_the_money_after_the_chain(lang: str) -> None:
    found = _report(_told("pool"), lang)
    assert [section.id for section in found.sections] == ["rights-section", "money-section", "model"]
    assert list(_told("pool")).index("rights") < list(_told("pool")).index("money")


def test_every_municipality_and_group_is_told() -> None:
    (places, groups) = _tables(_report(_told("pool")).sections[0])
    assert not places.folded
    assert [row[0] for row in places.twin.rows] == ["alle gemeenten", "Aa", "Bee"]
    assert groups.folded
    assert {row[:2] for row in groups.twin.rows} <= {(m, k) for m in ("Aa", "Bee") for k in ("youth", "work")}
    assert len(groups.twin.rows) >= 2


def test_nobody_is_said_where_nobody_was_refused_or_late() -> None:
    none = {"value": 0.0, "low": 0.0, "high": 0.0}
    kinds = dict.fromkeys(("rights", "refused", "late", "late_refused"), none)
    rows = [{"municipality": place, "type": None, **kinds} for place in (None, "Aa")]
    section = _report({**_told("pool"), "rights": rows}).sections[0]
    assert "Niemand is geweigerd" in _text(section)
    assert len(_tables(section)) == 1


@pytest.mark.parametrize(
    ("rule", "said"), [("pool", "gedeeld door"), ("deductible", "onder 5 %"), ("fault", "zelf veroorzaakte")]
)
def test_the_rule_and_the_sum_of_transfers_are_said(rule: Rule, said: str) -> None:
    section = _report(_told(rule)).sections[1]
    assert said in _text(section)
    assert "telt op tot 0 euro" in _text(section)
    assert ("bepalen mensen" in _text(section)) == (rule == "fault")
    (grid,) = _tables(section)
    assert ("Zelf veroorzaakt" in grid.twin.columns) == (rule == "fault")


def test_without_a_rule_nobody_pays_and_the_overrun_stays() -> None:
    money = _told()["money"]
    assert money["solidarity"] == []
    for row in money["municipalities"]:
        assert row["transfer"]["value"] == 0
        assert row["overrun_after"] == row["overrun_before"]
    assert "Er is geen solidariteit" in _text(_report(_told()).sections[1])


def test_what_is_received_others_pay() -> None:
    money = _told("pool")["money"]
    assert money["transfers_sum"] == 0
    transfers = [row["transfer"]["value"] for row in money["municipalities"]]
    assert max(transfers) > 1000
    assert sum(transfers) == pytest.approx(0, abs=1e-6)
    assert [len(year) for year in money["years"]] == [2]


def test_where_no_budget_is_kept_there_is_no_overrun() -> None:
    model = replace(
        _under("pool"), municipalities=(TIGHT.municipalities[0], replace(TIGHT.municipalities[1], budget=given(0)))
    )
    told = simulated_document(model, ACTUAL, replicate(model, ACTUAL, seeds(SEED, 3)), SEED)
    (grid,) = _tables(_report(told).sections[1])
    assert grid.twin.rows[1][1] == "niet bijgehouden"
    assert grid.twin.rows[1][3] == "–"


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_files_and_command_line_say_both(lang: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    model = _under("pool")
    write_simulated_files(model, ACTUAL, _runs(), _told("pool"), tmp_path / "one", SEED, lang)
    found = compare(model, (REFERENCE, ACTUAL), seeds(SEED, 4))
    document = compared_document(model, found, SEED)
    write_compared_files(model, found, document, tmp_path / "two", SEED, lang)
    for folder in ("one", "two"):
        text = (tmp_path / folder / "simulation.html").read_text(encoding="utf-8")
        assert text.index('id="rights-section"') < text.index('id="money-section"') < text.index('id="model"')
    written = json.loads((tmp_path / "two" / "simulation.json").read_text(encoding="utf-8"))
    assert [one["rights"][0]["rights"] for one in written["scenarios"]] == [
        one["rights"][0]["rights"] for one in document["scenarios"]
    ]
    show_simulated(_told("pool"), lang)
    show_compared(document, lang)
    out = capsys.readouterr().out
    assert out.count({"nl": "telt op tot 0 euro", "en": "adds up to 0 euros"}[lang]) == 2
    assert REFERENCE.name in out
