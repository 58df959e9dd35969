"""Which residents are found again in another source, and the sources that no key joins to the rest."""

from schakel.draw.link_chart import LinkData, LinkRate, link_chart
from schakel.draw.map_break_lines import per_month
from schakel.report.beside import Side, sides
from schakel.report.document import Block, Figure, Paragraph, Section
from schakel.report.material import Material, Record
from schakel.report.quality.asking import opening
from schakel.report.source_facts import SourceFacts, sources_of
from schakel.report.tell import part, whole
from schakel.sharing.gate import Approximate
from schakel.texts import say

IN_SEVERAL = """
SELECT COUNT(CASE WHEN n > 1 THEN 1 END), COUNT(*)
FROM (SELECT resident_no, COUNT(DISTINCT source) AS n FROM steps GROUP BY resident_no) AS person
"""


def links_section(material: Material) -> Section:
    """The matrix of sources, and in words what stands beside the rest."""
    lang, title = material.lang, say("quality.section.links", material.lang)
    sources = sources_of(material.manifest)
    if len(sources) < 2 or material.manifest.residents == "cases":
        key = "lead_one" if len(sources) < 2 else "lead_cases"
        return Section("links", title, (Paragraph(say(f"quality.links.{key}", lang), "lead"),))
    beside = sides(material)
    origin = material.origin("link_rates")
    meaning = say("quality.links.lead", lang, share=part(in_several(material), lang))
    blocks = opening(meaning, _question(beside, sources, lang), origin)
    if data := link_data(material, sources):
        blocks += [
            Figure(link_chart(data, lang, name="link-chart"), (origin,)),
            Paragraph(say("quality.links.direction", lang), "note"),
        ]
    return Section("links", title, (*blocks, *_beside(beside, lang)))


def in_several(material: Material) -> Approximate | None:
    """The share of the residents that more than one source knows."""
    several, every = material.view.rows(IN_SEVERAL)[0]
    return material.gate.share(int(several), int(every))


def link_data(material: Material, sources: tuple[SourceFacts, ...]) -> LinkData | None:
    """What the matrix is drawn from; None with fewer than two sources that have residents."""
    own = {source.name for source in sources if source.own_key}
    records = list(material.figure("link_rates").records())
    found = {str(row["source"]) for row in records}
    rates = tuple(_rate(row, own, material) for row in records)
    names = tuple(source.name for source in sources if source.name in found)
    return LinkData(names, rates, material.scope("residents")) if len(names) > 1 else None


def _rate(row: Record, own: set[str], material: Material) -> LinkRate:
    """A share as it may be told: that of few residents as less than that of the fewest that are told."""
    pair, n, of = (
        (str(row["source"]), str(row["other_source"])),
        whole(row["residents"]),
        whole(row["source_residents"]),
    )
    if set(pair) & own:
        return LinkRate(*pair, None, has_key=False)
    share, both, every = material.gate.share(n, of), material.gate.count(n), material.gate.count(of)
    if share is None:
        return LinkRate(*pair, None)
    found = None if both.sign or share.sign else int(both.value)
    return LinkRate(*pair, share.value, found, int(every.value), sign=share.sign)


def _question(beside: tuple[Side, ...], sources: tuple[SourceFacts, ...], lang: str) -> str:
    asked = [say("quality.links.question", lang)]
    by = {source.name: source.delivered_by or source.name for source in sources}
    asked += [say("quality.links.question_key", lang, by=by[side.source]) for side in beside]
    return " ".join(asked)


def _beside(beside: tuple[Side, ...], lang: str) -> list[Block]:
    return [Paragraph(f"{_who(side, lang)} {_numbers(side, lang)}") for side in beside]


def _who(side: Side, lang: str) -> str:
    return say("quality.links.beside", lang, source=side.source, partner=_partner(side, lang))


def _partner(side: Side, lang: str) -> str:
    return side.partner or say("quality.links.these", lang)


def _numbers(side: Side, lang: str) -> str:
    if side.in_per_month is None:
        return say("quality.links.beside_unknown", lang)
    started = per_month(side.in_per_month, lang)
    if side.out_per_month is None:
        return say("quality.links.beside_alone", lang, source=side.source, started=started)
    values = {"n": side.months, "out": per_month(side.out_per_month, lang), "started": started}
    return say("quality.links.beside_numbers", lang, partner=_partner(side, lang), source=side.source, **values)
