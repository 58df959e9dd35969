"""Where it pinches: findings as sentences, and apart from them what cannot be seen and why."""

from dataclasses import dataclass, replace

from schakel.chain.finding import Finding
from schakel.draw.picture import Picture
from schakel.insight.pinch import EXPLAINING, pinch
from schakel.report.document import Block, Findings, FindingText, Paragraph, Section
from schakel.report.finding_picture import finding_picture
from schakel.report.material import Material
from schakel.texts import say, shown

MOST = 6
MOST_EXPLAINING = 3
MOST_UNSEEN = 6


@dataclass(frozen=True)
class Pinches:
    """Findings that passed the gate, most weeks first; hidden: those that cannot be seen. more: not shown."""

    found: tuple[Finding, ...]
    hidden: tuple[Finding, ...]
    origin: str


def pinches(material: Material) -> Pinches:
    """All findings as released."""
    passed = [material.gate.finding(f) for f in pinch(material.view, threshold=material.gate.threshold)]
    told = tuple(f for f in passed if f is not None and _may_be_named(f, material))
    parameters = (("follow", material.view.follow), ("threshold", str(material.gate.threshold)))
    passport = replace(material.view.passport(), figure="pinch", parameters=parameters)
    origin = material.keep(material.gate.passport(passport))
    return Pinches(
        tuple(f for f in told if not f.hidden), tuple(f for f in told if f.hidden and _worth_a_line(f)), origin
    )


def _worth_a_line(unseen: Finding) -> bool:
    """What lies in links too small to show is told from one week on; the JSON holds it always."""
    return unseen.hidden != "remainder" or unseen.number("weeks_lost").value >= 1


def _may_be_named(finding: Finding, material: Material) -> bool:
    """A partner of too few residents is named nowhere in the report, so not in a finding either."""
    partners = {finding.where.partner, finding.where.next_partner} - {""}
    return partners <= {*material.partner_names, *material.unseen}


def pinch_section(pinches: Pinches, material: Material) -> Section:
    """Findings first, then what cannot be seen."""
    lang = material.lang
    blocks: list[Block] = []
    if pinches.found:
        losing = tuple(f for f in pinches.found if f.code not in EXPLAINING)
        explaining = tuple(f for f in pinches.found if f.code in EXPLAINING)[:MOST_EXPLAINING]
        blocks.append(Findings(tuple(texts(losing[:MOST], pinches, material))))
        if len(losing) > MOST:
            text = say("report.pinch.more", lang, n=len(losing) - MOST)
            blocks.append(Paragraph(text, "note", pinches.origin))
        blocks.append(Paragraph(say("report.pinch.weeks", lang, norm=_norm(material)), "note"))
        if explaining:
            blocks.append(Paragraph(say("report.pinch.explaining", lang), "lead"))
            blocks.append(Findings(tuple(texts(explaining, pinches, material))))
    else:
        blocks.append(Paragraph(say("report.pinch.none", lang)))
    if pinches.hidden:
        blocks.append(Paragraph(say("report.pinch.unseen", lang), "lead"))
        blocks.append(Findings(tuple(texts(pinches.hidden[:MOST_UNSEEN], pinches, material))))
    return Section("pinch", say("report.section.pinch", lang), tuple(blocks))


def texts(found: tuple[Finding, ...], pinches: Pinches, material: Material) -> list[FindingText]:
    """Findings as words."""
    from schakel.insight.sentences import detail, sentence

    lang = material.lang
    return [
        FindingText(
            sentence(finding, lang),
            detail(finding, lang),
            pinches.origin,
            bool(finding.hidden),
            _picture(finding, pinches, material),
        )
        for finding in found
    ]


def _picture(finding: Finding, pinches: Pinches, material: Material) -> Picture | None:
    if not material.for_slides or finding.hidden:
        return None
    name = f"finding-{pinches.found.index(finding) + 1}"
    return finding_picture(finding, pinches.found, pinches.hidden, material, name)


def _norm(material: Material) -> str:
    norms = [d.value for d in material.view.definitions if d.name == "wait_norm"]
    return shown(norms[0] if norms else 0, "days", material.lang)
