"""A file of grants, as TOML: one `[[grant]]` for each version of an agreement to share."""

from pathlib import Path
from typing import Any

from schakel.chain.problem import refuse
from schakel.data.toml_reading import Reading, tables
from schakel.sharing.grant import FIELDS, Grant

KEYS = ("source", "giver", "receiver", "purpose", "fields", "since", "until", "version", "signed")


def read_grants(path: Path) -> tuple[Grant, ...]:
    """Grants in the order of the file. Refusal with every key that is unknown, missing or has a wrong value."""
    reading = Reading(path.name)
    found = tables(path)
    reading.keys("", found, ("grant",))
    made = [_grant(reading, f"grant.{place}", one) for place, one in enumerate(reading.array("grant", found), 1)]
    refuse(reading.problems)
    return tuple(grant for grant in made if grant)


def _grant(reading: Reading, path: str, table: dict[str, Any]) -> Grant | None:
    reading.keys(f"{path}.", table, KEYS)
    texts = {key: str(reading.text(f"{path}.{key}", table)).strip() for key in KEYS[:4]}
    days = {key: reading.date(f"{path}.{key}", table) for key in ("since", "until")}
    for key in (*(key for key, text in texts.items() if not text), *(key for key, day in days.items() if not day)):
        if key not in table:
            reading.wrong(f"{path}.{key}", "", '"..."' if key in texts else "2026-12-31")
    version = reading.value(f"{path}.version", table, 1, lambda v: isinstance(v, int) and v > 0, "1, 2, ...")
    fields, signed = (frozenset(reading.texts(f"{path}.{key}", table)) for key in ("fields", "signed"))
    since, until = days["since"], days["until"]
    if reading.problems or since is None or until is None:
        return None
    try:
        return Grant(**texts, fields=fields, since=since, until=until, version=version, signed=signed)
    except ValueError:
        wrong = ("until", until, f">= {since}") if until < since else ("fields", ", ".join(sorted(fields)), _ALLOWED)
        reading.wrong(f"{path}.{wrong[0]}", wrong[1], wrong[2])
        return None


_ALLOWED = f"{', '.join(FIELDS)}, a-z 0-9 _"
