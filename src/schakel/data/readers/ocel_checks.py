"""What must hold between the parts of an OCEL file: ids once, types and attributes declared, objects that are there."""

from collections.abc import Iterator

from duckdb import DuckDBPyConnection

from schakel.chain.problem import SHOWN, Problem, refuse
from schakel.data.readers.name import shown_name
from schakel.data.readers.ocel_parts import Read
from schakel.data.sql import one, rows, run
from schakel.sharing.bsn import shown

LISTS = {"e": "events", "o": "objects"}


def refuse_inconsistent(connection: DuckDBPyConnection, file: str, read: Read) -> None:
    """Refusal with the first SHOWN of all that does not fit together, and how many there are."""
    _declare(connection, read)
    problems: list[Problem] = []
    total = 0
    for found, n in (
        *(_double_ids(connection, file, path) for path in LISTS.values()),
        *(_undeclared_types(connection, file, kind) for kind in LISTS),
        *(_undeclared_attributes(connection, file, kind) for kind in LISTS),
        _unknown_objects(connection, file),
    ):
        problems += found
        total += n
    run(connection, "DROP TABLE IF EXISTS ocel_declared")
    refuse(problems, total)


def _declare(connection: DuckDBPyConnection, read: Read) -> None:
    run(connection, "CREATE OR REPLACE TABLE ocel_declared (kind VARCHAR, type VARCHAR, name VARCHAR)")
    for kind, declared in (("e", read.event_types), ("o", read.object_types)):
        for type_name, names in declared.types.items():
            for name in ("", *names):  # "" is the type itself
                run(connection, "INSERT INTO ocel_declared VALUES (?, ?, ?)", [kind, type_name, name])


def _told(
    connection: DuckDBPyConnection, file: str, code: str, query: str, order: str, *, is_id: bool = False
) -> tuple[list[Problem], int]:
    """query: path, value, allowed of each problem."""
    (n,) = one(connection, f"SELECT count(*) FROM ({query})")  # noqa: S608 -- our own text
    if not n:
        return [], 0
    found = rows(connection, f"SELECT path, value, allowed FROM ({query}) ORDER BY {order} LIMIT {SHOWN}")  # noqa: S608
    problems = [
        Problem(
            code,
            file,
            value=shown(value, is_id=True) if is_id else shown_name(value),
            allowed=shown_name(allowed or "–"),
            more=(("path", path),),
        )
        for path, value, allowed in found
    ]
    return problems, int(n)


def _double_ids(connection: DuckDBPyConnection, file: str, path: str) -> tuple[list[Problem], int]:
    table = f"ocel_{path}"
    query = (
        f"SELECT '{path}[' || max(n) || '].id' AS path, id AS value, '{path}[' || min(n) || ']' AS allowed, "  # noqa: S608
        f"max(n) AS n FROM {table} GROUP BY id HAVING count(*) > 1"
    )
    return _told(connection, file, "ocel_id_double", query, "n", is_id=True)


def _undeclared_types(connection: DuckDBPyConnection, file: str, kind: str) -> tuple[list[Problem], int]:
    path = LISTS[kind]
    query = (
        f"SELECT '{path}[' || min(n) || '].type' AS path, p.type AS value, "  # noqa: S608
        "(SELECT string_agg(type, ', ' ORDER BY type) FROM ocel_declared "
        f"WHERE kind = '{kind}' AND name = '') AS allowed, min(n) AS n FROM ocel_{path} AS p "
        "WHERE NOT EXISTS (SELECT 1 FROM ocel_declared AS d "
        f"WHERE d.kind = '{kind}' AND d.name = '' AND d.type = p.type) GROUP BY p.type"
    )
    return _told(connection, file, "ocel_type_unknown", query, "n")


def _undeclared_attributes(connection: DuckDBPyConnection, file: str, kind: str) -> tuple[list[Problem], int]:
    """Each attribute once per type: the part that has it first. Of an undeclared type only the type is told."""
    path = LISTS[kind]
    query = (
        f"SELECT '{path}[' || min(v.n) || '].attributes[' || arg_min(v.place, v.n) || ']' AS path, "  # noqa: S608
        "v.name AS value, (SELECT string_agg(d.name, ', ' ORDER BY d.name) FROM ocel_declared AS d "
        f"WHERE d.kind = '{kind}' AND d.type = p.type AND d.name <> '') AS allowed, min(v.n) AS n "
        f"FROM ocel_values AS v JOIN ocel_{path} AS p ON p.n = v.n WHERE v.kind = '{kind}' "
        f"AND EXISTS (SELECT 1 FROM ocel_declared AS d WHERE d.kind = '{kind}' AND d.type = p.type AND d.name = '') "
        f"AND NOT EXISTS (SELECT 1 FROM ocel_declared AS d WHERE d.kind = '{kind}' AND d.type = p.type "
        "AND d.name = v.name) GROUP BY p.type, v.name"
    )
    return _told(connection, file, "ocel_attribute_unknown", query, "n")


def _unknown_objects(connection: DuckDBPyConnection, file: str) -> tuple[list[Problem], int]:
    path = "CASE kind WHEN 'e' THEN 'events' ELSE 'objects' END"
    query = (
        f"SELECT {path} || '[' || n || '].relationships[' || place || '].objectId' AS path, object AS value, "  # noqa: S608
        "NULL AS allowed, kind, n, place FROM ocel_links AS l "
        "WHERE NOT EXISTS (SELECT 1 FROM ocel_objects AS o WHERE o.id = l.object)"
    )
    return _told(connection, file, "ocel_object_unknown", query, "kind, n, place", is_id=True)


def type_counts(connection: DuckDBPyConnection) -> Iterator[tuple[str, int]]:
    """The types of objects with how many there are, the largest first."""
    yield from rows(connection, "SELECT type, count(*) AS n FROM ocel_objects GROUP BY type ORDER BY n DESC, type")
