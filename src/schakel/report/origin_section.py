"""Passports in words: how each figure of the report was made."""

from collections.abc import Sequence

from schakel.chain.passport import Passport
from schakel.report.document import Origin
from schakel.texts import has, say

SHARED = ("snapshot", "code", "selection", "disclosure")


def origins(passports: Sequence[Passport], lang: str) -> tuple[Origin, ...]:
    """Per passport its own facts, by title. Definitions stand in full in their own section."""
    found = (
        Origin(passport.id, _title(passport.figure, lang), _facts(passport, lang, ("figure", "parameters", "id")))
        for passport in passports
    )
    return tuple(sorted(found, key=lambda origin: (origin.title, origin.id)))


def shared_facts(passports: Sequence[Passport], lang: str) -> tuple[tuple[str, str], ...]:
    """What all passports of one report have in common."""
    return _facts(passports[0], lang, (*SHARED, "grant")) if passports else ()


def passport_rows(passports: Sequence[Passport], lang: str) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Headings, and a row per passport with its title first and its id second."""
    told = ("id", "figure", "parameters", *SHARED)
    heads = (say("report.fact", lang), *(say(f"report.passport.{key}", lang) for key in told))
    rows = [
        (_title(passport.figure, lang), *(said.get(head, "") for head in heads[1:]))
        for passport in passports
        for said in (dict(_facts(passport, lang, told)),)
    ]
    return heads, sorted(rows)


def _title(figure: str, lang: str) -> str:
    key = f"report.figure.{figure}"
    return say(key, lang) if has(key) else figure


def _facts(passport: Passport, lang: str, wanted: Sequence[str]) -> tuple[tuple[str, str], ...]:
    said = {
        "figure": passport.figure,
        "snapshot": passport.snapshot,
        "code": f"schakel {passport.code}",
        "selection": passport.selection or say("report.passport.all_cases", lang),
        "parameters": ", ".join(f"{name} = {value}" for name, value in passport.parameters),
        "disclosure": passport.disclosure,
        "grant": passport.grant,
        "id": passport.id,
    }
    return tuple((say(f"report.passport.{name}", lang), said[name]) for name in wanted if said[name])
