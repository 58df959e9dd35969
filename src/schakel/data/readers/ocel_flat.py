"""From objects and events to one row per event of each object that is followed.

What of it is one-to-one becomes a column: the attributes of the event (`name`) and of the followed object
(`case:name`, its last value), of every other type of object the id of the one that the event names (`Type`) with its
attributes (`Type:name`), and of the one that the followed object is tied to (`case:Type`).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from duckdb import DuckDBPyConnection

from schakel.chain.problem import Notice, Problem, Refusal
from schakel.data.readers.limits import MAX_COLUMNS
from schakel.data.readers.name import clean, shown_name
from schakel.data.readers.raw import RawColumn
from schakel.data.readers.xes_mapping import ACTIVITY, CASE, TIME
from schakel.data.sql import one, rows, run

EVENT_ID = "ocel:eid"
BESIDE = ("ocel_cases", "ocel_pairs", "ocel_names", "ocel_of_events", "ocel_of_objects", "ocel_single", "ocel_tied")
NAMED = 10  # types that a sentence names


@dataclass
class _Columns:
    """The columns of the flat table: what SQL calls them (c0, c1, ...), the user's names, and where each comes from."""

    columns: list[RawColumn] = field(default_factory=list)
    select: list[str] = field(default_factory=list)
    taken: set[str] = field(default_factory=set)

    def add(self, name: str, source: str) -> None:
        """A column; a name that is there already gets " (2)" behind it, as in XES."""
        plain = shown = clean(name) or "?"
        count = 1
        while shown.casefold() in self.taken:
            count += 1
            shown = f"{plain} ({count})"
        self.taken.add(shown.casefold())
        sql = f"c{len(self.columns)}"
        self.columns.append(RawColumn(shown, sql))
        self.select.append(f"{source} AS {sql}")


@dataclass(frozen=True)
class Flat:
    """columns: of the table, behind row; rows: how many."""

    columns: tuple[RawColumn, ...]
    rows: int
    notices: tuple[Notice, ...]


def flatten(connection: DuckDBPyConnection, file: str, follow: str, types: Sequence[str], relation: str) -> Flat:
    """Make the table `relation` (row BIGINT, then c0, c1, ... VARCHAR) of all events of objects of the type `follow`.

    row: the number of the event in the file, from 1; where an event belongs to several cases, a running number.
    types: of all objects. Refusal when no event names such an object, or there would be too many columns.
    """
    _pair(connection, follow)
    (pairs, most) = one(
        connection, "SELECT count(*), coalesce(max(n), 0) FROM (SELECT count(*) AS n FROM ocel_pairs GROUP BY event)"
    )
    if not pairs:
        raise Refusal((Problem("ocel_no_events", file, value=shown_name(follow)),))
    others = [one_type for one_type in types if one_type != follow]
    single, tied, several = _one_to_one(connection, others)
    columns = _Columns()
    columns.add(CASE, "o.id")
    columns.add(ACTIVITY, "e.type")
    columns.add(TIME, "e.time")
    columns.add(EVENT_ID, "e.id")
    _pivot(connection, "e", "ocel_of_events")
    _pivot(connection, "o", "ocel_of_objects")
    for number, name in _names(connection, "e"):
        columns.add(name, f"ev.v{number}")
    for number, name in _names(connection, "o", follow):
        columns.add(f"case:{name}", f"ov.v{number}")
    joins = []
    for place, (short, prefix, of) in enumerate([*(("s", "", t) for t in single), *(("t", "case:", t) for t in tied)]):
        table, key = ("ocel_single", "p.event") if short == "s" else ("ocel_tied", "p.object")
        type_no = others.index(of)
        joins.append(f"LEFT JOIN {table} AS x{place} ON x{place}.key = {key} AND x{place}.type_no = {type_no}")
        columns.add(f"{prefix}{of}", f"x{place}.id")
        names = _names(connection, "o", of)
        if names:
            joins.append(f"LEFT JOIN ocel_of_objects AS y{place} ON y{place}.n = x{place}.object")
        for number, name in names:
            columns.add(f"{prefix}{of}:{name}", f"y{place}.v{number}")
        _refuse_too_many(file, len(columns.columns))
    _refuse_too_many(file, len(columns.columns))
    row = "row_number() OVER (ORDER BY p.event, p.object)" if most > 1 else "p.event + 1"
    run(
        connection,
        f"CREATE OR REPLACE TABLE {relation} AS SELECT {row} AS row, {', '.join(columns.select)} "  # noqa: S608
        "FROM ocel_pairs AS p JOIN ocel_events AS e ON e.n = p.event JOIN ocel_objects AS o ON o.n = p.object "
        "LEFT JOIN ocel_of_events AS ev ON ev.n = p.event LEFT JOIN ocel_of_objects AS ov ON ov.n = p.object "
        f"{' '.join(joins)} ORDER BY row",
    )
    (count,) = one(connection, f"SELECT count(*) FROM {relation}")  # noqa: S608
    return Flat(tuple(columns.columns), int(count), tuple(_notices(connection, file, follow, several)))


def _pair(connection: DuckDBPyConnection, follow: str) -> None:
    run(connection, "CREATE OR REPLACE TABLE ocel_cases AS SELECT n, id FROM ocel_objects WHERE type = ?", [follow])
    run(
        connection,
        "CREATE OR REPLACE TABLE ocel_pairs AS SELECT DISTINCT l.n AS event, o.n AS object FROM ocel_links AS l "
        "JOIN ocel_cases AS o ON o.id = l.object WHERE l.kind = 'e'",
    )


def _one_to_one(connection: DuckDBPyConnection, others: Sequence[str]) -> tuple[list[str], list[str], list[str]]:
    """Types of which an event names one at most, of which a case is tied to one at most, and all that occur oftener."""
    run(connection, "CREATE OR REPLACE TABLE ocel_names (type_no INTEGER, type VARCHAR)")
    for place, name in enumerate(others):
        run(connection, "INSERT INTO ocel_names VALUES (?, ?)", [place, name])
    run(
        connection,
        "CREATE OR REPLACE TABLE ocel_single AS SELECT l.n AS key, t.type_no, min(o.id) AS id, "
        "arg_min(o.n, o.id) AS object, count(DISTINCT o.n) AS n FROM ocel_links AS l "
        "JOIN ocel_objects AS o ON o.id = l.object JOIN ocel_names AS t ON t.type = o.type "
        "WHERE l.kind = 'e' AND l.n IN (SELECT event FROM ocel_pairs) GROUP BY l.n, t.type_no",
    )
    run(
        connection,
        "CREATE OR REPLACE TABLE ocel_tied AS SELECT key, t.type_no, min(o.id) AS id, arg_min(o.n, o.id) AS object, "
        "count(DISTINCT o.n) AS n FROM ("
        "SELECT l.n AS key, l.object AS id FROM ocel_links AS l JOIN ocel_cases AS c ON c.n = l.n WHERE l.kind = 'o' "
        "UNION ALL SELECT c.n AS key, p.id FROM ocel_links AS l JOIN ocel_cases AS c ON c.id = l.object "
        "JOIN ocel_objects AS p ON p.n = l.n WHERE l.kind = 'o') AS tie "
        "JOIN ocel_objects AS o ON o.id = tie.id JOIN ocel_names AS t ON t.type = o.type GROUP BY key, t.type_no",
    )
    found = {}
    for table in ("ocel_single", "ocel_tied"):
        counts = rows(connection, f"SELECT type_no, max(n) FROM {table} GROUP BY type_no ORDER BY type_no")  # noqa: S608
        found[table] = {others[place]: most for place, most in counts}
    single = [name for name, most in found["ocel_single"].items() if most == 1]
    tied = [name for name, most in found["ocel_tied"].items() if most == 1]
    many = {name for table in found.values() for name, most in table.items() if most > 1}
    return single, tied, [name for name in others if name in many]


def _pivot(connection: DuckDBPyConnection, kind: str, table: str) -> None:
    """One row per event or object with a column v<number> per name; the last value in time counts."""
    names = rows(connection, "SELECT DISTINCT name FROM ocel_values WHERE kind = ? ORDER BY name", [kind])
    run(connection, f"CREATE OR REPLACE TABLE {table}_names (number INTEGER, name VARCHAR)")
    for number, (name,) in enumerate(names):
        run(connection, f"INSERT INTO {table}_names VALUES (?, ?)", [number, name])  # noqa: S608
    order = "coalesce(epoch_us(TRY_CAST(v.time AS TIMESTAMPTZ)), 0), v.place"
    picked = "".join(
        f", max_by(v.value, row({order})) FILTER (WHERE m.number = {number}) AS v{number}"
        for number in range(len(names))
    )
    run(
        connection,
        f"CREATE OR REPLACE TABLE {table} AS SELECT v.n{picked} FROM ocel_values AS v "  # noqa: S608
        f"JOIN {table}_names AS m ON m.name = v.name WHERE v.kind = '{kind}' GROUP BY v.n",
    )


def _names(connection: DuckDBPyConnection, kind: str, of: str = "") -> list[tuple[int, str]]:
    """Number and name of the attributes that occur, of one type of object or of all events."""
    table = "ocel_of_events" if kind == "e" else "ocel_of_objects"
    if kind == "e":
        return [(n, name) for n, name in rows(connection, f"SELECT number, name FROM {table}_names ORDER BY number")]  # noqa: S608
    return [
        (n, name)
        for n, name in rows(
            connection,
            f"SELECT DISTINCT m.number, m.name FROM ocel_values AS v JOIN ocel_objects AS o ON o.n = v.n "  # noqa: S608
            f"JOIN {table}_names AS m ON m.name = v.name WHERE v.kind = 'o' AND o.type = ? ORDER BY m.number",
            [of],
        )
    ]


def _refuse_too_many(file: str, count: int) -> None:
    if count > MAX_COLUMNS:
        raise Refusal((Problem("too_many_columns", file, value=str(count), allowed=str(MAX_COLUMNS)),))


def _notices(connection: DuckDBPyConnection, file: str, follow: str, several: Sequence[str]) -> list[Notice]:
    events, paired, doubled, empty, changed, repeated = one(
        connection,
        "SELECT (SELECT count(*) FROM ocel_events), (SELECT count(DISTINCT event) FROM ocel_pairs), "
        "(SELECT count(*) FROM (SELECT event FROM ocel_pairs GROUP BY event HAVING count(*) > 1)), "
        "(SELECT count(*) FROM ocel_cases WHERE n NOT IN (SELECT object FROM ocel_pairs)), "
        "(SELECT count(*) FROM (SELECT v.n FROM ocel_values AS v JOIN ocel_cases AS c ON c.n = v.n "
        "WHERE v.kind = 'o' GROUP BY v.n, v.name HAVING count(DISTINCT v.value) > 1)), "
        "(SELECT count(*) FROM (SELECT n FROM ocel_values WHERE kind = 'e' GROUP BY n, name HAVING count(*) > 1))",
    )
    type_name = shown_name(follow)
    counted = {
        "ocel_no_case": events - paired,
        "ocel_shared": doubled,
        "ocel_no_event": empty,
        "ocel_changed": changed,
        "ocel_repeated": repeated,
    }
    found = [Notice(code, int(n), file, more=(("type", type_name),)) for code, n in counted.items() if n]
    if several:
        names = ", ".join(map(shown_name, several[:NAMED])) + (", …" if len(several) > NAMED else "")
        found.append(Notice("ocel_several", len(several), file, more=(("names", names),)))
    return found
