"""Codes of sources become the names that they had on the day of the event."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from duckdb import DuckDBPyConnection

from schakel.chain.attribute import Attribute
from schakel.chain.problem import Problem, refuse
from schakel.data.deliveries.names import FILE, Name
from schakel.data.sql import identifier, rows, run
from schakel.data.staged import NameCount

ON = "coalesce(e.started_on, e.ended_on)"
STANDARD = {"activity": ("activity",), "partner": ("partner", "to_partner")}


@dataclass(frozen=True)
class Scope:
    """The columns that say where an event is, as far as they are delivered."""

    municipality: str
    law: str


def rename(
    con: DuckDBPyConnection, relation: str, names: Sequence[Name], attributes: Sequence[Attribute]
) -> tuple[NameCount, ...]:
    """Put concepts in place of codes in the table. Municipalities come first, for other names may hold in one only.

    Where several lines hold, the one for this municipality or law goes first, then the one that began last. Returns
    what is worth knowing, with the number of events: overlap (a code with two names on one day), unknown (a code that
    the list does not name) and outside (a code that it names for other days or places).
    """
    if not names:
        return ()
    known = {attribute.slug: attribute.column for attribute in attributes}
    _refuse_unknown_kinds(names, known)
    _make_names(con, names)
    kinds = sorted({name.kind for name in names}, key=lambda kind: (kind != "municipality", kind))
    found: list[NameCount] = []
    for kind in kinds:
        scope = Scope(_column(known, "municipality"), _column(known, "law"))
        for column in STANDARD.get(kind, (known[kind],) if kind in known else ()):
            found += _rename_column(con, relation, kind, column, scope)
    return tuple(found)


def _refuse_unknown_kinds(names: Sequence[Name], known: dict[str, str]) -> None:
    allowed = [*STANDARD, *sorted(known)]
    refuse(
        Problem("toml_value", FILE, name.line, "kind", name.kind, ", ".join(allowed))
        for name in names
        if name.kind not in allowed
    )


def _column(known: dict[str, str], slug: str) -> str:
    return f"e.{identifier(known[slug])}" if slug in known else "CAST(NULL AS VARCHAR)"


def _make_names(con: DuckDBPyConnection, names: Sequence[Name]) -> None:
    columns = "line INTEGER, kind VARCHAR, municipality VARCHAR, law VARCHAR, code VARCHAR, concept VARCHAR"
    run(con, f"CREATE OR REPLACE TEMP TABLE names ({columns}, since DATE, until DATE)")
    for n in names:
        row = [n.line, n.kind, n.municipality or None, n.law or None, n.code, n.concept, n.since, n.until]
        run(con, "INSERT INTO names VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)


def _rename_column(con: DuckDBPyConnection, relation: str, kind: str, column: str, scope: Scope) -> Iterator[NameCount]:
    name = identifier(column)
    run(
        con,
        "CREATE OR REPLACE TEMP TABLE spoken AS "  # noqa: S608 -- names of our own code only
        f"SELECT e.{name} AS code, {scope.municipality} AS municipality, {scope.law} AS law, {ON} AS on_day, "
        f"count(*) AS n FROM {relation} AS e WHERE e.{name} IN (SELECT code FROM names WHERE kind = $1) GROUP BY ALL",
        [kind],
    )
    run(
        con,
        """CREATE OR REPLACE TEMP TABLE called AS
        SELECT s.code, s.municipality, s.law, s.on_day, s.n, count(DISTINCT n.concept) AS concepts,
            arg_max(n.concept, (n.municipality IS NOT NULL, n.law IS NOT NULL, coalesce(n.since, DATE '0001-01-01'),
                -n.line)) AS concept
        FROM spoken AS s
        LEFT JOIN names AS n ON n.kind = $1 AND n.code = s.code
            AND (n.municipality IS NULL OR n.municipality = s.municipality) AND (n.law IS NULL OR n.law = s.law)
            AND (n.since IS NULL OR s.on_day >= n.since) AND (n.until IS NULL OR s.on_day <= n.until)
        GROUP BY s.code, s.municipality, s.law, s.on_day, s.n""",
        [kind],
    )
    yield from _counts(con, relation, kind, column)
    replaced = (
        f"SELECT e.* REPLACE (coalesce(c.concept, e.{name}) AS {name}) FROM {relation} AS e LEFT JOIN called AS c "  # noqa: S608
        f"ON c.code = e.{name} AND c.municipality IS NOT DISTINCT FROM {scope.municipality} "
        f"AND c.law IS NOT DISTINCT FROM {scope.law} AND c.on_day = {ON}"
    )
    run(con, f"CREATE OR REPLACE TEMP TABLE renamed AS {replaced}")
    run(con, f"DROP TABLE {relation}")
    run(con, f"ALTER TABLE renamed RENAME TO {relation}")


def _counts(con: DuckDBPyConnection, relation: str, kind: str, column: str) -> Iterator[NameCount]:
    """What is worth knowing of one column; a value that is a concept already is no unknown code."""
    found = rows(
        con,
        "SELECT code, 'overlap', sum(n) FROM called WHERE concepts > 1 GROUP BY code "  # noqa: S608
        "UNION ALL SELECT code, 'outside', sum(n) FROM called WHERE concept IS NULL "
        "AND code NOT IN (SELECT concept FROM names WHERE kind = $1) GROUP BY code "
        f"UNION ALL SELECT e.{identifier(column)} AS code, 'unknown', count(*) FROM {relation} AS e "
        f"WHERE e.{identifier(column)} NOT IN (SELECT code FROM names WHERE kind = $1 UNION SELECT concept FROM names "
        "WHERE kind = $1) GROUP BY 1 ORDER BY 2, 3 DESC, 1",
        [kind],
    )
    for code, why, n in found:
        yield NameCount(kind, code, why, int(n))
