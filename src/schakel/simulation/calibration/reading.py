"""From the views of a log to arrays."""

from datetime import date, timedelta
from typing import Any, Literal

import numpy as np

from schakel.data.sql import one, rows, run
from schakel.insight.view import LogView
from schakel.simulation.calibration.observed import Observed

TypeBy = Literal["client_group", "question", "law"]
UNKNOWN = "?"
EVERYBODY = "all"
DAYS = 7

_CHOSEN = """
CREATE OR REPLACE TEMP TABLE calibration_steps AS
WITH told AS (
    SELECT s.*, c.sight_until_on, lead(s.partner) OVER (PARTITION BY s.case_no ORDER BY s.pos) AS partner_after
    FROM steps AS s JOIN cases AS c USING (case_no)
)
SELECT case_no, pos, activity, coalesce(partner, '{unknown}') AS partner, to_partner, e_line AS line,
    coalesce(started, ended) AS started, CASE WHEN is_open THEN NULL ELSE coalesce(ended, started) END AS ended,
    requested,
    (is_last AND sight_until_on IS NOT NULL) OR (wait_us IS NULL AND coalesce(NOT is_parallel, FALSE))
        OR (next_partner IS NULL AND partner_after IS NOT NULL) AS untold
FROM told
WHERE activity NOT IN (SELECT unnest($1::VARCHAR[]))
"""
_WORDS = """
CREATE OR REPLACE TEMP TABLE calibration_{name} AS
SELECT word, row_number() OVER (ORDER BY word) - 1 AS no FROM (SELECT DISTINCT {column} AS word FROM {table})
WHERE word IS NOT NULL
"""
_CASES = """
CREATE OR REPLACE TEMP TABLE calibration_cases AS
SELECT row_number() OVER (ORDER BY case_no) - 1 AS place, case_no, resident_no, household_no,
    coalesce({kind}, '{all}') AS type, coalesce(c_municipality, '{all}') AS municipality,
    CASE WHEN is_open OR sight_until_on IS NOT NULL THEN NULL ELSE coalesce(ended, started) END AS closed
FROM cases WHERE case_no IN (SELECT case_no FROM calibration_steps)
"""
_STEP_ROWS = """
SELECT c.place AS "case", g.no AS stage, p.no AS partner, coalesce(t.no, -1) AS to_partner,
    {requested} AS requested, {started} AS started, {ended} AS ended, s.untold
FROM calibration_steps AS s JOIN calibration_cases AS c USING (case_no)
    JOIN calibration_stages AS g ON g.word = s.activity JOIN calibration_partners AS p ON p.word = s.partner
    LEFT JOIN calibration_partners AS t ON t.word = s.to_partner
ORDER BY s.case_no, s.pos
"""
_CASE_ROWS = """
SELECT k.no AS type, m.no AS municipality, coalesce(resident_no, -1) AS resident,
    coalesce(household_no, -1) AS household, {closed} AS closed
FROM calibration_cases AS c JOIN calibration_types AS k ON k.word = c.type
    JOIN calibration_municipalities AS m ON m.word = c.municipality
ORDER BY place
"""
_NAMED = {
    "stages": ("activity", "calibration_steps"),
    "partners": ("partner", "(SELECT partner FROM calibration_steps UNION SELECT to_partner FROM calibration_steps)"),
    "types": ("type", "calibration_cases"),
    "municipalities": ("municipality", "calibration_cases"),
}


def observe(view: LogView, *, type_by: TypeBy = "client_group") -> Observed:
    """What calibration looks at, of the cases that the view selects; its first day is the day of the earliest end.

    Deliveries hold all that still ran at their start, so that what began before may have begun long before.
    """
    manifest = view.manifest
    connection = view.connection
    run(connection, _CHOSEN.format(unknown=UNKNOWN), [list(manifest.closing)])
    run(connection, _CASES.format(kind=f"c_{type_by}", all=EVERYBODY))
    for name, (column, table) in _NAMED.items():
        run(connection, _WORDS.format(name=name, column=column, table=table))
    first_on = _first_on(view)
    weeks = {name: _weeks(name, first_on) for name in ("requested", "started", "ended", "closed")}
    steps = _arrays(view, _STEP_ROWS.format(**weeks))
    cases = _arrays(view, _CASE_ROWS.format(**weeks))
    return Observed(
        case=_whole(steps["case"]),
        stage=_whole(steps["stage"]),
        partner=_whole(steps["partner"]),
        to_partner=_whole(steps["to_partner"]),
        requested=_moments(steps["requested"]),
        started=_moments(steps["started"]),
        ended=_moments(steps["ended"]),
        untold=np.ma.filled(steps["untold"], False).astype(bool),
        type=_whole(cases["type"]),
        municipality=_whole(cases["municipality"]),
        resident=_whole(cases["resident"]) if manifest.residents == "delivered" else np.full(len(cases["type"]), -1),
        household=_whole(cases["household"]) if manifest.households else np.full(len(cases["type"]), -1),
        closed=np.nan_to_num(_moments(cases["closed"]), nan=np.inf),
        stages=_words(view, "stages"),
        partners=_words(view, "partners"),
        types=_words(view, "types"),
        municipalities=_words(view, "municipalities"),
        lines=_lines(view),
        first_on=first_on,
        until=((manifest.reference_on - first_on).days + 1) / DAYS,
        declares_endings=bool(manifest.closing),
    )


def _first_on(view: LogView) -> date:
    """The day of the earliest end, and not one before the period that was declared."""
    (found,) = one(view.connection, "SELECT CAST(min(coalesce(ended, started)) AS DATE) FROM calibration_steps")
    declared = [source.since for source in view.manifest.sources if source.since]
    first: date = found if isinstance(found, date) else view.manifest.first_on
    return max(first, min(declared)) if declared else first


def _weeks(column: str, first_on: date) -> str:
    week_us = timedelta(days=DAYS) // timedelta(microseconds=1)
    return f"(epoch_us({column}) - epoch_us(TIMESTAMP '{first_on.isoformat()}')) / CAST({week_us} AS DOUBLE)"


def _arrays(view: LogView, text: str) -> dict[str, Any]:
    return view.connection.execute(text).fetchnumpy()


def _moments(found: Any) -> np.ndarray:
    return np.asarray(np.ma.filled(np.ma.asarray(found, dtype=np.float64), np.nan))


def _whole(found: Any) -> np.ndarray:
    return np.asarray(found).astype(np.int64)


def _words(view: LogView, name: str) -> tuple[str, ...]:
    return tuple(row[0] for row in rows(view.connection, f"SELECT word FROM calibration_{name} ORDER BY no"))  # noqa: S608


def _lines(view: LogView) -> tuple[int, ...]:
    """The line of each stage: the one said most often, where it is a number from 0 to 3, else 1."""
    text = (
        "SELECT mode(TRY_CAST(left(regexp_extract(line, '[0-3]'), 1) AS INTEGER)) "
        "FROM calibration_steps GROUP BY activity ORDER BY activity"
    )
    return tuple(1 if row[0] is None else int(row[0]) for row in rows(view.connection, text))
