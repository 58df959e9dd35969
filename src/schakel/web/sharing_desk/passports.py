"""The passports of a publication in words."""

from collections.abc import Sequence
from dataclasses import fields
from typing import Any

from schakel.chain.passport import Passport
from schakel.report.document import Origin
from schakel.report.origin_section import origins


def facts_of(kept: Sequence[dict[str, Any]], lang: str) -> tuple[Origin, ...]:
    """Per kept passport its title and facts, by title."""
    return origins([passport_from(one) for one in kept], lang)


def passport_from(kept: dict[str, Any]) -> Passport:
    """A passport from the JSON in which it was kept."""
    known = {field.name for field in fields(Passport)}
    told = {name: value for name, value in kept.items() if name in known}
    for name in ("definitions", "parameters"):
        told[name] = tuple(tuple(one) for one in told.get(name, ()))
    return Passport(**told)
