"""What the page is, and how to read it."""

from schakel.report.document import Paragraph, Section
from schakel.report.material import Material
from schakel.report.opening import rounding
from schakel.texts import say

SAID = ("how", "signs", "zero", "fault")


def reading_section(material: Material) -> Section:
    """How every section is built, and what the signs in the pictures mean."""
    lang = material.lang
    said = [Paragraph(say(f"quality.reading.{key}", lang)) for key in SAID]
    blocks = (Paragraph(say("quality.reading.lead", lang), "lead"), *said, Paragraph(rounding(material), "note"))
    return Section("reading", say("quality.section.reading", lang), blocks)
