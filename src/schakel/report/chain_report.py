"""The report of a chain: which sections there are, and in which order."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from schakel.insight.view import LogView
from schakel.report import opening, pinch_section, routes_section
from schakel.report.document import Block, Document, Paragraph, Section
from schakel.report.files import put
from schakel.report.material import Material
from schakel.report.one_page import one_page_sections
from schakel.report.origin_section import origins, shared_facts
from schakel.report.report_workbook import report_workbook
from schakel.report.routes_section import Routes
from schakel.report.section_choice import MEETING, chosen
from schakel.report.section_maker import make_sections
from schakel.report.slides import slides
from schakel.report.written import write
from schakel.sharing.gate import Gate
from schakel.texts import language, say

if TYPE_CHECKING:
    from schakel.report.rehearsal import Rehearsal
    from schakel.report.rehearsal_section import Tell

KEPT_LAST = ("data", "definitions")  # at the end of a whole report


def chain_report(
    view: LogView,
    *,
    threshold: int = 10,
    lang: str = "nl",
    own_data: bool = False,
    one_page: bool = False,
    title: str = "",
    made_at: str = "",
    rehearsal: "Rehearsal | None" = None,
    on_progress: "Tell | None" = None,
    sections: Iterable[str] | None = None,
    for_slides: bool = False,
    gate: Gate | None = None,
) -> Document:
    """The report of a view, in which nothing rests on fewer than `threshold` residents.

    gate: in place of one of its own, for who wants to know what passed.

    rehearsal: a model of the same chain, which then has a section of its own; not on one page.

    sections: ids of `section_choice.SECTIONS` in the order wanted, None for a whole report; not for one page. Refusal
    (`section_unknown`) for others. for_slides: pictures as slides need them, and one for each finding.

    made_at: the making time in words, if it is to be told; it is no part of any passport. Refusal
    (`threshold_needs_own_data`) for a threshold below 5 without own_data. Equal views give equal documents.
    """
    wanted = chosen(sections)
    material = Material(view, gate or Gate(threshold, own_data=own_data), language(lang), for_slides)
    if not material.sayable:
        nothing = say("report.nothing", material.lang)
        return _document(material, title, made_at, one_page, nothing, _too_little(material), ())
    routes, made = _one_page(material) if one_page else make_sections(material, wanted)
    if rehearsal is not None and not one_page:
        from schakel.report.rehearsal_section import rehearsal_sections  # a compiler with it, half a second

        place = len(made) - sum(section.id in KEPT_LAST for section in made)
        made = (*made[:place], *rehearsal_sections(material, rehearsal, on_progress), *made[place:])
    subtitle = opening.subtitle(material, routes)
    top = opening.opening(material, routes, brief=one_page, more="data" in wanted)
    return _document(material, title, made_at, one_page, subtitle, top, made)


def write_report(
    view: LogView,
    out: Path,
    *,
    threshold: int = 10,
    own_data: bool = False,
    one_page: bool = False,
    pdf: bool = False,
    lang: str = "nl",
    rehearsal: "Rehearsal | None" = None,
    on_progress: "Tell | None" = None,
    sections: Iterable[str] | None = None,
) -> tuple[Path, ...]:
    """Write the report; the files that were written, or Refusal.

    The end of the name decides: .pptx are slides and .xlsx is a workbook, each by itself; all else is HTML, and with
    `pdf` or a name that ends in .pdf also PDF beside it. Slides without a choice are those of `section_choice.MEETING`,
    and always end with what is not seen. A model has no place in a workbook.
    """
    suffix = out.suffix.lower()
    if suffix == ".xlsx":
        put(out, report_workbook(view, threshold=threshold, own_data=own_data, lang=lang, sections=sections))
        return (out,)
    for_slides = suffix == ".pptx"
    wanted = (*dict.fromkeys((*chosen(sections, MEETING), "limits")),) if for_slides else sections
    document = chain_report(
        view,
        threshold=threshold,
        own_data=own_data,
        one_page=one_page,
        lang=lang,
        rehearsal=rehearsal,
        on_progress=on_progress,
        sections=wanted,
        for_slides=for_slides,
    )
    if for_slides:
        put(out, slides(document))
        return (out,)
    return write(document, out, pdf=pdf)


def _one_page(material: Material) -> tuple[Routes, tuple[Section, ...]]:
    routes = routes_section.dominant_routes(material)
    return routes, one_page_sections(material, routes, pinch_section.pinches(material))


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
