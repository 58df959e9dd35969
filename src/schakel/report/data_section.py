"""What data this is and how good: sources, coverage, order, endings, what was noticed and what was not stored."""

from collections.abc import Iterator
from dataclasses import replace

from schakel.chain.problem import Notice
from schakel.draw.coverage_chart import coverage_chart
from schakel.draw.picture import Twin
from schakel.insight.definitions import Definition
from schakel.report.corrections_block import corrections_blocks
from schakel.report.delivered_months import coverage_data, is_told
from schakel.report.document import Block, Facts, Figure, Grid, Paragraph, Section
from schakel.report.material import Material
from schakel.report.opening import endings, rounding
from schakel.report.source_facts import SourceFacts, residents_of, sources_of, told_rows
from schakel.report.tell import amount, capital, part
from schakel.texts import has, say, shown

TERMS = ("resident_weeks", "once", "parallel", "interval", "ranking", "explains")


def data_section(material: Material) -> Section:
    """The section on data quality."""
    lang = material.lang
    blocks: list[Block] = [Facts(tuple(_facts(material))), Grid(_sources(material))]
    if is_told(material.manifest):
        data = coverage_data(material)
        blocks += [Figure(coverage_chart(data, lang, name="coverage-chart"))] if data else []
        blocks.append(Paragraph(say("report.data.more", lang), "note"))
    elif coverage := _coverage(material):
        blocks.append(Grid(coverage))
    blocks += corrections_blocks(material)
    return Section("data", say("report.section.data", lang), tuple(blocks))


def definitions_section(material: Material) -> Section:
    """The disputed definitions with their values."""
    lang = material.lang
    title = say("report.section.definitions", lang)
    rows = tuple((_name(d, lang), _value(d, lang), d.version) for d in material.view.definitions)
    heads = tuple(say(f"report.definitions.{key}", lang) for key in ("what", "value", "version"))
    lead = Paragraph(say("report.definitions.lead", lang), "note")
    terms = Paragraph(" ".join(say(f"insight.term.{term}", lang) for term in TERMS), "note")
    return Section(
        "definitions", title, (terms, lead, Grid(Twin(heads, rows, say("report.definitions.caption", lang))))
    )


def _facts(material: Material) -> list[tuple[str, str]]:
    lang, manifest = material.lang, material.manifest
    facts = [
        ("what", say(f"report.data.unit_{manifest.unit}", lang, days=manifest.gap_days)),
        ("who", say(f"report.quality.residents.{manifest.residents}", lang)),
        ("size", _size(material)),
        ("endings", say(f"report.quality.endings.{endings(material)}", lang)),
        ("order", _order(material)),
        ("precision", _precision(material)),
        ("without_partner", _without_partner(material)),
    ]
    plans = int(manifest.counts.get("plans", 0))
    if plans:
        told = capital(amount(material.gate.count(plans), lang))
        facts.append(("plans", say("report.data.plans_value", lang, n=told)))
    facts.append(("not_stored", _not_stored(material)))
    if not is_told(manifest) and (notices := _notices(material)):
        facts.append(("notices", notices))
    if manifest.public:
        facts.append(("public", say("report.data.public_value", lang)))
    facts += [("hidden", rounding(material)), ("status", say("report.data.status_value", lang))]
    return [(say(f"report.data.{key}", lang), text) for key, text in facts]


def _size(material: Material) -> str:
    cases, events = (amount(material.delivered(unit), material.lang) for unit in ("cases", "events"))
    return say("report.data.size_value", material.lang, cases=cases, events=events)


def _order(material: Material) -> str:
    ties = material.counts["ties"]
    if not ties:
        return say("report.data.order_none", material.lang)
    share = material.gate.share(ties, material.counts["events"])
    return say("report.data.order_value", material.lang, share=part(share, material.lang))


def _precision(material: Material) -> str:
    counts = material.manifest.counts
    days_only = int(counts.get("days", 0))
    if not days_only:
        return say("report.data.precision_times", material.lang)
    if days_only >= counts["events"]:
        return say("report.data.precision_days", material.lang)
    share = part(material.gate.share(days_only, counts["events"]), material.lang)
    return say("report.data.precision_mixed", material.lang, share=capital(share))


def _without_partner(material: Material) -> str:
    without = material.counts["without_partner"]
    if not without:
        return say("report.data.with_partner", material.lang)
    share = part(material.gate.share(without, material.counts["events"]), material.lang)
    return say("report.data.without_partner_value", material.lang, share=share)


def _not_stored(material: Material) -> str:
    columns = sorted({column for source in material.manifest.sources for column in source.not_stored})
    if not columns:
        return say("report.data.not_stored_none", material.lang)
    return say("report.data.not_stored_value", material.lang, columns=", ".join(columns))


def _notices(material: Material) -> str:
    """What was counted while reading. A count of a few rows may be one resident's, so it is not told."""
    manifest, gate = material.manifest, material.gate
    found = [*manifest.notices, *(notice for source in manifest.sources for notice in source.notices)]
    told = dict.fromkeys(
        _notice(replace(notice, n=gate.rounded(notice.n)), material.lang)
        for notice in found
        if notice.n >= gate.threshold
    )
    few = any(0 < notice.n < gate.threshold for notice in found)
    return " ".join((*told, *([say("report.data.few_notices", material.lang)] if few else [])))


def _notice(notice: Notice, lang: str) -> str:
    values = {"file": notice.file, "column": notice.column, **dict(notice.more), "n": notice.n}
    return say(f"data.notice.{notice.code}", lang, **values)


def _sources(material: Material) -> Twin:
    """A row per file; of several sources a row per source, as their files stand on the page on quality."""
    lang, sources = material.lang, sources_of(material.manifest)
    delivered = any(source.delivered_by for source in sources)
    keys = ["source", "file", "rows", "events", "until", *(["delivered_by"] if delivered else [])]
    rows = []
    for source, files, *numbers in _read(sources, material):
        row = [source.name, files, *numbers, _until(source.name, material)]
        rows.append((*row, *([source.delivered_by] if delivered else [])))
    heads = tuple(say(f"report.data.{key}", lang) for key in keys)
    numeric = (False, False, True, True, False, *([False] if delivered else []))
    return Twin(heads, tuple(rows), say("report.data.sources", lang), numeric)


def _read(sources: tuple[SourceFacts, ...], material: Material) -> Iterator[tuple[SourceFacts, str, str, str]]:
    if len(sources) == 1:
        for file in sources[0].files:
            rows, events = (material.rounded_unless_exact(n) for n in (file.rows, file.events))
            yield sources[0], file.file, shown(rows, "int", material.lang), shown(events, "int", material.lang)
        return
    residents = residents_of(material)
    for source in sources:
        read, counted = (told_rows(n, residents.get(source.name, 0), material) for n in (source.rows, source.counted))
        yield source, _files(source, material.lang), read, counted


def _files(source: SourceFacts, lang: str) -> str:
    return source.files[0].file if len(source.files) == 1 else say("quality.big.files", lang, n=len(source.files))


def _until(source: str, material: Material) -> str:
    reference = material.manifest.reference[source]
    return say(f"report.data.{'declared' if reference.declared else 'derived'}", material.lang, on=reference.on)


def _coverage(material: Material) -> Twin | None:
    """Months delivered per partner, of partners that may be named."""
    lang, coverage = material.lang, material.manifest.coverage
    may = {*material.partner_names, *material.unseen}
    total = len(coverage.months)
    rows = []
    for partner in sorted(may & set(coverage.partners), key=str.casefold):
        delivered = sum(letter in "dp" for letter in coverage.partners[partner])
        key = "none" if not delivered else "full" if delivered == total else "part"
        rows.append((partner, say(f"report.data.coverage_{key}", lang, n=delivered or total, total=total)))
    heads = (say("report.data.partner", lang), say("report.data.months", lang))
    return Twin(heads, tuple(rows), say("report.data.coverage", lang)) if rows else None


def _name(definition: Definition, lang: str) -> str:
    key = f"insight.definition.{definition.name}"
    return say(key, lang) if has(key) else definition.name


def _value(definition: Definition, lang: str) -> str:
    value = definition.value
    if isinstance(value, tuple):
        return ", ".join(value)
    if definition.unit in ("days", "weeks", "share"):
        return shown(value, definition.unit, lang)
    return say(f"report.definitions.{definition.unit}", lang, n=value)
