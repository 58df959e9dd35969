"""How a source calls its residents: by numbers that become pseudonyms here, or by pseudonyms of a key of its partners.

Both end as pseudonyms of the log. But who is called by a number in one source and by a pseudonym in another gets two of
these, and then counts as two residents.
"""

from collections.abc import Iterable

from duckdb import DuckDBPyConnection

from schakel.data.sql import identifier, rows
from schakel.data.staged import Delivery, People
from schakel.sharing.source_pseudonym import LENGTH, PSEUDONYM, STAGES

_BY_STAGE: dict[str, People] = {STAGES["custodian"]: "custodian", STAGES["own"]: "own"}


def people_of(con: DuckDBPyConnection, relation: str) -> People:
    """How the residents of parsed rows are called; "" when no row names one."""
    form = f"length(resident) = {LENGTH} AND regexp_full_match(resident, '{PSEUDONYM}')"
    query = (
        f"SELECT DISTINCT CASE WHEN {form} THEN left(resident, 1) ELSE '' END "  # noqa: S608
        f"FROM {identifier(relation)} WHERE resident IS NOT NULL"
    )
    found: set[People] = {_BY_STAGE.get(stage, "numbers") for (stage,) in rows(con, query)}
    return found.pop() if len(found) == 1 else "several" if found else ""


def mixed(deliveries: Iterable[Delivery]) -> dict[People, tuple[str, ...]]:
    """Names of sources by how they call residents, where that is not the same; else nothing.

    A source whose numbers mean nothing elsewhere is linked to no other, and so left out.
    """
    return together((one.people, one.name) for one in deliveries if not one.own_key)


def together(called: Iterable[tuple[People, str]]) -> dict[People, tuple[str, ...]]:
    """The same of pairs of how residents are called and by which source."""
    found: dict[People, dict[str, None]] = {}
    for people, name in called:
        if people:
            found.setdefault(people, {})[name] = None
    if len(found) < 2 and "several" not in found:
        return {}
    return {people: tuple(names) for people, names in sorted(found.items())}
