"""The partners, alphabetically and never ranked."""

from schakel.draw.palette import partner_styles
from schakel.report.document import Block, Legend, Paragraph, Section, Swatch
from schakel.report.map_section import DOERS
from schakel.report.material import Material, named
from schakel.report.tell import listed
from schakel.texts import say, shown

MOST_STEPS = 3


def partner_section(material: Material) -> Section:
    """Per partner: its colour, its residents, and the steps that it mostly takes."""
    lang = material.lang
    title = say("report.section.partners", lang)
    names = material.partner_names
    if not names:
        return Section("partners", title, (Paragraph(say("report.partners.none", lang)),))
    styles = partner_styles(material.scope("residents").all_partners(()), material.unseen)
    residents = dict(zip(material.partners.column("partner"), material.partners.column("residents"), strict=True))
    steps = _steps(material)
    items = []
    for partner in sorted({*names, *material.unseen}, key=str.casefold):
        style = styles[partner]
        if partner in material.unseen:
            lines: tuple[str, ...] = (say("report.partners.unseen", lang),)
        else:
            lines = (say("report.partners.residents", lang, n=shown(residents[partner], "int", lang)),)
            if mostly := steps.get(partner):
                lines = (*lines, say("report.partners.steps", lang, activities=listed(mostly[:MOST_STEPS], lang)))
        items.append(Swatch(partner, style.colour, lines, style.unseen, bool(style.dash)))
    blocks: list[Block] = [
        Paragraph(say("report.partners.lead", lang), "lead", material.origin("partners")),
        Legend(tuple(items)),
    ]
    if len(names) < material.counts["partners"]:
        text = say("report.partners.hidden", lang, threshold=material.gate.threshold)
        blocks.append(Paragraph(text, "note"))
    return Section("partners", title, tuple(blocks))


def _steps(material: Material) -> dict[str, list[str]]:
    """Steps that a partner takes with enough residents, most residents first."""
    shown_steps = set(named(material.activities, "activity"))
    found: dict[str, list[str]] = {}
    for activity, partner, residents in material.asked(DOERS):
        if residents >= material.gate.threshold and activity in shown_steps:
            found.setdefault(partner, []).append(activity)
    return found
