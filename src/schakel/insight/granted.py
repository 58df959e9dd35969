"""The granted layer: between what is stored and what is selected stands what the reader may see.

Rows of other sources are cut. Of a row that stays, every field without a grant is unknown (NULL), and so is every
value that would tell of the other side of a step which is cut: what came next, when, the wait until then, to whom was
referred, whether it was the first or the last. A wait counts from the latest end so far in the case; it is known only
when all steps so far are. Of a case that is not wholly in sight only its beginning can be known. An attribute of a case
may come from any of its steps, so it is known only when each of these is in sight and its source shares the attribute.
Nothing is linked anew: a step that is cut leaves a gap, and the steps around it do not become neighbours.
"""

from collections.abc import Iterable, Mapping

import duckdb

from schakel.chain.attribute import Attribute
from schakel.data.sql import identifier, rows, run
from schakel.insight.view import Stored
from schakel.sharing.grant import FIELDS, Sight

_EVERY = """
CREATE OR REPLACE TEMP TABLE every_step AS
WITH seen AS (
  SELECT s.*, g.source IS NOT NULL AS g_here, {fields}
  FROM ({steps}) AS s LEFT JOIN in_sight AS g ON g.source = s.source
)
SELECT *,
  COALESCE(LEAD(g_here) OVER w, TRUE) AS g_next, COALESCE(LEAD(g_started) OVER w, FALSE) AS g_next_started,
  COALESCE(LEAD(g_partner) OVER w, FALSE) AS g_next_partner, COALESCE(LAG(g_here) OVER w, TRUE) AS g_before,
  COALESCE(LAG(g_started AND g_ended) OVER w, TRUE) AS g_timed_before,
  BOOL_AND(g_here AND g_ended) OVER (w ROWS UNBOUNDED PRECEDING) AS g_so_far
FROM seen WINDOW w AS (PARTITION BY case_no ORDER BY pos)
"""
_STEPS = """
CREATE OR REPLACE TEMP TABLE granted_steps AS SELECT * EXCLUDE ({helping}) REPLACE ({kept}) FROM every_step WHERE g_here
"""
_CASES = """
CREATE OR REPLACE TEMP TABLE granted_cases AS
WITH judged AS (
  SELECT case_no, BOOL_AND(g_all) AS g_whole, BOOL_OR(g_here) AS g_here,{attributes}
    COALESCE(BOOL_OR(pos = 1 AND g_here AND g_started AND g_ended), FALSE) AS g_begun,
    MIN(CASE WHEN g_here AND g_started AND g_ended THEN COALESCE(started, ended) END) AS g_first,
    MIN(CASE WHEN g_here AND g_started AND g_ended THEN COALESCE(started_on, ended_on) END) AS g_first_on
  FROM every_step GROUP BY case_no
), people AS (
  SELECT c.*, j.* EXCLUDE (case_no), BOOL_AND(j.g_whole) OVER (PARTITION BY c.resident_no) AS g_known
  FROM ({cases}) AS c JOIN judged AS j ON j.case_no = c.case_no
)
SELECT * EXCLUDE (g_whole, g_here, g_begun, g_first, g_first_on, g_known{shared}) REPLACE ({kept})
FROM people WHERE g_here
"""
_TIMED = "g_next AND g_next_started"
# Whether a handover or its wait can be told at all hangs on who did both steps and to whom was referred.
_BOTH = "g_partner AND g_to_partner AND g_next_partner"
# Which column is known when; others of a row that is in sight always are.
_OF_STEPS = {
    "household_no": "g_household",
    "partner": "g_partner",
    "to_partner": "g_to_partner AND to_partner IN (SELECT partner FROM partners_in_sight)",
    "started": "g_started",
    "started_on": "g_started",
    "ended": "g_ended",
    "ended_on": "g_ended",
    "requested": "g_requested",
    "requested_on": "g_requested",
    "precision": "g_started OR g_ended OR g_requested",
    "next_activity": "g_next",
    "next_partner": f"g_next AND {_BOTH}",
    "next_started": _TIMED,
    "gap_us": f"g_ended AND {_TIMED}",
    "wait_us": f"g_so_far AND {_TIMED} AND {_BOTH}",
    "is_parallel": f"g_so_far AND {_TIMED}",
    "own_wait_us": "g_requested AND g_started",
    "touch_us": "g_started AND g_ended",
    "is_first": "g_before",
    "is_last": "g_next",
    "is_open": "g_ended",
    "is_tied": "g_before AND g_started AND g_ended AND g_timed_before",
}
_ALWAYS = frozenset({"case_no", "resident_no"})
_BEGINNING = {"started": "g_first", "started_on": "g_first_on"}
_OF_RESIDENT = frozenset({"is_return", "since_previous_days"})  # they hang on the resident's other cases too


def granted(connection: duckdb.DuckDBPyConnection, stored: Stored, sight: Sight) -> Stored:
    """Where the rows are that may be seen: temp tables of this cursor, gone with it.

    Attributes that no source shares are not there at all, so that no list of keys or values names them.
    """
    events, of_cases = ([one for one in stored.attributes if one.level == level] for level in ("event", "case"))
    fields = _fields(stored.attributes)
    _make_sight(connection, sight, fields)
    told = ", ".join(f"COALESCE(g.{column}, FALSE) AS {column}" for column in (*fields.values(), "g_all"))
    run(connection, _EVERY.format(fields=told, steps=stored.steps))
    helping = [*fields.values(), "g_all", "g_here", "g_next", "g_next_started", "g_next_partner", "g_before"]
    helping += ["g_timed_before", "g_so_far"]
    when = _OF_STEPS | {one.column: fields[one.slug] for one in events}
    kept = [_when(column, condition) for column, condition in when.items()]
    kept.append("CAST(ROW_NUMBER() OVER (PARTITION BY case_no ORDER BY pos) AS INTEGER) AS pos")
    run(connection, _STEPS.format(helping=", ".join(helping), kept=", ".join(kept)))
    names = [row[0] for row in rows(connection, f"DESCRIBE {stored.cases}")]
    shared = {one.column: identifier(f"g_c_{one.slug}") for one in of_cases}
    told = "".join(f" BOOL_AND(g_here AND {fields[one.slug]}) AS {shared[one.column]}," for one in of_cases)
    parts = {"cases": stored.cases, "kept": ", ".join(_of_cases(names, shared)), "attributes": told}
    run(connection, _CASES.format(shared="".join(f", {column}" for column in shared.values()), **parts))
    run(connection, "DROP TABLE every_step")
    everything = any(granted is None for _, granted in sight.sources)
    known = frozenset().union(*(granted for _, granted in sight.sources if granted is not None))
    attributes = tuple(one for one in stored.attributes if everything or one.slug in known)
    return Stored("SELECT * FROM granted_steps", "SELECT * FROM granted_cases", attributes, stored.successors)


def _fields(attributes: Iterable[Attribute]) -> dict[str, str]:
    """Per field of a grant the column of `in_sight` that tells whether it may be read."""
    found = {name: f"g_{name}" for name in FIELDS}
    return found | {one.slug: identifier(f"g_a_{one.slug}") for one in attributes if one.slug not in found}


def _make_sight(connection: duckdb.DuckDBPyConnection, sight: Sight, fields: Mapping[str, str]) -> None:
    columns = "".join(f", {column} BOOLEAN" for column in (*fields.values(), "g_all"))
    run(connection, f"CREATE OR REPLACE TEMP TABLE in_sight (source VARCHAR{columns})")
    marks = ", ".join("?" * (len(fields) + 2))
    for source, granted_fields in sight.sources:
        everything = granted_fields is None
        told = [everything or name in (granted_fields or ()) for name in fields]
        run(connection, f"INSERT INTO in_sight VALUES ({marks})", [source, *told, everything])  # noqa: S608
    run(connection, "CREATE OR REPLACE TEMP TABLE partners_in_sight (partner VARCHAR)")
    for partner in sorted(sight.partners):
        run(connection, "INSERT INTO partners_in_sight VALUES (?)", [partner])


def _of_cases(names: Iterable[str], shared: Mapping[str, str]) -> list[str]:
    """shared: of the attributes of cases the column that tells whether all that made it may be read."""
    kept = []
    for name in names:
        if name in _BEGINNING:
            kept.append(f"CASE WHEN g_whole THEN {name} WHEN g_begun THEN {_BEGINNING[name]} END AS {name}")
        elif name not in _ALWAYS:
            kept.append(_when(identifier(name), "g_known" if name in _OF_RESIDENT else shared.get(name, "g_whole")))
    return kept


def _when(column: str, condition: str) -> str:
    return f"CASE WHEN {condition} THEN {column} END AS {column}"
