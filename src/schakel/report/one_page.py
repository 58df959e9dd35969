"""One A4 for a council folder: a few numbers, three findings, one picture, and what it does not say."""

from schakel.report import map_section, routes_section
from schakel.report.document import Block, Figure, Findings, Paragraph, Section
from schakel.report.limits_section import limits_section
from schakel.report.material import Material
from schakel.report.pinch_section import Pinches, texts
from schakel.report.routes_section import Routes
from schakel.texts import say

FINDINGS = 3
STRIPS = 4


def one_page_sections(material: Material, routes: Routes, pinches: Pinches) -> tuple[Section, ...]:
    """Sections that together fill one page at most."""
    return (_pinch(material, pinches), _picture(material, routes), limits_section(material, together=True))


def _pinch(material: Material, pinches: Pinches) -> Section:
    title = say("report.section.pinch", material.lang)
    if not pinches.found:
        return Section("pinch", title, (Paragraph(say("report.pinch.none", material.lang)),))
    return Section("pinch", title, (Findings(tuple(texts(pinches.found[:FINDINGS], pinches, material))),))


def _picture(material: Material, routes: Routes) -> Section:
    """The strips; where no route may be shown, the map."""
    lang = material.lang
    if routes.shown:
        picture = routes_section.strips(routes, material, most=STRIPS)
        blocks: tuple[Block, ...] = (Paragraph(routes_section.lead(routes, material), "lead"), Figure(picture))
        return Section("routes", say("report.section.routes", lang), blocks)
    chain = map_section.found_map(material)
    drawn = map_section.draw_map(chain, material)
    return map_section.map_section(chain, drawn, material)
