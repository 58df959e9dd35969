"""Facts in the words of the reader: fields, terms, recipients."""

from datetime import date

from schakel.report.privacy.facts import PrivacyFacts, SourceFact
from schakel.texts import has, say, shown

PSEUDONYMS = ("case_id", "resident", "household")
WHAT = ("activity", "partner", "to_partner")
WHEN = ("started", "ended", "requested")


def field_name(field: str, facts: PrivacyFacts, lang: str) -> str:
    """A field as people call it; an attribute that only this log has by its label."""
    key = f"privacy.field.{field}"
    return say(key, lang) if has(key) else (facts.labels or {}).get(field, field)


def field_kind(field: str, source_fields_telling: bool, lang: str) -> str:
    """What kind of data a field is."""
    if field in PSEUDONYMS:
        kind = "pseudonym"
    elif field in WHAT:
        kind = "what"
    elif field in WHEN:
        kind = "when"
    else:
        kind = "telling" if source_fields_telling else "attribute"
    return say(f"privacy.kind.{kind}", lang)


def day(on: date | None, lang: str) -> str:
    """A day in full, or the language's word for unknown."""
    return shown(on.isoformat() if on else None, "date", lang)


def term(source: SourceFact, lang: str) -> str:
    """How long a source is kept."""
    if source.keep_months is None:
        return say("privacy.no_term", lang)
    return say("privacy.months", lang, n=source.keep_months)


def deliverer(source: SourceFact, lang: str) -> str:
    """Who delivers a source, or that nobody said so."""
    return source.delivered_by or say("privacy.not_said", lang)
