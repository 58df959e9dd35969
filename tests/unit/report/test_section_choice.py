"""A report of chosen sections."""

from pathlib import Path

import pytest

from schakel.chain.problem import Refusal
from schakel.chain.selection import Selection
from schakel.insight.opened import open_log
from schakel.report.chain_report import chain_report
from schakel.report.council_sheet import council_sheet
from schakel.report.html import html
from schakel.report.map_sheet import map_sheet
from schakel.report.section_choice import SECTIONS, WHOLE, chosen, section_titles
from schakel.report.slide import slides_of


def test_sections_come_in_the_order_asked(small_log: Path) -> None:
    with open_log(small_log) as view:
        document = chain_report(view, sections=("limits", "routes", "pinch", "routes"))
        whole = chain_report(view)
    assert [section.id for section in document.sections] == ["limits", "routes", "pinch"]
    assert tuple(section.id for section in whole.sections) == WHOLE
    same = {section.id: section for section in whole.sections}
    assert document.sections[1] == same["routes"]
    assert document.sections[2] == same["pinch"]
    assert {p.id for p in document.passports} < {p.id for p in whole.passports}


def test_each_section_can_stand_alone(small_log: Path) -> None:
    with open_log(small_log) as view:
        for name in SECTIONS:
            (section,) = chain_report(view, sections=(name,)).sections
            assert section.id == name
            assert section.title == section_titles("nl")[name]
            assert section.blocks


def test_a_part_of_the_log_is_told_wherever_it_is_shown(small_log: Path) -> None:
    with open_log(small_log, selection=Selection((("activity", "Hulp"),))) as view:
        document = chain_report(view, sections=("routes",), for_slides=True)
        page, sheet = html(council_sheet(view)), map_sheet(view)
    assert "activity=Hulp" in page
    assert "activity=Hulp" in sheet.subtitle
    assert "activity=Hulp" in " ".join(slides_of(document)[0].lines)


@pytest.mark.parametrize("asked", [("pinch", "weather"), ()])
def test_an_unknown_section_is_refused_with_those_there_are(asked: tuple[str, ...]) -> None:
    with pytest.raises(Refusal) as refused:
        chosen(asked)
    (problem,) = refused.value.problems
    assert problem.code == "section_unknown"
    assert problem.allowed == ", ".join(SECTIONS)
