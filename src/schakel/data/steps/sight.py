"""What could be seen: waits and handovers only in months that both partners delivered, and until when a case was seen.

Only logs of several sources, or of one that declares its period, need this before their events are linked.
"""

from collections.abc import Sequence

from duckdb import DuckDBPyConnection

from schakel.data.coverage import Horizon, Span, covered_months
from schakel.data.manifest import Coverage
from schakel.data.sql import one, rows, run
from schakel.data.steps.link import Coded
from schakel.data.steps.schema import sql

MONTH = "(year({on}) * 12 + month({on}) - 1)"


def first_spans(con: DuckDBPyConnection, coded: Coded) -> tuple[Span, ...]:
    """What each partner did in each source, before its events are linked; ties and days are not counted yet."""
    has = coded.kept
    last_on = "greatest(started_on, ended_on)" if "ended_on" in has else "started_on"
    last_at = "greatest(started, ended)" if "ended" in has else "started"
    first_on = "coalesce(started_on, ended_on)" if "ended_on" in has else "started_on"
    partner = "CAST(partner AS VARCHAR)" if "partner" in has else "CAST(NULL AS VARCHAR)"
    place = "place" if "place" in has else "0"
    found = rows(
        con,
        f"SELECT (SELECT list(source_no ORDER BY place) FROM sources)[{place} + 1] AS source_no, {partner} AS partner, "  # noqa: S608
        f"min({first_on}), max({last_on}), max({last_at}), count(*), 0, 0 FROM coded GROUP BY ALL ORDER BY ALL",
    )
    return tuple(Span(*row) for row in found)


def make_covered(con: DuckDBPyConnection, found: Coverage) -> None:
    """Make the table `covered` (partner, month): months that a partner delivered."""
    run(con, "CREATE OR REPLACE TEMP TABLE covered (partner VARCHAR, month INTEGER)")
    months = covered_months(found)
    if months:
        run(
            con,
            "INSERT INTO covered SELECT unnest(CAST(? AS VARCHAR[])), unnest(CAST(? AS INTEGER[]))",
            [[partner for partner, _ in months], [month for _, month in months]],
        )


def mask(con: DuckDBPyConnection) -> int:
    """Take waits and next partners out of `linked` where one of both did not deliver that month; how many steps."""
    own = MONTH.format(on="coalesce(l.ended_on, l.started_on)")
    following = MONTH.format(on="l.next_started_on")
    out = (
        f"l.next_activity IS NOT NULL AND (NOT {_delivered('l.partner', own)} "
        f"OR NOT {_delivered('l.next_partner', following)})"
    )
    run(con, f"CREATE OR REPLACE TEMP TABLE masked AS SELECT l.case_no, l.pos FROM linked AS l WHERE {out}")  # noqa: S608
    (n,) = one(con, "SELECT count(*) FROM masked")
    if n:
        run(con, sql("masked.sql"))
        (is_view,) = one(con, "SELECT count(*) FROM duckdb_views() WHERE view_name = 'linked'")
        run(con, f"DROP {'VIEW' if is_view else 'TABLE'} linked")
        run(con, "ALTER TABLE linked_masked RENAME TO linked")
    return int(n)


def _delivered(partner: str, month: str) -> str:
    return (
        f"({partner} IS NULL OR {month} IS NULL OR EXISTS (SELECT 1 FROM covered AS v "  # noqa: S608
        f"WHERE v.partner = CAST({partner} AS VARCHAR) AND v.month = {month}))"
    )


def start_follows(con: DuckDBPyConnection) -> None:
    """Make the table that `add_follows` fills: after which activity a source ever showed the next step."""
    run(con, "CREATE OR REPLACE TEMP TABLE follows (activity VARCHAR, source_no USMALLINT)")


def add_follows(con: DuckDBPyConnection) -> None:
    """Add those of `linked`."""
    run(con, sql("follows.sql"))


def make_seen_until(con: DuckDBPyConnection, horizons: Sequence[Horizon]) -> None:
    """Make the table `seen_until` (activity, source_no, seen_on, seen_at): until when a case that stopped was seen.

    That is the earliest reference date of the sources that could have shown the next step: the step's own, and those
    that ever showed one after the same activity. activity NULL: only the source's own.
    """
    run(con, "CREATE OR REPLACE TEMP TABLE horizons (source_no USMALLINT, seen_on DATE, seen_at TIMESTAMP)")
    for number, horizon in enumerate(horizons):
        run(con, "INSERT INTO horizons VALUES (?, ?, ?)", [number, horizon.on, horizon.at])
    run(con, sql("seen_until.sql"))
