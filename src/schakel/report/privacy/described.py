"""Part A of a DPIA: what is processed, told from the facts. Per chapter its blocks, without the questions."""

from collections.abc import Callable, Sequence

from schakel.draw.picture import Twin
from schakel.report.document import Block, Facts, Grid, Paragraph
from schakel.report.mixture import said_mixture
from schakel.report.privacy.facts import TELLING, PrivacyFacts
from schakel.report.privacy.wording import day, deliverer, field_kind, field_name, term
from schakel.report.tell import amount, listed
from schakel.texts import say

PROCESSINGS = ("receive", "pseudonymise", "link", "analyse", "simulate", "publish", "log", "erase")
LAWS = ("gdpr", "uavg", "wmo", "youth", "participation", "debts", "secrecy", "archive", "woo")


def proposal(facts: PrivacyFacts, lang: str) -> list[Block]:
    """What is done, of how many sources and partners."""
    partners = {source.delivered_by or source.name for source in facts.sources}
    told = say("privacy.proposal.partners", lang, n=len(partners), sources=len(facts.sources))
    unit = say(f"privacy.unit.{facts.unit}", lang)
    return [Paragraph(told), Paragraph(say("privacy.proposal.followed", lang, unit=unit))]


def data(facts: PrivacyFacts, lang: str) -> list[Block]:
    """Sources with counts; fields with the sources that fill them; what is delivered but not stored."""
    key = "none" if facts.public else facts.residents
    blocks: list[Block] = [Paragraph(say(f"privacy.data.residents_{key}", lang)), Grid(_sources(facts, lang))]
    blocks.append(Grid(_fields(facts, lang)))
    dropped = [(source.name, ", ".join(source.dropped)) for source in facts.sources if source.dropped]
    if dropped:
        heads = (say("privacy.head.source", lang), say("privacy.head.dropped", lang))
        blocks += [Paragraph(say("privacy.data.dropped", lang), "note"), Grid(_twin(heads, dropped, "dropped", lang))]
    else:
        blocks.append(Paragraph(say("privacy.data.nothing_dropped", lang), "note"))
    return blocks


def _sources(facts: PrivacyFacts, lang: str) -> Twin:
    heads = tuple(
        say(f"privacy.head.{key}", lang) for key in ("source", "deliverer", "residents", "events", "since", "until")
    )
    rows = [
        (
            source.name,
            deliverer(source, lang),
            amount(source.residents, lang, short=True),
            amount(source.events, lang, short=True),
            day(source.since, lang),
            day(source.seen_until, lang),
        )
        for source in facts.sources
    ]
    return _twin(heads, rows, "sources", lang, (False, False, True, True, False, False))


def _fields(facts: PrivacyFacts, lang: str) -> Twin:
    every = dict.fromkeys(field for source in facts.sources for field in source.fields)
    heads = tuple(say(f"privacy.head.{key}", lang) for key in ("field", "kind", "sources"))
    rows = [
        (
            field_name(field, facts, lang),
            field_kind(field, field in TELLING, lang),
            ", ".join(source.name for source in facts.sources if field in source.fields),
        )
        for field in every
    ]
    return _twin(heads, rows, "fields", lang)


def processing(facts: PrivacyFacts, lang: str) -> list[Block]:
    """What is done with the data, and what the register of processing activities calls it."""
    heads = tuple(say(f"privacy.head.{key}", lang) for key in ("processing", "how"))
    done = [name for name in PROCESSINGS if not (facts.public and name == "pseudonymise")]
    rows = [(say(f"privacy.processing.{n}.name", lang), say(f"privacy.processing.{n}.how", lang)) for n in done]
    named = tuple((source.name, source.activity) for source in facts.sources if source.activity)
    blocks: list[Block] = [Grid(_twin(heads, rows, "processings", lang))]
    return [*blocks, Paragraph(say("privacy.processing.register", lang), "note"), Facts(named)] if named else blocks


def purposes(facts: PrivacyFacts, lang: str) -> list[Block]:
    """The purposes that the grants name."""
    found = dict.fromkeys(grant.purpose for grant in facts.grants)
    if not found:
        return [Paragraph(say("privacy.purposes.none", lang))]
    rows = [
        (purpose, ", ".join(dict.fromkeys(g.receiver for g in facts.grants if g.purpose == purpose)))
        for purpose in found
    ]
    heads = tuple(say(f"privacy.head.{key}", lang) for key in ("purpose", "receivers"))
    return [Grid(_twin(heads, rows, "purposes", lang))]


def parties(facts: PrivacyFacts, lang: str) -> list[Block]:
    """Who delivers, and who may see rows of another."""
    by: dict[str, list[str]] = {}
    for source in facts.sources:
        by.setdefault(deliverer(source, lang), []).append(source.name)
    delivering = Facts(
        tuple((name, say("privacy.parties.delivers", lang, sources=", ".join(s))) for name, s in by.items())
    )
    if not facts.grants:
        return [delivering, Paragraph(say("privacy.parties.no_grants", lang))]
    keys = ("source", "giver", "receiver", "purpose", "granted_fields", "period")
    heads = tuple(say(f"privacy.head.{key}", lang) for key in keys)
    rows = [
        (
            grant.source,
            grant.giver,
            grant.receiver,
            grant.purpose,
            ", ".join(field_name(field, facts, lang) for field in grant.fields)
            or say("privacy.parties.steps_only", lang),
            say("privacy.parties.period", lang, since=grant.since, until=grant.until),
        )
        for grant in facts.grants
    ]
    return [delivering, Grid(_twin(heads, rows, "recipients", lang))]


def interests(_facts: PrivacyFacts, lang: str) -> list[Block]:
    """Whose interests meet here."""
    return [Paragraph(say("privacy.interests.told", lang))]


def places(_facts: PrivacyFacts, lang: str) -> list[Block]:
    """Where it runs, as far as the software knows."""
    return [Paragraph(say("privacy.places.told", lang))]


def technique(facts: PrivacyFacts, lang: str) -> list[Block]:
    """Pseudonyms, the gate, and what is not done."""
    own = [source.name for source in facts.sources if source.own_key]
    shared = [source.name for source in facts.sources if not source.own_key]
    told = [
        ("pseudonyms", say("privacy.technique.public", lang) if facts.public else _key(facts, lang)),
        ("linked", listed(shared, lang) if len(shared) > 1 else say("privacy.technique.nothing_linked", lang)),
        ("own_keys", listed(own, lang) if own else say("privacy.technique.no_own_keys", lang)),
        *(("mixed", said_mixture(found, lang)) for found in [facts.mixed] if found),
        ("threshold", say("privacy.technique.threshold", lang, n=facts.threshold)),
        ("scores", say("privacy.technique.scores", lang)),
    ]
    return [Facts(tuple((say(f"privacy.technique.name.{key}", lang), said) for key, said in told))]


def _key(facts: PrivacyFacts, lang: str) -> str:
    return say("privacy.technique.key", lang, key_id=facts.key_id)


def framework(_facts: PrivacyFacts, lang: str) -> list[Block]:
    """Laws that a lawyer will look at; which of them hold is not for software to say."""
    laws = listed([say(f"privacy.law.{name}", lang) for name in LAWS], lang)
    return [Paragraph(say("privacy.framework.told", lang, laws=laws))]


def retention(facts: PrivacyFacts, lang: str) -> list[Block]:
    """How long each source is kept."""
    heads = tuple(say(f"privacy.head.{key}", lang) for key in ("source", "term"))
    rows = [(source.name, term(source, lang)) for source in facts.sources]
    return [Grid(_twin(heads, rows, "retention", lang)), Paragraph(say("privacy.retention.told", lang), "note")]


def _twin(
    heads: tuple[str, ...], rows: Sequence[tuple[str, ...]], caption: str, lang: str, numeric: tuple[bool, ...] = ()
) -> Twin:
    return Twin(heads, tuple(rows), say(f"privacy.caption.{caption}", lang), numeric)


DESCRIBED: dict[str, Callable[[PrivacyFacts, str], list[Block]]] = {
    one.__name__: one
    for one in (
        proposal,
        data,
        processing,
        purposes,
        parties,
        interests,
        places,
        technique,
        framework,
        retention,
    )
}
