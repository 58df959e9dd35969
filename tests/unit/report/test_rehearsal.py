"""A report of a log with a model of the same chain: both beside each other, and no small group in either."""

from dataclasses import replace
from pathlib import Path

import pytest

from schakel.insight.opened import open_log
from schakel.report.chain_report import chain_report
from schakel.report.document import Document, Grid, Paragraph, Section
from schakel.report.html import html
from schakel.report.rehearsal import Rehearsal
from schakel.simulation.calibration.calibrated import calibrate
from schakel.simulation.model.model import Model
from schakel.simulation.scenario import Change, Scenario
from unit.report.conftest import RARE

LESS = Scenario("Minder hulp", (Change("minder", 0, None, "Aanbieder", "partner.people", "-50%"),))


@pytest.fixture(scope="module")
def model(small_log: Path) -> Model:
    """Calibrated on the small log, in which a step and a partner have seven residents."""
    with open_log(small_log) as view:
        found = calibrate(view, name="Klein", first_part=1.0).model
    assert RARE[0] in {stage.name for stage in found.stages}
    return replace(found, warm_up=26, weeks=40)


def report(log: Path, model: Model, *scenarios: Scenario, lang: str = "nl", threshold: int = 10) -> Document:
    with open_log(log) as view:
        asked = Rehearsal(model, scenarios, replications=4, seed=2)
        return chain_report(view, lang=lang, threshold=threshold, rehearsal=asked, own_data=threshold < 5)


def section(document: Document, name: str) -> Section:
    return next(one for one in document.sections if one.id == name)


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_the_log_stands_beside_the_model(small_log: Path, model: Model, lang: str) -> None:
    document = report(small_log, model, lang=lang)
    names = [one.id for one in document.sections]
    assert names.index("simulation") + 1 == names.index("model") == len(names) - 3
    part = section(document, "simulation")
    assert part.title == {"nl": "Simulatie", "en": "Simulation"}[lang]
    (table,) = [block.twin for block in part.blocks if isinstance(block, Grid)]
    assert {row[0] for row in table.rows} >= {"Gesprek", "Hulp"}
    assert all(len(row) == 5 and row[2] for row in table.rows)
    assert "simulation" in {passport.figure for passport in document.passports}


def test_who_is_hidden_in_the_report_is_hidden_in_the_model(small_log: Path, model: Model) -> None:
    page = html(report(small_log, model, LESS))
    assert not [name for name in RARE if name in page]
    everything = html(report(small_log, model, threshold=1))
    assert all(name in everything for name in RARE)


def test_calibrated_numbers_are_counted_and_not_told(small_log: Path, model: Model) -> None:
    part = section(report(small_log, model), "model")
    captions = [block.twin.caption for block in part.blocks if isinstance(block, Grid)]
    assert not [caption for caption in captions if caption.startswith("Geijkt")]
    text = " ".join(block.text for block in part.blocks if isinstance(block, Paragraph))
    assert "Zij staan in het modelbestand en niet hier" in text
    assert "niet op gegevens geijkt" not in text
    assert any(caption.startswith("Wat uit de gegevens niet") for caption in captions)


def test_a_scenario_is_compared_and_equal_input_gives_equal_pages(small_log: Path, model: Model) -> None:
    document = report(small_log, model, LESS)
    assert len(section(document, "simulation").blocks) > len(section(report(small_log, model), "simulation").blocks)
    assert "Minder hulp" in html(document)
    assert html(document) == html(report(small_log, model, LESS))


def test_without_a_model_the_report_is_as_it_was(small_log: Path) -> None:
    with open_log(small_log) as view:
        plain = chain_report(view)
    assert {"simulation", "model"}.isdisjoint(one.id for one in plain.sections)
