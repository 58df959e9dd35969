"""What a term would take out of a snapshot now, in cases: so that somebody sees it before they say how long to keep."""

from dataclasses import dataclass
from datetime import date

from duckdb import DuckDBPyConnection

from schakel.data.manifest import Manifest
from schakel.data.sql import one

# A row goes as a whole, by its last known moment; of what still runs that is the day until when its source was seen.
_EFFECT = """
WITH lines AS (
    SELECT case_no, source_row, min(resident_no) AS resident_no, count(*) AS steps,
        CASE WHEN bool_or(is_open) THEN CAST($seen AS DATE)
             ELSE max(coalesce(ended_on, started_on, requested_on)) END AS last_on
    FROM steps WHERE source = $source GROUP BY case_no, source_row
), leaving AS (
    SELECT case_no, resident_no, sum(steps) AS steps FROM lines WHERE last_on < CAST($first AS DATE) GROUP BY ALL
), of_cases AS (
    SELECT case_no, sum(steps) AS steps FROM leaving GROUP BY case_no
), judged AS (
    SELECT o.case_no, o.steps = c.length AS whole FROM of_cases AS o JOIN cases AS c USING (case_no)
)
SELECT count(DISTINCT case_no), count(DISTINCT resident_no), count(DISTINCT CASE WHEN whole THEN case_no END),
    count(DISTINCT CASE WHEN whole THEN resident_no END)
FROM leaving JOIN judged USING (case_no)
"""


@dataclass(frozen=True)
class Effect:
    """cases: that lose steps, and whole: those of which nothing is left; with the residents of these steps."""

    cases: int
    residents: int
    whole: int
    whole_residents: int


def effect(con: DuckDBPyConnection, manifest: Manifest, source: str, first: date) -> Effect:
    """What goes of a source when the first day that stays is this one. con: has the steps and cases of the snapshot.

    Of deliveries that later ones took the place of nothing is in a snapshot, and so nothing is in these counts.
    """
    reference = manifest.reference.get(source)
    seen = reference.on if reference and reference.declared else date.max
    found = one(con, _EFFECT, {"source": source, "first": first, "seen": seen})
    return Effect(*(int(n) for n in found))
