"""What could be seen: waits and handovers only in months that both partners delivered, and until when a case was seen.

Only logs of several sources, or of one that declares its period, need this before their events are linked.
"""

from collections.abc import Mapping, Sequence

from duckdb import DuckDBPyConnection

from schakel.data.coverage import Horizon, Span
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


def make_covered(con: DuckDBPyConnection, covered: Mapping[int, Sequence[tuple[str, int]]]) -> None:
    """Make the table `covered` (key_group, partner, month): months that a partner delivered, by who share a key."""
    run(con, "CREATE OR REPLACE TEMP TABLE covered (key_group INTEGER, partner VARCHAR, month INTEGER)")
    for group, months in covered.items():
        run(
            con,
            "INSERT INTO covered SELECT CAST(? AS INTEGER), unnest(CAST(? AS VARCHAR[])), unnest(CAST(? AS INTEGER[]))",
            [group, [partner for partner, _ in months], [month for _, month in months]],
        )


def mask(con: DuckDBPyConnection) -> int:
    """Take wait and next partner out of steps of `linked` where they cannot be told; how many steps.

    Where one of both partners did not deliver the month of the end or of the next start; and after a referral to a
    partner that cannot be followed, since what comes next then is not what the referral led to.
    """
    own = MONTH.format(on="coalesce(l.ended_on, l.started_on)")
    following = MONTH.format(on="l.next_started_on")
    both = [(partner, month) for partner in ("l.partner", "l.next_partner") for month in (own, following)]
    parts = {
        "both": " AND ".join(_delivered(partner, month) for partner, month in both),
        "referred": _delivered("l.to_partner", own),
    }
    run(con, sql("masked.sql").format(**parts))
    (n,) = one(con, "SELECT count(*) FROM masked")
    if n:
        run(con, sql("linked_masked.sql"))
        (is_view,) = one(con, "SELECT count(*) FROM duckdb_views() WHERE view_name = 'linked'")
        run(con, f"DROP {'VIEW' if is_view else 'TABLE'} linked")
        run(con, "ALTER TABLE linked_masked RENAME TO linked")
    return int(n)


def _delivered(partner: str, month: str) -> str:
    return (
        f"({partner} IS NULL OR {month} IS NULL OR EXISTS (SELECT 1 FROM covered AS v "  # noqa: S608
        f"WHERE v.key_group = s.key_group AND v.partner = CAST({partner} AS VARCHAR) AND v.month = {month}))"
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
