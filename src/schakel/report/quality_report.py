"""The page on data quality: what the picture of a chain rests on, what it cannot show, and what to ask of whom."""

from pathlib import Path

from schakel.insight.view import LogView
from schakel.report.delivered_months import coverage_data
from schakel.report.document import BigNumber, BigNumbers, Block, Document, Paragraph
from schakel.report.material import Material
from schakel.report.origin_section import origins, shared_facts
from schakel.report.quality.cases import cases_section
from schakel.report.quality.coverage import coverage_section
from schakel.report.quality.dates import dates_section
from schakel.report.quality.links import in_several, links_section
from schakel.report.quality.missing import missing_section
from schakel.report.quality.names import names_section
from schakel.report.quality.reading import reading_section
from schakel.report.quality.sources import sources_section
from schakel.report.source_facts import sources_of
from schakel.report.tell import amount, part
from schakel.report.written import write
from schakel.sharing.gate import Gate
from schakel.texts import language, say, shown

SECTIONS = (
    reading_section,
    sources_section,
    coverage_section,
    links_section,
    names_section,
    cases_section,
    dates_section,
    missing_section,
)


def quality_report(view: LogView, *, threshold: int = 10, lang: str = "nl", own_data: bool = False) -> Document:
    """The page of a view of a whole log, in which nothing rests on fewer than `threshold` residents.

    Refusal (`threshold_needs_own_data`) for a threshold below 5 without own_data. Equal views give equal documents.
    """
    material = Material(view, Gate(threshold, own_data=own_data), language(lang))
    if not material.sayable:
        text = say("sharing.too_little", material.lang, threshold=threshold)
        return _document(material, (Paragraph(text, "warning"),), told=False)
    return _document(material, (BigNumbers(tuple(_numbers(material))),), told=True)


def write_quality(
    view: LogView, out: Path, *, threshold: int = 10, own_data: bool = False, pdf: bool = False, lang: str = "nl"
) -> tuple[Path, ...]:
    """Write the page as HTML, and with `pdf` as PDF beside it; the files that were written, or Refusal."""
    return write(quality_report(view, threshold=threshold, own_data=own_data, lang=lang), out, pdf=pdf)


def _numbers(material: Material) -> list[BigNumber]:
    lang, counts, sources = material.lang, material.origin("counts"), sources_of(material.manifest)
    files = say("quality.big.files", lang, n=sum(len(source.files) for source in sources))
    label = say("quality.big.sources", lang, n=len(sources), files=files)
    numbers = [
        BigNumber(shown(len(sources), "int", lang), label),
        BigNumber(amount(material.delivered("events"), lang), say("quality.big.events", lang), counts),
        _partners(material)
        or BigNumber(amount(material.total("residents"), lang), say("quality.big.residents", lang), counts),
    ]
    if len(sources) > 1 and material.manifest.residents != "cases":
        share = part(in_several(material), lang)
        numbers.append(BigNumber(share, say("quality.big.linked", lang), material.origin("link_rates")))
    return numbers


def _partners(material: Material) -> BigNumber | None:
    """How many partners, of those that may be named, delivered every month."""
    data = coverage_data(material)
    if data is None:
        return None
    whole = sum(set(row.letters) == {"d"} for row in data.rows)
    key = "partners_all" if whole == len(data.rows) else "partners_of"
    return BigNumber(shown(whole, "int", material.lang), say(f"quality.big.{key}", material.lang, total=len(data.rows)))


def _document(material: Material, top: tuple[Block, ...], *, told: bool) -> Document:
    lang, gate = material.lang, material.gate
    sections = tuple(section(material) for section in SECTIONS) if told else ()
    passports = tuple(material.origins.values())
    status, low = say("terms.internal", lang), gate.own_data and gate.threshold < 5
    foot = say("report.foot_own" if low else "report.foot", lang, status=status, threshold=gate.threshold)
    since, until = material.manifest.first_on, material.manifest.last_on
    return Document(
        title=say("quality.title", lang),
        lang=lang,
        subtitle=say("quality.subtitle", lang, since=since, until=until),
        badge=status,
        foot=foot,
        opening=top,
        sections=sections,
        origins=origins(passports, lang),
        shared=shared_facts(passports, lang),
        passports=passports,
        warning=say("sharing.own_data", lang) if low else "",
    )
