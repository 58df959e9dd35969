"""What a case is, who is counted, who came back, and attributes that change within a case."""

from schakel.draw.picture import Twin
from schakel.report.document import Block, Facts, Grid, Paragraph, Section
from schakel.report.material import Material
from schakel.report.opening import endings
from schakel.report.quality.asking import opening
from schakel.report.tell import amount, part, whole
from schakel.texts import say, shown

HOUSEHOLDS = "SELECT COUNT(household_no), COUNT(*) FROM cases"
BANDS = {"within gap": "within", "early returner": "early", "returner": "late"}


def cases_section(material: Material) -> Section:
    """Facts, returns by band, and what changes within a case."""
    lang = material.lang
    meaning = say("quality.cases.lead", lang, what=_what(material))
    blocks = opening(meaning, say("quality.cases.question", lang))
    blocks += [Facts(tuple(_facts(material))), *_returns(material), *_changing(material)]
    return Section("cases", say("quality.section.cases", lang), tuple(blocks))


def _what(material: Material) -> str:
    return say(f"report.data.unit_{material.manifest.unit}", material.lang, days=material.manifest.gap_days)


def _facts(material: Material) -> list[tuple[str, str]]:
    lang, manifest = material.lang, material.manifest
    cases, residents = (amount(material.delivered(unit), lang) for unit in ("cases", "residents"))
    ends = [say(f"report.quality.endings.{endings(material)}", lang)]
    if manifest.closing:
        ends.append(say("quality.cases.closing", lang, words=", ".join(manifest.closing)))
    facts = [
        ("size", say("quality.cases.size_value", lang, cases=cases, residents=residents)),
        ("who", say(f"report.quality.residents.{manifest.residents}", lang)),
        ("households", _households(material)),
        ("endings", " ".join(ends)),
        ("gap", say("quality.cases.gap_value", lang, days=manifest.gap_days)),
    ]
    return [(say(f"quality.cases.{key}", lang), text) for key, text in facts]


def _households(material: Material) -> str:
    known, every = material.view.rows(HOUSEHOLDS)[0]
    if not known:
        return say("quality.cases.households_none", material.lang)
    share = part(material.gate.share(int(known), int(every)), material.lang)
    return say("quality.cases.households_value", material.lang, share=share)


def _returns(material: Material) -> list[Block]:
    """Bands have few residents each, so those that are too small are left out."""
    lang, origin = material.lang, material.origin("returns")
    table = material.gate.table(material.figure("returns"), merge=False)
    if not table.rows:
        return [Paragraph(say("quality.cases.returns_none", lang), "note", origin)]
    later = next((d.value for d in material.view.definitions if d.name == "returner"), 0)
    rows = tuple(
        (
            say(f"quality.cases.band_{BANDS[str(row['band'])]}", lang, gap=material.manifest.gap_days, days=days),
            *(shown(whole(row[key]), "int", lang) for key in ("cases", "residents")),
            shown(row["p50_days"], "days", lang),
        )
        for row in table.records()
        for days in [material.manifest.gap_days if row["band"] == "within gap" else later]
    )
    heads = tuple(say(f"quality.cases.{key}", lang) for key in ("band", "cases_head", "residents", "half"))
    twin = Twin(heads, rows, say("quality.cases.returns", lang), (False, True, True, True))
    return [Grid(twin, (origin,))]


def _changing(material: Material) -> list[Block]:
    lang, least = material.lang, material.gate.threshold
    found = [notice for notice in material.manifest.notices if notice.code == "not_constant" and notice.n >= least]
    if not found:
        return [Paragraph(say("quality.cases.changing_none", lang))]
    rows = tuple((notice.column, shown(material.gate.rounded(notice.n), "int", lang)) for notice in found)
    heads = (say("quality.cases.attribute", lang), say("quality.cases.cases_head", lang))
    return [
        Paragraph(say("quality.cases.changing_caption", lang)),
        Grid(Twin(heads, rows, say("quality.cases.changing", lang), (False, True))),
    ]
