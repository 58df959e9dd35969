"""What a page that stands alone does not say."""

from schakel.report.document import Paragraph, Section
from schakel.report.material import Material
from schakel.report.opening import endings
from schakel.texts import say

UNSEEN_NAMED = 3


def limit_lines(material: Material) -> tuple[str, ...]:
    """A sentence per limit, the general ones first."""
    lang = material.lang
    lines = [say(f"report.limits.{key}", lang) for key in ("cases", "partners", "causes")]
    if material.unseen:
        lines.append(say("report.limits.unseen", lang, partners=", ".join(material.unseen[:UNSEEN_NAMED])))
    if endings(material) == "none":
        lines.append(say("report.limits.endings", lang))
    if (closings := material.view.closings) and (closed := closings.opened):
        lines.append(say("corrections.opened", lang, on=closed.on, snapshot=closed.snapshot))
    if material.gate.base > 1:
        lines.append(say("report.limits.rounded", lang, base=material.gate.base))
    return tuple(lines)


def limits_section(material: Material, *, together: bool = False) -> Section:
    """A paragraph per limit, or all in one where room is short."""
    lines = limit_lines(material)
    told = (" ".join(lines),) if together else lines
    title = say("report.section.limits", material.lang)
    return Section("limits", title, tuple(Paragraph(line, "note") for line in told))
