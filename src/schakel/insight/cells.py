"""Kinds of steps: what a map asks of any selection, in one pass over small numbers instead of many over names.

Each step of a snapshot belongs to a cell: its activity, partner, next activity, and whether it is the first of its kind
in its case. Steps and cases of a selection are then sums over cells. Residents are too: each (case, resident) is
counted once per kind, and of residents with several cases what was counted twice is taken off again.
Equal to the figures of the same name, which a test holds; made for the process that answers many selections.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import duckdb

from schakel.data.sql import identifier, rows, run

FLAGS = {  # per flag the columns of which a step is the first in its case and resident
    "n_activity": "a",
    "n_partner": "p",
    "n_doer": "a, p",
    "n_edge": "a, n",
    "n_along": "a, n, is_parallel",
}
KIND = (
    "activity",
    "partner",
    "next_activity",
    "is_parallel",
    "is_first",
    "is_last",
    "is_open",
    "has_wait",
    "has_touch",
    *FLAGS,
)
_CODED = """
CREATE TEMP TABLE coded AS
SELECT case_no, pos, resident_no, activity, partner, next_activity, COALESCE(is_parallel, FALSE) AS is_parallel,
  COALESCE(is_first, FALSE) AS is_first, COALESCE(is_last, FALSE) AS is_last, COALESCE(is_open, FALSE) AS is_open,
  wait_us, touch_us, wait_us IS NOT NULL AS has_wait, touch_us IS NOT NULL AS has_touch,
  COALESCE(a.no, 0) AS a, COALESCE(p.no, 0) AS p, COALESCE(n.no, 0) AS n
FROM ({steps}) AS s
LEFT JOIN words AS a ON a.kind = 'activity' AND a.word = s.activity
LEFT JOIN words AS p ON p.kind = 'partner' AND p.word = s.partner
LEFT JOIN words AS n ON n.kind = 'activity' AND n.word = s.next_activity
"""
_WORDS = """
CREATE TEMP TABLE words AS SELECT kind, word, CAST(ROW_NUMBER() OVER () AS INTEGER) AS no FROM (
  SELECT DISTINCT 'activity' AS kind, activity AS word FROM ({steps}) WHERE activity IS NOT NULL
  UNION SELECT DISTINCT 'activity', next_activity FROM ({steps}) WHERE next_activity IS NOT NULL
  UNION SELECT DISTINCT 'partner', partner FROM ({steps}) WHERE partner IS NOT NULL
)
"""
_STEPS = """
CREATE OR REPLACE TABLE {steps} AS SELECT f.case_no, f.resident_no, c.cell, f.wait_us, f.touch_us
FROM flagged AS f JOIN {cells} AS c ON {same} ORDER BY f.case_no, f.pos
"""
_SHARED = """
CREATE OR REPLACE TABLE {shared} AS SELECT case_no, resident_no, cell FROM {steps} WHERE resident_no IN (
  SELECT resident_no FROM (SELECT DISTINCT case_no, resident_no FROM {steps}) GROUP BY resident_no HAVING COUNT(*) > 1
)
"""


@dataclass(frozen=True)
class Cells:
    """Names of the three tables of one snapshot: its cells, its steps by cell, and steps of residents with several
    cases."""

    cells: str
    steps: str
    shared: str

    @classmethod
    def named(cls, name: str) -> "Cells":
        """The tables under a name."""
        return cls(*(identifier(f"{table}_{name}") for table in ("cells", "cell_steps", "cell_shared")))


def make_cells(connection: duckdb.DuckDBPyConnection, steps: str, made: Cells) -> None:
    """Make the three tables from a SELECT of stored steps; the cursor should be one of its own."""
    run(connection, _WORDS.format(steps=steps))
    run(connection, _CODED.format(steps=steps))
    flags = ", ".join(
        f"ROW_NUMBER() OVER (PARTITION BY case_no, resident_no, {columns} ORDER BY pos) = 1 AS {flag}"
        for flag, columns in FLAGS.items()
    )
    run(connection, f"CREATE TEMP TABLE flagged AS SELECT *, {flags} FROM coded")  # noqa: S608 (our own names)
    kind = ", ".join(KIND)
    numbered = f"SELECT CAST(ROW_NUMBER() OVER (ORDER BY {kind}) AS INTEGER) AS cell, {kind}"
    run(
        connection,
        f"CREATE OR REPLACE TABLE {made.cells} AS {numbered} FROM (SELECT DISTINCT {kind} FROM flagged)",  # noqa: S608
    )
    same = " AND ".join(f"f.{column} IS NOT DISTINCT FROM c.{column}" for column in KIND)
    run(connection, _STEPS.format(steps=made.steps, cells=made.cells, same=same))
    run(connection, _SHARED.format(shared=made.shared, steps=made.steps))


class CellCounts:
    """Counts over the selected cases of a view's cursor, in which `selected` is a table or, without one, everything."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, made: Cells, *, selected: bool) -> None:
        self.connection, self.made = connection, made
        self.where = "WHERE case_no IN (SELECT case_no FROM selected)" if selected else "WHERE TRUE"
        run(
            connection,
            f"CREATE OR REPLACE TEMP TABLE counted AS SELECT c.*, k.n FROM {made.cells} AS c JOIN "  # noqa: S608
            f"(SELECT cell, COUNT(*) AS n FROM {made.steps} {self.where} GROUP BY cell) AS k ON k.cell = c.cell",
        )
        run(
            connection,
            f"CREATE OR REPLACE TEMP TABLE shared AS SELECT c.*, s.resident_no FROM "  # noqa: S608
            f"(SELECT * FROM {made.shared} {self.where}) AS s JOIN {made.cells} AS c ON c.cell = s.cell",
        )

    def table(self, by: Sequence[str], people: str, condition: str, more: Sequence[str] = ()) -> list[tuple[Any, ...]]:
        """Rows of: the columns `by`, steps, residents, then sums of `n` where each condition of `more` holds.

        people: the condition under which a cell counts (case, resident) pairs once.
        """
        keys = ", ".join(by)
        summed = [f"CAST(SUM(CASE WHEN {one} THEN n ELSE 0 END) AS BIGINT)" for one in (people, *more)]
        sums = ", ".join(f"{text} AS m{place}" for place, text in enumerate(summed))
        ours = ", ".join(f"m.{key}" for key in by)
        rest = "".join(f", m.m{place}" for place in range(1, len(summed)))
        same = " AND ".join(f"e.{key} IS NOT DISTINCT FROM m.{key}" for key in by)
        text = f"""
        WITH main AS (
          SELECT {keys}, CAST(SUM(n) AS BIGINT) AS steps, {sums} FROM counted WHERE {condition} GROUP BY {keys}
        ), twice AS (
          SELECT {keys}, COUNT(*) - COUNT(DISTINCT resident_no) AS n FROM shared WHERE {condition} AND {people}
          GROUP BY {keys}
        )
        SELECT {ours}, m.steps, m.m0 - COALESCE(e.n, 0){rest} FROM main AS m LEFT JOIN twice AS e ON {same}
        ORDER BY m.steps DESC, {ours}
        """  # noqa: S608 (our own names)
        return rows(self.connection, text)

    def quantiles(self, by: Sequence[str], time: str, condition: str) -> dict[tuple[Any, ...], list[float]]:
        """The 10th, 50th and 90th percentile of wait_us or touch_us per value of the columns `by`, where known."""
        keys, plain = ", ".join(f"g.{key}" for key in by), ", ".join(by)
        text = f"""
        WITH g AS MATERIALIZED (
          SELECT cell, {plain}, DENSE_RANK() OVER (ORDER BY {plain}) AS part FROM {self.made.cells} WHERE {condition}
        ), q AS (
          SELECT g.part, QUANTILE_CONT(s.{time}, [0.1, 0.5, 0.9]) AS q
          FROM {self.made.steps} AS s JOIN g ON g.cell = s.cell {self.where} AND s.{time} IS NOT NULL GROUP BY g.part
        )
        SELECT DISTINCT {keys}, q.q FROM q JOIN g ON g.part = q.part
        """  # noqa: S608 (our own names)
        return {row[:-1]: row[-1] for row in rows(self.connection, text)}

    def residents_beyond(self, by: Sequence[str], condition: str, shown: Sequence[Sequence[Any]]) -> int:
        """Distinct residents of steps under the condition whose values of `by` are not shown; in `shown` None is ""."""
        keys = ", ".join(f"COALESCE({column}, '')" for column in by)
        marks = ", ".join("UNNEST(CAST(? AS VARCHAR[]))" for _ in by)
        text = f"""
        SELECT COUNT(DISTINCT resident_no) FROM {self.made.steps} {self.where} AND cell IN (
          SELECT cell FROM {self.made.cells} WHERE {condition} AND ({keys}) NOT IN (SELECT {marks})
        )
        """  # noqa: S608 (our own names)
        return int(rows(self.connection, text, [list(column) for column in shown])[0][0])
