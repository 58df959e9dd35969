"""Trajectories: a resident's steps with gaps up to a number of days; a later one is a new case, marked as a return."""

from duckdb import DuckDBPyConnection

from schakel.data.sql import rows, run
from schakel.data.steps.buckets import bucket_sql
from schakel.data.steps.schema import sql


def split(con: DuckDBPyConnection, gap_days: int, buckets: int) -> list[tuple[int, int, int]]:
    """Cut the cases of `coded`, which are residents, into trajectories and number those.

    case_ids gets a column `turn`: the resident's first trajectory is 1. A trajectory's id is the resident's with its
    turn. Returns (bucket, first case_no, last case_no) as `ids.number_cases` does.
    """
    run(con, sql("trajectory.sql").format(gap=int(gap_days)))
    run(con, "DROP TABLE coded")
    run(
        con,
        "CREATE OR REPLACE TEMP TABLE trajectories AS SELECT *, "  # noqa: S608
        "CAST(row_number() OVER (ORDER BY bucket, stored) AS INTEGER) AS case_no "
        f"FROM (SELECT *, {bucket_sql('stored', buckets)} AS bucket FROM (SELECT i.id, t.turn, t.case_no AS whole, "
        "i.stored || '-' || t.turn AS stored FROM (SELECT DISTINCT case_no, turn FROM turned) AS t "
        "JOIN case_ids AS i USING (case_no)))",
    )
    run(
        con,
        "CREATE TEMP TABLE coded AS SELECT n.case_no, t.* EXCLUDE (case_no, turn) FROM turned AS t "
        "JOIN trajectories AS n ON n.whole = t.case_no AND n.turn = t.turn",
    )
    run(con, "DROP TABLE turned")
    run(con, "CREATE OR REPLACE TEMP TABLE case_ids AS SELECT id, stored, bucket, case_no, turn FROM trajectories")
    run(con, "DROP TABLE trajectories")
    return [
        (int(bucket), int(first), int(last))
        for bucket, first, last in rows(
            con, "SELECT bucket, min(case_no), max(case_no) FROM case_ids GROUP BY bucket ORDER BY bucket"
        )
    ]
