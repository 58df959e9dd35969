"""The report of a chain: which sections there are, and in which order."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from schakel.insight.view import LogView
from schakel.report import (
    data_section,
    flow_section,
    handover_section,
    map_section,
    opening,
    own_section,
    partner_section,
    pinch_section,
    routes_section,
    time_section,
)
from schakel.report.document import Block, Document, Paragraph, Section
from schakel.report.material import Material
from schakel.report.one_page import one_page_sections
from schakel.report.origin_section import origins, shared_facts
from schakel.report.rehearsal import Rehearsal
from schakel.report.rehearsal_section import Tell, rehearsal_sections
from schakel.report.routes_section import Routes
from schakel.report.written import write
from schakel.sharing.threshold import Gate
from schakel.texts import language, say

KEPT_LAST = 2  # about the data, and what words mean


def chain_report(
    view: LogView,
    *,
    threshold: int = 10,
    lang: str = "nl",
    own_data: bool = False,
    one_page: bool = False,
    title: str = "",
    made_at: str = "",
    rehearsal: Rehearsal | None = None,
    on_progress: Tell | None = None,
) -> Document:
    """The report of a view, in which nothing rests on fewer than `threshold` residents.

    rehearsal: a model of the same chain, which then has a section of its own; not on one page.

    made_at: the making time in words, if it is to be told; it is no part of any passport. Refusal
    (`threshold_needs_own_data`) for a threshold below 5 without own_data. Equal views give equal documents.
    """
    material = Material(view, Gate(threshold, own_data=own_data), language(lang))
    if not material.sayable:
        nothing = say("report.nothing", material.lang)
        return _document(material, title, made_at, one_page, nothing, _too_little(material), ())
    routes, sections = _one_page(material) if one_page else _sections(material)
    if rehearsal is not None and not one_page:
        sections = (
            *sections[:-KEPT_LAST],
            *rehearsal_sections(material, rehearsal, on_progress),
            *sections[-KEPT_LAST:],
        )
    subtitle = opening.subtitle(material, routes)
    top = opening.opening(material, routes, brief=one_page)
    return _document(material, title, made_at, one_page, subtitle, top, sections)


def write_report(
    view: LogView,
    out: Path,
    *,
    threshold: int = 10,
    own_data: bool = False,
    one_page: bool = False,
    pdf: bool = False,
    lang: str = "nl",
    rehearsal: Rehearsal | None = None,
    on_progress: Tell | None = None,
) -> tuple[Path, ...]:
    """Write the report as HTML, and with `pdf` as PDF beside it; the files that were written, or Refusal."""
    document = chain_report(
        view,
        threshold=threshold,
        own_data=own_data,
        one_page=one_page,
        lang=lang,
        rehearsal=rehearsal,
        on_progress=on_progress,
    )
    return write(document, out, pdf=pdf)


def _one_page(material: Material) -> tuple[Routes, tuple[Section, ...]]:
    routes = routes_section.dominant_routes(material)
    return routes, one_page_sections(material, routes, pinch_section.pinches(material))


def _sections(material: Material) -> tuple[Routes, tuple[Section, ...]]:
    """All sections. Graphviz and Vega take their time outside Python, so they draw while the rest is counted."""
    material.scope("cases")  # kept from here on: only this thread may ask the view
    with ThreadPoolExecutor(1) as charts, ThreadPoolExecutor(1) as maps:
        flow = flow_section.flow(material)
        flowing = charts.submit(flow_section.flow_picture, flow, material)
        links = map_section.edges(material)
        chain = map_section.found_map(material, links)
        mapping = maps.submit(map_section.draw_map, chain, material)
        handed = handover_section.handovers(material)
        handing = charts.submit(handover_section.handover_picture, material, handed)
        timing = charts.submit(time_section.time_pictures, time_section.time_data(material, links), material.lang)
        routes, pinches = routes_section.dominant_routes(material), pinch_section.pinches(material)
        counted = (
            pinch_section.pinch_section(pinches, material),
            routes_section.routes_section(routes, material),
        )
        after = (
            own_section.own_section(material),
            partner_section.partner_section(material),
            data_section.data_section(material),
            data_section.definitions_section(material),
        )
    drawn = (
        map_section.map_section(chain, mapping.result(), material),
        time_section.time_section(material, links, timing.result()),
        flow_section.flow_section(flow, flowing.result(), material),
        handover_section.handover_section(material, handed, handing.result()),
    )
    return routes, (*counted, *drawn, *after)


def _too_little(material: Material) -> tuple[Block, ...]:
    text = say("sharing.too_little", material.lang, threshold=material.gate.threshold)
    return (Paragraph(text, "warning"),)


def _document(
    material: Material,
    title: str,
    made_at: str,
    one_page: bool,
    subtitle: str,
    top: tuple[Block, ...],
    sections: tuple[Section, ...],
) -> Document:
    lang, gate, passports = material.lang, material.gate, tuple(material.origins.values())
    status = say("terms.internal", lang)
    low = gate.own_data and gate.threshold < 5
    foot = say("report.foot_own" if low else "report.foot", lang, status=status, threshold=gate.threshold)
    return Document(
        title=opening.title(material, title, one_page=one_page),
        lang=lang,
        subtitle=subtitle,
        badge=status,
        foot=foot,
        opening=top,
        sections=sections,
        origins=() if one_page else origins(passports, lang),
        shared=shared_facts(passports, lang),
        passports=passports,
        warning=say("sharing.own_data", lang) if low else "",
        made_at=say("report.made", lang, when=made_at) if made_at else "",
        one_page=one_page,
    )
