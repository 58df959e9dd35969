"""Parts B, C and D of a DPIA: what bears on the judgement. The judgement itself stands in the questions."""

from collections.abc import Callable

from schakel.draw.picture import Twin
from schakel.report.document import Block, Grid, Paragraph
from schakel.report.privacy.facts import PrivacyFacts
from schakel.report.privacy.wording import field_name
from schakel.texts import say

RISKS = ("recognised", "linked", "special", "purpose", "wrong", "leak", "insider", "chilled")
MEASURES = (
    "minimised",
    "pseudonyms",
    "keys",
    "gate",
    "grants",
    "reply",
    "logs",
    "retention",
    "erase",
    "access",
    "offline",
)


def basis(_facts: PrivacyFacts, lang: str) -> list[Block]:
    """Whose question it is."""
    return [Paragraph(say("privacy.basis.told", lang))]


def special(facts: PrivacyFacts, lang: str) -> list[Block]:
    """Fields that may say something of health, crime or debts, per source."""
    telling = [(source.name, source.telling) for source in facts.sources if source.telling]
    blocks: list[Block] = [Paragraph(say("privacy.special.told", lang))]
    if telling:
        heads = (say("privacy.head.source", lang), say("privacy.head.telling", lang))
        rows = tuple((name, ", ".join(field_name(field, facts, lang) for field in fields)) for name, fields in telling)
        blocks.append(Grid(Twin(heads, rows, say("privacy.caption.telling", lang))))
    return blocks


def compatible(_facts: PrivacyFacts, lang: str) -> list[Block]:
    """That the data was gathered for something else."""
    return [Paragraph(say("privacy.compatible.told", lang))]


def necessity(facts: PrivacyFacts, lang: str) -> list[Block]:
    """What can be weighed: how many fields are kept, how many columns were left out."""
    kept = len({field for source in facts.sources for field in source.fields})
    dropped = sum(len(source.dropped) for source in facts.sources)
    return [Paragraph(say("privacy.necessity.told", lang, kept=kept, dropped=dropped))]


def rights(facts: PrivacyFacts, lang: str) -> list[Block]:
    """What is possible: by pseudonym only, through whoever holds the key."""
    return [Paragraph(say(f"privacy.rights.{'public' if facts.public else 'told'}", lang))]


def risks(_facts: PrivacyFacts, lang: str) -> list[Block]:
    """Risks of this kind of processing, and what stands against each. Chance and harm are not ours to say."""
    heads = tuple(say(f"privacy.head.{key}", lang) for key in ("risk", "against"))
    rows = tuple((say(f"privacy.risk.{n}.name", lang), say(f"privacy.risk.{n}.against", lang)) for n in RISKS)
    return [Grid(Twin(heads, rows, say("privacy.caption.risks", lang)))]


def measures(facts: PrivacyFacts, lang: str) -> list[Block]:
    """What is set up, with its value here."""
    terms = sum(source.keep_months is not None for source in facts.sources)
    values = {
        "n": facts.threshold,
        "terms": terms,
        "sources": len(facts.sources),
        "grants": len(facts.grants),
        "key_id": facts.key_id or "–",
    }
    heads = tuple(say(f"privacy.head.{key}", lang) for key in ("measure", "here"))
    shown = [name for name in MEASURES if not (facts.public and name in ("pseudonyms", "keys", "erase"))]
    rows = tuple(
        (say(f"privacy.measure.{n}.name", lang), say(f"privacy.measure.{n}.here", lang, **values)) for n in shown
    )
    return [Grid(Twin(heads, rows, say("privacy.caption.measures", lang)))]


def advice(_facts: PrivacyFacts, lang: str) -> list[Block]:
    """Who is to be asked."""
    return [Paragraph(say("privacy.advice.told", lang))]


JUDGED: dict[str, Callable[[PrivacyFacts, str], list[Block]]] = {
    one.__name__: one for one in (basis, special, compatible, necessity, rights, risks, measures, advice)
}
