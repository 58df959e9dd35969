"""How each section opens: what it means for the picture, then what to ask."""

from collections.abc import Sequence

from schakel.report.document import Block, Paragraph
from schakel.report.tell import listed
from schakel.texts import say

MOST = 3


def opening(meaning: str, question: str, origin: str = "") -> list[Block]:
    """One sentence of meaning, and one question; question may hold several sentences."""
    return [Paragraph(meaning, "lead", origin), Paragraph(question, "ask")]


def some(names: Sequence[str], lang: str) -> str:
    """The first few names in one phrase, with how many more there are."""
    if len(names) <= MOST + 1:
        return listed(names, lang)
    return say("quality.some", lang, first=", ".join(names[:MOST]), n=len(names) - MOST)
