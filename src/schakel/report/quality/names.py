"""Names in time: what got another name, and codes whose name is not certain."""

from collections.abc import Iterable

from schakel.data.manifest import Manifest
from schakel.data.staged import NameCount
from schakel.draw.picture import Twin
from schakel.report.document import Block, Grid, Paragraph, Section
from schakel.report.material import Material
from schakel.report.quality.asking import opening
from schakel.report.quality.name_counts import Told, told_counts
from schakel.texts import has, say, shown


def names_section(material: Material) -> Section:
    """Successors, codes that the list does not tell apart, and names that it does not hold."""
    lang, manifest = material.lang, material.manifest
    title = say("quality.section.names", lang)
    if not manifest.successors and not manifest.names:
        blocks = opening(say("quality.names.lead_none", lang), say("quality.names.question", lang))
        return Section("names", title, tuple(blocks))
    meaning = say(f"quality.names.lead_{material.view.names}", lang)
    blocks = opening(meaning, say("quality.names.question", lang))
    if manifest.successors:
        blocks.append(Grid(_successors(material)))
    told, few = told_counts(material)
    return Section("names", title, (*blocks, *_odd(told, material), *_unknown(told, material), *_few(few, material)))


def kind_of(kind: str, manifest: Manifest, lang: str) -> str:
    """What a kind of names is called: a word of ours, or the attribute's own."""
    key, column = f"quality.names.kind_{kind}", f"request.column.{kind}"
    if has(key):
        return say(key, lang)
    labels = {attribute.slug: attribute.label for attribute in manifest.attributes}
    return say(column, lang).lower() if has(column) else labels.get(kind, kind)


def _successors(material: Material) -> Twin:
    lang = material.lang
    rows = tuple(
        (one.then, one.today, kind_of(one.kind, material.manifest, lang)) for one in material.manifest.successors
    )
    heads = tuple(say(f"quality.names.{key}", lang) for key in ("then", "today", "kind"))
    return Twin(heads, rows, say("quality.names.successors", lang))


def _odd(told: Iterable[Told], material: Material) -> list[Block]:
    lang = material.lang
    odd = [one for one in told if one.count.why != "unknown"]
    if not odd:
        return [Paragraph(say("quality.names.fine", lang))]
    heads = tuple(say(f"quality.names.{key}", lang) for key in ("code", "kind", "why", "events"))
    rows = tuple(
        (*_code(one.count, material), say(f"quality.names.{one.count.why}", lang), shown(one.n, "int", lang))
        for one in odd
    )
    return [Grid(Twin(heads, rows, say("quality.names.odd", lang), (False, False, False, True)))]


def _unknown(told: Iterable[Told], material: Material) -> list[Block]:
    lang = material.lang
    rows = tuple((*_code(one.count, material), shown(one.n, "int", lang)) for one in told if one.count.why == "unknown")
    if not rows:
        return []
    heads = tuple(say(f"quality.names.{key}", lang) for key in ("code", "kind", "events"))
    twin = Twin(heads, rows, say("quality.names.unknown", lang), (False, False, True))
    return [Paragraph(say("quality.names.unknown_note", lang), "note"), Grid(twin, folded=True)]


def _code(count: NameCount, material: Material) -> tuple[str, str]:
    return count.code, kind_of(count.kind, material.manifest, material.lang)


def _few(few: bool, material: Material) -> list[Block]:
    text = say("quality.names.few", material.lang, threshold=material.gate.threshold)
    return [Paragraph(text, "note")] if few else []
