"""Which column says what happened, where no heading says so: by what its words do within a case."""

from collections.abc import Sequence

from duckdb import DuckDBPyConnection

from schakel.data.deliveries.proposal.column_look import ColumnLook
from schakel.data.deliveries.proposal.column_roles import Roles
from schakel.data.deliveries.proposal.heading_words import heading_words
from schakel.data.sql import one

SAYS_WHAT = {
    "fase": 3, "soort": 3, "type": 3, "contactsoort": 4, "activiteitsoort": 4, "onderdeel": 3, "stap": 4, "actie": 3,
    "traject": 2, "trajectsoort": 3, "trajecttype": 3, "contact": 2, "gebeurtenis": 4, "handeling": 4, "code": 2,
    "product": 2, "productcode": 2, "dienst": 2, "interventie": 3, "hulpvorm": 3, "zorgvorm": 3, "voorziening": 2,
    "stadium": 3, "moment": 2, "taak": 3, "proces": 2, "event": 3, "step": 4, "phase": 3, "kind": 2,
}  # fmt: skip
# These differ from person to person and not from step to step, whatever their words do.
NEVER = {"gemeente", "wijk", "buurt", "tarief", "tariefgroep", "locatie", "leeftijd", "groep", "regio", "geslacht"}
CHANGES = 0.3  # part of the steps in a case whose word differs from the one before, for words that only their use tells


def activity_by_values(
    connection: DuckDBPyConnection, relation: str, columns: Sequence[ColumnLook], roles: Roles
) -> int | None:
    """The place of the column, or None: filled everywhere, few words, and a heading or changes in a case that tell."""
    tried = [*roles.others, *([roles.columns["product"]] if "product" in roles.columns else [])]
    best: tuple[float, int] | None = None
    for place in tried:
        column, words = columns[place], set(heading_words(columns[place].heading))
        if not column.is_word_list or column.distinct < 2 or column.filled < column.rows * 0.999 or words & NEVER:
            continue
        told = max((SAYS_WHAT.get(word, 0) for word in words), default=0)
        changes = _changes(connection, relation, columns, roles, place)
        if (told or changes >= CHANGES) and (best is None or (told + changes, -place) > (best[0], -best[1])):
            best = (told + changes, place)
    return None if best is None else best[1]


def _changes(
    connection: DuckDBPyConnection, relation: str, columns: Sequence[ColumnLook], roles: Roles, place: int
) -> float:
    """How often the next row of a case has another word, of all such pairs."""
    key = roles.columns.get("case_id", roles.columns.get("resident"))
    if key is None:
        return 0.0
    (share,) = one(
        connection,
        f"SELECT avg((word <> before)::INTEGER) FROM (SELECT {columns[place].sql} AS word, lag({columns[place].sql}) "  # noqa: S608
        f"OVER (PARTITION BY c{key} ORDER BY file, row) AS before FROM (SELECT * FROM {relation} LIMIT 200000))",
    )
    return float(share or 0)
