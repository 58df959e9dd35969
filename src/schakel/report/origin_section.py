"""Passports in words: how each figure of the report was made."""

from schakel.chain.passport import Passport
from schakel.report.document import Origin
from schakel.texts import has, say


def origin(passport: Passport, lang: str) -> Origin:
    """One passport. Definitions stand in full in their own section; here by name, version and value."""
    key = f"report.figure.{passport.figure}"
    facts = [
        ("figure", passport.figure),
        ("snapshot", passport.snapshot),
        ("code", f"schakel {passport.code}"),
        ("selection", passport.selection or say("report.passport.all_cases", lang)),
        ("parameters", ", ".join(f"{name} = {value}" for name, value in passport.parameters)),
        ("disclosure", passport.disclosure),
        ("id", passport.id),
    ]
    told = tuple((say(f"report.passport.{name}", lang), value) for name, value in facts if value)
    return Origin(passport.id, say(key, lang) if has(key) else passport.figure, told)
