"""The order in which activities usually follow each other, for steps that have only a day."""

from collections.abc import Sequence
from dataclasses import dataclass

from duckdb import DuckDBPyConnection

from schakel.data.deliveries.proposal.events_found import FEW
from schakel.data.deliveries.proposal.source_found import SourceFound
from schakel.data.sql import one, rows, run

MOST = 60  # activities that are put in order
CASES = 50_000  # cases by which the order is found
CLOSING = ("afsluit", "afgesloten", "afgehandeld", "afronding", "uitstroom", "uit traject", "closing", "closed")


@dataclass(frozen=True)
class UsualOrder:
    """activities from first to last; ties: how often two of them stand on one day of one case; cases: looked at."""

    activities: tuple[str, ...]
    ties: int
    cases: int


def usual_order(
    connection: DuckDBPyConnection, sources: Sequence[SourceFound], *, by_resident: bool, without: Sequence[str] = ()
) -> UsualOrder:
    """By how often one activity comes on an earlier day than another in the same case, over all sources together.

    without: words that are read as another.
    """
    days = [source for source in sources if source.events and not source.has_times]
    if not days:
        return UsualOrder((), 0, 0)
    key = "resident" if by_resident else "key"
    parts = " UNION ALL ".join(
        f"SELECT {key} AS case_key, resident, activity, coalesce(started, ended) AS day FROM {source.events}"  # noqa: S608
        for source in days
    )
    run(
        connection,
        f"CREATE OR REPLACE TEMP TABLE order_words AS SELECT activity FROM ({parts}) "  # noqa: S608
        f"WHERE activity NOT IN (SELECT unnest(?::VARCHAR[])) GROUP BY 1 HAVING count(DISTINCT resident) >= {FEW} "
        f"ORDER BY count(*) DESC, activity LIMIT {MOST}",
        [list(without)],
    )
    run(
        connection,
        f"CREATE OR REPLACE TEMP TABLE order_days AS SELECT case_key, activity, min(day) AS day FROM ({parts}) "  # noqa: S608
        "WHERE activity IN (SELECT activity FROM order_words) GROUP BY 1, 2",
    )
    (cases,) = one(connection, "SELECT count(DISTINCT case_key) FROM order_days")
    every = int(cases) // CASES + 1
    pairs = rows(
        connection,
        "SELECT a.activity, b.activity, count(*) FILTER (a.day < b.day), count(*) FILTER (a.day = b.day) "  # noqa: S608
        "FROM order_days AS a JOIN order_days AS b ON a.case_key = b.case_key AND a.activity <> b.activity "
        f"WHERE hash(a.case_key) % {every} = 0 GROUP BY 1, 2",
    )
    names = [name for (name,) in rows(connection, "SELECT activity FROM order_words ORDER BY activity")]
    return UsualOrder(_ordered(names, pairs), sum(ties for *_, ties in pairs) // 2, int(cases))


def _ordered(names: Sequence[str], pairs: Sequence[tuple[str, str, int, int]]) -> tuple[str, ...]:
    """Take out, time and again, the activity that the rest comes after most often."""
    before = {(first, then): n for first, then, n, _ in pairs}
    left, found = list(names), []
    while left:

        def lead(name: str) -> float:
            won = [(before.get((name, other), 0), before.get((other, name), 0)) for other in left if other != name]
            met = [(mine, theirs) for mine, theirs in won if mine + theirs]
            return sum((mine - theirs) / (mine + theirs) for mine, theirs in met) / (len(met) or 1)

        best = max(left, key=lambda name: (round(lead(name), 6), -names.index(name)))
        found.append(best)
        left.remove(best)
    return tuple(found)


def closing_words(activities: Sequence[str]) -> tuple[str, ...]:
    """Activities that close a case by their name."""
    return tuple(word for word in activities if word.lower().startswith(CLOSING) or word.lower() in ("eind", "einde"))
