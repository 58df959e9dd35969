"""The report of a simulation: rights first, limits printed, every number with its table, in two languages."""

from dataclasses import replace
from pathlib import Path

import pytest

from schakel.draw.simulated.span import Span
from schakel.report.document import Figure, Grid, Paragraph, Section
from schakel.report.html import html
from schakel.report.model_card import ModelCard, SensitivityRow, Verdict, model_card
from schakel.report.model_numbers import model_numbers
from schakel.report.simulation_inputs import SimulationInputs
from schakel.report.simulation_report import simulation_report, write_simulation_report
from unit.draw import simulated_chain as chain
from unit.report.simulated import PASSPORT, card, inputs


def said(section: Section) -> str:
    """All paragraphs of a section."""
    return " ".join(block.text for block in section.blocks if isinstance(block, Paragraph))


def tables(section: Section) -> dict[str, tuple[tuple[str, ...], ...]]:
    """The rows of its tables by caption."""
    return {block.twin.caption: block.twin.rows for block in section.blocks if isinstance(block, Grid)}


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_one_file_with_every_picture_and_its_tables(lang: str, tmp_path: Path) -> None:
    (page,) = write_simulation_report(inputs(), tmp_path / "simulatie.html", lang)
    text = page.read_text(encoding="utf-8")
    document = simulation_report(inputs(), lang=lang)
    assert len(document.pictures()) == 7
    for picture in document.pictures():
        assert picture.svg in text
        for twin in picture.twins:
            assert text.count(f'<caption class="utrecht-table__caption">{twin.caption.replace("&", "&amp;")}<') == 1
    assert "<script" not in text
    assert len({picture.name for picture in document.pictures()}) == 7


def test_rights_come_before_the_money_and_the_card_is_last() -> None:
    document = simulation_report(inputs())
    assert [section.id for section in document.sections] == [
        "comparison-section",
        "queues-section",
        "occupancy-section",
        "causes-section",
        "replay-section",
        "model",
    ]


def test_who_gains_by_rights_not_honoured_is_warned_of() -> None:
    section = simulation_report(inputs()).sections[0]
    warnings = [block.text for block in section.blocks if isinstance(block, Paragraph) and block.tone == "warning"]
    assert len(warnings) == 1
    assert warnings[0].count("doordat rechten niet worden nagekomen") == 2


def test_given_assumed_and_calibrated_stand_apart() -> None:
    section = model_card(card(), "nl")
    found = tables(section)
    by_source = {caption.split(":")[0]: rows for caption, rows in found.items()}
    assert {row[1] for row in by_source["Aangenomen"]} == {
        "Verergering in deze rij (deterioration)",
        "Afhaken (leaving)",
    }
    assert by_source["Geijkt"] == (("soort cliënt jeugd", "per_1000", "7", "6 t/m 8"),)
    assert ("partner Ambulant", "Mensen (people)", "8") in by_source["Gegeven"]
    assert sum(len(by_source[name]) for name in ("Gegeven", "Aangenomen", "Geijkt")) == len(card().numbers)
    assert found["Wat uit de gegevens niet te bepalen was"][0][0] == "Ernst bij aankomst"


def test_numbers_of_the_model_are_all_that_differ_from_the_default() -> None:
    numbers = {(n.noun, n.name, n.field): n for n in model_numbers(chain.MODEL)}
    assert numbers["stage", "Ambulante hulp", "duration 2"].value == 10
    assert numbers["stage", "Ambulante hulp", "deterioration"].source == "assumed"
    assert numbers["handover", "Wijkteam > Ambulant", "lost"].value == 0.08
    assert numbers["route", "Triage > Ambulante hulp", "share"].value == 0.7
    assert ("stage", "Verblijf", "deterioration") not in numbers
    assert len(numbers) == len(model_numbers(chain.MODEL))


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_the_limits_are_always_printed(lang: str) -> None:
    bare = ModelCard("Kaal", ())
    text = said(model_card(bare, lang))
    words = {"nl": ("niet doorgerekend", "niet gemeten", "Kaal", "niet te beoordelen")}
    words["en"] = ("not worked out", "not measured", "Kaal", "cannot be judged")
    for word in words[lang]:
        assert word.lower() in text.lower()
    full = said(model_card(card(), lang))
    assert card().metric in full
    assert card().reference in full
    assert words[lang][0] not in full


@pytest.mark.parametrize(("verdict", "told"), [("flips", "draait om"), ("unclear", "Niet bij elke waarde")])
def test_an_assumption_that_decides_is_named(verdict: Verdict, told: str) -> None:
    row = SensitivityRow("Naar zwaardere hulp", 0, 0.6, Span(-0.3, -0.4, -0.2), Span(1.0, 0.9, 1.1), verdict)
    section = model_card(replace(card(), sensitivity=(row,)), "nl")
    assert told in said(section)
    assert tables(section)["Hoe de uitkomst afhangt van wat is aangenomen"][0][2] == "−0,3 (−0,4 t/m −0,2)"
    document = simulation_report(replace(inputs(), card=replace(card(), sensitivity=(row,))))
    notes = [block.text for block in document.opening if isinstance(block, Paragraph)]
    assert bool(notes) == (verdict == "flips")


def test_each_picture_leads_to_the_passport() -> None:
    document = simulation_report(inputs())
    figures = [block for section in document.sections for block in section.blocks if isinstance(block, Figure)]
    assert {figure.origins for figure in figures} == {(PASSPORT.id,)}
    assert f'href="#herkomst-{PASSPORT.id}"' in html(document)


def test_what_is_not_given_is_left_out_and_the_card_stays() -> None:
    document = simulation_report(SimulationInputs(chain.SCOPE, ModelCard("Kaal", ())), lang="en")
    assert [section.id for section in document.sections] == ["model"]
    assert "gesimuleerd" not in html(document)
    waits = simulation_report(SimulationInputs(chain.SCOPE, card(), waits=chain.bands("wait")))
    assert [section.id for section in waits.sections] == ["queues-section", "model"]


def test_equal_inputs_give_equal_pages() -> None:
    assert html(simulation_report(inputs())) == html(simulation_report(inputs()))


def test_it_is_a_pdf_too_with_its_tables(tmp_path: Path) -> None:
    small = replace(inputs(), queues=None, waits=None, replay=None, comparison=None, cause_map=None)
    _, paper = write_simulation_report(small, tmp_path / "simulatie.pdf", "nl")
    assert paper.read_bytes().startswith(b"%PDF")
