"""The sources, their deliveries in order, and what was noted or not stored while reading."""

from calendar import monthrange
from dataclasses import replace
from datetime import date

from schakel.chain.problem import Notice
from schakel.data.staged import Delivery
from schakel.draw.picture import Twin
from schakel.draw.wording import month_span
from schakel.report.document import Block, Facts, Grid, Paragraph, Section
from schakel.report.material import Material
from schakel.report.mixture import mixture
from schakel.report.quality.asking import opening
from schakel.report.source_facts import OF_FILES, SourceFacts, counted, residents_of, sources_of, told_rows
from schakel.report.terminal import notice_sentence
from schakel.texts import say, shown


def sources_section(material: Material) -> Section:
    """Who delivers what, and what was taken from it."""
    lang, sources = material.lang, sources_of(material.manifest)
    meaning = say("quality.sources.lead", lang, n=len(sources))
    blocks = opening(meaning, say("quality.sources.question", lang))
    residents = residents_of(material)
    blocks.append(Grid(_sources(sources, residents, material)))
    blocks.append(Grid(_deliveries(sources, residents, material)))
    blocks.append(Paragraph(say("quality.sources.replaced", lang), "note"))
    return Section("sources", say("quality.section.sources", lang), (*blocks, *_noted(sources, material)))


def _sources(sources: tuple[SourceFacts, ...], residents: dict[str, int], material: Material) -> Twin:
    lang = material.lang
    rows = []
    for source in sources:
        reference = material.manifest.reference[source.name]
        until = say(f"quality.sources.{'declared' if reference.declared else 'derived'}", lang, on=reference.on)
        numbers = (told_rows(n, residents.get(source.name, 0), material) for n in (source.rows, source.counted))
        files = shown(len(source.files), "int", lang)
        rows.append((source.name, source.delivered_by or "–", files, *numbers, until))
    heads = tuple(say(f"quality.sources.{key}", lang) for key in ("source", "by", "files", "rows", "counted", "until"))
    numeric = (False, False, True, True, True, False)
    return Twin(heads, tuple(rows), say("quality.sources.caption", lang), numeric)


def _deliveries(sources: tuple[SourceFacts, ...], residents: dict[str, int], material: Material) -> Twin:
    lang = material.lang
    rows = tuple(
        (
            f"{source.name} {file.turn}" if source.turns > 1 else source.name,
            file.file,
            say(f"quality.sources.kind_{file.kind}", lang),
            _covers(file, lang),
            shown(file.extracted, "date", lang) if file.extracted else say("quality.sources.unsaid", lang),
            *(told_rows(n, residents.get(source.name, 0), material) for n in (file.rows, file.events, counted(file))),
        )
        for source in sources
        for file in source.files
    )
    keys = ("source", "file", "kind", "covers", "extracted", "rows", "events", "counted")
    heads = tuple(say(f"quality.sources.{key}", lang) for key in keys)
    numeric = (False, False, False, False, False, True, True, True)
    return Twin(heads, rows, say("quality.sources.deliveries", lang), numeric)


def _covers(file: Delivery, lang: str) -> str:
    if file.since is None or file.until is None:
        return say("quality.sources.unsaid", lang)
    if file.since.day == 1 and _is_last(file.until):
        return month_span(f"{file.since:%Y-%m}", f"{file.until:%Y-%m}", lang)
    since, until = (shown(day, "date", lang) for day in (file.since, file.until))
    return say("draw.scope.period", lang, since=since, until=until)


def _is_last(day: date) -> bool:
    return day.day == monthrange(day.year, day.month)[1]


def _noted(sources: tuple[SourceFacts, ...], material: Material) -> list[Block]:
    """What stood out, as sentences. A count of a few rows may be one resident's, so it is not told."""
    lang, gate = material.lang, material.gate
    facts, few = [], False
    for source in sources:
        notices = [notice for notice in source.notices if notice.code in OF_FILES or notice.n >= gate.threshold]
        few = few or len(notices) < len(source.notices)
        said = [notice_sentence(_rounded(notice, material), lang) for notice in notices]
        if source.not_stored:
            said.insert(0, say("quality.sources.not_stored", lang, columns=", ".join(source.not_stored)))
        if source.own_key:
            said.insert(0, say("quality.sources.own_key", lang))
        facts.append((source.name, " ".join(said) or say("quality.sources.nothing_noted", lang)))
    blocks: list[Block] = [Paragraph(say("quality.sources.noted", lang)), Facts(tuple(facts))]
    if mixed_keys := mixture(material.manifest.sources, lang):
        blocks.append(Paragraph(mixed_keys, "note"))
    if few:
        blocks.append(Paragraph(say("quality.sources.few", lang, threshold=gate.threshold), "note"))
    return blocks


def _rounded(notice: Notice, material: Material) -> Notice:
    return notice if notice.code in OF_FILES else replace(notice, n=material.gate.rounded(notice.n))
