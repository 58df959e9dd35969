"""What residents and their own network do, and how much runs at the same time."""

from schakel.report.document import Block, Paragraph, Section
from schakel.report.material import Material
from schakel.report.tell import part, whole
from schakel.texts import say


def own_section(material: Material) -> Section:
    """Own strength ("not recorded" apart), and help at the same time per case and per household."""
    lang = material.lang
    blocks: list[Block] = [
        Paragraph(_own(material), "lead", material.origin("own_strength")),
        Paragraph(say("report.own.meaning", lang), "note"),
    ]
    origin = material.origin("concurrency")
    blocks += [Paragraph(text, "plain", origin) for text in _at_once(material)]
    return Section("own", say("report.section.own", lang), tuple(blocks))


def _own(material: Material) -> str:
    lang, events = material.lang, material.counts["events"]
    rows = {row["party"]: row for row in material.figure("own_strength").records()}

    def told(party: str) -> str:
        row = rows.get(party)
        if row is None:
            return part(material.gate.share(0, events), lang)
        steps, residents = (whole(row[column]) for column in ("steps", "residents"))
        few = residents < material.gate.threshold
        return part(material.gate.share(min(steps, residents) if few else steps, events), lang)

    rest = say("report.own.recorded", lang)
    if "not recorded" in rows:
        rest = say("report.own.unrecorded", lang, share=told("not recorded"))
    if not {"resident", "informal"} & set(rows):
        return f"{say('report.own.nobody', lang)} {rest}"
    return say("report.own.party", lang, resident=told("resident"), informal=told("informal"), rest=rest)


def _at_once(material: Material) -> list[str]:
    records = list(material.figure("concurrency").records())
    found = []
    for unit, counted, key in (("case", "partners", "partners"), ("household", "cases", "cases")):
        rows = [row for row in records if (row["unit"], row["counted"]) == (unit, counted)]
        units = sum(whole(row["units"]) for row in rows)
        more = sum(whole(row["units"]) for row in rows if whole(row["at_once"]) > 1)
        if more:
            share = part(material.gate.share(more, units), material.lang)
            found.append(say(f"report.own.{key}", material.lang, share=share))
        elif units and key == "partners" and material.counts["partners"]:
            found.append(say("report.own.one_at_a_time", material.lang))
    return found
