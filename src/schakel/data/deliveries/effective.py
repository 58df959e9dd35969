"""Which rows count: a later delivery takes the place of what it covers, and all else of its source stays.

- full: everything of the source that came before;
- period: rows of the source that fall in the period, by their first day (or, period_by "active", by any day of theirs),
  and rows of the same case with the same row_id, wherever they fell: a corrected date may move a row out of the period;
- changes: rows with the same row_id, also those higher up in the same file;
- deletions, and rows marked as gone in any delivery: rows with that row_id, also those higher up in the same file.
A row is a row of the source: all events of its milestones stay or go together.
"""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from duckdb import DuckDBPyConnection

from schakel.chain.attribute import Attribute
from schakel.chain.problem import Notice, Problem, refuse
from schakel.data.deliveries.sources import PeriodBy
from schakel.data.deliveries.store import EVENTS, GONE, Part
from schakel.data.sql import identifier, rows, run
from schakel.data.staged import EVENT_COLUMNS, Place

DELIVERED, EFFECTIVE = "delivered", "effective"
TYPES = {"text": "VARCHAR", "number": "DOUBLE", "date": "DATE"}
OUTSIDE = "outside_period"
IN_PERIOD = (
    "CASE WHEN u.by_active THEN e.row_on <= u.until AND coalesce(e.row_until, DATE 'infinity') >= u.since "
    "ELSE e.row_on BETWEEN u.since AND u.until END"
)
OWN = [name for name in EVENT_COLUMNS if name != "source"]


@dataclass(frozen=True)
class Effective:
    """The table `effective`: events that count, with `place`. parts: with the number of their events that count."""

    parts: tuple[Part, ...]
    places: tuple[Place, ...]
    attributes: tuple[Attribute, ...]


def effective(con: DuckDBPyConnection, parts: Sequence[Part], period_by: Mapping[str, PeriodBy]) -> Effective:
    """Make the table of the events that count. parts: by source, in the order of their turns."""
    attributes = _attributes(parts)
    names = list(dict.fromkeys(part.delivery.name for part in parts))
    places = [
        Place(names.index(part.delivery.name), part.delivery.knows_ends)
        for part in parts
        for _ in range(part.milestones)
    ]
    _make_turns(con, parts, names, period_by)
    run(con, f"CREATE OR REPLACE TEMP VIEW {DELIVERED} AS {_union(parts, attributes)}")
    kept = ", ".join(f"e.{name}" for name in [*OWN, "place", *(identifier(a.column) for a in attributes)])
    run(
        con,
        f"CREATE OR REPLACE TEMP TABLE {EFFECTIVE} AS SELECT {kept} FROM {DELIVERED} AS e "  # noqa: S608
        f"JOIN turns AS t ON t.part = e.part WHERE ({ending(con, parts)}) IS NULL",
    )
    counted: dict[int, int] = dict(rows(con, f"SELECT place, count(*) FROM {EFFECTIVE} GROUP BY place"))  # noqa: S608
    return Effective(tuple(_counted(parts, counted, _outside(con, parts))), tuple(places), attributes)


def _counted(parts: Sequence[Part], by_place: Mapping[int, int], outside: Mapping[int, int]) -> list[Part]:
    made, first = [], 0
    for number, part in enumerate(parts):
        n = sum(by_place.get(place, 0) for place in range(first, first + part.milestones))
        notices = tuple(notice for notice in part.delivery.notices if notice.code != OUTSIDE)
        if number in outside:
            notices += (Notice(OUTSIDE, outside[number], part.delivery.file),)
        made.append(replace(part, delivery=replace(part.delivery, counted=n, notices=notices)))
        first += part.milestones
    return made


def _outside(con: DuckDBPyConnection, parts: Sequence[Part]) -> dict[int, int]:
    """Rows of a period's delivery that do not fall in it, by part: an earlier delivery may hold them as well."""
    if not any(part.delivery.kind == "period" for part in parts):
        return {}
    found = rows(
        con,
        f"SELECT u.part, count(DISTINCT e.source_row) FROM {DELIVERED} AS e JOIN turns AS u ON u.part = e.part "  # noqa: S608
        f"WHERE u.kind = 'period' AND NOT ({IN_PERIOD}) GROUP BY u.part",
    )
    return dict(found)


def _attributes(parts: Sequence[Part]) -> tuple[Attribute, ...]:
    """Every attribute of any source. Refusal when one slug stands for a word here and for a number there."""
    found: dict[str, Attribute] = {}
    for part in parts:
        for attribute in part.attributes:
            known = found.setdefault(attribute.slug, attribute)
            if (known.type, known.level) != (attribute.type, attribute.level):
                told = f"{attribute.level}, {attribute.type}"
                allowed = f"{known.level}, {known.type}"
                refuse(
                    [
                        Problem(
                            "attribute_differs", part.delivery.file, column=attribute.slug, value=told, allowed=allowed
                        )
                    ]
                )
    return tuple(found.values())


def _make_turns(
    con: DuckDBPyConnection, parts: Sequence[Part], names: Sequence[str], period_by: Mapping[str, PeriodBy]
) -> None:
    """A row for each file: its source, its turn, and what it takes the place of."""
    columns = "part INTEGER, source_no INTEGER, turn INTEGER, kind VARCHAR, since DATE, until DATE, by_active BOOLEAN"
    run(con, f"CREATE OR REPLACE TEMP TABLE turns ({columns})")
    for number, part in enumerate(parts):
        one = part.delivery
        by_active = period_by.get(one.name, "started") == "active"
        row = [number, names.index(one.name), one.turn, one.kind, one.since, one.until, by_active]
        run(con, "INSERT INTO turns VALUES (?, ?, ?, ?, ?, ?, ?)", row)


def _union(parts: Sequence[Part], attributes: Sequence[Attribute]) -> str:
    selects, first = [], 0
    for number, part in enumerate(parts):
        has = {attribute.column for attribute in part.attributes}
        if (part.folder / EVENTS).is_file():
            columns = [*OWN, "row_id", "row_on", "row_until"]
            columns += [
                identifier(a.column) if a.column in has else f"CAST(NULL AS {TYPES[a.type]}) AS {identifier(a.column)}"
                for a in attributes
            ]
            columns += [f"CAST({first} + milestone AS USMALLINT) AS place", f"{number} AS part"]
            selects.append(f"SELECT {', '.join(columns)} FROM read_parquet('{_quoted(part, EVENTS)}')")  # noqa: S608
        first += part.milestones
    return " UNION ALL ".join(selects)


def _quoted(part: Part, file: str) -> str:
    return os.fspath(part.folder / file).replace("'", "''")


def ending(con: DuckDBPyConnection, parts: Sequence[Part]) -> str:
    """SQL over `delivered` AS e and its `turns` AS t: the turn that took the row's place, NULL while it counts.

    A row that its own delivery takes back ends in the turn in which it came.
    """
    alone = len({part.delivery.name for part in parts}) == len(parts)
    if alone and not any(part.has_gone or part.delivery.kind == "changes" for part in parts):
        return "CAST(NULL AS INTEGER)"
    _make_replacing(con, parts)
    covered = (
        "SELECT min(u.turn) FROM turns AS u WHERE u.source_no = t.source_no AND u.turn > t.turn "  # noqa: S608
        f"AND (u.kind = 'full' OR u.kind = 'period' AND {IN_PERIOD})"
    )
    same = (
        "SELECT min(x.turn) FROM replacing AS x WHERE x.source_no = t.source_no AND x.row_id = e.row_id "
        "AND (x.case_id IS NULL OR x.case_id = e.case_id) "
        "AND (x.turn, x.part, x.source_row) > (t.turn, e.part, e.source_row)"
    )
    return f"least(({covered}), ({same}))"


def _make_replacing(con: DuckDBPyConnection, parts: Sequence[Part]) -> None:
    """Make `replacing`: which rows go, and from where on. case_id NULL: of any case. A period takes none of its own."""
    queries = [
        f"SELECT row_id, CAST(NULL AS VARCHAR), {number}, {number}, source_row "  # noqa: S608
        f"FROM read_parquet('{_quoted(part, GONE)}')"
        for number, part in enumerate(parts)
        if part.has_gone
    ]
    for kind, columns in (("period", "d.case_id, d.part, -1, -1"), ("changes", "NULL, d.part, d.part, d.source_row")):
        queries.append(
            f"SELECT d.row_id, {columns} FROM {DELIVERED} AS d JOIN turns AS n ON n.part = d.part "  # noqa: S608
            f"WHERE n.kind = '{kind}' AND d.row_id IS NOT NULL"
        )
    run(
        con,
        "CREATE OR REPLACE TEMP TABLE replacing AS "  # noqa: S608
        "SELECT DISTINCT n.source_no, n.turn, r.row_id, r.case_id, r.part, r.source_row "
        f"FROM ({' UNION ALL '.join(queries)}) AS r(row_id, case_id, of_part, part, source_row) "
        "JOIN turns AS n ON n.part = r.of_part",
    )
