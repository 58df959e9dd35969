"""The events that a source would give under the proposal, to see when they were, in which order, and how they end."""

from dataclasses import dataclass, replace
from datetime import date

from duckdb import DuckDBPyConnection

from schakel.data.deliveries.proposal.row_shape import Span
from schakel.data.deliveries.proposal.source_found import SourceFound
from schakel.data.sql import one, rows, run

FEW = 10  # residents behind a word, at least, before it may stand in a text
BEFORE = 0.9  # part of the requests that lie before the begin, at least
HARDLY = 0.05  # of the usual number of begins in a month: less is the tail of long ago
MUCH = 0.1  # part of all ends, or begins, that falls on one day of the year


@dataclass(frozen=True)
class Peak:
    """Ends on 31 December and begins on 1 January, of how many; joined: pairs that are the same help going on."""

    ends: int
    begins: int
    all_ends: int
    all_begins: int
    joined: int


def make_days(connection: DuckDBPyConnection, source: SourceFound, table: str) -> SourceFound:
    """Make the table of the source's rows with what makes its events: file, key, resident, words, d<place> as days."""
    days = [f"{source.dates.by_place[place].sql} AS d{place}" for place in source.roles.dates]
    activity = "CAST(NULL AS VARCHAR)" if source.shape.activity is None else f"c{source.shape.activity}"
    resident = _cell(source, "resident") if "resident" in source.roles.columns else f"c{source.key}"
    words = ", ".join(f"{_cell(source, ours)} AS {ours}" for ours in ("partner", "product", "municipality"))
    run(
        connection,
        f"CREATE OR REPLACE TABLE {table} AS SELECT file, c{source.key} AS key, {resident} AS resident, "  # noqa: S608
        f"{activity} AS activity, {words}, {', '.join(days)} FROM {source.relation}",
    )
    return replace(source, days=table)


def make_events(connection: DuckDBPyConnection, source: SourceFound, table: str) -> SourceFound:
    """Make the view of its events: file, key, resident, activity, partner, product, municipality, started, ended.

    Of full deliveries only the last counts.
    """
    last = f" AND file = {len(source.group.members) - 1}" if source.kind == "full" else ""
    parts = []
    for span in source.shape.spans:
        activity = "activity" if source.shape.activity is not None else f"{_quoted(span.activity)} AS activity"
        parts.append(
            f"SELECT file, key, resident, {activity}, partner, product, municipality, {_day(span.started)} AS started, "  # noqa: S608
            f"{_day(span.ended)} AS ended FROM {source.days}"
        )
    run(
        connection,
        f"CREATE OR REPLACE VIEW {table} AS SELECT * FROM ({' UNION ALL '.join(parts)}) "  # noqa: S608
        f"WHERE coalesce(started, ended) IS NOT NULL AND key IS NOT NULL{last}",
    )
    return replace(source, events=table)


def _cell(source: SourceFound, ours: str) -> str:
    place = source.roles.columns.get(ours)
    return "CAST(NULL AS VARCHAR)" if place is None else f"c{place}"


def _day(place: int | None) -> str:
    return "CAST(NULL AS DATE)" if place is None else f"d{place}"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def ends_before_start(connection: DuckDBPyConnection, source: SourceFound, span: Span) -> int:
    """Rows in which a pair of dates is the wrong way round."""
    if not source.days:
        return 0
    (n,) = one(connection, f"SELECT count(*) FILTER ({_day(span.ended)} < {_day(span.started)}) FROM {source.days}")  # noqa: S608
    return int(n)


def in_usual_order(connection: DuckDBPyConnection, source: SourceFound) -> SourceFound:
    """The milestones in the order in which their days usually follow each other."""
    if source.shape.kind != "milestones":
        return source
    days = [_day(span.started if span.started is not None else span.ended) for span in source.shape.spans]
    asked = [f"avg(({_day(s.requested)} <= {_day(s.started)})::INTEGER)" for s in source.shape.spans]
    first = f"least({', '.join(days)})"
    after = [f"median({day} - {first}), avg({day} - {first})" for day in days]
    found = one(connection, f"SELECT {', '.join((*after, *asked))} FROM {source.days}")  # noqa: S608
    order = sorted(range(len(days)), key=lambda n: (found[2 * n] or 0, found[2 * n + 1] or 0, n))
    before = found[2 * len(days) :]
    spans = [source.shape.spans[n] for n in order]
    kept = [s if (before[n] or 0) >= BEFORE else replace(s, requested=None) for n, s in zip(order, spans, strict=True)]
    return replace(source, shape=replace(source.shape, spans=tuple(kept)))


def covered(
    connection: DuckDBPyConnection, source: SourceFound, taken: date, file: int | None = None
) -> tuple[date, date, int]:
    """(first day, last day) that a source or one of its files seems to cover, and how many begins are later than taken.

    Help that began long ago is no proof that those years are covered: the first day is that of the first month from
    which on no month has hardly any begins. A last month with one or two days is that of a plan.
    """
    which = "" if file is None else f" AND file = {int(file)}"
    months = rows(
        connection,
        f"SELECT date_trunc('month', day)::DATE AS month, count(*), count(DISTINCT day), max(day) FROM "  # noqa: S608
        f"(SELECT file, started AS day FROM {source.events} UNION ALL SELECT file, ended FROM {source.events}) "
        f"WHERE day <= ?{which} GROUP BY 1 ORDER BY 1",
        [taken],
    )
    (after,) = one(connection, f"SELECT count(*) FROM {source.events} WHERE started > ?{which}", [taken])  # noqa: S608
    if not months:
        return taken, taken, int(after)
    counts = sorted(n for _, n, *_ in months)
    usual = counts[(len(counts) * 3) // 4]
    while len(months) > 1 and (months[-1][1] < usual * HARDLY or months[-1][2] < 3 <= months[-2][2]):
        months.pop()
    first = months[-1][0]
    for month, n, *_ in reversed(months):
        if n < usual * HARDLY or (first - month).days > 62:
            break
        first = month
    return _whole_year(first, months[0][0]), months[-1][3], int(after)


def _whole_year(first: date, earliest: date) -> date:
    """Partners are asked for whole years, and a year may begin slowly."""
    january = first.replace(month=1, day=1)
    return january if first.month <= 4 and earliest >= january else first


def words(connection: DuckDBPyConnection, source: SourceFound, column: str, most: int = 200) -> list[tuple[str, int]]:
    """The words of a column of events with their number of events, each with at least FEW residents behind it."""
    return [
        (str(word), int(n))
        for word, n in rows(
            connection,
            f"SELECT {column}, count(*) AS n FROM {source.events} WHERE {column} IS NOT NULL GROUP BY 1 "  # noqa: S608
            f"HAVING count(DISTINCT resident) >= {FEW} ORDER BY n DESC, 1 LIMIT {most}",
        )
    ]


def year_end(connection: DuckDBPyConnection, source: SourceFound) -> Peak | None:
    """The turn of the year, where much ends and begins then."""
    ends, begins, all_ends, all_begins = one(
        connection,
        "SELECT count(*) FILTER (month(ended) = 12 AND day(ended) = 31), "  # noqa: S608
        "count(*) FILTER (month(started) = 1 AND day(started) = 1), count(ended), count(started) "
        f"FROM {source.events} WHERE started IS DISTINCT FROM ended",
    )
    if ends < max(10, MUCH * all_ends) or begins < max(10, MUCH * all_begins):
        return None
    (joined,) = one(
        connection,
        f"SELECT count(*) FROM {source.events} AS a JOIN {source.events} AS b ON a.resident = b.resident "  # noqa: S608
        "AND a.activity = b.activity AND a.partner IS NOT DISTINCT FROM b.partner AND b.started = a.ended + 1 "
        "WHERE month(a.ended) = 12 AND day(a.ended) = 31",
    )
    return Peak(int(ends), int(begins), int(all_ends), int(all_begins), int(joined))
