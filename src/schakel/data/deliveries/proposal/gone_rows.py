"""A column that says that a row takes back an earlier one, and the values by which it says so."""

from duckdb import DuckDBPyConnection

from schakel.data.deliveries.proposal.heading_words import heading_words
from schakel.data.deliveries.proposal.source_found import SourceFound
from schakel.data.sql import rows

SAYS_SO = {"mutatie", "mutatiesoort", "mutatietype", "mutatiecode", "aanlevering", "verwijderd", "vervallen", "deleted"}
GONE = {"v", "d", "del", "delete", "deleted", "verwijderd", "verwijderen", "verwijder", "vervallen"}
YES = {"j", "ja", "1", "true", "y", "yes", "x"}
REMOVED = 3  # code of messages of providers: 1 is new, 3 takes back


def gone_rows(connection: DuckDBPyConnection, source: SourceFound) -> tuple[str, tuple[str, ...], int] | None:
    """(heading, values, rows), or None. Only a column with a handful of codes is believed."""
    for place in source.roles.others:
        column, words = source.columns[place], set(heading_words(source.columns[place].heading))
        if not words & SAYS_SO or column.distinct > 8 or column.owner:
            continue
        found = rows(
            connection,
            f"SELECT {column.sql}, count(*) FROM {source.relation} WHERE {column.sql} IS NOT NULL "  # noqa: S608
            "GROUP BY 1 ORDER BY 1",
        )
        telling = GONE | (YES if words & {"verwijderd", "vervallen", "deleted"} else set())
        telling |= {str(REMOVED)} if "aanlevering" in words else set()
        gone = [(str(value), n) for value, n in found if str(value).lower() in telling]
        if gone:
            return column.heading, tuple(value for value, _ in gone), sum(n for _, n in gone)
    return None
